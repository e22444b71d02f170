"""The rhythm of polling, and the patience with polls that fail. Pure; never sleeps.

The first polls come quickly, for many runs are over at once. From then on the pause grows with the time waited, so that
what a caller loses after the end of a run stays near a twentieth of the run, and nine minutes cost some eighty polls.
"""

from cdf_functions._http.options import OPTIONS
from cdf_functions._http.retry import Backoff, Retries
from cdf_functions._resources.requests import most_at_once
from cdf_functions._runtime.deadline import Deadline
from cdf_functions.errors import ApiError, NoAnswerError

FIRST_PAUSE = 0.01  # s
GROWTH = 3.0  # of the pauses, while many a run may be over at once
STEADY_PAUSE = 0.15  # s, while the share of the wait is still less than that
SHARE_OF_WAIT = 0.098  # such that three seconds cost 20 polls, and thirty 45
POLL = 0.02  # s that a poll itself may take, which the caller waits for as well

SHARED_PAUSE = 0.05  # s between two polls that several wait for
ENDING_PAUSE = 0.08  # s, while the runs of a map are ending: one poll then sees many of them
IDS_PER_POLL = most_at_once("CallReferences")

FAILING_POLLS = 6  # in a row, after which polling has failed for good, if the client's own attempts are fewer

GRACE = 60.0  # s beyond the service's own limit, for a run that is late to be declared timed out
ASK_LIMIT_AFTER = 60.0  # s; most runs are over by then, and never cost the request
LONGEST_LIMIT = 24.0 * 60  # minutes, which is far more than any service lets a run take
UNSTATED_LIMIT = 15.0 * 60  # s a run may take where the service does not say: the longest that any source names


def pause_after(waited: float) -> float:
    """Seconds from one poll to the next, ``waited`` seconds into a wait."""
    return max(SHARE_OF_WAIT * waited - POLL, min(STEADY_PAUSE, FIRST_PAUSE + GROWTH * waited))


def pause(deadline: Deadline) -> float:
    """Seconds from one poll to the next, in a wait that began with its deadline; the last pause ends there."""
    return min(pause_after(deadline.waited), deadline.remaining)


class Patience:
    """With polls that fail. A poll only reads, so it is made again, for whatever reason it failed, within a bound."""

    def __init__(self, retries: Retries | None = None) -> None:
        self._retries = retries or Retries()
        self._failing: Backoff | None = None

    def pause(self, error: ApiError | NoAnswerError) -> float | None:
        """Seconds after which to poll again; None, and the error knows the history, if polling has failed for good."""
        if self._failing is None:
            policy = OPTIONS.get().retries or self._retries
            self._failing = Backoff(Retries(max(policy.attempts, FAILING_POLLS), policy.within))
        self._failing.made += 1
        pause = None
        if isinstance(error, NoAnswerError):
            pause = self._failing.pause()
        elif error.retryable or not 400 <= error.status < 500:
            pause = self._failing.pause(error.retry_after)
        if pause is None:
            error.history = self._failing.history
            self._failing = None
        return pause

    def reset(self) -> None:
        """A poll has succeeded."""
        self._failing = None
