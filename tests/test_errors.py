"""The error tree, and every text that it can say."""

import inspect
import pickle

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


@pytest.mark.parametrize(
    "error",
    [
        errors.NotFoundError("words", status=404, code=404, missing=[{"id": 1}], request_id="r", operation="getCall"),
        errors.NoAnswerError("words", operation="getCall", sent=False),
        errors.CredentialsError("words"),
    ],
)
def test_survives_another_process(error: errors.CdfError) -> None:
    """An error that is raised in a worker process arrives in the parent as it was."""
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
