"""A Chromium of this machine, driven by WebDriver, for tests of the page and for its picture in docs/.

Selenium speaks to the distribution's own chromedriver; Playwright would bring a Node, and expects a browser of its own.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.patience import PATIENCE, eventually

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from selenium.webdriver.remote.webelement import WebElement

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
WITHOUT = None if CHROMIUM and DRIVER else "no Chromium with its chromedriver on this machine (Debian: chromium-driver)"

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server"),
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP *.example 127.0.0.1",  # other sites, and what DNS rebinding makes of their names
]


class Browser:
    """One tab, and what people do in it."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, url: str) -> None:
        """Go to an address, as if for the first time."""
        self.driver.get("about:blank")
        self.driver.get(url)

    def run(self, script: str, *arguments: object) -> Any:
        """What a script returns."""
        return cast("Any", self.driver).execute_script(script, *arguments)

    def find(self, selector: str) -> WebElement:
        """The first visible element, once there is one."""
        return eventually(lambda: next((one for one in self.all(selector) if one.is_displayed()), None))  # type: ignore[return-value]

    def all(self, selector: str) -> list[WebElement]:
        """The elements that there are now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        """What the page has there at the moment, visible or not, whatever its style makes of it."""
        return str(self.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector))

    def texts(self, selector: str) -> list[str]:
        """As ``text``, of every element."""
        script = "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent)"
        return list(self.run(script, selector))

    def wait(self, selector: str, text: str) -> str:
        """Until there is a text in an element."""
        return eventually(lambda: self.text(selector), lambda shown: text in shown)

    def click(self, selector: str) -> None:
        """Press a button."""
        self.find(selector).click()

    def value(self, selector: str) -> str:
        """What a field holds."""
        return str(self.run("return document.querySelector(arguments[0]).value", selector))

    def write(self, selector: str, text: str) -> None:
        """Put a text in the place of what a field holds."""
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def size(self, width: int, height: int) -> None:
        """Of what the page has to itself."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)

    def dark(self, on: bool) -> None:
        """Prefer dark colours, or light ones."""
        feature = {"name": "prefers-color-scheme", "value": "dark" if on else "light"}
        self.command("Emulation.setEmulatedMedia", features=[feature])

    def command(self, name: str, **arguments: object) -> Any:
        """What only Chromium's own protocol can."""
        return cast("Any", self.driver).execute_cdp_cmd(name, arguments)


@contextmanager
def browsing(folder: Path) -> Generator[Browser]:
    """A browser that keeps what it keeps in an empty folder."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options, ChromeService(DRIVER))
    driver.set_script_timeout(PATIENCE)
    driver.set_page_load_timeout(PATIENCE)
    try:
        yield Browser(driver)
    finally:
        driver.quit()


__all__ = ["WITHOUT", "Browser", "Keys", "browsing"]
