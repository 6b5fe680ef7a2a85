"""Try again: exponential backoff with full jitter, the same for every sink; time and chance are arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from pipeline.errors import SinkError, SinkUnavailable
from pipeline.model import Alert

if TYPE_CHECKING:
    from pipeline.sinks import Receiver

Wait = Callable[[float], bool]  # seconds → whether to give up waiting because the worker stops
Chance = Callable[[], float]  # uniform in [0, 1)
Attempt = Callable[["Receiver", Alert], SinkError | None]  # one try; what goes wrong is the result


class Retries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often, and with which pauses in seconds, a sink is tried before the alert becomes a dead letter."""

    attempts: int = 5
    first_pause_seconds: float = 0.5  # doubles with each try
    longest_pause_seconds: float = 30.0  # no pause is longer, not even one the other side asks for


class Written(NamedTuple):
    """How the tries at one sink ended: written, refused (`error`), or broken off because the worker stops."""

    attempts: int
    error: SinkError | None = None
    stopped: bool = False


class SinkBug(SinkError):
    """A sink raised what it must not; ours to fix, the alert is kept."""

    reason = "bug"


def attempt(receiver: Receiver, alert: Alert) -> SinkError | None:
    """Write once; what goes wrong is the result."""
    try:
        receiver.sink.write(alert, timeout_seconds=receiver.timeout_seconds)
    except SinkError as exc:
        return exc
    except Exception as exc:  # our bug in one sink must not end the others: keep the alert, fix, replay
        return SinkBug(repr(exc))
    return None


def write(receiver: Receiver, alert: Alert, *, wait: Wait, chance: Chance, attempt: Attempt = attempt) -> Written:
    """Write an alert to a sink, trying again while that is worth it; never raises."""
    attempts = 0
    while True:
        attempts += 1
        error = attempt(receiver, alert)
        if error is None or not error.retriable or attempts >= receiver.retries.attempts:
            return Written(attempts, error)
        if wait(pause_seconds(receiver.retries, attempts, error, chance)):
            return Written(attempts, error, stopped=True)


def pause_seconds(retries: Retries, attempts: int, error: SinkError, chance: Chance) -> float:
    """Choose the pause after so many tries: what the other side asked for, or full jitter up to the doubled limit."""
    asked = error.retry_after_seconds if isinstance(error, SinkUnavailable) else None
    if asked is not None:
        return float(min(max(asked, 0.0), retries.longest_pause_seconds))
    ceiling = min(retries.longest_pause_seconds, retries.first_pause_seconds * 2 ** min(attempts - 1, 60))
    return float(ceiling * chance())
