"""The worker loop of a stage over any log: read a batch, handle each record, append, commit, tell."""

from __future__ import annotations

import threading
import time
from collections import deque
from datetime import UTC, datetime

from pipeline.engine import Log, Reader, Record
from pipeline.engine.health import Health
from pipeline.errors import EngineError
from pipeline.stages import Handled, Stage

IDLE_SECONDS = 0.25


class DeadLetterLimit:
    """Stops a stage whose last records are mostly dead letters: a bad deploy must not drain a topic into its dlq."""

    def __init__(self, *, ratio: float, records: int) -> None:
        self._ratio = ratio
        self._last: deque[bool] = deque(maxlen=records)
        self._dead = 0

    def count(self, handled: Handled) -> bool:
        """Count one outcome; True when the limit is passed."""
        if len(self._last) == self._last.maxlen and self._last[0]:
            self._dead -= 1
        dead = handled.outcome == "dead_lettered"
        self._last.append(dead)
        self._dead += dead
        return len(self._last) == self._last.maxlen and self._dead > self._ratio * len(self._last)


def work(
    stage: Stage,
    log: Log,
    *,
    group: str,
    health: Health,
    stop: threading.Event,
    limit: DeadLetterLimit,
    batch_records: int = 100,
) -> None:
    """Run one stage until `stop` is set; what is not committed is read again after a restart.

    Raises:
        EngineError: the log cannot be used, or dead letters passed their limit.
    """
    reader = log.reader(stage.source, group)
    try:
        health.started(stage.name)
        while not stop.is_set():
            records = reader.read(limit=batch_records, timeout_seconds=IDLE_SECONDS)
            if records:
                _handle(stage, log, reader, records, health, limit)
            health.lag(stage.name, reader.lag())
    except EngineError as exc:
        health.failed(stage.name, str(exc))
        raise
    finally:
        reader.close()


def _handle(
    stage: Stage, log: Log, reader: Reader, records: list[Record], health: Health, limit: DeadLetterLimit
) -> None:
    """One batch: everything it leads to is durable before its offsets are committed."""
    outcomes: list[tuple[Record, Handled, float]] = []
    for record in records:
        began = time.perf_counter()
        handled = stage.handle(record, now=datetime.now(UTC))
        outcomes.append((record, handled, time.perf_counter() - began))
    log.append([made for _, handled, _ in outcomes for made in handled.records])
    reader.commit({record.partition: record.offset + 1 for record in records})
    passed = False
    for record, handled, seconds in outcomes:
        health.handled(stage.name, record, handled, seconds)
        passed |= limit.count(handled)
    if passed:
        raise EngineError(f"{stage.name}: too many dead letters among the last records; see `pipeline dlq list`")
