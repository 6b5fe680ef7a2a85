"""The topic sink: alerts on a topic of their own, for a service that wants only these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pipeline.codec import encode
from pipeline.envelope import Record, seal
from pipeline.errors import EngineError, SinkUnavailable
from pipeline.model import Alert

Append = Callable[[Sequence[Record]], None]  # as a Log's: durable when it returns


class TopicSink:
    """Appends each alert to a topic, keyed by incident, with CloudEvents headers."""

    def __init__(self, topic: str, append: Append, *, now: Callable[[], datetime]) -> None:
        self._topic = topic
        self._append = append
        self._now = now

    def write(self, alert: Alert, *, timeout_seconds: float) -> None:  # noqa: ARG002  # the log has its own
        """Append one alert.

        Raises:
            SinkUnavailable: the log cannot be used, or the topic does not exist (yet).
        """
        record = seal(
            self._topic,
            alert.incident_id,
            encode(alert),
            record_id=alert.id,
            stage="deliver",
            subject=alert.incident_id,
            now=self._now(),
        )
        try:
            self._append([record])
        except EngineError as exc:
            raise SinkUnavailable(f"topic {self._topic}: {exc}") from exc

    def close(self) -> None:
        """Leave the log open: others use it."""
