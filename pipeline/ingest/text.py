"""Plain text: one article a file; a short first line before a blank one is its headline."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from pipeline.errors import DecodeError, EmptyBodyError
from pipeline.ingest.rows import Item, Rejected, to_article

STDIN: Final = "-"
HEADLINE_MAX: Final = 250  # code points; longer is a paragraph
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def read_text(stream: BinaryIO, name: str, *, max_bytes: int) -> Iterator[Item]:
    """Read a whole file as one article; its uri is that of the file, or made of its words for standard input."""
    value = stream.read(max_bytes + 1)
    if len(value) > max_bytes:
        yield Rejected(name, 1, f"the text has over {max_bytes} bytes, the limit; split it")
        return
    text = decode_text(value, name)
    yield text if isinstance(text, Rejected) else _article(text, value, name, max_bytes)


def decode_text(value: bytes, name: str) -> str | Rejected:
    """Decode UTF-8, with or without a byte order mark; line ends become `\\n`, NUL is refused."""
    try:
        text = value.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = value.count(b"\n", 0, exc.start) + 1
        found = "UTF-16" if value.startswith(_UTF16) else f"byte {exc.start} (0x{value[exc.start]:02x}) is not UTF-8"
        return Rejected(name, line, f"{found}; convert it to UTF-8, for example with iconv")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        return Rejected(name, line, "holds a NUL character; remove it (or is this no text?)")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(text: str) -> tuple[str, str]:
    """Split a text into headline (may be empty) and body."""
    text = text.strip("\n")
    first, blank, rest = text.partition("\n\n")
    if blank and "\n" not in first and len(first) <= HEADLINE_MAX and rest.strip():
        return first.strip(), rest.strip("\n")
    return "", text


def _article(text: str, value: bytes, name: str, max_bytes: int) -> Item:
    headline, body = split(text)
    row = {"uri": _uri(name, value), "body": body} | ({"headline": headline} if headline else {})
    try:
        return to_article(row, max_bytes=max_bytes)
    except EmptyBodyError:
        return Rejected(name, 1, "the text has no words")
    except DecodeError as exc:
        return Rejected(name, 1, str(exc))


def _uri(name: str, value: bytes) -> str:
    if name == STDIN:
        return f"urn:sha256:{hashlib.sha256(value).hexdigest()}"
    return Path(name).resolve().as_uri()
