"""The error tree, and every text that it can say."""

import copy
import inspect
import pickle
from collections.abc import Callable

import pytest

from cdf_functions import ErrorInfo, FunctionCallLogEntry, errors
from cdf_functions._resources.calls import CallFields
from cdf_functions._resources.functions import FunctionFields
from cdf_functions_api import models

CALL = CallFields(models.FunctionCall(id=7, function_id=1, status=models.CallStatus("Running")))
FUNCTION = FunctionFields(models.Function(id=1, name="f", status=models.FunctionStatus("Failed")))


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (errors.ApiError("words", status=400), "400: words"),
        (errors.NotFoundError("words", status=404, operation="getCall"), "404 from getCall: words"),
        (errors.ServerError("words", status=500, request_id="r"), "500: words (request id r)"),
        (
            errors.ConflictError("words", status=409, missing=[{"id": 1}], duplicated=[{"id": 2}], request_id="r"),
            "409: words (missing: [{'id': 1}]; duplicated: [{'id': 2}]; request id r)",
        ),
        (errors.NoAnswerError("words"), "words"),
        (errors.CredentialsError("words"), "words"),
        (errors.CallFailedError(CALL, ErrorInfo("words")), "call 7 of function 1 ended Running: words"),
        (errors.CallFailedError(CALL, None), "call 7 of function 1 ended Running: the service gives no reason"),
        (
            errors.DeploymentFailedError(FUNCTION),
            "function 1 (f) could not be deployed: the service gives no reason",
        ),
        (
            errors.WaitTimeoutError(CALL, 1.26),
            "call 7 of function 1 is still Running after 1.3 s of waiting; it goes on",
        ),
    ],
)
def test_text(error: errors.CdfError, text: str) -> None:
    """Each error says what happened, to what."""
    assert str(error) == text


def test_tree() -> None:
    """All errors are CdfErrors; having had an answer and having had none never mix."""
    kinds = [kind for name in errors.__all__ if inspect.isclass(kind := getattr(errors, name))]
    assert all(issubclass(kind, errors.CdfError) for kind in kinds)
    assert not issubclass(errors.ApiError, errors.NoAnswerError)
    assert not issubclass(errors.NoAnswerError, errors.ApiError)
    assert issubclass(errors.WaitTimeoutError, TimeoutError)
    assert errors.__doc__ is not None
    assert all(kind.__name__ in errors.__doc__ for kind in kinds)


def test_notes() -> None:
    """The trace of the function and the end of its log stand below the traceback."""
    entry = FunctionCallLogEntry(None, "printed")
    error = errors.CallFailedError(CALL, ErrorInfo("m", "line 3\n"), [entry])
    assert error.__notes__ == ["Trace inside the function:\nline 3", "Last lines of its log:\n  printed"]


KINDS = sorted(
    (kind for kind in vars(errors).values() if inspect.isclass(kind) and issubclass(kind, errors.CdfError)),
    key=lambda kind: kind.__name__,
)
ARGUMENTS: dict[str, object] = {
    "message": "words",
    "status": 404,
    "code": 404,
    "missing": [{"id": 1}],
    "duplicated": [{"id": 2}],
    "request_id": "r",
    "operation": "getCall",
    "retryable": True,
    "retry_after": 2.0,
    "sent": False,
    "candidates": [CALL],
    "call": CALL,
    "error": ErrorInfo("m", "line 3"),
    "logs": [FunctionCallLogEntry(None, "printed")],
    "function": FUNCTION,
    "reason": "is another",
    "subject": CALL,
    "waited": 1.26,
}


def made(kind: type[errors.CdfError]) -> errors.CdfError:
    """An error of this class with everything that it can have."""
    if kind.__init__ is Exception.__init__:
        return kind("words")
    parameters = inspect.signature(kind).parameters.values()
    unknown = {parameter.name for parameter in parameters} - ARGUMENTS.keys()
    assert not unknown, f"say in ARGUMENTS what {kind.__name__} is made with"
    given = [ARGUMENTS[each.name] for each in parameters if each.kind is not each.KEYWORD_ONLY]
    named = {each.name: ARGUMENTS[each.name] for each in parameters if each.kind is each.KEYWORD_ONLY}
    return kind(*given, **named)


def pickled(error: errors.CdfError) -> errors.CdfError:
    """The error, as it arrives in another process."""
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, errors.CdfError)
    return again


def pickled_twice(error: errors.CdfError) -> errors.CdfError:
    """The error, as it arrives in a third one."""
    return pickled(pickled(error))


@pytest.mark.parametrize("way", [pickled, pickled_twice, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("kind", KINDS)
def test_survives(kind: type[errors.CdfError], way: Callable[[errors.CdfError], errors.CdfError]) -> None:
    """An error that is raised in a worker process, or copied, is what it was: text, attributes, notes and all."""
    error = made(kind)
    error.add_note("call 7 goes on")
    again = way(error)
    assert type(again) is kind
    assert again is not error
    assert str(error)
    assert str(again) == str(error)
    assert again.args == error.args
    assert again.__notes__ == error.__notes__
    assert again.__notes__[-1] == "call 7 goes on"
    assert repr(vars(again)) == repr(vars(error))
