"""Where alerts go: one file a sink, each small, blocking, and safe to repeat.

A sink tries once. How often it is tried again, with which pauses and for how long, is its `Receiver`'s business, so
that all sinks behave alike: see `retrying`.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from pipeline.model import Alert
from pipeline.sinks.retrying import Retries


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


class Receiver(NamedTuple):
    """A sink under the name that routes use, with how patient to be with it."""

    name: str
    sink: Sink
    timeout_seconds: float = 10.0  # of one try
    retries: Retries = Retries()
