"""Makes docs/emulator.png, the page with a call that failed: ``nox -s picture``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from cdf_functions_emulator import running

from .browser import WITHOUT, browsing
from .support import Project

PICTURE = Path(__file__).parents[2] / "docs" / "emulator.png"
HANDLER = """\
def handle(data):
    print("reading", data["pump"])
    print("rows:", data["rows"])
    return {"pump": data["pump"], "mean": sum(data["rows"]) / len(data["rows"])}
"""
OTHERS = ("import-weather", "check-quality", "resample", "report-mail")


def main() -> None:
    """Deploy functions, call one, and take the picture."""
    if WITHOUT is not None:
        sys.exit(WITHOUT)
    with running() as emulator, tempfile.TemporaryDirectory() as folder:
        project = Project(emulator, "any")
        with project.http, browsing(Path(folder)) as browser:
            for name in OTHERS:
                project.run(project.deploy(HANDLER, name=name, externalId=f"{name}:1"), {"pump": "P-101", "rows": [1]})
            function = project.deploy(HANDLER, name="pump-health", externalId="pump:1")
            item = {"name": "hourly", "functionId": function, "cronExpression": "0 * * * *", "nonce": project.nonce()}
            project.post("/functions/schedules", {"items": [item]}, 201)
            project.run(function, {"pump": "P-102", "rows": [71.2, 69.8]})
            call = project.run(function, {"pump": "P-103", "rows": []})
            browser.size(1280, 860)
            browser.open(project.page(function, call["id"]))
            browser.wait(".log", "rows: []")
            browser.wait(".trace:not(#failure)", "ZeroDivisionError")
            browser.wait(".response", "none")
            PICTURE.write_bytes(browser.driver.get_screenshot_as_png())


if __name__ == "__main__":
    main()
