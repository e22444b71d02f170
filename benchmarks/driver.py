"""The processes of a benchmark: the service, and each contender in its own environment."""

import json
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import certifi
import trustme
from attrs import frozen

from benchmarks import environments

HERE = Path(__file__).parent
ENVIRONMENT = {
    "ours": "ours",
    "aiohttp": "aiohttp",
    "vendor": "vendor",
    "tuned": "vendor",
    "httpx": "httpx",
    "http.client": "httpx",
}
SCRIPT = {"httpx": "raw", "http.client": "bare", "aiohttp": "ours"}  # others are called as their contender


@frozen
class Process:
    """A process that answers each line on its standard input with one on its standard output."""

    popen: "subprocess.Popen[str]"

    def line(self) -> str:
        """The next line that it prints."""
        assert self.popen.stdout is not None
        line = self.popen.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.popen.args!r} ended")
        return line

    def ask(self, work: str, **arguments: object) -> Any:
        """Have a contender do some work."""
        assert self.popen.stdin is not None
        self.popen.stdin.write(json.dumps({"work": work, **arguments}) + "\n")
        self.popen.stdin.flush()
        return json.loads(self.line())


@frozen
class Service:
    """The scripted service."""

    base_url: str
    environment: Mapping[str, str] = {}
    """What makes its certificate one to trust."""

    def control(self, method: str, what: str, body: object = None) -> Any:
        """Ask the service about itself."""
        connection = HTTPConnection(self.base_url.removeprefix("http://"))
        connection.request(method, f"/api/v1/projects/p/control/{what}", None if body is None else json.dumps(body))
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def reset(self, history: int = 10_000, delay: float = 0.0) -> None:
        """Forget all runs and all counts; answer after so many seconds from now on."""
        self.control("POST", "reset", {"history": history, "delay": delay})

    def requests(self) -> dict[str, int]:
        """How often each operation was asked for."""
        found: dict[str, int] = self.control("GET", "requests")
        return found

    def ends(self) -> dict[int, float]:
        """When each run ended, or will."""
        return {int(id): end for id, end in self.control("GET", "ends").items()}


@contextmanager
def process(*command: str | Path) -> Generator[Process]:
    """A process that ends with its standard input."""
    popen = subprocess.Popen(list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    with popen:
        yield Process(popen)
        assert popen.stdin is not None
        popen.stdin.close()


@contextmanager
def service(tls: bool = False) -> Generator[Service]:
    """The scripted service, in a process of its own."""
    with TemporaryDirectory() as folder:
        files = _certificate(Path(folder)) if tls else []
        with process(sys.executable, HERE / "server.py", *files[:1]) as one:
            address = f"http{'s' if tls else ''}://127.0.0.1:{int(one.line())}"
            yield Service(address, {"SSL_CERT_FILE": str(files[1])} if tls else {})


def _certificate(folder: Path) -> list[Path]:
    """The service's certificate with its key, and whom to trust: its issuer among all that are trusted anyway."""
    authority = trustme.CA()
    own, trusted = folder / "service.pem", folder / "trusted.pem"
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(own))
    trusted.write_bytes(Path(certifi.where()).read_bytes() + authority.cert_pem.bytes())
    return [own, trusted]


@contextmanager
def contenders(to: Service, *names: str) -> Generator[Mapping[str, Process]]:
    """The contenders, each in a process of its own, ready to be asked."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                process(
                    environments.python(ENVIRONMENT[name]),
                    "-E",  # nothing of the environment that this runs in
                    HERE / "contenders" / f"{SCRIPT.get(name, name)}.py",
                    to.base_url,
                )
            )
            for name in names
        }
