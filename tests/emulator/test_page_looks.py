"""How the page looks, in a real Chromium, and how it is reached without a mouse."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Settings
from tests.patience import eventually

from .browser import WITHOUT, Browser, Keys

if TYPE_CHECKING:
    from collections.abc import Generator

    from .conftest import ProjectWith
    from .support import Project

if WITHOUT is not None:
    pytest.skip(WITHOUT, allow_module_level=True)

INVERSE = "def handle(data):\n    print('dividing by', data['x'])\n    return {'inverse': 1 / data['x']}"


@pytest.fixture
def project(project_with: ProjectWith) -> Generator[Project]:
    """The one project of an emulator that has nothing else."""
    with project_with(Settings()) as project:
        yield project


def test_thirty_functions_fit_a_screen(browser: Browser, project: Project) -> None:
    """Of 1280 by 800 pixels, without scrolling."""
    file = project.upload(b"x")
    for number in range(30):
        project.post("/functions", {"items": [{"name": f"f{number}", "fileId": file}]}, 201)
    browser.open(project.page())
    rows = eventually(lambda: browser.all("#functions button"), lambda found: len(found) == 30)
    assert browser.run("return arguments[0].getBoundingClientRect().bottom", rows[-1]) <= 800
    fits = "const list = arguments[0]; return list.scrollHeight <= list.clientHeight"
    assert browser.run(fits, browser.find("#functions"))


def test_keys(browser: Browser, project: Project) -> None:
    """Arrows move through functions and calls, Enter opens, Escape closes and goes back; aria-expanded says what is."""
    first, second = (project.deploy(INVERSE, name=name) for name in ("first", "second"))
    calls = [project.run(first, {"x": x})["id"] for x in (1, 2)]
    browser.open(f"{project.emulator.base_url}/")
    eventually(lambda: browser.texts("#functions b"), lambda shown: shown == ["second", "first"])
    expanded = partial(browser.texts, "[aria-expanded=true]")
    browser.find("#filter").send_keys(Keys.ARROW_DOWN)
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    browser.press(Keys.ENTER)
    browser.wait("#name", "first")
    assert [text.strip().startswith("first") for text in eventually(expanded)] == [True]
    controlled = "return document.getElementById(document.activeElement.getAttribute('aria-controls')).id"
    assert browser.run(controlled) == "function"
    eventually(lambda: len(browser.all(".call")), lambda count: count == 2)
    browser.run("document.querySelector('.call').focus()")
    browser.press(Keys.ARROW_DOWN)
    browser.press(Keys.ENTER)
    browser.wait(".response", '"inverse": 1')
    eventually(expanded, lambda shown: len(shown) == 2 and shown[1].startswith(f"#{calls[0]}"))
    assert browser.run(controlled) == f"call-{calls[0]}"
    browser.press(Keys.ESCAPE)
    eventually(expanded, lambda shown: len(shown) == 1)
    assert browser.run("return document.activeElement.textContent").startswith(f"#{calls[0]}")
    browser.press(Keys.ESCAPE)
    eventually(expanded, lambda shown: not shown)
    assert browser.run("return document.activeElement.textContent").strip().startswith("first")
    assert "function=" not in browser.driver.current_url
    assert second


CONTRASTS = """
const rgba = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
const over = ([r, g, b, a], below) => [r, g, b].map((one, index) => one * a + below[index] * (1 - a));
const ground = (node) => {
  const colour = rgba(getComputedStyle(node).backgroundColor);
  return colour[3] === 1 || !node.parentElement ? colour.slice(0, 3) : over(colour, ground(node.parentElement));
};
const light = (colour) => {
  const linear = (one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
  const [r, g, b] = colour.map((one) => linear(one / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one, other) => {
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const found = [];
for (const node of document.querySelectorAll("body *")) {
  const texts = [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const field = node.matches("input, textarea, select");
  if (!node.checkVisibility() || !(texts || field)) continue;
  const parts = field ? [null, "::placeholder"] : [null, "::before"];
  for (const part of parts) {
    const colour = over(rgba(getComputedStyle(node, part).color), ground(node));
    const name = `${node.tagName}.${node.className}${part ?? ""} ${node.textContent.slice(0, 30)}`;
    found.push([contrast(colour, ground(node)), name]);
  }
}
return found;
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours(browser: Browser, project: Project, dark: bool) -> None:
    """In light and in dark mode every text has a contrast of at least 4.5, and the browser objects to nothing."""
    function = project.deploy(INVERSE, name="mine", externalId="ext")
    failed, good = (project.run(function, {"x": x})["id"] for x in (0, 1))
    item = {"functionId": function, "cronExpression": "0 0 1 1 *", "nonce": project.nonce(), "name": "yearly"}
    project.post("/functions/schedules", {"items": [item]}, 201)
    browser.driver.get_log("browser")  # type: ignore[no-untyped-call]
    browser.dark(dark)
    views = {
        project.page(): "#environment",
        project.page(function, failed): ".details .trace",
        project.page(function, good): ".response",
        project.page(view="schedules"): "#schedules td",
        project.page(view="sessions"): "#sessions td",
        project.page(view="found", q="dividing"): "#found mark",
    }
    grounds: set[str] = set()
    for url, shown in views.items():
        browser.open(url)
        browser.find("#functions button")
        browser.find(shown)
        if shown == "#environment":
            browser.click("#open-deploy")
        measured = browser.run(CONTRASTS)
        assert len(measured) > 20
        assert [one for one in measured if one[0] < 4.5] == []
        grounds.add(browser.run("return getComputedStyle(document.body).backgroundColor"))
    assert grounds == {"rgb(20, 23, 27)" if dark else "rgb(255, 255, 255)"}
    browser.dark(False)
    assert browser.driver.get_log("browser") == []  # type: ignore[no-untyped-call]
