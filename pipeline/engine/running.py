"""Runs stages over an embedded log until told to stop: a thread a stage, one process, no broker."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from pipeline.engine import Log, Start
from pipeline.engine.health import Health
from pipeline.engine.limits import DeadLetterLimit
from pipeline.engine.working import pump, work
from pipeline.settings import Settings
from pipeline.stages import Correlate, Stage
from pipeline.topics import FIRED

JOIN_SECONDS: Final = 1.0


def group_of(settings: Settings, stage: str) -> str:
    """Name the consumer group of a stage."""
    return f"{settings.group_prefix}.{stage}"


def limit_of(settings: Settings) -> DeadLetterLimit:
    """Make the dead-letter limit of a stage."""
    return DeadLetterLimit(ratio=settings.dead_letter_ratio, window=settings.dead_letter_records)


def run_until(
    stop: threading.Event,
    log: Log,
    stages: Sequence[Stage],
    settings: Settings,
    health: Health,
    also: Sequence[Callable[[], None]] = (),
) -> None:
    """Run stages, and other loops, until `stop` is set or one of them fails, which stops them all.

    Raises:
        Exception: the first that a thread raised.
    """
    failures: list[BaseException] = []

    def guarded(loop: Callable[[], None]) -> None:
        try:
            loop()
        except BaseException as exc:
            failures.append(exc)
            stop.set()

    restore(stages, log, settings)
    loops = [_loop(stage, log, settings, health, stop) for stage in stages]
    threads = [threading.Thread(target=guarded, args=(loop,), daemon=True) for loop in (*loops, *also)]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():  # joins in short turns, so that a signal is seen
            thread.join(JOIN_SECONDS)
    if failures:
        raise failures[0]


def drain(log: Log, stages: Sequence[Stage], settings: Settings, health: Health) -> None:
    """Do, stage after stage, all there is to do; for one pass over a log that nobody else writes to."""
    restore(stages, log, settings)
    for stage in stages:
        reader = log.reader(stage.source, group_of(settings, stage.name))
        try:
            while any(reader.lag().values()):
                pump(
                    stage,
                    log,
                    reader,
                    health=health,
                    limit=limit_of(settings),
                    batch_records=settings.batch_records,
                    timeout_seconds=0,
                )
        finally:
            reader.close()


def restore(stages: Sequence[Stage], log: Log, settings: Settings) -> None:
    """Give stages that keep incidents back what alerts.fired.v1 tells of them."""
    start: Start = datetime.now(UTC) - timedelta(hours=settings.incident_window_hours)
    for stage in stages:
        if isinstance(stage, Correlate):
            reader = log.reader(FIRED, None, start=start)
            try:
                while records := reader.read(limit=1000, timeout_seconds=0):
                    stage.restore(records)
            finally:
                reader.close()


def _loop(stage: Stage, log: Log, settings: Settings, health: Health, stop: threading.Event) -> Callable[[], None]:
    def loop() -> None:
        work(
            stage,
            log,
            group=group_of(settings, stage.name),
            health=health,
            stop=stop,
            limit=limit_of(settings),
            batch_records=settings.batch_records,
        )

    return loop
