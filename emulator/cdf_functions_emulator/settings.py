"""What can be chosen when the emulator is started, and the limits it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .clock import Clock
from .faults import LAGS, Faults, LagKind

KB = 1024
MB = 1024 * KB
GB = 1024 * MB

#: The project that clients are told to use, and that folders which are watched are deployed to.
DEFAULT_PROJECT = "any"

DEFAULT_CLIENT_ID = "emulator-client"
DEFAULT_CLIENT_SECRET = "emulator-secret"  # noqa: S105 - public knowledge, worth nothing outside loopback

MAX_RESPONSE_BYTES = 1 * MB
#: Of one call, after which its log is cut.
MAX_LOG_BYTES = 10 * MB
MAX_LOG_LINES = 100_000
#: Of the archive of a function; the size is that of AWS Lambda, the smallest of the services below.
MAX_UNPACKED_BYTES = 250 * MB
MAX_ENTRIES = 20_000

Cloud = Literal["gcp", "azure", "aws"]


@dataclass(frozen=True)
class Range:
    """What may be chosen, and what it is if nothing is chosen."""

    min: float
    max: float
    default: float


@dataclass(frozen=True)
class Profile:
    """The limits of the service on one cloud. Where a range has one value, whatever is asked for becomes that."""

    timeout_s: float
    data_bytes: int
    cpu: Range
    memory: Range
    shows_response_size: bool


PROFILES: dict[Cloud, Profile] = {
    "gcp": Profile(9 * 60.0, 9 * MB, Range(1.0, 3.0, 1.0), Range(1.5, 5.0, 1.5), True),
    "azure": Profile(10 * 60.0, 36 * KB, Range(1.0, 1.0, 1.0), Range(2.0, 2.0, 2.0), False),
    "aws": Profile(10 * 60.0, 240 * KB, Range(1.0, 1.0, 1.0), Range(1.5, 1.5, 1.5), False),
}


@dataclass(frozen=True)
class Settings:
    """Every choice has a default that works."""

    #: The one client that is given tokens; where neither is chosen, and without ``strict_auth``, every client is.
    client_id: str | None = None
    client_secret: str | None = None
    #: Whether to take only tokens that this emulator issued, rather than any.
    strict_auth: bool = False
    #: Whose limits it keeps.
    profile: Cloud = "gcp"
    #: That of the profile if not given.
    call_timeout_s: float | None = None
    #: How many calls may run at once; one more is refused with 429.
    running_per_function: int = 100
    running_per_project: int = 250
    #: What comes late in every call and function: seconds by the kinds of ``faults.LAGS``, such as {"late-logs": 5}.
    lags: Mapping[LagKind, float] = field(default_factory=dict[LagKind, float])
    #: Where a process of a function waits for a debugger, which needs debugpy; none does without it.
    debug_port: int | None = None
    #: Whether to install what requirements.txt asks for and the emulator's own environment does not have.
    install: bool = True
    #: Folders that are deployed as functions, again whenever they change.
    watch: tuple[Path, ...] = ()
    #: Where everything is kept from one start to the next; in memory without it.
    data_dir: Path | None = None
    #: A Python file or a folder of JSON files that answers operations which are not emulated.
    stubs: Path | None = None
    #: The address or the name of a real project that answers operations which are not emulated, with CDF_TOKEN.
    upstream: str | None = None
    #: Whether to forward what may change the real project, too.
    upstream_writes: bool = False
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        for kind, seconds in self.lags.items():
            if kind not in LAGS:
                raise ValueError(f"lags: expected one of {', '.join(LAGS)}, got {kind!r}")
            if not seconds >= 0:
                raise ValueError(f"lags[{kind!r}]: expected seconds, 0 or more, got {seconds}")
        for name in ("running_per_function", "running_per_project"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: expected at least 1, got {getattr(self, name)}")

    @property
    def limits(self) -> Profile:  # noqa: D102
        return PROFILES[self.profile]

    @property
    def checks_clients(self) -> bool:
        """Whether there is one client, which others are told from."""
        return self.strict_auth or self.client_id is not None or self.client_secret is not None

    @property
    def known_client_id(self) -> str:
        """What to log in as, in any case."""
        return DEFAULT_CLIENT_ID if self.client_id is None else self.client_id

    @property
    def known_client_secret(self) -> str:
        """What to log in with, in any case."""
        return DEFAULT_CLIENT_SECRET if self.client_secret is None else self.client_secret

    @property
    def timeout_s(self) -> float:
        """After how long a call is ended."""
        return self.limits.timeout_s if self.call_timeout_s is None else self.call_timeout_s
