"""The whole walk on one broker, with the workers as a user runs them, and what came of it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from kafka import KafkaConsumer
from kafka.structs import TopicPartition

from pipeline.codec import decode
from pipeline.compose import all_topics
from pipeline.engine.kafka import KafkaLog
from pipeline.envelope import Record, header
from pipeline.model import Delivery
from pipeline.stages import Correlate
from pipeline.topics import DELIVERIES, ENRICHED, FIRED, MATCHED, RAW, dead_letters
from tests.broker.harness import Worker, until
from tests.kafka_fixture import own_broker
from tests.kafka_server import free_ports

GROUPS = {RAW: "pipeline.enrich", ENRICHED: "pipeline.detect", MATCHED: "pipeline.detect", FIRED: "pipeline.deliver"}
STAGES = {"enrich": ("enrich",), "detect": ("detect", "correlate"), "deliver": ("deliver",)}
DEADLINE_SECONDS = 3600.0


@dataclass
class Outcome:
    """What one run came to."""

    published: set[str]  # trace ids: one a record
    enriched: Counter[str]
    dead: dict[str, Counter[str]]
    matches: set[str]  # ids
    fired: list[Record]
    expected: dict[str, bytes | None]  # alerts by id, as one undisturbed correlate gives them over the same matches
    delivered: set[str]  # alert ids in the ledger
    seconds: float
    counts: dict[str, dict[str, float]]  # by stage: received, sent, suppressed, dead_lettered of the last processes
    cpu: dict[str, float] = field(default_factory=dict)  # seconds after being ready
    recovery: dict[str, float] = field(default_factory=dict)  # seconds from kill to progress

    @property
    def lost(self) -> set[str]:
        return self.published - self.enriched.keys() - self.dead[RAW].keys()

    @property
    def alerts(self) -> dict[str, set[bytes | None]]:
        """Every version of an alert that was fired, by id: one each, if all is well."""
        found: dict[str, set[bytes | None]] = {}
        for record in self.fired:
            found.setdefault(_id(record), set()).add(record.value)
        return found

    @property
    def as_undisturbed(self) -> bool:
        return self.alerts == {name: {value} for name, value in self.expected.items()}

    @property
    def holds(self) -> bool:
        return not self.lost and self.conserved and self.as_undisturbed and self.delivered == self.alerts.keys()

    @property
    def conserved(self) -> bool:
        return all(each["received"] == sum(each.values()) - each["received"] for each in self.counts.values())


class Walk:
    """A broker with every topic, and the three workers as a user runs them."""

    def __init__(self, stack: ExitStack, folder: Path):
        self.folder = folder
        self.brokers = own_broker(self.folder, stack).brokers
        self.log = KafkaLog(self.brokers)
        stack.callback(self.log.close)
        self.log.apply(all_topics())
        self.workers = {name: stack.enter_context(self._worker(name)) for name in STAGES}

    def _worker(self, name: str) -> Worker:
        [port] = free_ports(1)
        environment = {
            "PIPELINE_ENGINE": "kafka",
            "PIPELINE_BROKERS": self.brokers,
            "PIPELINE_METRICS_PORT": str(port),
            "PIPELINE_INSTANCE_ID": f"{name}-1",
            "PIPELINE_DATA_FOLDER": str(self.folder),
            "PIPELINE_LOG_LEVEL": "warning",
        }
        command = [sys.executable, "-m", "pipeline.cli", "run", name]
        return Worker(command, self.folder / f"{name}.log", environment, port=port)

    def run(self, records: Sequence[Record], *, kill: bool) -> Outcome:
        """Publish, wait until every group is at the end, and say what came of it."""
        for name, worker in self.workers.items():
            until(lambda w=worker: w.get("/readyz")[0] == 200, f"{name} is ready")
        before = {name: worker.cpu_seconds for name, worker in self.workers.items()}
        began = time.monotonic()
        for batch in batches(records, 500):
            self.log.append(batch)
        recovery = self._kill_each(len(records)) if kill else {}
        until(self.is_done, "every group is at the end", timeout_seconds=DEADLINE_SECONDS)
        seconds = time.monotonic() - began
        until(self.is_told, "the metrics say so, too")
        cpu = {name: worker.cpu_seconds - before[name] for name, worker in self.workers.items()}
        dead = {topic: traces(self.all(dead_letters(topic))) for topic in GROUPS}
        fired, matched = self.all(FIRED), self.all(MATCHED)
        return Outcome(
            published=set(traces(records)),
            enriched=traces(self.all(ENRICHED)),
            dead=dead,
            matches=set(map(_id, matched)),
            fired=fired,
            expected=_correlated(matched),
            delivered={decode(record.value or b"", Delivery).alert_id for record in self.all(DELIVERIES)},
            seconds=seconds,
            counts=self.counts(),
            cpu={} if kill else cpu,
            recovery=recovery,
        )

    def _kill_each(self, count: int) -> dict[str, float]:
        """Kill -9 one worker after another, a quarter of the way from each other, and start it again at once."""
        taken = {}
        for number, (name, worker) in enumerate(self.workers.items(), 1):
            goal = count * number // 5
            until(lambda g=goal: self._end(ENRICHED) >= g, f"{goal} enriched", timeout_seconds=DEADLINE_SECONDS)
            worker.kill()
            killed = time.monotonic()
            worker.start()
            until(lambda w=worker: _goes_on(w), f"{name} goes on")
            taken[name] = time.monotonic() - killed
        return taken

    def _end(self, topic: str) -> int:
        return sum(_ends(self.brokers, topic).values())

    def is_done(self) -> bool:
        return all(
            _committed(self.brokers, topic, group) == sum(_ends(self.brokers, topic).values())
            for topic, group in GROUPS.items()
        )

    def is_told(self) -> bool:
        return all(worker.total("pipeline_consumer_lag_records") == 0 for worker in self.workers.values())

    def all(self, topic: str) -> list[Record]:
        since = datetime.now(UTC) - timedelta(days=1)
        return list(self.log.read_back(topic, range(self.log.partitions(topic)), since=since))

    def counts(self) -> dict[str, dict[str, float]]:
        kinds = ("received", "sent", "suppressed", "dead_lettered")
        return {
            stage: {kind: self.workers[name].total(f"pipeline_records_{kind}_total", stage=stage) for kind in kinds}
            for name, stages in STAGES.items()
            for stage in stages
        }


def _goes_on(worker: Worker) -> bool:
    idle = worker.get("/readyz")[0] == 200 and worker.total("pipeline_consumer_lag_records") == 0
    return idle or worker.total("pipeline_records_received_total") > 0


def _committed(brokers: str, topic: str, group: str) -> int:
    consumer = KafkaConsumer(bootstrap_servers=brokers, group_id=group, enable_auto_commit=False)
    try:
        places = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
        return sum(consumer.committed(place) or 0 for place in places)
    finally:
        consumer.close(autocommit=False)


def _ends(brokers: str, topic: str) -> dict[TopicPartition, int]:
    consumer = KafkaConsumer(bootstrap_servers=brokers, enable_auto_commit=False)
    try:
        places = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
        return dict(consumer.end_offsets(places))
    finally:
        consumer.close(autocommit=False)


def traces(records: Iterable[Record]) -> Counter[str]:
    return Counter(map(trace_of, records))


def trace_of(record: Record) -> str:
    """The trace a record belongs to: what became of one article carries on its trace."""
    return str(header(record.headers, "traceparent")).split("-")[1]


def _id(record: Record) -> str:
    return str(header(record.headers, "ce_id"))


def _correlated(matched: Sequence[Record]) -> dict[str, bytes | None]:
    """The alerts of a log of matches, read once from its beginning by one worker that nobody disturbs."""
    stage, now = Correlate(), datetime.now(UTC)
    return {_id(alert): alert.value for match in matched for alert in stage.handle(match, now=now).records}


def batches(records: Sequence[Record], size: int) -> Iterator[list[Record]]:
    stream = iter(records)
    while batch := list(islice(stream, size)):
        yield batch
