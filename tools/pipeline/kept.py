"""What is kept of a spec: the keywords of each place of a document that the generator, or a later step, makes code of.

Whatever is not here is refused by hazards.py, unless spec/hazards.toml says who takes care of it.
"""

from tools.pipeline.checks import BOUNDS
from tools.pipeline.spec import METHODS

WORDING = {"description", "examples"}
"""For people: the generator shows it or drops it, and neither changes what is sent or read."""

PLACES: dict[str, set[str]] = {
    "document": {"openapi", "info", "tags", "paths", "components"},
    "info": {"title", "version", "description", "summary", "contact", "license", "termsOfService"},
    "tag": {"name", "description"},
    "components": {"schemas", "parameters", "responses", "requestBodies", "securitySchemes"},
    "path item": {*METHODS, "parameters", "summary", "description"},
    "operation": {
        *("operationId", "tags", "summary", "description", "parameters", "requestBody", "responses"),
        "x-repeatable",
    },
    "parameter": {"name", "in", "required", "schema", "style", "explode", *WORDING},
    "request body": {"description", "required", "content"},
    "response": {"description", "content"},
    "media type": {"schema", *WORDING},
    "security scheme": {"type", "scheme", "bearerFormat", "description"},
    "reference": {"$ref", "summary", "description"},
    "schema": {
        *("$ref", "oneOf", "anyOf", "type", "const", "enum", "properties", "required", "additionalProperties", "items"),
        *("format", "$comment", *WORDING),
        *("x-resource", "x-always-sent", "x-confidential", "x-expected", "x-open-enum"),
    },
}
"""Kind of place -> its keywords that nothing is lost of."""

SHAPES = ("$ref", "oneOf", "anyOf", "const", "type")
"""A schema is one of these: beside the first that is there, the generator looks at none of the others."""

TYPED = {
    **dict.fromkeys(("properties", "required", "additionalProperties", "minProperties", "maxProperties"), "object"),
    **dict.fromkeys(("items", "minItems", "maxItems"), "array"),
    **dict.fromkeys(("minLength", "maxLength", "pattern", "enum"), "string"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum"), "number"),
}
"""Keyword -> the type that it has to stand beside. Beside another it says nothing, and nothing is lost."""

MEDIA = {"application/json", "application/octet-stream"}

SET_BY_OTHERS = {
    *("authorization", "content-type", "content-length", "content-encoding", "transfer-encoding", "connection"),
    *("host", "cookie", "accept", "accept-encoding", "user-agent", "expect", "upgrade", "te", "trailer"),
    *("proxy-authorization", "keep-alive"),
}
"""Headers that HTTP, httpx or whoever authorizes a request sets: an argument would be overwritten, or break it."""

LOST: dict[str, tuple[str, str]] = {
    **dict.fromkeys(BOUNDS, ("bounds", "is not checked")),
    **dict.fromkeys(("multipleOf", "uniqueItems", "exclusiveMaximum"), ("unchecked", "is checked by nobody")),
    **dict.fromkeys(("readOnly", "writeOnly"), ("access", "does not keep the field out of the other direction")),
    **dict.fromkeys(
        ("not", "if", "then", "else", "contains", "propertyNames", "patternProperties", "dependentRequired"),
        ("logic", "is ignored"),
    ),
    **dict.fromkeys(("dependentSchemas", "unevaluatedProperties", "unevaluatedItems"), ("logic", "is ignored")),
    **dict.fromkeys(("prefixItems", "minContains", "maxContains", "dependencies"), ("logic", "is ignored")),
    **dict.fromkeys(("contentEncoding", "contentMediaType", "contentSchema"), ("content", "is not decoded")),
    **dict.fromkeys(("$defs", "definitions"), ("unnamed", "holds schemas that nothing can refer to")),
    "allOf": ("allOf", "is merged by rules of the generator's own: write out what it adds up to"),
    "nullable": ("nullable", "is a word of OpenAPI 3.0: write type: [..., 'null']"),
    "deprecated": ("deprecated", "marks nothing in the code"),
    "discriminator": ("discriminator", "is ignored: the first variant that can be parsed is taken"),
    "default": ("default", "is sent with every request when scalar, and dropped otherwise"),
    "title": ("title", "renames the class"),
    "example": ("wording", "is a word of OpenAPI 3.0: write examples, a list"),
    "x-enum-varnames": ("extension", "renames the members of an enum"),
    "security": ("security", "is ignored"),
    "servers": ("servers", "is ignored: the client's own address is used"),
    "webhooks": ("webhooks", "is ignored"),
    "callbacks": ("callbacks", "is ignored"),
    "headers": ("headers", "is ignored"),
    "links": ("links", "is ignored"),
    "encoding": ("encoding", "is ignored"),
    "externalDocs": ("wording", "is shown to nobody"),
    "allowReserved": ("parameter", "is ignored: reserved characters are quoted all the same"),
    "allowEmptyValue": ("parameter", "is ignored"),
}
"""Keyword -> the rule of spec/hazards.toml that it falls under, and what becomes of it; others are simply unknown."""
