"""What the generator calls things.

Its own functions for that move between modules from release to release; a test holds that these agree with them.
"""

import builtins
import re
from keyword import iskeyword

TAKEN = {*dir(builtins), "self", "true", "false", "datetime"} - {"id"}


def attribute(name: str) -> str:
    """``createdTime`` -> ``created_time``, of fields, parameters and operations."""
    return _free("_".join(_words(name)).lower())


def model(schema: str) -> str:
    """``functionCall`` -> ``FunctionCall``."""
    return _free("".join(word if word.isupper() else word.capitalize() for word in _words(schema)))


def _words(name: str) -> list[str]:
    if any(letter.isupper() for letter in name):
        name = " ".join(re.split("([A-Z]?[a-z]+)", name))
    return re.findall(r"[^. _-]+", name)


def _free(name: str) -> str:
    return f"{name}_" if name in TAKEN or iskeyword(name) else name
