"""A row of a source file: its fields under the names people use, turned into an Article or refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NamedTuple, Protocol

from pipeline.codec import decode_article, dump, parse
from pipeline.errors import DecodeError, SchemaError
from pipeline.model import Article

# Our name of each field, and the names it is known by in rows and in IPTC ninjs; the first present one counts.
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "uri": ("uri", "id"),
    "body": ("body", "text", "body_text"),
    "headline": ("headline", "title", "headlines"),
    "published_at": ("published_at", "versioncreated"),
    "source": ("source", "infosources"),
    "language": ("language",),
    "url": ("url",),
    "version": ("version",),
    "status": ("status", "pubstatus"),
}
_LISTED: Final = {"headlines": "value", "infosources": "name"}  # ninjs lists of objects: the field that holds the text
_KNOWN: Final = tuple(name for names in NAMES.values() for name in names)
_FIXES: Final = {
    "uri": "write uri (or id), the article's identity across versions",
    "body": "write body (or text), the article's words",
}


class Rejected(NamedTuple):
    """What could not be read: where it stands, and what is wrong with it; as text it is one line for a person."""

    file: str
    line: int  # from 1
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


Item = Article | Rejected


class Format(Protocol):
    """Reads one source format."""

    def __call__(self, stream: BinaryIO, name: str, *, max_bytes: int) -> Iterator[Item]:
        """Give what the stream holds, in its order; `max_bytes` limits one article."""
        ...


def read_row(value: bytes, file: str, line: int, *, max_bytes: int) -> Item:
    """Turn one JSON document into an article, or say what is wrong with it."""
    try:
        return to_article(parse(value), max_bytes=max_bytes)
    except DecodeError as exc:
        return Rejected(file, line, str(exc))
    except RecursionError:
        return Rejected(file, line, "nested too deeply; an article is one flat object")


def to_article(row: Any, *, max_bytes: int) -> Article:
    """Turn a row into an article; fields that are not ours are left aside.

    Raises:
        DecodeError: a field is missing or wrong, the body is empty or too large; names field, value and fix.
    """
    if not isinstance(row, dict):
        raise SchemaError(f"an article is one JSON object, not {_kind(row)}")
    wire: dict[str, Any] = {}
    for ours, names in NAMES.items():
        name = next((name for name in names if row.get(name) is not None), None)
        if name is not None:
            wire[ours] = _value(ours, name, row[name])
        elif ours in _FIXES:
            raise SchemaError(f"field {ours} is missing; {_near(names, row) or _FIXES[ours]}")
    return decode_article(dump(wire), max_bytes=max_bytes)


def _value(ours: str, name: str, value: Any) -> Any:
    if ours == "version":
        return _version(value)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if name in _LISTED and isinstance(value, list):
        value = _first(value, _LISTED[name])
    if not isinstance(value, str):
        raise SchemaError(f"field {name} is {_shown(value)}; write a text")
    if ours == "status" and value == "cancelled":
        return "canceled"  # ninjs spells it so; many who send it do not
    return value


def _first(items: list[Any], field: str) -> Any:
    """Take the text of a ninjs list: of the item whose role is main, else of the first."""
    found = [item for item in items if isinstance(item, dict) and isinstance(item.get(field), str)]
    main = [item for item in found if item.get("role") == "main"]
    return (main or found)[0][field] if found else items


def _version(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)  # ninjs writes it as a text
    raise SchemaError(f"field version is {_shown(value)}; write a whole number, from 1")


def _near(names: tuple[str, ...], row: dict[str, Any]) -> str:
    """Suggest a misspelt field of the row, one that we do not know and that looks like a name we do."""
    for name in names:
        unknown = [key for key in row if key not in _KNOWN]
        if close := difflib.get_close_matches(name, unknown, n=1, cutoff=0.7):
            return f"did you mean {name!r} where it says {close[0]!r}?"
    empty = [name for name in names if name in row]
    return f"{empty[0]} is null" if empty else ""


def _kind(value: Any) -> str:
    kinds = {list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return kinds.get(type(value), "null")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
