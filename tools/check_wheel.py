"""Install a built wheel in an environment of its own, out of reach of the source, and use it there."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

from tools.pipeline.layout import ROOT

PACKAGES = ("cdf_functions", "cdf_functions_api", "cdf_functions_emulator")
README = ROOT / "README.md"

LOW_LEVEL = """
from cdf_functions_api import Client
from cdf_functions_api.api.functions import list_functions
print("imported", list_functions.__name__, "from", Client.__module__)
"""
TIME = r"20\d\d-.*\+00:00"
PROMISED = (rf"Completed {TIME} {TIME}", r"\{'doubled': 42\}", rf"{TIME} got \{{'x': 21\}}")
HINT = "pip install 'cdf-functions[emulator]'"


def first_example() -> str:
    """The first Python of the README, exactly as printed."""
    return _block("python")


def check_output(printed: str) -> None:
    """Raise if the first example printed anything else than it promises."""
    lines = printed.splitlines()
    assert len(lines) == len(PROMISED), printed
    for pattern, line in zip(PROMISED, lines, strict=True):
        assert re.fullmatch(pattern, line), printed


def main(wheel: Path) -> None:
    """Raise if the wheel holds anything but the packages and its metadata, or if it does not work by itself."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    strange = {top for top in tops if top not in PACKAGES and not top.endswith(".dist-info")}
    assert not strange, f"the wheel also holds {strange}"
    untyped = [package for package in PACKAGES if f"{package}/py.typed" not in names]
    assert not untyped, f"no py.typed in {untyped}"
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as empty:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        run: list[str | Path] = [python, "-I"]  # isolated: neither this folder nor PYTHONPATH is looked at
        subprocess.run([*run, "-m", "pip", "install", "--quiet", wheel], cwd=folder, check=True)
        subprocess.run([*run, "-c", LOW_LEVEL], cwd=folder, check=True)
        subprocess.run([*run, "-c", "import cdf_functions"], cwd=folder, check=True)
        for without_extra in (("-m", "cdf_functions_emulator"), ("-c", first_example())):
            refused = subprocess.run(
                [*run, *without_extra], cwd=empty, capture_output=True, encoding="utf-8", check=False
            )
            assert refused.returncode == 1, refused
            assert refused.stderr.rstrip().endswith(HINT), refused.stderr
        command = [word.replace("cdf-functions", str(wheel)) for word in shlex.split(_block("sh"), comments=True)]
        subprocess.run([*run, "-m", *command, "--quiet"], cwd=folder, check=True)
        subprocess.run([*run, ROOT / "examples" / "demo.py"], cwd=folder, check=True)
        (Path(empty) / "example.py").write_text(first_example(), encoding="utf-8")
        shown = subprocess.run([*run, "example.py"], cwd=empty, check=True, stdout=subprocess.PIPE, encoding="utf-8")
        sys.stdout.write(shown.stdout)
        check_output(shown.stdout)


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
