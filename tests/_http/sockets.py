"""Which sockets this process has open: all its files would not do, for emulators and loggers in it open files, too."""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

LISTENING = "0A"


def open_sockets(base_url: str) -> int:
    """How many sockets of this process are connected with a service on loopback, its own ends of them included."""
    port = f":{urlsplit(base_url).port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    connected = {f"socket:[{row[9]}]" for row in rows if port in (row[1][-5:], row[2][-5:]) and row[3] != LISTENING}
    ours: set[str] = set()
    for file in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one that the folder was read with, which is closed by now
            ours.add(os.readlink(file))  # noqa: PTH115 - a Path would take the brackets for a name to resolve
    return len(ours & connected)
