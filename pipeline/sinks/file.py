"""The file sink: JSON Lines, one alert a line, on disk before it counts as delivered."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.codec import encode
from pipeline.errors import SinkUnavailable
from pipeline.model import Alert


class FileSink:
    """Appends to a file; opens it anew for each alert, so that it may be rotated away at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, alert: Alert, *, timeout_seconds: float) -> None:  # noqa: ARG002  # a disk has no timeout
        """Append one line and wait for the disk.

        Raises:
            SinkUnavailable: the file cannot be written now: no space, no permission, no folder.
        """
        line = encode(alert) + b"\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab+", buffering=0) as file:
                self._append(file.fileno(), line)
        except OSError as exc:
            raise SinkUnavailable(f"file {self._path}: {exc.strerror or exc}") from exc

    def close(self) -> None:
        """Nothing stays open between alerts."""

    def _append(self, descriptor: int, line: bytes) -> None:
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            line = b"\n" + line  # a crash or a full disk tore the last line: keep ours whole
        written = os.write(descriptor, line)
        if written < len(line):
            raise OSError(None, f"only {written} of {len(line)} bytes were written")
        os.fsync(descriptor)
