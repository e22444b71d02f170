"""The grammar, last part: edits of parameters, operations, and the document as a whole."""

import copy
from typing import Any

from tests.pipeline.edits import Document, point, rename
from tests.pipeline.oracle.draw import SCHEMAS, Draw, Kinds
from tools.pipeline import spec

JSON = "application/json"
KINDS = Kinds()


# -------------------------------------------------------------------------------------------- parameters


def _in_query(one: Document) -> bool:
    return bool(one["in"] == "query")


def _count(**more: object) -> Document:
    schema = {"type": "integer", "examples": [1]}
    return {"name": "drawn", "in": "query", "description": "How deep.", "schema": schema, **more}


@KINDS.add
def parameter_added(draw: Draw) -> str:
    """An operation takes one more parameter."""
    path, method, operation = draw.operation()
    more: dict[str, object] = draw.one([{}, {"required": True}, {"in": "header"}, {"in": "header", "required": True}])
    operation.setdefault("parameters", []).append(_count(**more))
    return f"{method} {path} {more}"


@KINDS.add
def parameter_removed(draw: Draw) -> str:
    """An operation takes one parameter less."""
    operation, one = draw.parameter(_in_query)
    operation["parameters"].remove(one)
    return f"{operation['operationId']} {one['name']}"


@KINDS.add
def parameter_renamed(draw: Draw) -> str:
    """A parameter is called otherwise."""
    operation, one = draw.parameter(_in_query)
    old, one["name"] = one["name"], "drawn"
    return f"{operation['operationId']} {old}"


@KINDS.add
def parameter_required(draw: Draw) -> str:
    """A parameter must be there, or need no longer."""
    operation, one = draw.parameter(_in_query)
    one["required"] = not one.get("required", False)
    return f"{operation['operationId']} {one['name']}"


@KINDS.add
def parameter_to_header(draw: Draw) -> str:
    """A parameter goes into a header."""
    operation, one = draw.parameter(_in_query)
    one["in"] = "header"
    return f"{operation['operationId']} {one['name']}"


@KINDS.add
def parameter_retyped(draw: Draw) -> str:
    """A parameter of one operation is of another type."""
    operation, one = draw.parameter(lambda _: True)
    one["schema"] = {"type": draw.one(["string", "integer", "boolean", "number"])}
    return f"{operation['operationId']} {one['name']} {one['schema']}"


@KINDS.add
def parameter_listed(draw: Draw) -> str:
    """A parameter may come several times."""
    operation, one = draw.parameter(_in_query)
    one["schema"] = {"type": "array", "items": one["schema"]}
    return f"{operation['operationId']} {one['name']}"


@KINDS.add
def parameter_said_otherwise(draw: Draw) -> str:
    """A parameter has other words, or is deprecated."""
    operation, one = draw.parameter(lambda _: True)
    said: Document = draw.one([{"description": "Otherwise."}, {"deprecated": True}, {"example": 1}])
    one.update(said)
    return f"{operation['operationId']} {one['name']} {said}"


@KINDS.add
def path_parameter_renamed(draw: Draw) -> str:
    """What stands in a path is called otherwise."""
    path = draw.one([one for one in draw.document["paths"] if "{" in one])
    old = path.partition("{")[2].partition("}")[0]
    item = draw.document["paths"][path]
    for operation in [item[method] for method in spec.METHODS if method in item]:
        for number, one in enumerate(operation["parameters"]):
            found = spec.resolve(draw.document, one)
            if found["name"] == old:
                operation["parameters"][number] = {**copy.deepcopy(found), "name": "drawnId"}
    rename(draw.document["paths"], path, path.replace(f"{{{old}}}", "{drawnId}"))
    return f"{path} {old}"


@KINDS.add
def parameter_component_renamed(draw: Draw) -> str:
    """A parameter is the same, below another name."""
    held = draw.document["components"]["parameters"]
    name = draw.one([*map(str, held)])
    rename(held, name, "Drawn")
    point(draw.document, f"#/components/parameters/{name}", "#/components/parameters/Drawn")
    return name


# -------------------------------------------------------------------------------------------- operations


@KINDS.add
def operation_added(draw: Draw) -> str:
    """There is one more operation, a copy of another."""
    path, method, operation = draw.operation(lambda node: "parameters" not in node)
    new = {**copy.deepcopy(operation), "operationId": "drawnOperation"}
    draw.document["paths"]["/drawn"] = {method: new}
    return f"{method} {path}"


@KINDS.add
def operation_removed(draw: Draw) -> str:
    """There is one operation less; the schemas that only it used may stay or go."""
    path, method, _ = draw.operation()
    del draw.document["paths"][path][method]
    if not any(key in spec.METHODS for key in draw.document["paths"][path]):
        del draw.document["paths"][path]
    if draw.luck.random() < 0.5:
        used = spec.reached(draw.document, [draw.document["paths"], draw.document["components"].get("responses")])
        draw.document["components"]["schemas"] = {name: node for name, node in draw.schemas.items() if name in used}
    return f"{method} {path}"


@KINDS.add
def operation_renamed(draw: Draw) -> str:
    """An operation is called otherwise."""
    path, method, operation = draw.operation()
    operation["operationId"] = "drawnOperation"
    return f"{method} {path}"


@KINDS.add
def operation_respelled(draw: Draw) -> str:
    """An operation is called otherwise, but not in Python."""
    _, _, operation = draw.operation()
    name = operation["operationId"]
    snake = "".join(f"_{one.lower()}" if one.isupper() else one for one in name)
    operation["operationId"] = draw.one([name[0].upper() + name[1:], snake])
    return f"{name} is {operation['operationId']}"


@KINDS.add
def operation_moved(draw: Draw) -> str:
    """An operation has another address."""
    path, method, operation = draw.operation()
    del draw.document["paths"][path][method]
    if not any(key in spec.METHODS for key in draw.document["paths"][path]):
        del draw.document["paths"][path]
    draw.document["paths"][f"/drawn{path}"] = {method: operation}
    return f"{method} {path}"


@KINDS.add
def method_changed(draw: Draw) -> str:
    """An operation has another method."""
    path, method, _ = draw.operation()
    item = draw.document["paths"][path]
    other = draw.one([one for one in ("get", "put", "post", "delete", "patch") if one not in item])
    rename(item, method, other)
    return f"{method} {path} is {other}"


@KINDS.add
def tag_changed(draw: Draw) -> str:
    """An operation belongs elsewhere."""
    _, _, operation = draw.operation()
    tags = [one["name"] for one in draw.document["tags"] if [one["name"]] != operation["tags"]]
    operation["tags"] = [draw.one(tags)]
    return f"{operation['operationId']} {operation['tags']}"


@KINDS.add
def token_demanded(draw: Draw) -> str:
    """An operation needs no token, or needs one now."""
    _, _, operation = draw.operation()
    if operation.pop("security", None) is None:
        nobody, anybody, with_token = list[Document](), [Document()], [{"bearer": list[str]()}]
        operation["security"] = draw.one([nobody, anybody, with_token])
    return f"{operation['operationId']} {operation.get('security')}"


@KINDS.add
def operation_said_otherwise(draw: Draw) -> str:
    """An operation has other words, or a note that asks nothing."""
    _, _, operation = draw.operation()
    said: Document = draw.one(
        [{"summary": "Otherwise"}, {"description": "Otherwise."}, {"deprecated": True}, {"x-note": "drawn"}]
    )
    operation.update(said)
    return f"{operation['operationId']} {said}"


@KINDS.add
def repeatable(draw: Draw) -> str:
    """An operation may no longer be asked twice, or may be now."""
    _, _, operation = draw.operation(lambda node: "requestBody" in node)
    if not operation.pop("x-repeatable", None):
        operation["x-repeatable"] = True
    return str(operation["operationId"])


def _success(operation: Document) -> tuple[str, Document]:
    code = next(code for code in operation["responses"] if code[0] == "2")
    return code, operation["responses"][code]


@KINDS.add
def success_code_changed(draw: Draw) -> str:
    """A success has another status."""
    _, _, operation = draw.operation()
    code, _ = _success(operation)
    other = draw.one([one for one in ("200", "201", "202", "2XX") if one != code])
    rename(operation["responses"], code, other)
    return f"{operation['operationId']} from {code} to {other}"


@KINDS.add
def no_content(draw: Draw) -> str:
    """A success says nothing any more."""
    _, _, operation = draw.operation()
    code, answer = _success(operation)
    answer.pop("content", None)
    other = draw.one(["204", code])
    rename(operation["responses"], code, other)
    return f"{operation['operationId']} from {code} to {other}"


@KINDS.add
def success_added(draw: Draw) -> str:
    """A success may have one more status."""
    _, _, operation = draw.operation()
    code, answer = _success(operation)
    other = draw.one([one for one in ("200", "201", "202") if one != code])
    operation["responses"][other] = copy.deepcopy(answer)
    return f"{operation['operationId']} {other}"


@KINDS.add
def answer_replaced(draw: Draw) -> str:
    """A success is another schema."""
    _, _, operation = draw.operation(lambda node: "content" in _success(node)[1])
    name = draw.name(lambda node: "properties" in node)
    _success(operation)[1]["content"][JSON]["schema"] = {"$ref": f"{SCHEMAS}{name}"}
    return f"{operation['operationId']} {name}"


@KINDS.add
def answer_made_free(draw: Draw) -> str:
    """A success may be anything, or a plain value."""
    _, _, operation = draw.operation(lambda node: "content" in _success(node)[1])
    node: Document = draw.one([{}, {"type": "string"}, {"type": "integer"}])
    _success(operation)[1]["content"][JSON]["schema"] = node
    return f"{operation['operationId']} {node}"


@KINDS.add
def answer_with_header(draw: Draw) -> str:
    """A success comes with a header."""
    _, _, operation = draw.operation()
    _success(operation)[1]["headers"] = {"x-drawn": {"schema": {"type": "integer"}, "description": "A count."}}
    return str(operation["operationId"])


@KINDS.add
def answer_of_other_media(draw: Draw) -> str:
    """A success is of another media type."""
    _, _, operation = draw.operation(lambda node: "content" in _success(node)[1])
    other = draw.one(["text/plain", "application/vnd.drawn+json", "application/octet-stream"])
    rename(_success(operation)[1]["content"], JSON, other)
    return f"{operation['operationId']} {other}"


@KINDS.add
def refusal_replaced(draw: Draw) -> str:
    """What an operation refuses with is something else."""
    _, _, operation = draw.operation()
    name = draw.name(lambda node: "properties" in node)
    content = {JSON: {"schema": {"$ref": f"{SCHEMAS}{name}"}}}
    operation["responses"]["4XX"] = {"description": "Refused.", "content": content}
    return f"{operation['operationId']} {name}"


@KINDS.add
def refusal_code_changed(draw: Draw) -> str:
    """Refusals have other statuses."""
    _, _, operation = draw.operation()
    other = draw.one(["400", "404", "5XX"])
    if draw.luck.random() < 0.5:
        operation["responses"][other] = copy.deepcopy(operation["responses"]["4XX"])
    else:
        rename(operation["responses"], "4XX", other)
    return f"{operation['operationId']} {list(operation['responses'])}"


@KINDS.add
def refusal_removed(draw: Draw) -> str:
    """An operation says nothing of its refusals."""
    _, _, operation = draw.operation()
    del operation["responses"]["4XX"]
    return str(operation["operationId"])


def _with_body(node: Document) -> bool:
    return "requestBody" in node


@KINDS.add
def body_optional(draw: Draw) -> str:
    """A request need not say anything."""
    _, _, operation = draw.operation(_with_body)
    operation["requestBody"].pop("required")
    return str(operation["operationId"])


@KINDS.add
def body_removed(draw: Draw) -> str:
    """A request says nothing."""
    _, _, operation = draw.operation(_with_body)
    del operation["requestBody"]
    return str(operation["operationId"])


@KINDS.add
def body_added(draw: Draw) -> str:
    """A request says something."""
    _, method, operation = draw.operation(lambda node: "requestBody" not in node)
    name = draw.name(lambda node: "properties" in node)
    operation["requestBody"] = {
        "required": draw.luck.random() < 0.5,
        "content": {JSON: {"schema": {"$ref": f"{SCHEMAS}{name}"}}},
    }
    return f"{method} {operation['operationId']} {name} {operation['requestBody']['required']}"


@KINDS.add
def body_replaced(draw: Draw) -> str:
    """A request is another schema."""
    _, _, operation = draw.operation(lambda node: JSON in node.get("requestBody", {}).get("content", {}))
    name = draw.name(lambda node: "properties" in node)
    operation["requestBody"]["content"][JSON]["schema"] = {"$ref": f"{SCHEMAS}{name}"}
    return f"{operation['operationId']} {name}"


@KINDS.add
def body_of_other_media(draw: Draw) -> str:
    """A request is of another media type, or may be."""
    _, _, operation = draw.operation(_with_body)
    content = operation["requestBody"]["content"]
    first = next(iter(content))
    other = draw.one([one for one in (JSON, "application/octet-stream", "text/plain") if one != first])
    if draw.luck.random() < 0.5:
        content[other] = copy.deepcopy(content[first])
    else:
        rename(content, first, other)
    return f"{operation['operationId']} {list(content)}"


# ---------------------------------------------------------------------------------------------- document


@KINDS.add
def document_changed(draw: Draw) -> str:
    """The document as a whole says something otherwise."""
    document = draw.document
    changes: dict[str, Any] = {
        "another address": lambda: document["servers"][0].update(url="https://example.com/{cluster}/{project}"),
        "one more address": lambda: document["servers"].append({"url": "https://example.com"}),
        "another version": lambda: document["info"].update(version="2"),
        "another title": lambda: document["info"].update(title="Functions"),
        "no token": lambda: document.pop("security"),
        "another token": lambda: document["components"]["securitySchemes"].update(
            bearer={"type": "apiKey", "in": "header", "name": "x-key"}
        ),
        "a token or another": lambda: document["security"].append({}),
        "other words of a tag": lambda: document["tags"][0].update(description="Otherwise."),
        "paths in another order": lambda: document.update(paths=dict(reversed(document["paths"].items()))),
        "schemas in another order": lambda: document["components"].update(
            schemas=dict(reversed(document["components"]["schemas"].items()))
        ),
    }
    name = draw.one(list(changes))
    changes[name]()
    return name
