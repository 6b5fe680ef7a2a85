from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SinkError, SinkUnavailable
from pipeline.model import Alert
from pipeline.sinks import Receiver
from pipeline.sinks.retrying import Retries, pause_seconds, write
from tests.alerts import an_alert


class ScriptedSink:
    """Raises what the script says, one item a write; None is a success."""

    def __init__(self, *script: Exception | None) -> None:
        self.script = list(script)
        self.timeouts: list[float] = []

    def write(self, alert: Alert, *, timeout_seconds: float) -> None:  # noqa: ARG002
        self.timeouts.append(timeout_seconds)
        if error := self.script.pop(0):
            raise error

    def close(self) -> None:
        pass


class Pauses(list[float]):
    """A wait that returns at once and remembers; it says stop at the n-th pause if told so."""

    def __init__(self, stop_at: int = 0) -> None:
        self.stop_at = stop_at

    def __call__(self, seconds: float) -> bool:
        self.append(seconds)
        return len(self) == self.stop_at


def test_a_sink_that_comes_back_is_written_with_doubling_pauses():
    sink = ScriptedSink(SinkUnavailable("1"), SinkUnavailable("2"), SinkUnavailable("3"), None)
    pauses = Pauses()

    written = write(Receiver("desk", sink, 7.0), an_alert(), wait=pauses, chance=lambda: 1.0)

    assert (written.attempts, written.error) == (4, None)
    assert pauses == [0.5, 1.0, 2.0]
    assert sink.timeouts == [7.0] * 4


def test_a_refusal_is_not_tried_again():
    written = write(Receiver("desk", ScriptedSink(SinkError("no"))), an_alert(), wait=Pauses(), chance=lambda: 1.0)

    assert written.attempts == 1
    assert written.error
    assert written.error.reason == "rejected"


def test_tries_are_bounded():
    sink = ScriptedSink(*[SinkUnavailable("down")] * 9)

    written = write(Receiver("desk", sink, 1.0, Retries(attempts=3)), an_alert(), wait=Pauses(), chance=lambda: 1.0)

    assert (written.attempts, str(written.error), written.stopped) == (3, "down", False)


def test_a_bug_in_a_sink_is_a_result_not_a_crash():
    written = write(Receiver("desk", ScriptedSink(KeyError("oops"))), an_alert(), wait=Pauses(), chance=lambda: 1.0)

    assert written.error
    assert written.error.reason == "bug"
    assert "oops" in str(written.error)


def test_a_stop_breaks_off_between_tries():
    sink = ScriptedSink(*[SinkUnavailable("down")] * 9)

    written = write(Receiver("desk", sink), an_alert(), wait=Pauses(stop_at=2), chance=lambda: 1.0)

    assert (written.attempts, written.stopped) == (2, True)


def test_what_the_other_side_asks_for_is_heard_within_the_limit():
    def pause(asked: float) -> float:
        retries = Retries(longest_pause_seconds=30)
        return pause_seconds(retries, 1, SinkUnavailable("", retry_after_seconds=asked), lambda: 0.0)

    assert [pause(7.0), pause(3600.0)] == [7.0, 30.0]


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_pause_is_never_below_zero_nor_above_the_limit(attempts: int, chance: float):
    assert 0 <= pause_seconds(Retries(), attempts, SinkError(""), lambda: chance) <= 30


def test_jitter_spreads_pauses_over_the_whole_range():
    assert [pause_seconds(Retries(), 3, SinkError(""), lambda c=c: c) for c in (0.0, 0.5)] == pytest.approx([0.0, 1.0])
