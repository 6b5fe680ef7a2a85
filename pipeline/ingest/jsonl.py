"""JSON Lines: one article a line; blank lines are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from pipeline.ingest.rows import Item, Rejected, read_row

BOM: Final = b"\xef\xbb\xbf"
_CHUNK: Final = 1 << 20


def read_jsonl(stream: BinaryIO, name: str, *, max_bytes: int) -> Iterator[Item]:
    """Read a line at a time; a line too long is passed over without being held in memory."""
    # A row may have fields that we leave aside, and escapes: the line may be larger than the article in it.
    line_max_bytes = 8 * max_bytes
    number = 0
    while line := stream.readline(line_max_bytes + 1):
        number += 1
        if len(line) > line_max_bytes:
            size = len(line) + _pass_over(stream)
            yield Rejected(name, number, f"the line has {size} bytes, over the limit of {line_max_bytes}; split it")
            continue
        row = line.removeprefix(BOM).strip() if number == 1 else line.strip()
        if row:
            yield read_row(row, name, number, max_bytes=max_bytes)


def _pass_over(stream: BinaryIO) -> int:
    size = 0
    while chunk := stream.readline(_CHUNK):
        size += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return size
