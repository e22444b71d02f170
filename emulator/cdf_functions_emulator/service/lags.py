"""How late what comes of a call or function: as every one of the settings, or as was ordered for this one."""

from typing import Literal

from ..faults import LAGS, LagKind
from ..settings import Settings

Of = Literal["call", "function"]


class Lags:
    """What is ordered is known until the emulator ends, however long ago its call was."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ordered: dict[tuple[Of, int], dict[LagKind, float]] = {}

    def begin(self, of: Of, id_: int) -> None:
        """There is a new call or function, which takes what is ordered for the next."""
        if ordered := self._settings.faults.take_lags(of):
            self._ordered[of, id_] = ordered

    def seconds(self, kind: LagKind, id_: int) -> float:
        """Of a call or function, on the emulator's clock."""
        ordered = self._ordered.get((LAGS[kind].of, id_), {})
        return ordered.get(kind, self._settings.lags.get(kind, 0.0))
