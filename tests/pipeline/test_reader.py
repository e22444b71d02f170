"""The spec's text: JSON, or YAML that means the same to everybody, and nothing that leads out of it."""

import json
from pathlib import Path

import pytest

from tools.pipeline import reader, spec
from tools.pipeline.layout import ROOT, SPEC, PipelineError

LAUGHS = "a: &a [x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
PLAIN = [
    ("no", "no"),
    ("On", "On"),
    ("017", 17),
    ("0o17", 15),
    ("0x1F", 31),
    ("0b1", "0b1"),
    ("1_000", "1_000"),
    ("12:30:45", "12:30:45"),
    ("2023-01-01", "2023-01-01"),
    ("+5", 5),
    ("1e3", 1000.0),
    (".5", 0.5),
    ("True", True),
    ("~", None),
    ("", None),
    ("'5'", "5"),
    ("=", "="),
    ("|-\n  no", "no"),
]
REFUSED = [
    ("a: !!binary aGk=", 1, "the tag tag:yaml.org,2002:binary"),
    ("a: 1\nb: !!str 5", 2, "the tag"),
    ("a: !mine {}", 1, "the tag !mine"),
    ("a: &x 1", 1, "the anchor &x"),
    ("a: 1\nb: *a", 2, "the alias *a"),
    (LAUGHS, 1, "the anchor &a"),
    ("a: 1\n? [b]\n: 1", 2, "a key that is no text"),
    ("a:\n  {b: 1}: 1", 2, "a key that is no text"),
    ("a: 1\n'a': 2", 2, "a second 'a'"),
    ("200: 1\n'200': 2", 2, "a second '200'"),
    ("<<: {a: 1}", 1, "the key '<<'"),
    ("a: {? : 1}", 1, "the key ''"),
    ("a: .inf", 1, ".inf is no number in JSON"),
    ("a: .NaN", 1, "is no number"),
    ("a: 1e999", 1, "is no number"),
    ("a: " + "9" * 5000, 1, "a number of 5000 digits"),
    ("a: 1\n---\nb: 2", 2, "a second document"),
    ("a: " + "[" * 200 + "]" * 200, 1, "more than 100 lists and objects inside each other"),
    ("a: " + "[" * 100_000, 1, "nesting"),
    ("a: 1\n\tb: 2", 2, "cannot be read"),
    ("a: [", 2, "cannot be read"),
    ('a: "\\ud800"', 1, "invalid Unicode"),
]
ELSEWHERE = [
    {"$ref": "http://localhost:1/x.json"},
    {"$ref": "other.yaml#/components/schemas/X"},
    {"$ref": "file:///etc/passwd"},
    {"$ref": ""},
    {"$ref": "#Function"},
    {"$id": "http://localhost:1/"},
    {"$dynamicRef": "#x"},
    {"$schema": "http://localhost:1/"},
]


@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_a_value_is_that_of_the_core_schema(text: str, value: object) -> None:
    """Only what YAML 1.2 and JSON call a number, a flag or null is one; all else is a text."""
    assert reader.read(f"a: {text}\n") == {"a": value}


@pytest.mark.parametrize(("text", "line", "said"), REFUSED, ids=[said for _, _, said in REFUSED])
def test_what_may_mean_two_things_is_refused(text: str, line: int, said: str) -> None:
    """What one reader takes otherwise than another, or JSON cannot hold, is refused with its line, and at once."""
    with pytest.raises(PipelineError, match=rf"^{SPEC}:{line}\b") as refused:
        reader.read(text)
    assert said in str(refused.value)


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', '{"a": NaN}', '{"a": 1e999}', '{"a": ' + "[" * 100_000])
@pytest.mark.parametrize("name", ["openapi.yaml", "patch.json"])
def test_json_is_no_looser(text: str, name: str) -> None:
    """The same holds of JSON."""
    with pytest.raises(PipelineError, match=f"^{name} cannot be read: "):
        reader.read(text, name)


def test_what_is_fine() -> None:
    """A byte order mark, tabs between tokens, flow style, keys that look like numbers and pairs of surrogates."""
    assert reader.read("\ufeffa:\t1\n") == {"a": 1}
    assert reader.read("{a: 1, 200: [b, c]}") == {"a": 1, "200": ["b", "c"]}
    assert reader.read('{"a": "\\ud83d\\ude00"}') == {"a": "\U0001f600"}


def test_yaml_is_read_as_its_json() -> None:
    """The spec is the same written as JSON, and each place of it has its line."""
    document = spec.effective()
    assert reader.read(json.dumps(document)) == document
    text = (ROOT / SPEC).read_text(encoding="utf-8")
    line = reader.lines(text)["/components/schemas/FunctionCall/properties/startTime"]
    assert text.splitlines()[line - 1].strip() == "startTime:"
    located = spec.locate()
    assert located("/components/schemas/FunctionCall/properties/startTime").endswith(f" ({SPEC}:{line})")
    assert located("/info/nope/0") == f"/info/nope/0 ({SPEC}:{text.splitlines().index('info:') + 1})"


@pytest.mark.parametrize("node", ELSEWHERE)
def test_nothing_leads_out_of_the_document(node: dict[str, str]) -> None:
    """A reference to anything but a place of the document is refused before anybody follows it, wherever it stands."""
    for place in ({"a": [node]}, {"examples": node}):
        with pytest.raises(PipelineError, match=r"not whole in itself:\n  /(a/0|examples)/\$"):
            spec.patched(json.dumps(place), {})


def test_many_errors_are_cut() -> None:
    """Of eight thousand, twenty are told and the others counted."""
    with pytest.raises(PipelineError) as refused:
        spec.patched(json.dumps({"a": [{"$ref": "x"}] * 8000}), {})
    assert len(str(refused.value).splitlines()) == 22
    assert str(refused.value).endswith("... and 7980 more")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A file in another encoding is told to be saved as UTF-8."""
    (tmp_path / SPEC).parent.mkdir()
    (tmp_path / SPEC).write_bytes(b"a: gr\xf6\xdfe")
    with pytest.raises(PipelineError, match="save it as UTF-8"):
        spec.effective(tmp_path)
