"""What people do on the page, in a real Chromium: deploy, run, replay, follow, search and look around."""

from __future__ import annotations

import json
import operator
import os
import shlex
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from cdf_functions import Client
from cdf_functions_emulator import Settings, running
from tests.patience import Signal, eventually

from .browser import WITHOUT, Browser, Keys

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from .conftest import ProjectWith
    from .support import Project

if WITHOUT is not None:
    pytest.skip(WITHOUT, allow_module_level=True)

INVERSE = "def handle(data):\n    print('dividing by', data['x'])\n    return {'inverse': 1 / data['x']}"
PRINTS = """
import os, time
def handle(data):
    for part, signal in enumerate(data["signals"]):
        for line in range(100):
            print("part", part, "line", line)
        while not os.path.exists(signal):
            time.sleep(0.005)
    print("the end")
"""
BESIDE = """
from pathlib import Path
from common.words import WORD
def handle():
    here = Path(__file__).parent
    return [WORD, *sorted(str(p.relative_to(here)) for p in here.rglob("*.*") if p.suffix != ".pyc")]
"""


@pytest.fixture
def project(project_with: ProjectWith) -> Generator[Project]:
    """The one project of an emulator that has nothing else."""
    with project_with(Settings()) as project:
        yield project


def folder(path: Path) -> Path:
    """The folder of a function, with things in it that do not belong into an archive."""
    files = {
        "handler.py": BESIDE,
        "common/__init__.py": "",
        "common/words.py": "WORD = 'wörd'",
        "common/data ü.txt": "x" * 100_000,
        ".env": "SECRET=1",
        ".git/config": "",
        "__pycache__/old.pyc": "",
        "node_modules/x.js": "",
        "venv/pyvenv.cfg": "",
        "venv/lib/x.py": "",
    }
    for name, text in files.items():
        file = path / "my-fn" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return path / "my-fn"


def drop(browser: Browser, path: Path) -> None:
    """Let go of a folder of this machine over the page."""
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        browser.command("Input.dispatchDragEvent", type=kind, x=600, y=400, data=data)


def choose(browser: Browser, path: Path) -> None:
    """Pick it in the dialog."""
    browser.click("#open-deploy")
    browser.find("#folder").send_keys(str(path))


@pytest.mark.parametrize("way", [drop, choose])
def test_a_folder_is_deployed(browser: Browser, project: Project, tmp_path: Path, way: object) -> None:
    """A folder that is dropped or chosen becomes a function, without what is hidden, made or installed; and runs."""
    assert callable(way)
    browser.open(project.page())
    way(browser, folder(tmp_path))
    browser.wait("#contents", "my-fn: 4 files, 98 kB")
    browser.press(Keys.ENTER)
    browser.wait("#name", "my-fn")
    browser.wait("#about", "Ready")
    browser.wait("#about", "external id my-fn")
    browser.click("#editor button")
    shown = browser.wait(".response", "handler.py")
    assert json.loads(shown) == ["wörd", "common/__init__.py", "common/data ü.txt", "common/words.py", "handler.py"]


def test_a_folder_is_deployed_again(browser: Browser, project: Project, tmp_path: Path) -> None:
    """What has the external id already is replaced, and the button says so; another handler can be chosen."""
    old = project.deploy("def handle(): return 'old'", name="my-fn", externalId="my-fn")
    (folder(tmp_path) / "other.py").write_text("def handle(): return 'other'", encoding="utf-8")
    browser.open(project.page())
    browser.wait("#functions", "my-fn")
    choose(browser, tmp_path / "my-fn")
    browser.wait("#send", f"Replace #{old}")
    browser.find("#deploy select").send_keys("other.py")
    browser.click("#send")
    browser.wait("#about", f"#{old + 1}")
    browser.wait("#about", "Ready")
    eventually(lambda: browser.texts("#functions b"), lambda shown: shown == ["my-fn"])
    browser.click("#editor button")
    browser.wait(".response", '"other"')


def test_what_cannot_be_deployed_is_said(browser: Browser, project: Project, tmp_path: Path) -> None:
    """A folder without Python, and what the service refuses, are said in the dialog."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").write_text("x", encoding="utf-8")
    browser.open(project.page())
    choose(browser, tmp_path / "empty")
    browser.wait("#outcome", "no Python file")
    browser.click("#send")
    browser.wait("#outcome", "with a Python file")
    browser.click("#cancel")
    project.emulator.fault("status", "POST /functions", status=403)
    choose(browser, folder(tmp_path))
    browser.wait("#contents", "my-fn: ")
    browser.click("#send")
    browser.wait("#outcome", "ordered from the emulator")
    browser.click("#send")
    browser.wait("#about", "Ready")


def test_a_function_is_run_with_input(browser: Browser, project: Project) -> None:
    """The editor's JSON is what the function gets; what is no JSON object is refused before it is sent, with where."""
    function = project.deploy(INVERSE)
    browser.open(project.page(function))
    for wrong, said in (('{"x": 1 "y"}', "line 1 column 9"), ("[1]", "JSON object")):
        browser.write("#input", wrong)
        browser.click("#editor button")
        browser.wait("#refused", said)
    assert project.get(f"/functions/{function}/calls")["items"] == []
    browser.write("#input", '{"x": 4}')
    browser.press(Keys.CONTROL + Keys.ENTER)
    browser.wait(".response", '"inverse": 0.25')
    eventually(lambda: browser.texts(".log > div"), lambda shown: shown == ["dividing by 4"])
    browser.wait(".call > :nth-child(3)", "Completed")


def test_a_call_is_replayed_with_another_input(browser: Browser, project: Project) -> None:
    """The input of a call that failed comes into the editor, is changed there, and is what the next call gets."""
    function = project.deploy(INVERSE)
    failed = project.run(function, {"x": 0})
    browser.open(project.page(function, failed["id"]))
    assert json.loads(browser.wait(".input", "x")) == {"x": 0}
    browser.click(".replay")
    assert json.loads(browser.value("#input")) == {"x": 0}
    browser.find("#input").send_keys(Keys.END, Keys.ARROW_UP, Keys.END, Keys.BACKSPACE, "2")
    browser.click("#editor button")
    browser.wait(".response", '"inverse": 0.5')
    assert len(project.get(f"/functions/{function}/calls")["items"]) == 2


def test_a_log_is_followed(browser: Browser, project: Project, tmp_path: Path) -> None:
    """An open log follows its tail unless one scrolled up, keeps the selection, and is not fetched after the end."""
    signals = [Signal(tmp_path / str(number)) for number in range(3)]
    function = project.deploy(PRINTS)
    call = project.start(function, {"signals": [signal.path for signal in signals]})
    browser.open(project.page(function, call))
    lines = partial(browser.run, "return document.querySelector('.log').childElementCount")
    from_tail = "const log = document.querySelector('.log'); return log.scrollHeight - log.clientHeight - log.scrollTop"
    browser.wait(".log", "part 0 line 99")
    eventually(partial(browser.run, from_tail), lambda left: left < 2)
    signals[0].give()
    browser.wait(".log", "part 1 line 99")
    eventually(partial(browser.run, from_tail), lambda left: left < 2)
    browser.run("window.first = document.querySelector('.log'); first.scrollTop = 700")
    browser.run("getSelection().selectAllChildren(first.children[41])")
    signals[1].give()
    browser.wait(".log", "part 2 line 99")
    assert lines() == 300
    assert browser.run("return first === document.querySelector('.log') && first.scrollTop") == 700
    assert browser.run("return String(getSelection())") == "part 0 line 41"
    signals[2].give()
    browser.wait(".response", "null")
    eventually(lambda: browser.texts(".log > div")[-1], lambda last: last == "the end")
    asked = "return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/logs')).length"
    states = "return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/state')).length"
    logs, looked = browser.run(asked), browser.run(states)
    eventually(partial(browser.run, states), lambda now: now >= looked + 3)
    assert browser.run(asked) == logs
    assert browser.run("return first === document.querySelector('.log') && first.scrollTop") == 700


def test_logs_are_searched(browser: Browser, project: Project) -> None:
    """A search in the logs of all calls gives lines, newest first; Enter on one opens its call."""
    function = project.deploy(INVERSE, name="<i>inverse</i>")
    calls = [project.run(function, {"x": x}) for x in (1, 2)]
    browser.open(project.page())
    browser.find("#search input").send_keys("DIVIDING by", Keys.ENTER)
    browser.wait("#found h2", "2 lines")
    assert browser.texts("#found mark") == ["dividing by"] * 2
    assert [text.endswith(f"dividing by {x}") for text, x in zip(browser.texts("#found li"), (2, 1), strict=True)]
    assert f"<i>inverse</i> #{calls[1]['id']}" in browser.texts("#found li")[0]
    browser.run("document.querySelector('#found button').focus()")
    browser.press(Keys.ARROW_DOWN, Keys.ENTER)
    assert json.loads(browser.wait(".input", "x")) == {"x": 1}


def test_a_failed_call_shows_all_of_it(browser: Browser, project: Project) -> None:
    """When it ran, its input, that there is no response, and its whole trace, each in its place."""
    function = project.deploy("def handle(data):\n    deeper(data)\ndef deeper(data):\n    raise ValueError('no <b>')")
    call = project.run(function, {"a": "ü"})
    browser.open(project.page(function, call["id"]))
    trace = browser.wait(".trace:not(#failure)", "ValueError: no <b>")
    assert trace == call["error"]["trace"] or trace.endswith(call["error"]["trace"])
    assert "in deeper" in trace
    assert json.loads(browser.text(".input")) == {"a": "ü"}
    browser.wait(".response", "none")
    assert browser.text(".times").startswith("Ran ")
    assert browser.texts(".call > span")[1:3] == [f"#{call['id']}", "Failed"]


def test_functions_show_what_matters(browser: Browser, project: Project) -> None:
    """A row has name, external id, failures of the day and the next time; a failed deployment says why."""
    function = project.deploy(INVERSE, name="one", externalId="one:x")
    schedule = {"functionId": function, "cronExpression": "0 0 1 1 *", "nonce": project.nonce(), "name": "yearly"}
    project.post("/functions/schedules", {"items": [schedule]}, 201)
    for x in (0, 1, 0):
        project.run(function, {"x": x})
    broken = project.create({"other.py": ""}, name="broken")
    project.deployed(broken)
    browser.open(project.page())
    browser.wait("#functions", "2 failed")
    assert [text.strip() for text in browser.texts("#functions b")] == ["broken", "one"]
    row = browser.texts("#functions li")[1]
    assert "one:x" in row
    assert "in " in row.partition("failed")[2]
    browser.open(project.page(broken))
    browser.wait("#failure", "handler.py")


def test_schedules_and_sessions(browser: Browser, project: Project) -> None:
    """Schedules show their next three times, the earliest first, and lead to the function; sessions newest first."""
    function = project.deploy(INVERSE, name="mine")
    for name, cron in (("late", "0 0 29 2 *"), ("early", "* * * * *")):
        item = {"functionId": function, "cronExpression": cron, "nonce": project.nonce(), "name": name}
        project.post("/functions/schedules", {"items": [item]}, 201)
    browser.open(project.page())
    browser.click("nav [data-view=schedules]")
    browser.wait("#schedules tbody", "early")
    cells = browser.texts("#schedules td")
    assert cells[:3] == ["early", "mine", "* * * * *"]
    assert cells[3].count(":") == 6
    assert cells[4] == "late"
    assert cells[7].count("-02-29 ") == 3
    browser.open(project.page(view="sessions"))
    browser.wait("#sessions tbody", "TOKEN_EXCHANGE")
    assert browser.texts("#sessions tbody td:first-child") == ["#2", "#1"]
    assert browser.texts("#sessions tbody td:nth-child(2)") == ["ACTIVE", "ACTIVE"]
    browser.click("nav [data-view=schedules]")
    browser.click("#schedules .link")
    browser.wait("#own-schedules", "early")


def test_what_is_open_stands_in_the_address(browser: Browser, project: Project) -> None:
    """The address leads back to what is open, also by the browser's own Back; the title says what it is, and local."""
    function = project.deploy(INVERSE, name="mine")
    call = project.run(function, {"x": 1})
    browser.open(f"{project.emulator.base_url}/")
    eventually(lambda: browser.driver.title, lambda title: title == "Local · cdf-functions emulator")
    browser.click("#functions button")
    browser.click(".call")
    browser.wait(".response", "inverse")
    shown = browser.driver.current_url
    assert shown == project.page(function, call["id"])
    eventually(lambda: browser.driver.title, lambda title: title.startswith(f"Local · mine #{call['id']}"))
    browser.driver.back()
    eventually(lambda: browser.all(".details"), lambda found: not found)
    browser.open(shown)
    browser.wait(".response", "inverse")
    browser.open(project.page(function + 1))
    browser.wait("#about", "no function")


def test_more_than_twenty_calls(browser: Browser, project: Project) -> None:
    """Calls stand newest first, twenty at first and then more; new ones come on top, and what is open stays open."""
    function = project.deploy("def handle(): pass")
    calls = [project.run(function)["id"] for _ in range(30)]
    browser.open(project.page(function, calls[2]))
    ids = partial(browser.texts, ".call > .mono")
    newest = [f"#{call}" for call in reversed(calls)]
    eventually(ids, lambda shown: shown == [*newest[:20], f"#{calls[2]}"])
    browser.wait(".response", "null")
    browser.run("window.details = document.querySelector('.details')")
    browser.click("#more")
    eventually(ids, lambda shown: shown == newest)
    one = project.run(function)["id"]
    eventually(ids, lambda shown: shown == [f"#{one}", *newest])
    assert browser.run("return details.isConnected")


def test_filters(browser: Browser, project: Project) -> None:
    """Functions are filtered by name, external id or status as one writes, calls by their status."""
    function = project.deploy(INVERSE, name="Alpha", externalId="first")
    project.deploy(INVERSE, name="beta", externalId="second")
    bad = project.run(function, {"x": 0})
    project.run(function, {"x": 1})
    browser.open(project.page(function))
    names = partial(browser.texts, "#functions b")
    eventually(names, lambda shown: shown == ["beta", "Alpha"])
    for wanted, left in (("alp", ["Alpha"]), ("SECOND", ["beta"]), ("zeta", []), ("ready", ["beta", "Alpha"])):
        browser.write("#filter", wanted)
        eventually(names, partial(operator.eq, left))
    browser.find("#status").send_keys("Failed")
    eventually(lambda: browser.texts(".call > .mono"), lambda shown: shown == [f"#{bad['id']}"])


def test_address_and_environment_are_copied(
    browser: Browser, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is copied is the address, and lines for a shell with which a client finds the emulator."""
    browser.open(project.page())
    browser.wait("#environment", "CDF_TOKEN")
    browser.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    pasted = partial(browser.run, "return navigator.clipboard.readText()")
    browser.click("#copy-address")
    assert eventually(pasted) == project.emulator.base_url
    browser.click("#copy-environment")
    lines = eventually(pasted, lambda text: "export" in text)
    for name in [name for name in os.environ if name.startswith(("CDF_", "IDP_"))]:
        monkeypatch.delenv(name)
    for assignment in shlex.split(lines.replace("export ", "")):
        name, _, value = assignment.partition("=")
        monkeypatch.setenv(name, value)
    function = project.deploy(INVERSE)
    with Client.from_env() as client:
        assert client.functions.retrieve(id=function).id == function


def test_only_with_a_token_where_those_are_checked(browser: Browser) -> None:
    """With strict_auth the page asks for the client, says when it is wrong, and works; the lines to copy have it."""
    with running(Settings(strict_auth=True, client_id="me", client_secret="it's mine")) as emulator:
        browser.open(f"{emulator.base_url}/")
        browser.find("#login").is_displayed()
        browser.write("#login [name=id]", "me")
        browser.write("#login [name=secret]", "wrong")
        browser.press(Keys.ENTER)
        browser.wait("#login [role=alert]", "not those of a known client")
        browser.write("#login [name=secret]", "it's mine")
        browser.press(Keys.ENTER)
        lines = browser.wait("#environment", "IDP_CLIENT_ID=me")
        assert "IDP_CLIENT_SECRET=it's mine" in shlex.split(lines)
        eventually(lambda: browser.find("#nothing").is_displayed())
        assert not browser.all("#login")[0].is_displayed()


class _Elsewhere(BaseHTTPRequestHandler):
    """A page of another site."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title>")

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_other_sites_cannot_use_it(browser: Browser, project: Project) -> None:
    """A page of another site, of another port of this machine, or under a name made to mean it, can call nothing."""
    function = project.deploy(INVERSE)
    nonce = project.nonce()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    Thread(target=server.serve_forever).start()
    attack = """
    const [url, body, headers, mode] = arguments;
    return fetch(url, { method: "POST", mode, headers, body })
      .then((answer) => answer.type + answer.status, () => "failed");
    """
    url = f"{project.url}/functions/{function}/call"
    body = json.dumps({"nonce": nonce, "data": {"x": 1}})
    bearer = {"Authorization": "Bearer any", "Content-Type": "application/json"}
    try:
        for host in ("evil.example", "127.0.0.1", "localhost"):
            browser.driver.get(f"http://{host}:{server.server_port}/")
            assert browser.run(attack, url, body, bearer, "cors") == "failed"
            assert browser.run(attack, url, body, {}, "no-cors") == "opaque0"
        rebound = project.emulator.base_url.replace("127.0.0.1", "rebound.example")
        browser.driver.get(f"{rebound}/")
        assert "expected a loopback name" in browser.text("body")
        assert browser.run(attack, url.replace("127.0.0.1", "rebound.example"), body, bearer, "cors") == "basic403"
    finally:
        server.shutdown()
        server.server_close()
    assert project.get(f"/functions/{function}/calls")["items"] == []
