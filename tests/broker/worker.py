"""A worker with a trivial stage, for faults that need no real one.

    python -m tests.broker.worker SOURCE TARGET METRICS_PORT OPTIONS_AS_JSON

The stage copies SOURCE to TARGET. A value that starts with "poison" becomes a dead letter, "hang" never ends, "bug"
raises, which no stage of ours does.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
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
        value = record.value
        if value is None:
            return Handled("suppressed", reason="tombstone")
        if value.startswith(b"poison"):
            letter = DeadLetter(value=value, stage=self.name, reason="not_json", detail="poison")
            return Handled("dead_lettered", (bury(record, letter, now=now),), "not_json")
        if value.startswith(b"hang"):
            threading.Event().wait()
        if value.startswith(b"bug"):
            raise ZeroDivisionError("a stage that raises")
        return Handled("sent", (Record(self._target, record.key, value, record.headers),))


if __name__ == "__main__":
    source, target, port, options = sys.argv[1:]
    logging.basicConfig(level=logging.INFO)
    metrics = Metrics()
    stage, health = Copy(source, target), Health(metrics, stall_seconds=3)
    health.expect(stage.name, source)
    serve(health, metrics, host="127.0.0.1", port=int(port))
    run(build_app([stage], Options(**json.loads(options)), health))
