"""The version asked for takes the signatures of public names into account, whatever else the spec's change does."""

import copy
from collections.abc import Callable

import pytest
from attrs import evolve

from tests.pipeline.edits import COUNT, TEXT, Document, fields, operation
from tools.diff import state
from tools.diff.facts import facts
from tools.diff.report import compare
from tools.pipeline import spec
from tools.pipeline.layout import ROOT

HERE = state.here(ROOT)
SYNC = "api.functions.list_functions.sync"
TAKES = ": (*, client: AuthenticatedClient | Client{}) -> FunctionList"
OPEN = "cdf_functions.Client.open_call"

Edit = Callable[[Document], object]


def having(one: state.State, name: str, signature: str) -> state.State:
    """A state whose surface has a name with a signature."""
    if name.startswith("cdf_functions."):
        return evolve(one, exported={**(one.exported or {}), name: signature})
    return evolve(one, surface={**(one.surface or {}), name: signature})


def worded(document: Document) -> None:
    """A change that breaks nobody, of something else."""
    fields(document, "Function")["owner"]["description"] = "Another word."


def added(document: Document) -> None:
    """A field that is new, and breaks nobody."""
    fields(document, "Function")["color"] = TEXT


def parameter(document: Document) -> None:
    """A parameter that is new, and may be left out."""
    operation(document, "get /functions").setdefault("parameters", []).append(COUNT)


@pytest.mark.parametrize(
    ("name", "was", "now", "edit", "bump"),
    [
        (SYNC, TAKES.format(""), TAKES.format(", limit: int"), worded, "major"),
        (SYNC, TAKES.format(""), TAKES.format(", limit: int"), added, "major"),
        (SYNC, TAKES.format(""), TAKES.format(", limit: int | Unset=UNSET"), added, "minor"),
        (SYNC, TAKES.format(", limit: int"), TAKES.format(", limit: int=1"), worded, "patch"),
        (SYNC, TAKES.format(", limit: int=1"), TAKES.format(", limit: int"), added, "major"),
        (SYNC, TAKES.format(""), TAKES.format("") + " | None", added, "major"),
        (SYNC, TAKES.format(""), TAKES.format(", depth: int"), parameter, "minor"),  # as the spec says
        (OPEN, "(self, token: str) -> FunctionCall", "(self, token: int) -> FunctionCall", added, "major"),
        (OPEN, "(self, token: str) -> FunctionCall", "(self, *, token: str) -> FunctionCall", added, "major"),
        (OPEN, "(self, token: str) -> FunctionCall", "(self, id: int, token: str) -> FunctionCall", added, "major"),
        (OPEN, "(self, token: str) -> A", "(self, token: str, *, more: dict[str, int] = {}) -> A", worded, "patch"),
        (OPEN, "(self, token: str) -> A", "(self, token: str, more: int = 1, **rest: Any) -> A", added, "minor"),
        ("cdf_functions.Function.color", " -> str", " -> int", added, "minor"),  # made of the field that is new
        ("cdf_functions.Function.cpu", " -> float", " -> int", added, "major"),
        ("models.Function.cpu", ": float", ": int", worded, "major"),
    ],
)
def test_signatures(name: str, was: str, now: str, edit: Edit, bump: str) -> None:
    """What may break code asks for a major version; more to give does not, nor what the spec's own change explains."""
    document = copy.deepcopy(spec.effective())
    edit(document)
    assert compare(having(HERE, name, was), having(evolve(HERE, spec=facts(document)), name, now)).bump == bump
