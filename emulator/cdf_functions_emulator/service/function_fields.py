"""The fields that a function is created with, and what each may hold."""

from ..errors import JsonObject
from ..settings import Profile, Range
from ..validation import EXTERNAL_ID, ID, Check, any_object, array, exactly_one, mapping, number, one_of, shape, text

RUNTIMES = ("py310", "py311", "py312", "py313", "py314")

METADATA = mapping(text(1, 32), text(0, 512), 16)
SECRET_NAME = text(1, 15, r"(?!token$)[a-z0-9-]+", "lower-case letters, digits and dashes, not a reserved name")
VARIABLE_NAME = text(1, 500, r"[A-Za-z_][A-Za-z0-9_]*", "letters, digits and underscores")
VARIABLE = text(0, 25_000, r"[^\0]*", "without NUL")


def creation(limits: Profile) -> Check:
    """The check of the body that creates a function, within the limits of a profile."""
    write = shape(
        {"name": text(1, 140), "fileId": ID},
        {
            "externalId": EXTERNAL_ID,
            "owner": text(1, 128),
            "description": text(1, 500),
            "metadata": METADATA,
            "secrets": mapping(SECRET_NAME, text(0, 25_000), 30),
            "functionPath": text(1, 500, r"(?!/)(?!(.*/)?\.\.(/|$))[^\0]*\.py", "a relative path to a .py file"),
            "envVars": mapping(VARIABLE_NAME, VARIABLE, 100),
            "cpu": _within(limits.cpu),
            "memory": _within(limits.memory),
            "runtime": one_of(*RUNTIMES),
            "indexUrl": text(1, 2000),
            "extraIndexUrls": array(text(1, 2000), 0, 100),
        },
    )

    def check(value: object, path: str) -> JsonObject:
        """As the real service does, take an empty string for nothing given."""
        given = {name: each for name, each in any_object(value, path).items() if each != ""}
        written: JsonObject = write(given, path)
        return written

    return exactly_one(check)


def _within(range_: Range) -> Check:
    """Where there is no choice, what is asked for becomes what there is."""
    if range_.min < range_.max:
        return number(range_.min, range_.max)
    any_size = number(0, 1000)

    def check(value: object, path: str) -> float:
        any_size(value, path)
        return range_.default

    return check
