"""The worker loop of a stage over any log: read a batch, handle each record, append, commit, tell."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Final

import structlog

from pipeline.engine import Log, Reader, Record
from pipeline.engine.health import Health
from pipeline.engine.limits import DeadLetterLimit
from pipeline.errors import EngineError
from pipeline.stages import Handled, Stage

IDLE_SECONDS: Final = 0.25
_log = structlog.get_logger(__name__)


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

    When dead letters pass their limit the stage stands still and waits for a person: a restart would go on feeding
    the dead-letter topic.

    Raises:
        EngineError: the log cannot be used.
    """
    reader = log.reader(stage.source, group)
    try:
        while not stop.is_set():
            passed = pump(stage, log, reader, health=health, limit=limit, batch_records=batch_records)
            tell_lag(stage, reader, health)
            if passed:
                _log.error("stage_stopped", stage=stage.name, reason=str(limit))
                health.on_stopped(stage.name, f"{limit}; see `pipeline dlq list`")
                stop.wait()
    except EngineError as exc:
        health.on_stopped(stage.name, str(exc))
        raise
    finally:
        reader.close()


def pump(
    stage: Stage,
    log: Log,
    reader: Reader,
    *,
    health: Health,
    limit: DeadLetterLimit,
    batch_records: int,
    timeout_seconds: float = IDLE_SECONDS,
) -> bool:
    """Do one batch: all it leads to is durable before its offsets are committed; True when the limit is passed."""
    records = reader.read(limit=batch_records, timeout_seconds=timeout_seconds)
    if not records:
        return False
    health.on_received(stage.name, len(records))
    outcomes: list[tuple[Record, Handled, float]] = []
    for record in records:
        began = time.perf_counter()
        handled = stage.handle(record, now=datetime.now(UTC))
        outcomes.append((record, handled, time.perf_counter() - began))
    log.append([made for _, handled, _ in outcomes for made in handled.records])
    reader.commit({record.partition: record.offset + 1 for record in records})
    passed = False
    for record, handled, seconds in outcomes:
        health.on_handled(stage.name, handled, seconds=seconds, age_seconds=time.time() - record.timestamp_ms / 1000)
        passed |= limit.count(handled.outcome == "dead_lettered")
    return passed


def tell_lag(stage: Stage, reader: Reader, health: Health) -> None:
    """Tell how much is left to do, by partition."""
    for partition, records in reader.lag().items():
        health.on_lag(stage.source, partition, records)
