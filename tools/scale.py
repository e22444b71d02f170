"""Measure how the pipeline and the client's import grow with the spec, on made-up specs of several sizes."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from tools.diff import facts, spec_changes
from tools.diff.exposure import Exposure
from tools.pipeline import fields, generate, hazards, surface
from tools.pipeline.layout import GENERATED
from tools.pipeline.spec import Document

SIZES = (30, 300, 3000)
IMPORT_ONE = """
import time
began = time.process_time()
import {module}
print(time.process_time() - began)
from pathlib import Path
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
print(next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), "nan"))
"""
CLOCK = 0.05  # s below which the processor clock is too coarse to say anything of growth
ROUNDS = 7  # fresh interpreters per size; the median counts


def made_up(operations: int) -> Document:
    """A spec of so many operations, each with a request and an answer of its own, spread over tags of ten."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    for number in range(operations):
        fields = {
            "name": {"type": "string"},
            "count": {"type": "integer"},
            "createdTime": {"type": "integer", "format": "epoch-ms"},
            "inner": {"$ref": f"#/components/schemas/Inner{number}"},
            "many": {"type": "array", "items": {"$ref": f"#/components/schemas/Inner{number}"}},
        }
        schemas[f"Inner{number}"] = {"type": "object", "properties": {"x": {"type": "number"}}}
        schemas[f"Request{number}"] = {"type": "object", "required": ["name"], "properties": fields}
        schemas[f"Answer{number}"] = {"type": "object", "properties": fields}
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/Request{number}"}}}
        answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/Answer{number}"}}}
        paths[f"/things{number}/{{id}}"] = {
            "post": {
                "operationId": f"changeThing{number}",
                "tags": [f"tag{number // 10}"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "requestBody": {"required": True, "content": content},
                "responses": {"200": {"description": "Done.", "content": answer}},
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Made up", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def measure(operations: int) -> dict[str, float]:
    """Processor seconds of each part of the pipeline; milliseconds and MB (on Linux) of importing one operation."""
    document = made_up(operations)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        found = {
            "validate": timed(lambda: generate.validate_spec(document)),
            "generate": timed(lambda: generate.generate(work, document)),
            "hazards": timed(lambda: sum(1 for _ in hazards.findings(document))),
            "fields": timed(lambda: fields.write(work, document)),
            "surface": timed(lambda: surface.write(work)),
            "import": timed(lambda: generate.import_all(work)),
            "mypy, cold": timed(lambda: generate.type_check(work, work)),
            "report": timed(lambda: report(document)),
        }
        found["all"] = sum(found.values())
        seconds, found["one operation, MB"] = import_one(work, operations)
        found["one operation, ms"] = 1000 * seconds
    return found


def report(document: Document) -> None:
    """Compare the spec with one that has a field more."""
    other: Document = json.loads(json.dumps(document))
    other["components"]["schemas"]["Answer0"]["properties"]["more"] = {"type": "string"}
    (change,) = (
        one
        for one in spec_changes.changes(facts.facts(document), facts.facts(other), Exposure())
        if one.subject == "Answer0.more"
    )
    assert change.kind == "field added"


def import_one(work: Path, operations: int) -> tuple[float, float]:
    """The median seconds and MB to import one operation in a fresh interpreter, httpx and attrs included."""
    number = operations // 2
    module = f"{GENERATED.name}.api.tag{number // 10}.change_thing_{number}"
    command = [sys.executable, "-c", IMPORT_ONE.format(module=module)]
    # like a user's interpreter: the first run leaves compiled modules behind for the others
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    options: dict[str, Any] = {"cwd": work / GENERATED.parent, "env": environment}
    runs = [
        subprocess.run(command, check=True, capture_output=True, encoding="utf-8", **options) for _ in range(ROUNDS + 1)
    ]
    seconds, megabytes = zip(*(map(float, run.stdout.split()) for run in runs[1:]), strict=True)
    return median(seconds), median(megabytes)


def timed(job: Callable[[], object]) -> float:
    """Processor seconds that a job takes, those of the programs that it runs included; others' load does not count."""
    began = sum(os.times()[:4])
    job()
    return sum(os.times()[:4]) - began


def main(sizes: list[int]) -> None:
    """Print the table: a column per size, and what the largest costs per operation compared with the smallest."""
    measured = {size: measure(size) for size in sizes}
    first, last = sizes[0], sizes[-1]
    sys.stdout.write(f"{'processor seconds':<20}" + "".join(f"{size:>10}" for size in sizes) + f"{'growth':>10}\n")
    for part in measured[first]:
        row = [measured[size][part] for size in sizes]
        # 1 is linear; for the import of one operation 1 is none at all
        growth = (
            row[-1] / (1 if part.startswith("one operation") else last / first) / row[0]
            if row[0] > CLOCK
            else float("nan")
        )
        sys.stdout.write(f"{part:<20}" + "".join(f"{value:>10.2f}" for value in row) + f"{growth:>10.2f}\n")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
