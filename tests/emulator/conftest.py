"""One emulator for all tests that need no settings of their own, and for each test a project of its own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from cdf_functions_emulator import Emulator, Settings, running

from .support import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager

    from .browser import Browser

    ProjectWith = Callable[[Settings], AbstractContextManager[Project]]


@pytest.fixture(scope="session")
def emulator() -> Generator[Emulator]:
    """With the default settings."""
    with running() as emulator:
        yield emulator


@pytest.fixture
def project(emulator: Emulator) -> Generator[Project]:
    """An empty project."""
    project = Project(emulator)
    with project.http:
        yield project


@pytest.fixture
def project_with() -> Callable[[Settings], AbstractContextManager[Project]]:
    """A way to an empty project on an emulator with other settings."""

    @contextmanager
    def project_with(settings: Settings) -> Generator[Project]:
        with running(settings) as emulator:
            project = Project(emulator)
            with project.http:
                yield project

    return project_with


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Generator[Browser]:
    """One for all, for to a browser each emulator is another site."""
    from .browser import browsing

    with browsing(tmp_path_factory.mktemp("browser")) as browser:
        browser.size(1280, 800)
        yield browser
