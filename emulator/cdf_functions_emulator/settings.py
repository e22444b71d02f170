"""What can be chosen when the emulator is started, and the limits it keeps."""

from dataclasses import dataclass, field
from pathlib import Path

from .clock import Clock
from .faults import Faults

MB = 1024 * 1024

MAX_RUNNING_PER_FUNCTION = 100
MAX_RUNNING_PER_PROJECT = 250
MAX_DATA_BYTES = 9 * MB
MAX_RESPONSE_BYTES = 1 * MB


@dataclass(frozen=True)
class Settings:
    """Every choice has a default that works; the defaults of the credentials are public knowledge."""

    client_id: str = "emulator-client"
    client_secret: str = "emulator-secret"  # noqa: S105 - a documented default, worth nothing outside loopback
    strict_auth: bool = False
    call_timeout_s: float = 9 * 60.0
    #: Where everything is kept from one start to the next; in memory without it.
    data_dir: Path | None = None
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
