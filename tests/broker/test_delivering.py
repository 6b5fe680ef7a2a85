"""The deliver worker as a process on a real Kafka, killed and restarted: everybody is told, and told once."""

from __future__ import annotations

import json
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.codec import encode
from pipeline.compose import all_topics
from pipeline.engine.kafka import KafkaLog
from pipeline.engine.lane import UNNOTED
from pipeline.envelope import seal
from pipeline.model import Alert
from pipeline.resources import find
from pipeline.topics import FIRED
from tests.alerts import an_alert
from tests.broker.harness import Worker, until
from tests.http_receiver import HttpReceiver, hanging, http_receiver, status
from tests.kafka_fixture import Broker
from tests.kafka_server import free_ports

MANY = 400


class Desk:
    """An HTTP receiver, a routing file that sends everything to it, and workers that deliver."""

    def __init__(self, brokers: str, folder: Path, stack: ExitStack) -> None:
        self.receiver: HttpReceiver = stack.enter_context(http_receiver())
        self.other: HttpReceiver = stack.enter_context(http_receiver())
        self.log = KafkaLog(brokers)
        stack.callback(self.log.close)
        self.log.apply(all_topics())
        self._brokers, self._folder, self._stack, self._name = brokers, folder, stack, uuid.uuid4().hex[:8]
        (folder / "rules").symlink_to(find("deploy/config/rules"))
        self.configure({"desk": {"type": "webhook", "url": self.receiver.url, "timeout_seconds": 2}})

    def configure(self, sinks: dict[str, dict[str, object]]) -> None:
        """JSON is YAML too."""
        (self._folder / "sinks.yaml").write_text(json.dumps({"sinks": sinks}))
        # The broker is shared: take only the alerts of this test.
        mine = {"match": {"rule": self._name}, "receiver": list(sinks)}
        (self._folder / "routes.yaml").write_text(json.dumps({"route": {"receiver": [], "routes": [mine]}}))

    def fire(self, count: int, start: int = 0) -> None:
        self.log.append([self.record(self.alert(number)) for number in range(start, start + count)])

    def alert(self, number: int) -> Alert:
        return an_alert(incident=f"{self._name}-{number}", rule=self._name)

    def record(self, alert: Alert):
        about = {"record_id": alert.id, "stage": "correlate", "subject": alert.incident_id, "now": datetime.now(UTC)}
        return seal(FIRED, alert.incident_id, encode(alert), **about)  # type: ignore[arg-type]

    def worker(self, name: str) -> Worker:
        [port] = free_ports(1)
        settings = {
            "PIPELINE_ENGINE": "kafka",
            "PIPELINE_BROKERS": self._brokers,
            "PIPELINE_CONFIG_FOLDER": str(self._folder),
            "PIPELINE_GROUP_PREFIX": self._name,
            "PIPELINE_INSTANCE_ID": name,
            "PIPELINE_METRICS_PORT": str(port),
        }
        command = [sys.executable, "-m", "pipeline.cli", "run", "deliver"]
        worker = Worker(command, self._folder / f"{name}.log", settings, port)
        return self._stack.enter_context(worker)

    def until_told(self, count: int, each: Callable[[], None] = int) -> Counter[str]:
        """Wait until so many different alerts have arrived; count how often each did."""

        def told() -> bool:
            each()
            return len(self.keys()) >= count

        until(told, f"{count} alerts told")
        return self.keys()

    def keys(self) -> Counter[str]:
        return Counter(sent.headers["idempotency-key"] for sent in list(self.receiver.requests))


@pytest.fixture
def desk(kafka: Broker, tmp_path: Path) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(kafka.brokers, tmp_path, stack)


def test_a_killed_worker_leaves_nobody_untold_and_repeats_few(desk: Desk):
    worker = desk.worker("static")
    for kills in range(1, 4):
        desk.fire(MANY, start=(kills - 1) * MANY)
        desk.until_told(kills * MANY - MANY // 2)
        worker.kill()
        worker.start()

    told = desk.until_told(3 * MANY)

    repeats = sum(told.values()) - len(told)
    assert len(told) == 3 * MANY
    assert repeats <= 3 * UNNOTED, "repeats stay under kills × what is in flight"


def test_a_worker_asked_to_end_ends_and_its_successor_repeats_nothing(desk: Desk):
    worker = desk.worker("static")
    desk.fire(MANY)
    desk.until_told(MANY // 2)

    assert worker.terminate(timeout_seconds=15) == 0
    worker.start()
    told = desk.until_told(MANY)

    assert set(told.values()) == {1}


def test_a_hanging_sink_does_not_keep_a_worker_from_ending(desk: Desk):
    desk.receiver.will(hanging)
    desk.configure({"desk": {"type": "webhook", "url": desk.receiver.url, "timeout_seconds": 600}})
    worker = desk.worker("static")
    desk.fire(3)
    desk.until_told(1)

    assert worker.terminate(timeout_seconds=15) == 0


def test_two_workers_share_the_work_and_one_takes_over_from_the_other(desk: Desk):
    first, second = desk.worker("one"), desk.worker("two")
    until(lambda: all(each.get("/readyz")[0] == 200 for each in (first, second)), "both are ready")
    desk.fire(MANY)
    desk.until_told(MANY)
    # a sink has an alert a moment before the worker counts it
    until(lambda: sum(each.total("pipeline_sink_writes_total") for each in (first, second)) == MANY, "all are counted")

    second.terminate(timeout_seconds=15)
    desk.fire(MANY, start=MANY)
    told = desk.until_told(2 * MANY)

    assert set(told.values()) == {1}


def test_a_hanging_and_a_failing_sink_hold_up_nobody(desk: Desk):
    failing = desk._stack.enter_context(http_receiver())
    desk.other.will(hanging)
    failing.will(status(500))
    desk.configure(
        {
            "desk": {"type": "webhook", "url": desk.receiver.url},
            "hanging": {"type": "webhook", "url": desk.other.url, "timeout_seconds": 60},
            "failing": {"type": "webhook", "url": failing.url, "attempts": 2, "first_pause_seconds": 0.01},
        }
    )
    worker = desk.worker("static")
    desk.fire(50)

    told = desk.until_told(50)
    until(lambda: worker.total("pipeline_sink_write_failures_total", sink="failing") == 100, "failures are told")

    assert set(told.values()) == {1}
