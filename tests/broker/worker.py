"""A worker with a trivial stage, for faults that need no real one: `python -m tests.broker.worker BROKERS SOURCE ...`.

The stage copies SOURCE to TARGET; a value that starts with "poison" becomes a dead letter.
"""

from __future__ import annotations

import logging
import sys
from datetime import datetime

from pipeline.engine import Record
from pipeline.engine.agents import Options, build_app, run
from pipeline.engine.health import Health, serve
from pipeline.envelope import bury
from pipeline.metrics import Metrics
from pipeline.model import DeadLetter
from pipeline.stages import Handled


class Copy:
    """Copies a topic."""

    name = "enrich"

    def __init__(self, source: str, target: str):
        self.source = source
        self._target = target

    def handle(self, record: Record, *, now: datetime) -> Handled:
        if record.value is None:
            return Handled("suppressed", reason="tombstone")
        if record.value.startswith(b"poison"):
            letter = DeadLetter(value=record.value, stage=self.name, reason="not_json", detail="poison")
            return Handled("dead_lettered", (bury(record, letter, now=now),), "not_json")
        return Handled("sent", (Record(self._target, record.key, record.value, record.headers),))


if __name__ == "__main__":
    brokers, source, target, group, instance, port = sys.argv[1:7]
    logging.basicConfig(level=logging.INFO)
    metrics = Metrics()
    stage, health = Copy(source, target), Health(metrics, stall_seconds=10)
    health.expect(stage.name, source)
    serve(health, metrics, host="127.0.0.1", port=int(port))
    options = Options(brokers, group, instance_id=instance or None, dead_letter_records=100_000)
    run(build_app([stage], options, health))
