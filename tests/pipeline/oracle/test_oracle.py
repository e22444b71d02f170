"""The report on a drawn edit says neither less nor more than what the edit breaks when one tries."""

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import pytest
from attrs import evolve

from tests.conftest import EDITS
from tests.pipeline.edits import fields, schema
from tests.pipeline.oracle.draw import NoPlaceError
from tests.pipeline.oracle.grammar import KINDS
from tests.pipeline.oracle.oracle import Oracle, drawn
from tools.diff.change import breaks
from tools.diff.report import Report
from tools.pipeline.layout import PipelineError

EACH = 3
"""Times that `nox -s thorough` draws each kind of edit."""
TOGETHER = 8


@pytest.fixture(scope="session")
def oracle(tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """An oracle on the spec as it is; one for each worker, as every client is made in the place of the last."""
    return Oracle(tmp_path_factory.mktemp("oracle"))


def tried(oracle: Oracle, seeds: Iterable[int], count: Counter[str]) -> Iterator[str]:
    """Where the report and the truth of some edits disagree; what became of each edit is counted."""
    for seed in seeds:
        try:
            words, document = drawn(seed, oracle.document)
            verdict = oracle.judge(document)
        except (NoPlaceError, PipelineError) as error:
            count["refused" if isinstance(error, PipelineError) else "without a place"] += 1
            continue
        count["breaking" if verdict.wire or verdict.python else "harmless"] += 1
        yield from (f"seed {seed}, {words}: {one}" for one in verdict.disagreements)


def without_breaks(report: Report) -> Report:
    """A report that finds nothing bad about the values that an enum no longer has."""
    mild = [evolve(one, breaks=breaks()) if one.kind == "enum value removed" else one for one in report.changes]
    return evolve(report, changes=mild)


def with_breaks(report: Report) -> Report:
    """A report that cries wolf."""
    return evolve(report, changes=[evolve(one, breaks=breaks(wire=True, low_level=True)) for one in report.changes])


def test_the_oracle_finds_what_is_wrong(oracle: Oracle) -> None:
    """A report that says less than the truth is found, and one that says more; the report as it is is neither."""
    less, other_words = copy.deepcopy(oracle.document), copy.deepcopy(oracle.document)
    schema(less, "CallStatus")["enum"].remove("Timeout")
    fields(other_words, "Function")["name"]["description"] = "Otherwise."
    breaking, harmless = oracle.judge(less), oracle.judge(other_words)
    assert breaking.disagreements == harmless.disagreements == []
    wire, python = evolve(breaking, report=without_breaks(breaking.report)).disagreements
    assert "does not say that it breaks wire: filterCalls: {" in wire
    assert "does not say that it breaks low-level: enum_CallStatus.py" in python
    said = evolve(harmless, report=with_breaks(harmless.report)).disagreements
    assert [one.rpartition("breaks ")[2] for one in said] == ["wire, and nothing does", "low-level, and nothing does"]


@pytest.mark.thorough
@pytest.mark.parametrize("first", range(0, EACH * len(KINDS), TOGETHER))
def test_edits(oracle: Oracle, first: int, record_property: Callable[[str, object], None]) -> None:
    """The report on every drawn edit is the truth; the end of the run says how many were tried."""
    count: Counter[str] = Counter()
    found = list(tried(oracle, range(first, min(first + TOGETHER, EACH * len(KINDS))), count))
    record_property(EDITS, dict(count))
    assert found == [], "\n".join(found)
