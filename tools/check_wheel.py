"""Install a built wheel in an environment of its own, out of reach of the source, and use it there."""

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from tools.layout import ROOT

PACKAGES = ("cdf_functions", "cdf_functions_api", "cdf_functions_emulator")

LOW_LEVEL = """
from cdf_functions_api import Client
from cdf_functions_api.api.functions import list_functions
print("imported", list_functions.__name__, "from", Client.__module__)
"""


def main(wheel: Path) -> None:
    """Raise if the wheel holds anything but the packages and its metadata, or if it does not work by itself."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    strange = {top for top in tops if top not in PACKAGES and not top.endswith(".dist-info")}
    assert not strange, f"the wheel also holds {strange}"
    untyped = [package for package in PACKAGES if f"{package}/py.typed" not in names]
    assert not untyped, f"no py.typed in {untyped}"
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        run: list[str | Path] = [python, "-I"]  # isolated: neither this folder nor PYTHONPATH is looked at
        subprocess.run([*run, "-m", "pip", "install", "--quiet", wheel], cwd=folder, check=True)
        subprocess.run([*run, "-c", LOW_LEVEL], cwd=folder, check=True)
        subprocess.run([*run, "-c", "import cdf_functions"], cwd=folder, check=True)
        subprocess.run([*run, "-m", "pip", "install", "--quiet", f"{wheel}[emulator]"], cwd=folder, check=True)
        subprocess.run([*run, ROOT / "examples" / "demo.py"], cwd=folder, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
