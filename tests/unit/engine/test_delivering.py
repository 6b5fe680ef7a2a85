from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.codec import decode, encode
from pipeline.engine import Log, Record
from pipeline.engine.delivering import Deliverer
from pipeline.engine.embedded import EmbeddedLog
from pipeline.engine.health import Health
from pipeline.engine.lane import UNNOTED, World
from pipeline.engine.limits import DeadLetterLimit
from pipeline.envelope import header, seal
from pipeline.errors import EngineError, SinkError, SinkUnavailable
from pipeline.ids import delivery_id
from pipeline.metrics import Metrics
from pipeline.model import Alert, Delivery
from pipeline.resources import find
from pipeline.route import Route
from pipeline.sinks import Receiver
from pipeline.sinks.retrying import Retries
from pipeline.topics import DELIVERIES, FIRED, dead_letters, load
from tests.alerts import an_alert

NOW = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)


class RecordingSink:
    """Remembers what it was sent; `fail` may raise."""

    def __init__(self, fail: Callable[[Alert], None] = lambda _alert: None) -> None:
        self.seen: list[Alert] = []
        self.closed = False
        self._fail = fail

    def write(self, alert: Alert, *, timeout_seconds: float) -> None:  # noqa: ARG002
        self._fail(alert)
        self.seen.append(alert)

    def close(self) -> None:
        self.closed = True


def refuse(_alert: Alert) -> None:
    raise SinkError("not for me")


def be_down(_alert: Alert) -> None:
    raise SinkUnavailable("down")


@dataclass
class House:
    """A log with its topics, and workers over it."""

    log: Log
    metrics: Metrics = field(default_factory=Metrics)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.health = Health(self.metrics, stall_seconds=30)

    def fire(self, *alerts: Alert, partition: int = -1) -> None:
        self.log.append(
            [
                seal(
                    FIRED,
                    alert.incident_id,
                    encode(alert),
                    record_id=alert.id,
                    stage="correlate",
                    subject=alert.incident_id,
                    now=NOW,
                )._replace(partition=partition)
                for alert in alerts
            ]
        )

    def worker(
        self, sinks: dict[str, Any], tree: Route | None = None, log: Log | None = None, **options: Any
    ) -> Deliverer:
        health = self.health
        health.expect("deliver", FIRED)
        world = {"wait": lambda _seconds: self.stop.is_set(), "now": lambda: NOW}
        world |= {name: options.pop(name) for name in World._fields if name in options}
        return Deliverer(
            log or self.log,
            tree or Route(path="route", receivers=tuple(sinks)),
            {name: Receiver(name, sink, 1.0, Retries(attempts=3)) for name, sink in sinks.items()},
            group="tests.deliver",
            stop=self.stop,
            health=health,
            metrics=self.metrics,
            limit=DeadLetterLimit(ratio=0.5, window=20),
            world=World(**world),
            **options,
        )

    def drain(self, sinks: dict[str, Any], tree: Route | None = None, **options: Any) -> None:
        self.worker(sinks, tree, **options).drain()

    def records(self, topic: str) -> list[Record]:
        reader = self.log.reader(topic, None, start="earliest")
        records: list[Record] = []
        while any(reader.lag().values()):
            records += reader.read(limit=1000, timeout_seconds=1)
        reader.close()
        return records

    def ledger(self) -> list[Delivery]:
        return [decode(record.value or b"", Delivery) for record in self.records(DELIVERIES)]

    def count(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(f"pipeline_{name}", labels) or 0.0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with ExitStack() as stack:
        log = EmbeddedLog(tmp_path / "log.db")
        stack.callback(log.close)
        log.apply(load(find("schemas/topics")))
        yield House(log)


def alerts(count: int) -> list[Alert]:
    return [an_alert(incident=str(number)) for number in range(count)]


def test_every_alert_reaches_every_sink_of_its_route_once(house: House):
    desk, file = RecordingSink(), RecordingSink()
    house.fire(*alerts(30))

    house.drain({"desk": desk, "file": file})

    assert sorted(alert.key for alert in desk.seen) == sorted(alert.key for alert in alerts(30))
    assert len(file.seen) == 30
    assert (desk.closed, file.closed) == (True, True)


def test_the_ledger_says_who_was_told_what_and_when(house: House):
    house.fire(an_alert())

    house.drain({"desk": RecordingSink()})

    (line,) = house.ledger()
    assert line == Delivery(
        id=delivery_id(an_alert().id, "desk"),
        alert_id=an_alert().id,
        incident_id=an_alert().incident_id,
        sink="desk",
        state="sent",
        attempts=1,
        first_attempt_at=NOW,
        finished_at=NOW,
    )
    (record,) = house.records(DELIVERIES)
    assert record.key == f"{an_alert().id}+desk".encode()
    assert header(record.headers, "ce_type") == DELIVERIES


def test_revisions_of_an_incident_arrive_in_order(house: House):
    sink = RecordingSink()
    revisions = [an_alert(revision=number, kind="escalated") for number in range(1, 40)]
    house.fire(*revisions)

    house.drain({"desk": sink})

    assert sink.seen == revisions


def test_a_sink_that_refuses_costs_one_dead_letter_and_no_other_sink_anything(house: House):
    healthy = RecordingSink()
    house.fire(an_alert())

    house.drain({"broken": RecordingSink(refuse), "desk": healthy})

    assert healthy.seen == [an_alert()]
    (dead,) = house.records(dead_letters(FIRED))
    assert dead.value == encode(an_alert())
    told = {name: header(dead.headers, f"dlq.{name}") for name in ("stage", "reason", "sink", "detail", "topic")}
    assert told == {"stage": "deliver", "reason": "rejected", "sink": "broken", "detail": "not for me", "topic": FIRED}
    assert {(line.sink, line.state, line.reason) for line in house.ledger()} == {
        ("broken", "failed", "rejected"),
        ("desk", "sent", None),
    }


def test_a_sink_that_is_down_is_tried_as_often_as_configured_then_dead_lettered(house: House):
    house.fire(an_alert())

    house.drain({"broken": RecordingSink(be_down)})

    (line,) = house.ledger()
    assert (line.state, line.reason, line.attempts, line.detail) == ("failed", "unavailable", 3, "down")
    assert header(house.records(dead_letters(FIRED))[0].headers, "dlq.reason") == "unavailable"
    assert house.count("sink_write_failures_total", sink="broken", reason="unavailable") == 3
    assert house.count("sink_write_duration_seconds_count", sink="broken") == 3


def test_a_bug_in_a_sink_is_a_dead_letter_too(house: House):
    def bug(_alert: Alert) -> None:
        raise KeyError("oops")

    house.fire(*alerts(2))

    house.drain({"buggy": RecordingSink(bug)})

    assert [header(dead.headers, "dlq.reason") for dead in house.records(dead_letters(FIRED))] == ["bug", "bug"]


def test_a_sink_that_hangs_holds_up_nobody_else(house: House):
    released, told = threading.Event(), threading.Event()
    count = 50

    def hang(_alert: Alert) -> None:
        released.wait()

    def tell(alert: Alert) -> None:
        if alert.key == str(count - 1):
            told.set()

    healthy = RecordingSink(tell)
    house.fire(*alerts(count), partition=0)
    worker = house.worker({"hanging": RecordingSink(hang), "desk": healthy})
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        assert told.wait(20)
        assert len(healthy.seen) == count
    finally:
        house.stop.set()
        released.set()
        thread.join(20)
    assert not thread.is_alive()


def test_a_full_queue_at_a_failing_sink_becomes_dead_letters_and_blocks_nobody(house: House):
    failed, released = threading.Event(), threading.Event()
    healthy = RecordingSink()

    def pause(_seconds: float) -> bool:
        failed.set()
        released.wait()
        return False

    def after_a_failure(_alert: Alert) -> None:
        assert failed.wait(20)

    house.fire(*alerts(20), partition=0)
    worker = house.worker(
        {"broken": RecordingSink(be_down), "desk": healthy, "gate": RecordingSink(after_a_failure)}, wait=pause, depth=3
    )
    thread = threading.Thread(target=worker.drain)
    thread.start()
    failed.wait(20)
    for _ in range(2000):
        if len(healthy.seen) == 20:
            break
        threading.Event().wait(0.01)
    released.set()
    thread.join(20)

    assert len(healthy.seen) == 20
    lines = [line for line in house.ledger() if line.sink == "broken"]
    assert {line.state for line in lines} == {"failed"}
    assert any("its queue is full" in (line.detail or "") for line in lines)
    assert len(house.records(dead_letters(FIRED))) == 20


def test_a_restarted_worker_sends_nothing_again(house: House):
    house.fire(*alerts(10))
    house.drain({"desk": RecordingSink()})
    again = RecordingSink()

    house.drain({"desk": again})

    assert again.seen == []


def test_an_alert_that_is_in_the_topic_twice_is_sent_once(house: House):
    sink = RecordingSink()
    house.fire(an_alert(), an_alert())
    house.drain({"desk": sink})
    house.fire(an_alert())
    house.drain({"desk": sink})

    assert sink.seen == [an_alert()]
    assert house.count("alerts_suppressed_total", reason="already_sent") == 2


def test_a_replayed_dead_letter_goes_only_to_the_sink_that_has_not_had_it(house: House):
    healthy, mended = RecordingSink(), RecordingSink()
    house.fire(an_alert())
    house.drain({"desk": healthy, "broken": RecordingSink(be_down)})
    (dead,) = house.records(dead_letters(FIRED))

    house.log.append([Record(FIRED, dead.key, dead.value, dead.headers)])
    house.drain({"desk": healthy, "broken": mended})

    assert (healthy.seen, mended.seen) == ([an_alert()], [an_alert()])


class CrashingLog:
    """A log that takes so many records and then fails, as if the process had been killed amid a write."""

    def __init__(self, log: Log, records: int) -> None:
        self._log = log
        self._left = records

    def append(self, records: Sequence[Record]) -> None:
        taken = records[: self._left]
        self._left -= len(taken)
        self._log.append(taken)
        if len(taken) < len(records):
            raise EngineError("killed")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


@pytest.mark.parametrize("records", [0, 1, 7, 39])
def test_after_a_crash_every_alert_arrives_and_only_those_in_flight_are_repeated(house: House, records: int):
    sink = RecordingSink()
    house.fire(*alerts(40))
    with pytest.raises(EngineError):
        house.drain({"desk": sink}, log=CrashingLog(house.log, records))
    noted = {line.id for line in house.ledger()}
    before = len(sink.seen)
    assert before - len(noted) <= UNNOTED

    house.drain({"desk": sink})

    assert {alert.key for alert in sink.seen} == {alert.key for alert in alerts(40)}
    sent_again = [alert for alert in sink.seen[before:] if delivery_id(alert.id, "desk") in noted]
    assert sent_again == []
    assert {line.state for line in house.ledger()} == {"sent"}


def test_what_a_worker_was_sending_when_stopped_comes_again(house: House):
    first = RecordingSink(be_down)

    def stop(_seconds: float) -> bool:
        house.stop.set()
        return True

    house.fire(*alerts(3))
    house.worker({"desk": first}, wait=stop).run()
    assert house.ledger() == []
    house.stop.clear()
    second = RecordingSink()

    house.drain({"desk": second})

    assert len(second.seen) == 3


def test_another_worker_that_takes_over_a_partition_repeats_nothing(house: House, tmp_path: Path):
    """Both read everything, as members of a group do that hand a partition over before anything was committed."""
    first, second = RecordingSink(), RecordingSink()
    other = EmbeddedLog(tmp_path / "log.db")
    taking_over = house.worker({"desk": second}, log=other)
    house.fire(*alerts(20))
    house.drain({"desk": first})

    taking_over.drain()
    other.close()

    assert len(first.seen) == 20
    assert second.seen == []


class Rebalanced:
    """A log whose group readers lose their partitions while `moved` is set, then begin where they had committed."""

    def __init__(self, log: Log) -> None:
        self.moved = threading.Event()
        self._log = log

    def reader(self, topic: str, group: str | None, **options: Any) -> Any:
        return self if group and self._open(topic, group) else self._log.reader(topic, group, **options)

    def read(self, *, limit: int, timeout_seconds: float) -> list[Record]:
        if self.moved.is_set():
            self._reader.close()
            self._reader = self._log.reader(*self._told)
            return []
        return self._reader.read(limit=limit, timeout_seconds=timeout_seconds)

    def lag(self) -> dict[int, int]:
        return {} if self.moved.is_set() else self._reader.lag()

    def commit(self, offsets: dict[int, int]) -> None:
        self._reader.commit(offsets)

    def close(self) -> None:
        self._reader.close()

    def append(self, records: Sequence[Record]) -> None:
        self._log.append(records)

    def _open(self, topic: str, group: str) -> bool:
        self._told = (topic, group)
        self._reader = self._log.reader(topic, group)
        return True


@pytest.mark.parametrize("comes_back", [False, True])
def test_what_is_queued_of_a_partition_that_moves_away_is_left_to_its_new_owner(house: House, comes_back: bool):
    busy, free = threading.Event(), threading.Event()

    def block(_alert: Alert) -> None:
        busy.set()
        assert free.wait(20)

    moving = Rebalanced(house.log)
    ticks = iter(range(10**9))
    first, second = RecordingSink(block), RecordingSink()
    house.fire(*alerts(10), partition=0)
    worker = house.worker({"desk": first}, log=moving, clock=lambda: float(next(ticks)))
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert busy.wait(20)
    moving.moved.set()
    while worker.unfinished:
        threading.Event().wait(0.01)
    if comes_back:
        moving.moved.clear()
        while not worker.unfinished:
            threading.Event().wait(0.01)
    free.set()
    while comes_back and worker.unfinished:
        threading.Event().wait(0.01)
    house.stop.set()
    thread.join(20)
    house.stop.clear()

    house.drain({"desk": second})

    assert [alert.key for alert in first.seen + second.seen] == [str(number) for number in range(10)]
    assert len(first.seen) == (10 if comes_back else 1)
    assert len(house.records(dead_letters(FIRED))) == 0


def test_updates_are_suppressed_with_a_reason_and_noted(house: House):
    sink = RecordingSink()
    house.fire(an_alert(), an_alert(revision=2, kind="updated"))

    house.drain({"desk": sink})

    assert sink.seen == [an_alert()]
    assert {(line.state, line.reason) for line in house.ledger()} == {("suppressed", "update"), ("sent", None)}
    assert house.count("alerts_suppressed_total", reason="update") == 1


BAD_VALUES = [
    (b"{", "not_json"),
    (b"\xff", "encoding"),
    (b'{"id": "x"}', "schema"),
    (encode(an_alert())[:-1] + b', "schema_version": 99}', "schema_version"),
]


@pytest.mark.parametrize(("value", "reason"), BAD_VALUES)
def test_a_bad_record_is_kept_with_its_reason_and_the_next_one_delivered(house: House, value: bytes, reason: str):
    sink = RecordingSink()
    house.log.append([Record(FIRED, b"k", value, partition=0)])
    house.fire(an_alert(), partition=0)

    house.drain({"desk": sink})

    assert sink.seen == [an_alert()]
    (dead,) = house.records(dead_letters(FIRED))
    assert (dead.value, header(dead.headers, "dlq.reason")) == (value, reason)


def test_a_topic_full_of_bad_records_is_not_drained_into_its_dlq(house: House):
    house.fire(an_alert(), partition=0)
    house.log.append([Record(FIRED, b"k", b"{", partition=0) for _ in range(1000)])
    sink = RecordingSink()
    thread = threading.Thread(target=house.worker({"desk": sink}).run)
    thread.start()
    while house.health.alive()[0]:
        threading.Event().wait(0.01)
    house.stop.set()
    thread.join(20)

    assert "became dead letters" in house.health.ready()[1]
    assert len(house.records(dead_letters(FIRED))) <= 200
    assert sink.seen == [an_alert()]


def test_every_record_has_one_outcome_in_the_metrics(house: House):
    tree = Route(path="route", receivers=("desk", "broken"))
    house.log.append([Record(FIRED, b"k", b"{"), Record(FIRED, b"k", None)])
    house.fire(*alerts(5), an_alert(revision=2, kind="updated"), an_alert(incident="0"))

    house.drain({"desk": RecordingSink(), "broken": RecordingSink(refuse)}, tree)

    stage = {"stage": "deliver"}
    dead = sum(
        house.count("records_dead_lettered_total", reason=reason, **stage) for reason in ("not_json", "rejected")
    )
    skipped = sum(
        house.count("records_suppressed_total", reason=reason, **stage)
        for reason in ("tombstone", "update", "already_sent")
    )
    assert house.count("records_received_total", **stage) == 9
    assert (dead, skipped) == (6, 3)
    assert house.count("sink_writes_total", sink="desk") == 5
    assert house.count("sink_write_failures_total", sink="broken", reason="rejected") == 5


def test_an_alert_that_no_sink_is_for_is_counted_as_suppressed(house: House):
    house.fire(an_alert())

    house.drain({}, Route(path="route", receivers=()))

    assert house.count("alerts_suppressed_total", reason="no_route") == 1


def test_a_ledger_line_nobody_can_read_stops_nobody(house: House):
    sink = RecordingSink()
    house.log.append([Record(DELIVERIES, b"k", b"junk"), Record(DELIVERIES, b"k", None)])
    house.fire(an_alert())

    house.drain({"desk": sink})

    assert sink.seen == [an_alert()]
