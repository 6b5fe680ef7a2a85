"""The console sink: alerts as people read them, on a text stream."""

from __future__ import annotations

import threading
from typing import TextIO

from pipeline.errors import SinkUnavailable
from pipeline.model import Alert
from pipeline.sinks.render import render


class ConsoleSink:
    """Prints each alert, then an empty line."""

    def __init__(self, stream: TextIO, *, colour: bool = False) -> None:
        self._stream = stream
        self._colour = colour
        self._lock = threading.Lock()

    def write(self, alert: Alert, *, timeout_seconds: float) -> None:  # noqa: ARG002  # a stream has no timeout
        """Print one alert.

        Raises:
            SinkUnavailable: the stream is closed or its reader has gone.
        """
        text = render(alert, colour=self._colour) + "\n\n"
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        try:
            with self._lock:
                self._stream.write(text.encode(encoding, "replace").decode(encoding))
                self._stream.flush()
        except (OSError, ValueError) as exc:
            raise SinkUnavailable(f"console: {exc}") from exc

    def close(self) -> None:
        """Leave the stream open: it belongs to the process."""
