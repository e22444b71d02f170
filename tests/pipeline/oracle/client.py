"""Clients made from edited specs, one after another in one place, and what becomes of the old client's users."""

import json
import os
import shutil
from pathlib import Path

import yaml
from mypy.dmypy_server import Server
from mypy.main import process_options
from mypy.modulefinder import BuildSource

from tests.pipeline import warm
from tests.pipeline.edits import Document
from tests.pipeline.oracle import program, run
from tests.pipeline.oracle.annotations import Named, Surface
from tools.pipeline import generate, surface
from tools.pipeline.layout import CONFIG, GENERATED, ROOT, TEMPLATE_EDITS, PipelineError, files_below


class Clients:
    """Makes clients, and tries the old client's users on each.

    Args:
        folder: an empty folder to work in
        names: the public names of the old client
        read: its models that answers lead to
        sent: its models that requests lead to
    """

    def __init__(self, folder: Path, names: Named, read: set[str], sent: set[str]) -> None:
        self.folder = folder
        self.names = names
        self.sent = sent
        self.place = folder / "generated"
        self.place.mkdir()
        self._settle()
        modules = program.write(self.place, names, read, sent)
        self._checked = [
            BuildSource(str(self.place / f"{one.replace('.', '/')}.py"), one, None, str(self.place)) for one in modules
        ]
        self._checker = self._fresh_checker()

    def _fresh_checker(self) -> Server:
        switches = ["--strict", "--config-file=", f"--cache-dir={os.devnull}", "--no-error-summary"]
        _, options = process_options([*switches, "-c", "pass"], server_options=True)
        options.mypy_path = [str(self.place)]
        return Server(options, str(self.folder / "status.json"))

    def _settle(self) -> None:
        """Copy what generation reads, but for the layout of the code, which costs time and changes nothing."""
        for path in (TEMPLATE_EDITS.parent, CONFIG):
            place = self.folder / "root" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / path).is_dir() else shutil.copy)(ROOT / path, place)
        settings = yaml.safe_load((ROOT / CONFIG).read_text(encoding="utf-8"))
        text = yaml.safe_dump({**settings, "post_hooks": []})
        (self.folder / "root" / CONFIG).write_text(text, encoding="utf-8")

    def make(self, document: Document) -> Surface:
        """Make the client of a document, in the place of the one before; its public names. PipelineError if refused."""
        work = self.folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        generate.generate(work, document, self.folder / "root", warm.run)
        made, place = work / GENERATED, self.place / GENERATED.name
        wanted = set(files_below(made))
        for name in files_below(place) if place.exists() else []:
            if name not in wanted:
                (place / name).unlink()
        for name in wanted:
            text = (made / name).read_bytes()
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            if not (place / name).exists() or (place / name).read_bytes() != text:
                (place / name).write_bytes(text)
        return surface.read("\n".join(surface.lines(place)))

    def misuses(self) -> list[str]:
        """What the type checker says of the old user's program; PipelineError if it dislikes the client itself."""
        errors = self._check()
        if any(_of_client(line) for line in errors):
            # it may only be that a module which went and came back confuses it
            self._checker = self._fresh_checker()
            errors = self._check()
        if own := [line for line in errors if _of_client(line)]:
            raise PipelineError(f"the client does not type-check: {own[0]}")
        return [line.partition(f"{program.PACKAGE}/")[2] for line in errors]

    def _check(self) -> list[str]:
        said = self._checker.check(self._checked, export_types=False, is_tty=False, terminal_width=100)
        assert said["status"] in {0, 1}, said
        return [line for line in str(said["out"]).splitlines() if ": error:" in line]

    def failures(self, answers: dict[str, list[run.Answer]]) -> list[str]:
        """What goes wrong when the program of the old client's user runs."""
        ours, theirs = warm.FORKS.Pipe(duplex=False)
        process = warm.FORKS.Process(target=run.report, args=(theirs, self.place, self.names, self.sent, answers))
        process.start()
        theirs.close()
        try:
            found: list[str] = json.loads(ours.recv())
        except EOFError:
            found = ["the process died"]
        process.join()
        return found


def _of_client(line: str) -> bool:
    return f"{GENERATED.name}/" in line
