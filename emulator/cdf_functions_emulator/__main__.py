"""``python -m cdf_functions_emulator``."""

import argparse
import contextlib
import importlib.util
import secrets
import shlex
import sys
from pathlib import Path

from . import events, log
from .clock import Clock
from .faults import LAGS
from .lean_uvicorn import import_lean_uvicorn
from .settings import DEFAULT_PROJECT, PROFILES, Settings

import_lean_uvicorn()
try:
    from .server import DataDirError, address, listen, prepare
except ModuleNotFoundError as error:
    sys.exit(f"python -m cdf_functions_emulator: {error}")

HELP = """\
cdf-functions emulator on {url}, until Ctrl-C. Any project name works; {kept}.

To point a client at it that reads its settings from the environment:

    export CDF_URL={url} CDF_PROJECT={project}
    export IDP_TOKEN_URL={url}/oauth2/token IDP_CLIENT_ID={client_id} IDP_CLIENT_SECRET={client_secret}

What it is doing, for a browser: {url}/
{doors}
"""
OPEN = """\
Any local user may run code as you, for any token, client id and secret will do; --strict-auth takes only those above.
"""
CHECKED = "Clients are those with any token, or the client id and secret above."
STRICT = "Only tokens from the token URL above are taken, for the client id and secret above."


def main() -> None:
    """Serve until told to stop."""
    defaults = Settings()
    parser = argparse.ArgumentParser("python -m cdf_functions_emulator", description="A local Functions service.")
    parser.add_argument("--host", default="127.0.0.1", help="loopback address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8400, help="0 takes a free one (%(default)s)")
    parser.add_argument("--client-id", help="the one that is given tokens (any is)")
    parser.add_argument("--client-secret", help="of that client (any, or a random one with --strict-auth)")
    parser.add_argument("--strict-auth", action="store_true", help="accept only tokens that this emulator issued")
    parser.add_argument("--log", choices=log.STYLES, default="events", help="what to write to stderr (%(default)s)")
    parser.add_argument("--stubs", type=Path, metavar="PATH", help="answers to operations that are not emulated")
    parser.add_argument(
        "--upstream", metavar="URL", help="a project that answers what is not emulated, with the token in CDF_TOKEN"
    )
    parser.add_argument("--upstream-write", action="store_true", help="forward what may change that project, too")
    parser.add_argument(
        "--call-timeout",
        type=_positive,
        metavar="SECONDS",
        help="after which a call is ended as Timeout (that of the profile)",
    )
    parser.add_argument("--profile", choices=list(PROFILES), default=defaults.profile, help="limits of (%(default)s)")
    parser.add_argument("--no-install", action="store_true", help="do not install what requirements.txt asks for")
    parser.add_argument(
        "--watch",
        type=_folder,
        action="append",
        default=[],
        metavar="FOLDER",
        help="deploy a folder as a function, and again whenever a file in it is saved; may be given several times",
    )
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="keep everything there (nothing is kept)")
    parser.add_argument(
        "--speed",
        type=_positive,
        default=1.0,
        metavar="FACTOR",
        help="how much faster than real the time of sessions and schedules runs (%(default)s)",
    )
    _add_running(parser, defaults)
    arguments = parser.parse_args()
    log.set_up(arguments.log)
    # anyone who can reach the emulator could read the real project with its user's token
    strict = arguments.strict_auth or arguments.upstream is not None
    settings = Settings(
        client_id=arguments.client_id,
        client_secret=arguments.client_secret or (secrets.token_urlsafe(18) if strict else None),
        strict_auth=strict,
        stubs=arguments.stubs,
        upstream=arguments.upstream,
        upstream_writes=arguments.upstream_write,
        profile=arguments.profile,
        call_timeout_s=arguments.call_timeout,
        install=not arguments.no_install,
        watch=tuple(arguments.watch),
        data_dir=arguments.data_dir,
        clock=Clock(arguments.speed),
        running_per_function=arguments.running_per_function,
        running_per_project=arguments.running_per_project,
        lags={kind: seconds for kind in LAGS if (seconds := vars(arguments)[kind]) is not None},
        debug_port=arguments.debug,
    )
    if arguments.debug and importlib.util.find_spec("debugpy") is None:
        parser.error("debug: it needs debugpy: pip install debugpy")
    try:
        listener = listen(arguments.host, arguments.port, settings)
        server = prepare(settings, listener)
    except (ValueError, OSError, OverflowError, DataDirError) as error:
        parser.error(str(error))
    kept = "nothing is kept" if settings.data_dir is None else f"kept in {settings.data_dir}"
    if arguments.log == "json":
        events.started(address(listener), kept, settings.strict_auth)
    else:
        sys.stdout.write(_greeting(address(listener), kept, settings))
        sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        server.run([listener])


def _add_running(parser: argparse.ArgumentParser, defaults: Settings) -> None:
    """How calls run, and what comes late of them."""
    parser.add_argument(
        "--debug",
        type=_port,
        metavar="PORT",
        help="calls wait for a debugger that speaks DAP, as editors do, to attach to this port; needs debugpy",
    )
    for name in ("running_per_function", "running_per_project"):
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=_count,
            default=getattr(defaults, name),
            metavar="CALLS",
            help="which may run at once, before one more is refused with 429 (%(default)s)",
        )
    late = parser.add_argument_group("what comes late", "As with the real service; by default nothing does.")
    for kind, lag in LAGS.items():
        late.add_argument(f"--{kind}", dest=kind, type=_positive, metavar="SECONDS", help=lag.says)


def _port(written: str) -> int:
    port = int(written)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, got {written}")
    return port


def _count(written: str) -> int:
    count = int(written)
    if count < 1:
        raise argparse.ArgumentTypeError(f"expected at least 1, got {written}")
    return count


def _greeting(url: str, kept: str, settings: Settings) -> str:
    return HELP.format(
        url=url,
        kept=kept,
        project=DEFAULT_PROJECT,
        client_id=shlex.quote(settings.known_client_id),
        client_secret=shlex.quote(settings.known_client_secret),
        doors=(STRICT if settings.strict_auth else CHECKED if settings.checks_clients else OPEN).strip(),
    )


def _folder(written: str) -> Path:
    folder = Path(written)
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"expected a folder, got {written}")
    return folder.resolve()


def _positive(written: str) -> float:
    value = float(written)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"expected a number above 0, got {written}")
    return value


if __name__ == "__main__":
    main()
