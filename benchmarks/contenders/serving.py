"""How a contender is asked for work: a line of JSON in, a line of JSON out. Runs in the environment of each of them."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any


def serve(works: Mapping[str, Callable[..., Any]]) -> None:
    """Do each piece of work that standard input asks for, until it ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(works[asked.pop("work")](**asked)) + "\n")
        sys.stdout.flush()
