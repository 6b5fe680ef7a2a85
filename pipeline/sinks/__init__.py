"""Where alerts go: one file a sink, each small, blocking, and safe to repeat."""

from __future__ import annotations

from typing import Protocol

from pipeline.model import Alert


class Sink(Protocol):
    """Somewhere an alert goes; it may see the same alert twice.

    Raises:
        SinkUnavailable: worth another try.
        SinkError: never will be; the alert becomes a dead letter.
    """

    def write(self, alert: Alert, *, timeout_seconds: float) -> None:
        """Deliver one alert revision, or raise."""
        ...

    def close(self) -> None:
        """Release files and sockets."""
        ...
