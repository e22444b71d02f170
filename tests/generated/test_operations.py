"""The objects that stand for the operations: what they ask, read and say, over a real socket."""

import io

import httpx

from cdf_functions_api import Client, models
from cdf_functions_api.api.calls import get_call, get_calls_by_ids
from cdf_functions_api.api.files import upload_file_content
from cdf_functions_api.api.sessions import list_sessions
from cdf_functions_api.operation import EXTENSION
from cdf_functions_api.types import File
from tests.scripted import Answer, scripted


def test_a_plain_client_sends_the_operation_along() -> None:
    """Whoever sends a request, httpx has the operation in its extensions; the service sees what it always saw."""
    seen: list[httpx.Request] = []
    script = {
        "GET /functions/1/calls/2": Answer(body={"id": 2, "status": "Completed"}),
        "GET /sessions": Answer(body={"items": []}),
        "POST /functions/1/calls/byids": Answer(400, {"error": {"code": 400, "message": "no"}}),
        "PUT /files/upload/t": Answer(),
    }
    with (
        scripted(script) as service,
        Client(service.base_url, httpx_args={"event_hooks": {"request": [seen.append]}}) as client,
    ):
        call = get_call.sync(1, 2, client=client)
        sessions = list_sessions.sync_detailed(client=client, limit=5)
        refused = get_calls_by_ids.sync_detailed(1, client=client, body=models.CallReferences(items=[]))
        sent = upload_file_content.sync_detailed("t", client=client, body=File(io.BytesIO(b"zip")))
    assert call == models.FunctionCall.from_dict({"id": 2, "status": "Completed"})
    assert sessions.parsed == models.SessionList(items=[])
    assert isinstance(refused.parsed, models.ErrorEnvelope)
    assert sent.parsed is None
    assert [request.extensions[EXTENSION] for request in seen] == [
        get_call.OPERATION,
        list_sessions.OPERATION,
        get_calls_by_ids.OPERATION,
        upload_file_content.OPERATION,
    ]
    assert service.operations() == list(script)
    assert service.received[1].path == "/sessions?limit=5"
    assert service.received[3].body == b"zip"
