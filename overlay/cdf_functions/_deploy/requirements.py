"""``requirements.txt``, read as pip reads it. Pure."""

import codecs
import re
from collections.abc import Iterator

REQUIREMENTS = "requirements.txt"

COMMENT = re.compile(r"(^|\s)#.*")
OPTIONS = re.compile(r"(^|\s)-.*")
"""An option line such as ``-r more.txt``, or what follows a requirement, such as ``--hash=...``."""
PLACE = re.compile(r"[/\\:]|\.(whl|zip|tar\.\w+)$|\$\{")
"""What only pip can judge: a path, an address, an archive, or what an environment variable will be."""


def check_requirements(content: bytes) -> None:
    """Raise ValueError that names every line which is no requirement, with its number.

    Only the form is looked at: whether there is such a package, pip will find out when the function is built.
    """
    from packaging.requirements import InvalidRequirement, Requirement

    wrong: list[str] = []
    for number, line in _lines(_text(content)):
        try:
            Requirement(line)
        except InvalidRequirement as error:
            if not PLACE.search(line):
                wrong.append(f"{REQUIREMENTS}:{number}: {line!r} is not a requirement: {str(error).splitlines()[0]}")
    if wrong:
        raise ValueError("\n".join(wrong))


def names_file(content: bytes, name: str) -> bool:
    """Whether a line asks for a file of this name, wherever it is."""
    lines = (line.partition(";")[0].strip() for _, line in _lines(_text(content)))
    return any(re.split(r"[/\\\s]", line)[-1] == name for line in lines)


def _text(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"{REQUIREMENTS} is not UTF-8: {error}") from error


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """What is required, line by line, with the number of the first line where a backslash joins several."""
    joined, first = "", 0
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        first = first or number
        joined += line
        if joined.endswith("\\"):
            joined = joined[:-1]
            continue
        required = OPTIONS.sub("", COMMENT.sub("", joined)).strip()
        if required:
            yield first, required
        joined, first = "", 0
