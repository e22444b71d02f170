"""What may be asked again, and when."""

import pytest

from cdf_functions import Retries
from cdf_functions._http.retry import Backoff


def test_number_of_tries() -> None:
    """After the last try there is no other."""
    attempts = Backoff(Retries(attempts=3))
    pauses: list[float | None] = []
    for _ in range(3):
        attempts.made += 1
        pauses.append(attempts.pause())
    assert pauses[:2] != [None, None]
    assert pauses[2] is None
    assert attempts.history.startswith("3 tries in 0.0 s")


def test_pauses_grow_with_full_jitter() -> None:
    """Pauses are drawn from nought to a bound that doubles, up to half a minute."""
    attempts = Backoff(Retries(attempts=100, within=10_000))
    for made, bound in [(1, 0.5), (2, 1.0), (5, 8.0), (50, 30.0)]:
        attempts.made = made
        drawn = [pause for _ in range(300) if (pause := attempts.pause()) is not None]
        assert 0 <= min(drawn) < bound * 0.1
        assert bound * 0.9 < max(drawn) <= bound


def test_the_service_is_given_the_time_it_asks_for() -> None:
    """A pause is never shorter than what the service asked for, and none is made that would not fit."""
    attempts = Backoff(Retries(within=60))
    attempts.made = 1
    assert (attempts.pause(7.0) or 0) >= 7.0
    assert attempts.pause(61.0) is None


def test_single_try_tells_no_history() -> None:
    """An error of a single try says nothing of tries."""
    attempts = Backoff(Retries(1))
    attempts.made = 1
    assert attempts.history == ""
    assert attempts.pause() is None


@pytest.mark.parametrize("wrong", [{"attempts": 0}, {"attempts": "3"}, {"within": -1.0}])
def test_refused(wrong: dict[str, object]) -> None:
    """A policy that makes no sense is refused by the name of its field."""
    with pytest.raises((TypeError, ValueError), match=next(iter(wrong))):
        Retries(**wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_no_longer_than() -> None:
    """A policy can be had with less time, never with more."""
    assert Retries(attempts=3, within=60).no_longer_than(5) == Retries(attempts=3, within=5)
    assert Retries(within=60).no_longer_than(90) == Retries(within=60)
