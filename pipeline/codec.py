"""Bytes ↔ nouns. Every value is checked against its JSON Schema on the way in; third-party errors become ours here."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final, TypeVar

import jsonschema_rs
import msgspec
import orjson

from pipeline.errors import EmptyBodyError, EncodingError, NotJsonError, SchemaError, SchemaVersionError, TooLargeError
from pipeline.model import Alert, Article, DeadLetter, Delivery, EnrichedArticle, Match, Noun, Wire
from pipeline.resources import find

ARTICLE_MAX_BYTES: Final = 2_000_000
SCHEMA_VERSION: Final = 1
SCHEMAS: Final[dict[type[Noun], str]] = {
    Article: "article.v1",
    EnrichedArticle: "enriched-article.v1",
    Match: "match.v1",
    Alert: "alert.v1",
    Delivery: "delivery.v1",
    DeadLetter: "dead-letter.v1",
}
N = TypeVar("N", bound=Noun)
_ENCODER: Final = msgspec.json.Encoder()
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


@cache
def validator(name: str) -> jsonschema_rs.Validator:
    """Load the validator of a schema by its name, such as `article.v1`."""
    schema = orjson.loads(find(f"schemas/{name}.schema.json").read_bytes())
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def encode(noun: Noun) -> bytes:
    """Write a noun as JSON in UTF-8; fields with their default are left out."""
    return _ENCODER.encode(noun)


def decode(value: bytes, kind: type[N]) -> N:
    """Parse a value of one of our topics.

    Raises:
        EncodingError: not clean UTF-8.
        NotJsonError: not one JSON document.
        SchemaVersionError: written under a schema version this release does not know.
        SchemaError: a field is missing, unknown or wrong.
    """
    return to_noun(parse(value), kind)


def decode_article(value: bytes, *, max_bytes: int = ARTICLE_MAX_BYTES) -> Article:
    """Parse an articles.raw.v1 value.

    Raises:
        TooLargeError: more than `max_bytes` bytes.
        EmptyBodyError: a usable article whose body has no word.
        DecodeError: as `decode`.
    """
    if len(value) > max_bytes:
        raise TooLargeError(f"value has {len(value)} bytes, over the limit of {max_bytes}; split the article")
    article = to_noun(parse(value), Article)
    if article.status == "usable" and not article.body.strip():
        raise EmptyBodyError(f"field body of {article.uri!r} has no words; send the text, or status canceled")
    return article


def parse(value: bytes) -> Any:
    """Parse JSON strictly: clean UTF-8, no NUL, no lone surrogate.

    Raises:
        EncodingError: not clean UTF-8.
        NotJsonError: not one JSON document.
    """
    try:
        parsed = orjson.loads(value)
    except orjson.JSONDecodeError as exc:
        raise _explain(value, exc) from exc
    if b"\\u0000" in value and _holds_nul(parsed):
        raise EncodingError("a text holds a NUL character (\\u0000); remove it")
    return parsed


def to_noun(wire: Any, kind: type[N]) -> N:
    """Check a parsed value against the schema of its noun and convert it.

    Raises:
        SchemaVersionError: `schema_version` is not one this release knows.
        SchemaError: a field is missing, unknown or wrong; names field, value and fix.
    """
    if isinstance(wire, dict) and wire.get("schema_version", SCHEMA_VERSION) != SCHEMA_VERSION:
        told = wire["schema_version"]
        raise SchemaVersionError(f"field schema_version is {told!r}; this release reads {SCHEMA_VERSION}: upgrade it")
    name = SCHEMAS[kind]
    if not validator(name).is_valid(wire):
        raise SchemaError(_first_error(name, wire))
    wire.pop("schema_version", None)
    try:
        return msgspec.convert(wire, kind)
    except msgspec.ValidationError as exc:
        raise SchemaError(f"{name}: {exc}") from exc


def to_wire(noun: Noun) -> Wire:
    """Turn a noun into plain JSON types."""
    wire: Wire = msgspec.to_builtins(noun)
    return wire


def dump(value: object) -> bytes:
    """Write plain JSON types as one line of JSON."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def _explain(value: bytes, exc: orjson.JSONDecodeError) -> NotJsonError | EncodingError:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return EncodingError(f"byte {wrong.start} (0x{value[wrong.start]:02x}) is not UTF-8; send UTF-8")
    if _SURROGATE.search(value) and "surrogate" in str(exc).lower():
        return EncodingError(f"a text holds a lone surrogate: {exc}; send whole characters")
    return NotJsonError(f"not one JSON document: {exc}; the value begins {value[:60]!r}")


def _holds_nul(node: Any) -> bool:
    if isinstance(node, str):
        return "\x00" in node
    if isinstance(node, dict):
        return any(_holds_nul(key) or _holds_nul(item) for key, item in node.items())
    return isinstance(node, list) and any(map(_holds_nul, node))


def _first_error(name: str, wire: Any) -> str:
    """Say the first thing wrong with a value: field, value, and what is expected."""
    error = next(iter(validator(name).iter_errors(wire)))
    field = ".".join(map(str, error.instance_path)) or "(the whole value)"
    message = error.message if len(error.message) <= 300 else f"{error.message[:140]} … {error.message[-140:]}"
    fix = _fix(wire, error.instance_path)
    return f"{name}: field {field}: {message}{fix}"


def _fix(wire: Any, path: list[Any]) -> str:
    if path and path[-1] == "published_at" and isinstance(wire, dict):
        return "; write a date-time with a zone, such as 2026-03-16T07:10:00Z"
    return ""
