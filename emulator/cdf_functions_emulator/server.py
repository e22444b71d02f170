"""Serves the app on loopback: for as long as the process lives, or of a ``with`` block."""

import importlib
import ipaddress
import socket
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from . import forks
from .faults import ANY, Fault, Kind
from .settings import DEFAULT_CLIENT_SECRET, Settings

try:
    import uvicorn

    from .app import OPERATIONS, DataDirError, create_app
except ModuleNotFoundError as error:
    missing = (error.name or "").partition(".")[0]
    if missing not in ("starlette", "uvicorn"):
        raise
    hint = f"the emulator needs {missing}: pip install 'cdf-functions[emulator]'"
    raise ModuleNotFoundError(hint, name=missing) from None

__all__ = ["DataDirError", "Emulator", "address", "listen", "prepare", "running"]

GRACE_S = 2
#: Longer than clients pause between two polls, for a connection closed under a request costs them the request.
KEEP_ALIVE_S = 75
#: Modules that would else be imported when they are needed, by the thread that serves; the latter in some Pythons only.
LATE = (
    *("uvicorn.loops.auto", "uvicorn.loops.asyncio", "concurrent.futures.thread", "encodings.cp437"),
    *("encodings.utf_8_sig", "email.parser", "importlib.metadata", "importlib.readers", "packaging.requirements"),
    "zipfile",
)
LATE_IN_SOME = ("importlib.metadata._adapters", "importlib.resources._adapters")


@dataclass(frozen=True)
class Emulator:
    """A running emulator, as a client needs to know it."""

    base_url: str
    settings: Settings

    @property
    def token_url(self) -> str:
        """Where client credentials are exchanged for a bearer token."""
        return f"{self.base_url}/oauth2/token"

    def fault(
        self,
        kind: Kind,
        operation: str = ANY,
        *,
        times: int = 1,
        status: int = 503,
        seconds: float = 1.0,
        retry_after: int | None = None,
    ) -> None:
        """Let the next ``times`` requests go wrong, as ``Fault`` says; of an emulator in this process only.

        Examples:
            emulator.fault("lost", "POST /functions/{functionId}/call")
            emulator.fault("status", status=429, retry_after=2, times=3)
        """
        if operation not in {ANY, *OPERATIONS}:
            raise ValueError(f"operation: expected one of the spec or {ANY!r}, got {operation!r}")
        self.settings.faults.add(Fault(kind, operation, times, status, seconds, retry_after))

    def clear_faults(self) -> None:
        """Let nothing go wrong any more."""
        self.settings.faults.clear()

    @property
    def client_id(self) -> str:  # noqa: D102
        return self.settings.known_client_id

    @property
    def client_secret(self) -> str:  # noqa: D102
        return self.settings.known_client_secret


@contextmanager
def running(settings: Settings | None = None) -> Generator[Emulator]:
    """An emulator on a free port, in a thread of this process, stopped with everything it runs when the block ends.

    Examples:
        with running() as emulator:
            client = cdf_functions.Client(project="any", base_url=emulator.base_url, credentials=Token("any"))
    """
    settings = settings or Settings()
    listener = listen("127.0.0.1", 0)
    try:
        server = prepare(settings, listener)
        _load_all(server.config)
    except BaseException:
        listener.close()
        raise
    thread = threading.Thread(target=server.run, args=([listener],), name="cdf-functions-emulator")
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.001)
        if not server.started:
            raise RuntimeError("The emulator did not start; its log says why")
        yield Emulator(address(listener), settings)
    finally:
        server.should_exit = True
        thread.join()
        forks.forget(server)
        listener.close()


def listen(host: str, port: int, settings: Settings | None = None) -> socket.socket:
    """Take a port of an address; port 0 takes a free one. ValueError if others reach it whom nothing keeps out."""
    settings = settings or Settings()
    address = "127.0.0.1" if host == "localhost" else host
    try:
        loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        loopback = False
    if not loopback and settings.strict_auth and settings.known_client_secret == DEFAULT_CLIENT_SECRET:
        raise ValueError("client-secret: where other machines reach the emulator, choose one; the default is no secret")
    if not loopback and not settings.strict_auth:
        raise ValueError(
            f"host: expected a loopback address such as 127.0.0.1, got {host!r}: the emulator runs whatever code it is "
            "sent, so only this machine may reach it, unless --strict-auth makes others log in"
        )
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # The protocol is named because asyncio sends answers without delay only on sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen()
    except BaseException:
        listener.close()
        raise
    return listener


def address(listener: socket.socket) -> str:
    """The URL that reaches a listener."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def prepare(settings: Settings, listener: socket.socket) -> uvicorn.Server:
    """A server for the listener, or DataDirError; its ``run`` blocks until it is told to exit."""

    def hang_up(client: tuple[str, int]) -> None:
        for connection in list(server.server_state.connections):
            if getattr(connection, "client", None) == client:
                connection.transport.abort()

    config = uvicorn.Config(
        create_app(settings, address(listener), hang_up),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=KEEP_ALIVE_S,
    )
    server = uvicorn.Server(config)

    def held() -> Iterator[int]:
        yield listener.fileno()
        for connection in list(server.server_state.connections):
            if (transport := getattr(connection, "transport", None)) is not None:
                yield transport.get_extra_info("socket").fileno()

    forks.ask(server, held)
    return server


def _load_all(config: uvicorn.Config) -> None:
    """Import what would else be imported later.

    A process that is forked while a thread imports a module can never import it: whoever tries waits for ever.
    """
    config.load()
    for name in LATE:
        importlib.import_module(name)
    for name in LATE_IN_SOME:
        with suppress(ModuleNotFoundError):
            importlib.import_module(name)
