"""How many calls all maps of a client may have running."""

from cdf_functions._calls.gate import PER_FUNCTION, PER_PROJECT, Gate


def test_places_of_a_function() -> None:
    """A function has its own number of places, whoever takes them."""
    gate = Gate()
    assert gate.enter(1, 60, PER_FUNCTION) == 60
    assert gate.enter(1, 60, PER_FUNCTION) == 40
    assert not gate.is_open(1, PER_FUNCTION)
    assert gate.enter(1, 1, PER_FUNCTION) == 0
    gate.leave(1, 30)
    assert gate.enter(1, 60, PER_FUNCTION) == 30


def test_places_of_a_project() -> None:
    """All functions of a client together keep to the project's number."""
    gate = Gate()
    taken = [gate.enter(function_id, PER_FUNCTION, PER_FUNCTION) for function_id in (1, 2, 3)]
    assert taken == [100, 100, 50]
    assert sum(taken) == PER_PROJECT
    assert not gate.is_open(4, PER_FUNCTION)
    gate.leave(1, 10)
    assert gate.is_open(4, PER_FUNCTION)
    assert gate.enter(4, 20, PER_FUNCTION) == 10


def test_more_than_documented_on_request() -> None:
    """Whoever has been granted more may ask for more."""
    gate = Gate()
    assert gate.enter(1, 300, 300) == 300
    assert gate.enter(1, 1, 300) == 0
