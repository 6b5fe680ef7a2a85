"""JSON: one article, or a list of articles, over as many lines as it likes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from pipeline.ingest.rows import Item, Rejected, read_row
from pipeline.ingest.text import decode_text

_SPACE: Final = re.compile(r"[ \t\r\n]*")


def read_json(stream: BinaryIO, name: str, *, max_bytes: int) -> Iterator[Item]:
    """Read a whole document; articles of a list are read one by one, up to the first place that is not JSON."""
    text = decode_text(stream.read(), name)
    if isinstance(text, Rejected):
        yield text
        return
    start = _skip(text, 0)
    if text[start : start + 1] != "[":
        value = text[start:].encode("utf-8", "surrogatepass")
        yield read_row(value, name, _line(text, start), max_bytes=max_bytes)
        return
    yield from _elements(text, start + 1, name, max_bytes)


def _elements(text: str, position: int, name: str, max_bytes: int) -> Iterator[Item]:
    decoder = json.JSONDecoder()
    line, counted = 1, 0
    while True:
        position = _skip(text, position)
        line, counted = line + text.count("\n", counted, position), position
        if text[position : position + 1] == "]":
            return
        try:
            _, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as exc:
            wrong = exc.lineno if isinstance(exc, json.JSONDecodeError) else line
            told = exc.msg if isinstance(exc, json.JSONDecodeError) else str(exc)
            yield Rejected(name, wrong, f"not JSON: {told}; the list cannot be read from here on")
            return
        yield read_row(text[position:end].encode("utf-8", "surrogatepass"), name, line, max_bytes=max_bytes)
        position = _skip(text, end)
        if text[position : position + 1] == ",":
            position += 1
        elif text[position : position + 1] != "]":
            where = line + text.count("\n", counted, position)
            yield Rejected(name, where, "not JSON: expected ',' or ']'; the list cannot be read from here on")
            return


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
