"""The ledger: who was told what, as lines of alerts.deliveries.v1, read back so that nobody is told twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import structlog

from pipeline.codec import decode, encode
from pipeline.engine import Log, Reader
from pipeline.envelope import Headers, Record, seal
from pipeline.errors import DecodeError
from pipeline.model import Delivery
from pipeline.topics import DELIVERIES

CAPACITY: Final = 500_000
_BATCH: Final = 1_000
_TIMEOUT_SECONDS: Final = 1.0
_log = structlog.get_logger(__name__)


class Ledger:
    """Remembers the newest `capacity` deliveries that were sent, about 150 bytes each.

    Older ones are forgotten: an alert that is replayed after so many others may be sent again, under the same
    `Idempotency-Key`.
    """

    def __init__(self, log: Log, *, capacity: int = CAPACITY) -> None:
        self._reader: Reader = log.reader(DELIVERIES, None, start="earliest")
        self._capacity = capacity
        self._sent: dict[bytes, None] = {}  # delivery ids, oldest first

    def catch_up(self) -> None:
        """Read every line there is, those of other workers too.

        Raises:
            EngineError: the log cannot be reached or used.
        """
        while any(self._reader.lag().values()):
            for delivery in _deliveries(self._reader.read(limit=_BATCH, timeout_seconds=_TIMEOUT_SECONDS)):
                if delivery.state == "sent":  # one that failed may be tried again
                    self.note_sent(delivery.id)

    def note_sent(self, delivery_id: str) -> None:
        """Take note that this delivery was sent."""
        self._sent[_key(delivery_id)] = None
        while len(self._sent) > self._capacity:
            del self._sent[next(iter(self._sent))]

    def has_sent(self, delivery_id: str) -> bool:
        """Whether this delivery was sent, as far as is known since the last `catch_up`."""
        return _key(delivery_id) in self._sent

    def close(self) -> None:
        """Close the reader."""
        self._reader.close()


def line(delivery: Delivery, *, cause: Headers) -> Record:
    """Make a delivery's record, keyed by alert and sink, so that compaction keeps the last word on each."""
    assert delivery.finished_at is not None
    return seal(
        DELIVERIES,
        f"{delivery.alert_id}+{delivery.sink}",
        encode(delivery),
        record_id=delivery.id,
        stage="deliver",
        subject=delivery.incident_id,
        now=delivery.finished_at,
        cause=cause,
    )


def _deliveries(records: Iterable[Record]) -> Iterable[Delivery]:
    for record in records:
        if record.value is None:
            continue
        try:
            yield decode(record.value, Delivery)
        except DecodeError as exc:
            _log.warning("ledger_line_skipped", partition=record.partition, offset=record.offset, detail=str(exc))


def _key(delivery_id: str) -> bytes:
    return bytes.fromhex(delivery_id)
