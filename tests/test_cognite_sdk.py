"""Names are those of cognite-sdk wherever it has one, so that code moves over. What differs on purpose is listed here.

The tables are exact: a difference that is gone, on either side, has to leave them.
"""

import inspect
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import cdf_functions
from cdf_functions import AsyncClient, Client, Token

DIFFERENCES = (Path(__file__).parent.parent / "docs" / "differences.md").read_text(encoding="utf-8")
APIS = {  # ours: theirs
    "functions": "functions",
    "functions.calls": "functions.calls",
    "functions.schedules": "functions.schedules",
    "sessions": "iam.sessions",
    "token": "iam.token",
}
OBJECTS = (
    "Function",
    "FunctionCall",
    "FunctionSchedule",
    "FunctionsLimits",
    "FunctionsStatus",
    "TokenInspection",
    "Session",
)
LISTS = ("SessionList", "FunctionList", "FunctionCallList", "FunctionSchedulesList", "FunctionCallLog")

TO_PANDAS = "to_pandas(...)"
MISSING = {
    "functions.__call__": "there are no pages: list(limit=None) is all there is",
    "functions.schedules.__call__": "there are no pages: list(limit=None) is all there is",
    "functions.create(skip_folder_validation)": "folders are checked by reading them, which needs no skipping",
    "Function.as_write": "it would write masked secrets back as if they were the secrets",
    "FunctionSchedule.as_write": "it would lose the data, which no schedule shows",
    "FunctionCall.as_write": "a call cannot be written; it only raises there",
    "FunctionList.as_write": "as for one function",
    "FunctionSchedulesList.as_write": "as for one schedule",
}
EVERYWHERE_MISSING = {
    "as_ids": "[item.id for item in items]",
    "as_external_ids": "[item.external_id for item in items]",
    "dump": "the model attribute has to_dict()",
    "dump_raw": "as dump",
    "dump_yaml": "as dump",
    "load": "objects come from the service",
    "load_if": "objects come from the service",
    "get": "next(item for item in items if ...)",
    "set_client_ref": "objects come with their client",
    TO_PANDAS: "one form: all fields, times as datetimes",
}
ADDED = {
    "functions.create": ["secrets_version"],
    "functions.call": ["timeout", "raise_on_failure", "on_ambiguous"],
    "functions.delete": ["ignore_unknown_ids"],
    "functions.calls.get_response": ["default"],
    "functions.schedules.create": ["nonce"],
    "Function.call": ["nonce", "timeout", "raise_on_failure", "on_ambiguous"],
    "FunctionCall.wait": ["timeout", "raise_on_failure"],
    "FunctionCall.get_response": ["default"],
}
OTHER_DEFAULT = {
    "functions.schedules.create(cron_expression)": "required, for name is always a name",
    "sessions.create(session_type)": "None for the client's own setting",
}


def theirs(name: str) -> Any:
    """Something of cognite-sdk, which takes too long to load for every type check to look into it."""
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(module), attribute)


@pytest.fixture(scope="module")
def apis() -> list[tuple[str, Any, Any]]:
    """The groups of operations, sync and async: the name, ours and theirs."""
    theirs("cognite.client.global_config").disable_pypi_version_check = True
    credentials = theirs("cognite.client.credentials.Token")("t")
    address = "http://127.0.0.1:1"
    config = {"client_name": "n", "project": "p", "credentials": credentials, "base_url": address}
    pairs: list[tuple[str, Any, Any]] = []
    for kind, their_kind in ((Client, "CogniteClient"), (AsyncClient, "AsyncCogniteClient")):
        our_client = kind(project="p", base_url=address, credentials=Token("t"))
        their_client = theirs(f"cognite.client.{their_kind}")(theirs("cognite.client.ClientConfig")(**config))
        pairs += [(ours, at(our_client, ours), at(their_client, name)) for ours, name in APIS.items()]
    return pairs


@pytest.fixture(scope="module")
def objects() -> list[tuple[str, Any, Any]]:
    """The classes of what comes back: the name, ours and theirs."""
    folder = "cognite.client.data_classes"
    homes = {"FunctionsStatus": f"{folder}.functions", "TokenInspection": f"{folder}.iam"}
    homes |= {"Session": f"{folder}.iam", "SessionList": f"{folder}.iam"}
    return [
        (each, getattr(cdf_functions, each), theirs(f"{homes.get(each, folder)}.{each}")) for each in OBJECTS + LISTS
    ]


def at(root: object, path: str) -> Any:
    """What a path of attributes leads to."""
    for name in path.split("."):
        root = getattr(root, name)
    return root


def methods(each: Any) -> dict[str, inspect.Signature]:
    """The public methods, save those of every list, and the async forms that only exist where there is one class."""
    names = {name for name in dir(each) if name == "__call__" or not name.startswith("_")} - set(dir(list))
    found = {name: getattr(each, name) for name in names if not name.endswith("_async")}
    return {name: inspect.signature(value) for name, value in found.items() if inspect.isroutine(value)}


def parameters(signature: inspect.Signature) -> dict[str, object]:
    """The names of the parameters, in order, with their defaults."""
    return {name: each.default for name, each in signature.parameters.items() if name != "self"}


def differences(pairs: Iterable[tuple[str, Any, Any]]) -> tuple[set[str], dict[str, list[str]], set[str]]:
    """What of theirs is missing here, the parameters that we added, and the defaults that are others."""
    missing: set[str] = set()
    added: dict[str, list[str]] = {}
    other: set[str] = set()
    for name, ours, their in pairs:
        our_methods = methods(ours)
        for method, their_signature in methods(their).items():
            where = f"{name}.{method}"
            if method not in our_methods:
                missing.add(where)
                continue
            here, there = parameters(our_methods[method]), parameters(their_signature)
            missing |= {f"{where}({each})" for each in there if each not in here}
            common = [each for each in there if each in here]
            assert list(here)[: len(common)] == common, f"{where}: another order"
            other |= {f"{where}({each})" for each in common if here[each] != there[each]}
            if extra := [each for each in here if each not in there]:
                added[where] = extra
    return missing, added, other


def test_signatures(apis: list[tuple[str, Any, Any]], objects: list[tuple[str, Any, Any]]) -> None:
    """Methods and parameters have the names, the order and the defaults of cognite-sdk, save for what is listed."""
    missing, added, other = differences([*apis, *objects])

    general = {each for each in missing if each.rpartition(".")[2] in EVERYWHERE_MISSING or ".to_pandas(" in each}
    assert missing - general == set(MISSING)
    assert {each.rpartition(".")[2] for each in general if "(" not in each} == set(EVERYWHERE_MISSING) - {TO_PANDAS}
    assert added == ADDED
    assert other == set(OTHER_DEFAULT)


def test_fields(objects: list[tuple[str, Any, Any]]) -> None:
    """What their objects tell, ours tell under the same name."""
    for name, ours, their in objects:
        if name in OBJECTS:
            fields = set(inspect.signature(their).parameters) - {"cognite_client"}
            assert fields <= {*dir(ours)}, name


def test_differences_are_documented() -> None:
    """Each difference is in the document for users."""
    for name in [*MISSING, *EVERYWHERE_MISSING, *ADDED, *OTHER_DEFAULT]:
        assert name.partition("(")[0].rpartition(".")[2] in DIFFERENCES, name
    for names in ADDED.values():
        assert all(f"`{name}`" in DIFFERENCES for name in names)
