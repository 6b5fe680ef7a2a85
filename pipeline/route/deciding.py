"""The pure part of deliver: a record's bytes in, what is to be sent where out."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.codec import decode
from pipeline.errors import PipelineError
from pipeline.model import Alert, DeadLetter, Skipped
from pipeline.route.tree import Plan, Route, route

STAGE = "deliver"


class Decision(NamedTuple):
    """An alert and what is to become of it, one plan a sink; without plans no route wants it."""

    alert: Alert
    plans: tuple[Plan, ...]


def decide(value: bytes | None, tree: Route) -> Decision | Skipped | DeadLetter:
    """Turn one alerts.fired.v1 value into exactly one outcome; never raises."""
    if value is None:
        return Skipped(reason="tombstone")
    try:
        alert = decode(value, Alert)
        return Decision(alert, route(alert, tree))
    except PipelineError as exc:
        return DeadLetter(value=value, stage=STAGE, reason=exc.reason, detail=str(exc))
    except Exception as exc:  # our bug: keep the record, fix, replay
        return DeadLetter(value=value, stage=STAGE, reason="bug", detail=repr(exc))
