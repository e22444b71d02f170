"""The form of ``requirements.txt``; whether there are such packages, pip will find out."""

import codecs
import re
from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement

NAME = "requirements.txt"

#: A comment, and an option, which may stand alone or behind a requirement.
LEFT_OUT = re.compile(r"(?:^|\s)#.*|(?:^|\s)-.*")
#: A path, an address, an archive, or what a variable will hold: pip's to judge.
OF_PIP = re.compile(r"[/\\:]|\$\{|\.(?:whl|zip|tar\.\w+)$")


def check_requirements(content: bytes) -> None:
    """ValueError with number, text and fault of every line that cannot be a requirement."""
    faults: list[str] = []
    for number, line in _required(_decoded(content)):
        try:
            Requirement(line)
        except InvalidRequirement as error:
            if not OF_PIP.search(line):
                faults.append(f"{NAME}:{number}: {line!r} is not a requirement: {str(error).splitlines()[0]}")
    if faults:
        raise ValueError("; ".join(faults))


def _decoded(content: bytes) -> str:
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{NAME}: is not UTF-8: {error}") from None


def _required(text: str) -> Iterator[tuple[int, str]]:
    """Each requirement with the number of its first line; a backslash at the end of a line goes on in the next."""
    begun = 0
    whole = ""
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        begun = begun or number
        whole += line.removesuffix("\\")
        if line.endswith("\\"):
            continue
        if required := LEFT_OUT.sub("", whole).strip():
            yield begun, required
        begun, whole = 0, ""
