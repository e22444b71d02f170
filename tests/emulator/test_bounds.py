"""What an archive, a log and a function's process may at most do to the emulator."""

from __future__ import annotations

import asyncio
import io
import json
import signal
import threading
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cdf_functions_emulator import Settings, running, settings
from cdf_functions_emulator.archives import ArchiveError, Limits, StoppedError, unpack
from cdf_functions_emulator.replies import MAX_DEPTH, ForgedReplyError, Reply, read_reply
from tests.patience import PATIENCE, eventually

from .support import Project, archive
from .test_server import command

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]

HANDLER = "def handle(): return 1"


def zeros(size: int) -> bytes:
    """An archive with a handler and a file of so many zeros, which takes a thousandth of that."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("handler.py", HANDLER)
        with opened.open("zeros", "w") as file:
            for _ in range(size >> 20):
                file.write(bytes(1 << 20))
    return buffer.getvalue()


def made_of(project: Project, content: bytes) -> dict[str, Any]:
    """The function that becomes of an archive."""
    item = {"name": "f", "fileId": project.upload(content)}
    function_id = project.post("/functions", {"items": [item]}, 201)["items"][0]["id"]
    return {**project.deployed(function_id), "id": function_id}


def test_archive_that_unpacks_to_too_much(project: Project) -> None:
    """291 kB that hold 300 MB make a function that is Failed, says how much there may be, and leave nothing behind."""
    bomb = zeros(300 << 20)
    assert len(bomb) < 350_000
    function = made_of(project, bomb)
    assert function["status"] == "Failed"
    assert "300 MB when unpacked; expected at most 250 MB" in function["error"]["message"]


def test_archive_of_too_many_entries(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """More entries than there may be make a function that is Failed and says how many there may be."""
    files = {f"{number}.txt": "" for number in range(settings.MAX_ENTRIES)}
    function = made_of(project, archive({"handler.py": HANDLER, **files}))
    assert "20,001 entries; expected at most 20,000" in function["error"]["message"]


def test_entries_that_say_they_are_small(tmp_path: Path) -> None:
    """What an archive says of the size of an entry is all that is unpacked of it."""
    honest = zeros(4 << 20)
    lying = honest.replace((4 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    folder = tmp_path / "unpacked"
    with pytest.raises(ArchiveError, match="can be unpacked: Bad CRC"):
        unpack(lying, folder, Limits(1 << 20, 10), threading.Event())
    assert not folder.exists()


def test_unpacking_stops(tmp_path: Path) -> None:
    """Once it is to stop, unpacking stops within an entry, and what was written is gone."""
    stop, folder = threading.Event(), tmp_path / "unpacked"

    def stop_when_begun() -> None:
        eventually((folder / "zeros").exists)
        stop.set()

    stopper = threading.Thread(target=stop_when_begun)
    stopper.start()
    with pytest.raises(StoppedError):
        for _ in range(1000):  # a machine may take so long to stop it that it has ended
            unpack(zeros(64 << 20), folder, Limits(1 << 40, 10), stop)
    stopper.join()
    assert not folder.exists()


def test_sigterm_while_unpacking(tmp_path: Path) -> None:
    """The emulator ends on SIGTERM whatever it unpacks, and the next one goes on with that."""
    with command("--data-dir", str(tmp_path / "kept")) as (process, emulator):
        project = Project(emulator)
        with project.http:
            item = {"name": "f", "fileId": project.upload(zeros(240 << 20))}
            function_id = project.post("/functions", {"items": [item]}, 201)["items"][0]["id"]
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) in {0, -signal.SIGTERM}
    assert not (tmp_path / "kept" / "code").exists()
    with running(Settings(data_dir=tmp_path / "kept")) as emulator:
        url = project.url.replace(project.emulator.base_url, emulator.base_url)
        project = Project(emulator)
        project.http.base_url = url
        with project.http:
            assert project.get(f"/functions/{function_id}")["status"] == "Ready"


def test_log_that_is_too_long(project: Project) -> None:
    """41 MB of log in one call are cut to 10, with a last line that says so; the call itself goes on to its end."""
    source = """
def handle(data):
    for n in range(data["lines"]):
        print("x" * 1000)
    return "done"
"""
    function_id = project.deploy(source)
    call = project.run(function_id, {"lines": 41_000})
    assert project.response(call) == "done"
    messages = project.messages(call)
    assert messages[-1].startswith("The log ends here: the emulator keeps 10 MB")
    assert settings.MAX_LOG_BYTES - 1001 <= sum(len(line) + 1 for line in messages[:-1]) <= settings.MAX_LOG_BYTES
    assert project.messages(project.run(function_id, {"lines": 1})) == ["x" * 1000]


def test_log_of_too_many_lines(project: Project) -> None:
    """Lines count as well, for even an empty one takes its place; the emulator answers while they come."""
    source = "import os\ndef handle():\n    for _ in range(20): os.write(1, b'\\n' * 65536)\n    return 'done'"
    call = project.run(project.deploy(source))
    assert project.response(call) == "done"
    messages = project.messages(call)
    assert len(messages) == settings.MAX_LOG_LINES + 1
    assert messages[-1].startswith("The log ends here: ")


FORGE = """
import json, os, socket
def send(frame, size=None):
    size = len(frame) if size is None else size
    for fd in range(3, 1024):  # it has the number that it had in the emulator, which may have many open
        try:
            socket.socket(fileno=os.dup(fd)).sendall(size.to_bytes(4) + frame)
        except OSError:
            pass
def handle(data, function_call_info):
    call_id = int(function_call_info["call_id"])
    good = {"call_id": call_id, "response": "1", "error": None, "reusable": True}
    send(*FORGERIES[data["forgery"]](good))
    import time; time.sleep(600)
FORGERIES = {
    "not JSON": lambda good: [b"{"],
    "not text": lambda good: [b"\\xff\\xfe"],
    "too deep": lambda good: [b"[" * 100_000],
    "huge": lambda good: [b"x", 0xFFFFFFFF],
    "a list": lambda good: [b"[]"],
    "empty": lambda good: [b""],
    "of another call": lambda good: [json.dumps({**good, "call_id": -1}).encode()],
    "a response that is a number": lambda good: [json.dumps({**good, "response": 5}).encode()],
    "a response that is no JSON": lambda good: [json.dumps({**good, "response": "{"}).encode()],
    "a response that is no text": lambda good: [json.dumps({**good, "response": '"\\ud800"'}).encode()],
    "a response that is too deep": lambda good: [json.dumps({**good, "response": "[" * 900 + "]" * 900}).encode()],
    "a response far too deep": lambda good: [json.dumps({**good, "response": "[" * 90_000}).encode()],
    "an error that is a number": lambda good: [json.dumps({**good, "error": 5}).encode()],
    "an error without a message": lambda good: [json.dumps({**good, "error": {}}).encode()],
    "an error with a deep message": lambda good:
        [b'{"call_id":%d,"response":null,"reusable":true,"error":{"message":' % good["call_id"]
         + b"[" * 900 + b"]" * 900 + b"}}"],
}
"""
FORGERIES = [line.split('"')[1] for line in FORGE.splitlines() if line.startswith('    "')]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_answers(project: Project, forgery: str) -> None:
    """A handler that answers in the emulator's place fails its call at once; it is read and listed like any other."""
    call = project.run(project.deploy(FORGE), {"forgery": forgery})
    assert call["status"] == "Failed"
    assert call["error"]["message"]
    path = f"/functions/{call['functionId']}/calls"
    assert project.http.get(f"{path}/{call['id']}/response").status_code == 200
    assert project.get(path)["items"] == [call]


def test_flood_of_answers(project_with: ProjectWith) -> None:
    """A handler that sends nothing but answers is ended, and others are answered meanwhile."""
    flood = FORGE.replace("    send(*FORGERIES", "    while True: send(b'{}')\n    send(*FORGERIES")
    with project_with(Settings(call_timeout_s=120)) as project:
        call = project.run(project.deploy(flood))
        assert call["status"] == "Failed"


@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1])
def test_depth_of_a_response(project: Project, depth: int) -> None:
    """A response is nested as deeply as every reader of JSON can read it, or its call is Failed."""
    source = f"import json\ndef handle(): return json.loads({'[' * depth + ']' * depth!r})"
    call = project.run(project.deploy(source))
    assert (call["status"] == "Completed") == (depth == MAX_DEPTH)
    assert call["status"] == "Completed" or "nested" in call["error"]["message"]
    answer = project.http.get(f"/functions/{call['functionId']}/calls/{call['id']}/response")
    assert answer.status_code == 200


def test_the_longest_answer_there_can_be(project: Project) -> None:
    """A response that JSON takes the most bytes for, of the most bytes there may be, fits."""
    source = "def handle(): return 'é' * ((1 << 19) - 1)"
    call = project.run(project.deploy(source))
    assert call["status"] == "Completed", call
    assert len(project.response(call)) == (1 << 19) - 1


def test_replies() -> None:
    """An answer is taken apart as it was put together, and an error without what does not belong to it."""
    whole = {"call_id": 7, "response": "[1]", "error": None, "reusable": True}
    assert read_reply(json.dumps(whole).encode(), 7) == Reply("[1]", None, True)
    error = {**whole, "response": None, "error": {"message": "m", "trace": "t", "more": "x"}}
    assert read_reply(json.dumps(error).encode(), 7) == Reply(None, {"message": "m", "trace": "t"}, True)
    with pytest.raises(ForgedReplyError):
        read_reply(json.dumps(whole).encode(), 8)


def test_no_call_is_left_running(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong in the emulator while it runs a call, the call ends."""

    async def fails(*_given: object) -> None:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    function_id = project.deploy(HANDLER)
    monkeypatch.setattr("cdf_functions_emulator.runner.WorkerProcess.run", fails)
    call = project.run(function_id)
    assert call["status"] == "Failed"
    assert "its own log has the traceback" in call["error"]["message"]


def test_a_stopped_guardian(project_with: ProjectWith) -> None:
    """A handler that stops the process above its own, which is to end it, is ended at its time all the same."""
    source = "import os, signal, time\ndef handle():\n    os.kill(os.getppid(), signal.SIGSTOP)\n    time.sleep(600)"
    with project_with(Settings(call_timeout_s=0.5)) as project:
        begun = time.monotonic()
        assert project.run(project.deploy(source))["status"] == "Timeout"
        assert time.monotonic() - begun < PATIENCE
