"""The rules of the API: what is allowed, what follows from it, and what the answer says. No HTTP here."""

from dataclasses import dataclass

from ..runner import Runner
from ..settings import Settings
from ..store import Store
from .background import Background
from .calls import Calls
from .data_sets import DataSets
from .files import Files
from .functions import Functions
from .lags import Lags
from .overview import Overview
from .scheduler import Scheduler
from .schedules import Schedules
from .sessions import Sessions
from .tokens import Tokens


@dataclass(frozen=True)
class Services:
    """One service per resource, over one store and one runner."""

    settings: Settings
    tokens: Tokens
    sessions: Sessions
    files: Files
    functions: Functions
    calls: Calls
    schedules: Schedules
    scheduler: Scheduler
    overview: Overview
    data_sets: DataSets

    async def resume(self) -> None:
        """Take up what an earlier emulator has left in the store, and begin to fire schedules."""
        self.calls.end_interrupted()
        await self.functions.deploy_again()
        self.scheduler.start()


def build(store: Store, runner: Runner, background: Background, settings: Settings, base_url: str) -> Services:
    """Connect the services; ``base_url`` is where upload links and the clients of handlers point."""
    tokens = Tokens(store, settings)
    sessions = Sessions(store, settings)
    files = Files(store, settings.clock, base_url)
    lags = Lags(settings)
    functions = Functions(store, settings, lags, runner, background, files)
    calls = Calls(store, settings, lags, runner, background, functions, sessions, tokens, base_url)
    scheduler = Scheduler(store, settings.clock, calls)
    schedules = Schedules(store, settings.clock, functions, sessions, scheduler)
    overview = Overview(store, settings)
    return Services(settings, tokens, sessions, files, functions, calls, schedules, scheduler, overview, DataSets())
