"""Say what changed between two states of the spec: a commit, by default the last, and the working tree or another."""

import argparse
import sys
from pathlib import Path

from tools.diff import state
from tools.diff.report import as_json, as_markdown, compare
from tools.pipeline import generate, spec
from tools.pipeline.layout import ROOT, PipelineError, print_utf8


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Exit status: 0 whatever changed, 1 if that cannot be said."""
    parser = argparse.ArgumentParser(prog="nox -s spec-diff --", description=__doc__)
    parser.add_argument("revisions", nargs="?", default="HEAD", metavar="REV[..REV]", help="default: HEAD")
    parser.add_argument("--json", action="store_true", help="for a machine, instead of Markdown")
    given = parser.parse_args(arguments)
    print_utf8()
    before, _, after = str(given.revisions).partition("..")
    try:
        if not after:  # what is committed has been valid
            generate.validate_spec(spec.effective(root))
        new = state.committed(after, root) if after else state.here(root)
        report = compare(state.committed(before, root), new)
    except PipelineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(as_json(report) + "\n" if given.json else as_markdown(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
