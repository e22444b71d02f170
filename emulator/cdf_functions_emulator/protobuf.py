"""Datapoints as protobuf, which cognite-sdk asks for: a stub gives them as the API's documents write them, in JSON.

The messages are those of cognite-sdk, which whoever asks for protobuf has.
"""

from importlib import import_module
from typing import Any

DATAPOINTS = "/timeseries/data/list"
PROTOBUF = "application/protobuf"


def encode(answer: Any) -> bytes:
    """The answer of ``POST /timeseries/data/list``; LookupError, TypeError or ValueError if it is none."""
    try:
        messages: Any = import_module("cognite.client._proto.data_point_list_response_pb2")
        json_format: Any = import_module("google.protobuf.json_format")
    except ModuleNotFoundError as error:
        raise ValueError(
            f"datapoints are wanted as protobuf, and beside the emulator there is no {error.name}"
        ) from None
    items = [_item(item) for item in answer["items"]]
    message = json_format.ParseDict({"items": items}, messages.DataPointListResponse(), ignore_unknown_fields=True)
    encoded: bytes = message.SerializeToString()
    return encoded


def _item(item: dict[str, Any]) -> dict[str, Any]:
    """The same, with its datapoints under the name that says what they are."""
    datapoints: list[dict[str, Any]] = item.get("datapoints", [])
    if item.get("isString"):
        kind = "stringDatapoints"
    elif datapoints and not any("value" in each for each in datapoints):
        kind = "aggregateDatapoints"
    else:
        kind = "numericDatapoints"
    rest = {name: value for name, value in item.items() if name != "datapoints"}
    if "type" in item:
        rest["type"] = f"TIMESERIES_TYPE_{item['type']}".upper()
    return {**rest, kind: {"datapoints": datapoints}}
