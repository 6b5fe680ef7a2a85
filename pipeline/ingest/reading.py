"""Opens files and standard input, and finds the format of each."""

from __future__ import annotations

import contextlib
import gzip
import io
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final, cast

from pipeline.codec import ARTICLE_MAX_BYTES, parse
from pipeline.errors import DecodeError
from pipeline.ingest.json import read_json
from pipeline.ingest.jsonl import BOM, read_jsonl
from pipeline.ingest.rows import Format, Item, Rejected
from pipeline.ingest.text import STDIN, read_text

FORMATS: Final[Mapping[str, Format]] = {"text": read_text, "json": read_json, "jsonl": read_jsonl}
SUFFIXES: Final[Mapping[str, str]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_GZIP: Final = b"\x1f\x8b"
_PEEK_BYTES: Final = 8192


def read(
    files: Sequence[str], *, max_bytes: int = ARTICLE_MAX_BYTES, form: str = "", stdin: BinaryIO | None = None
) -> Iterator[Item]:
    """Read articles from files, "-" being standard input; gzip is seen through.

    `form` is a name of FORMATS; without it, the file's suffix or its first bytes decide. A file that cannot be opened
    or is cut short is a rejection like any other.
    """
    for file in files:
        try:
            with _open(file, stdin) as raw:
                stream = _unzipped(raw)
                chosen = FORMATS[form or _form(file, stream)]
                yield from chosen(stream, file, max_bytes=max_bytes)
        except (OSError, EOFError, zlib.error) as exc:
            told = exc.strerror if isinstance(exc, OSError) and exc.strerror else str(exc)
            yield Rejected(file, 1, f"cannot be read: {told}")


def _form(file: str, stream: BinaryIO) -> str:
    suffix = Path(file.removesuffix(".gz")).suffix.lower() if file != STDIN else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    head = _peek(stream).removeprefix(BOM).lstrip()
    if suffix == ".json" or head[:1] in (b"{", b"["):  # many a file of JSON Lines is called .json
        return "jsonl" if _is_lines(head) else "json"
    return "text"


def _is_lines(head: bytes) -> bool:
    """Whether a whole object stands in the first line; a single one on one line is read alike either way."""
    first, newline, rest = head.partition(b"\n")
    if not first.startswith(b"{"):
        return False
    try:
        parse(first)
    except DecodeError:
        # Broken, but it ends as an object does and another one begins: a bad line among good ones.
        return not newline or (first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{"))
    return True


def _open(file: str, stdin: BinaryIO | None) -> contextlib.AbstractContextManager[BinaryIO]:
    if file == STDIN:
        return contextlib.nullcontext(stdin or sys.stdin.buffer)
    return Path(file).open("rb")


def _unzipped(raw: BinaryIO) -> BinaryIO:
    return cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if _peek(raw).startswith(_GZIP) else raw


def _peek(stream: BinaryIO) -> bytes:
    """Look at the first bytes without taking them, and without waiting for more than there are in a pipe."""
    return cast("io.BufferedReader", stream).peek(_PEEK_BYTES)
