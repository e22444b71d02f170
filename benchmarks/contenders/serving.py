"""How a contender is asked for work: a line of JSON in, a line of JSON out. Runs in the environment of each of them."""

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from timing import processor


def serve(works: Mapping[str, Callable[..., Any]]) -> None:
    """Do each piece of work that standard input asks for, until it ends; ``processor`` asks for its processor time."""
    for line in sys.stdin:
        asked = json.loads(line)
        measured = asked.pop("processor", False)
        work = partial(works[asked.pop("work")], **asked)
        sys.stdout.write(json.dumps(processor(work) if measured else work()) + "\n")
        sys.stdout.flush()
