"""The log on a Kafka cluster, with kafka-python: topics, appends and consumer groups.

Errors of the client become `EngineError` here. A record is durable when all in-sync replicas have it (acks=all); the
producer is idempotent, so its own retries neither repeat nor reorder. Topics are never created by use.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Self

import structlog
from kafka import ConsumerRebalanceListener, KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.errors import (
    CommitFailedError,
    IllegalGenerationError,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)
from kafka.structs import OffsetAndMetadata, TopicPartition

from pipeline.engine import Record, Start
from pipeline.errors import EngineError
from pipeline.topics import Topic

MAX_RECORD_BYTES: Final = 16 * 1024 * 1024
"""What topics and clients let pass: over any limit of a stage, so that the stage and not the client refuses."""

CONNECT_SECONDS: Final = 10.0
"""How long to look for a first broker."""

_REBALANCED: Final = (CommitFailedError, IllegalGenerationError, RebalanceInProgressError, UnknownMemberIdError)
_HOUR_MS: Final = 3_600_000
_log = structlog.get_logger(__name__)


class KafkaLog:
    """Topics on a cluster. Threads may share a log; a reader belongs to one thread.

    `instance_id` makes readers static members of their group: a restart within the session timeout moves no partition.
    """

    def __init__(
        self,
        brokers: str,
        *,
        client_id: str = "pipeline",
        instance_id: str | None = None,
        session_timeout_seconds: float = 6.0,
        timeout_seconds: float = 30.0,
    ):
        self._timeout_ms = int(timeout_seconds * 1000)
        self._instance_id = instance_id
        self._session_ms = int(session_timeout_seconds * 1000)
        self._brokers = brokers
        self._client = {
            "bootstrap_servers": brokers.split(","),
            "client_id": client_id,
            "bootstrap_timeout_ms": int(CONNECT_SECONDS * 1000),
            "reconnect_backoff_max_ms": 1000,
        }
        self._reading = self._client | {
            "enable_auto_commit": False,
            "auto_offset_reset": "earliest",
            "allow_auto_create_topics": False,
            "request_timeout_ms": self._timeout_ms,
            "fetch_max_wait_ms": 250,
        }
        self._lock = threading.Lock()
        self._known: dict[str, int] = {}  # topics seen to exist, with their partitions

    @cached_property
    def _admin(self) -> Any:
        return self._connected(KafkaAdminClient, **self._client)

    @cached_property
    def _producer(self) -> Any:
        return self._connected(
            KafkaProducer,
            **self._client,
            acks="all",
            enable_idempotence=True,
            allow_auto_create_topics=False,
            linger_ms=3,
            batch_size=262_144,
            max_request_size=MAX_RECORD_BYTES,
            max_block_ms=self._timeout_ms,
            delivery_timeout_ms=2 * self._timeout_ms,
            request_timeout_ms=self._timeout_ms,
        )

    def apply(self, topics: Sequence[Topic]) -> list[str]:
        """Create missing topics; say what was created, and where an existing topic differs from its description.

        Drift is told, not repaired: another partition count breaks the order of keys, a shorter retention deletes.
        """
        with _as_engine_errors():
            existing = self._partitions([topic.name for topic in topics])
            missing = [topic for topic in topics if topic.name not in existing]
            if missing:
                self._admin.create_topics({each.name: _creation(each) for each in missing}, wait_for_metadata=True)
        return [f"created {_described(topic)}" for topic in missing] + self.drift(topics)

    def drift(self, topics: Sequence[Topic]) -> list[str]:
        """Say where the cluster's topics differ from their description, a line for each difference; changes nothing."""
        with _as_engine_errors():
            partitions = self._partitions([topic.name for topic in topics])
            configs = self._configs(list(partitions))
        lines = []
        for topic in topics:
            if topic.name not in partitions:
                lines.append(f"{topic.name}: does not exist; create it with `pipeline topics apply`")
                continue
            found = {"partitions": str(partitions[topic.name]), **configs[topic.name]}
            wanted = {"partitions": str(topic.partitions), **_policies(topic)}
            lines += [
                f"{topic.name}: {name} is {found.get(name)}, described as {value}"
                for name, value in wanted.items()
                if found.get(name) != value
            ]
        return lines

    def append(self, records: Sequence[Record]) -> None:
        """Write records in order and wait until the brokers have them.

        Raises:
            EngineError: a topic does not exist, or the brokers did not take a record in time; earlier records of the
                call may have been written.
        """
        with _as_engine_errors():
            for topic in {record.topic for record in records}:
                self.partitions(topic)
            with self._lock:  # one call's records stand together, and the producer is made once
                futures = [self._send(record) for record in records]
            self._producer.flush(timeout=2 * self._timeout_ms / 1000)
            for future in futures:
                future.get(timeout=0)

    def partitions(self, topic: str) -> int:
        """Count the partitions of a topic.

        Raises:
            EngineError: it does not exist.
        """
        if topic not in self._known:
            with self._lock, _as_engine_errors():
                self._known |= self._partitions([topic])
        if topic not in self._known:
            raise EngineError(f"topic {topic} does not exist; create it with `pipeline topics apply`")
        return self._known[topic]

    def reader(self, topic: str, group: str | None, *, start: Start = "committed") -> KafkaReader:
        """Open a reader; see `Log.reader`. Where nothing is committed, "committed" means from the earliest record."""
        partitions = [TopicPartition(topic, number) for number in range(self.partitions(topic))]
        with _as_engine_errors():
            consumer = self._connected(
                KafkaConsumer,
                **self._reading,
                group_id=group,
                group_instance_id=self._instance_id if group else None,
                # not cooperative: that of kafka-python 3.0.12 rejoins without end once a second member has come
                partition_assignment_strategy=[RangePartitionAssignor],
                session_timeout_ms=self._session_ms,
                heartbeat_interval_ms=self._session_ms // 3,
            )
            return KafkaReader(consumer, partitions, group, start)

    def read_back(self, topic: str, partitions: Sequence[int], *, since: datetime) -> Iterator[Record]:
        """Give the records of some partitions from a time to their present end, each partition in order.

        Raises:
            EngineError: the brokers fell silent before the end.
        """
        places = [TopicPartition(topic, number) for number in partitions]
        with _as_engine_errors(), contextlib.closing(self._connected(KafkaConsumer, **self._reading)) as consumer:
            consumer.assign(places)
            ends = consumer.end_offsets(places)
            starts = resolve(consumer, places, since)
            for place in places:
                consumer.seek(place, starts[place])
            left = {place for place in places if starts[place] < ends[place]}
            while left:
                batches = consumer.poll(timeout_ms=self._timeout_ms)
                if not batches:
                    raise EngineError(f"Kafka: {topic} gave nothing before its end for {self._timeout_ms} ms")
                for place, batch in batches.items():
                    yield from (_record(each) for each in batch if each.offset < ends[place])
                left = {place for place in left if consumer.position(place) < ends[place]}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close producer and admin client; readers are closed on their own."""
        for name in ("_producer", "_admin"):
            if name in self.__dict__:
                with _as_engine_errors():
                    self.__dict__.pop(name).close()

    def _connected(self, kind: Callable[..., Any], **config: Any) -> Any:
        try:
            return kind(**config)
        except (KafkaTimeoutError, KafkaConnectionError) as exc:
            within = f"within {CONNECT_SECONDS:.0f} s"
            raise EngineError(f"no broker answers at {self._brokers} {within}; is PIPELINE_BROKERS right?") from exc

    def _send(self, record: Record) -> Any:
        partition = record.partition if record.partition >= 0 else None
        return self._producer.send(
            record.topic, key=record.key, value=record.value, headers=list(record.headers), partition=partition
        )

    def _partitions(self, names: Sequence[str]) -> dict[str, int]:
        described = self._admin.describe_topics(list(names))
        return {each["name"]: len(each["partitions"]) for each in described if each["error_code"] == 0}

    def _configs(self, names: Sequence[str]) -> dict[str, dict[str, str]]:
        if not names:
            return {}
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
        found = self._admin.describe_configs(resources, config_filter="all")["topic"]
        return {name: {key: str(each["value"]) for key, each in values.items()} for name, values in found.items()}


class KafkaReader(ConsumerRebalanceListener):  # type: ignore[misc]  # kafka-python has no types
    """A member of a consumer group, or a reader of its own without one."""

    def __init__(self, consumer: Any, partitions: Sequence[TopicPartition], group: str | None, start: Start):
        self._consumer = consumer
        self._group = group
        self._starts: dict[TopicPartition, int] = {}
        self._first: dict[int, int] = {}  # by partition, the first offset read
        self._committed: dict[int, int] = {}  # by partition of ours: the brokers need not be asked each time
        if group:
            if start not in ("committed", "earliest"):
                fresh = [each for each in partitions if consumer.committed(each) is None]
                self._starts = resolve(consumer, fresh, start)
            consumer.subscribe([partitions[0].topic], listener=self)
        else:
            consumer.assign(partitions)
            for partition, offset in resolve(consumer, partitions, start).items():
                consumer.seek(partition, offset)

    def read(self, *, limit: int, timeout_seconds: float) -> list[Record]:
        """Give the next records, at most `limit`; empty when none came in time."""
        with _as_engine_errors():
            batches = self._consumer.poll(timeout_ms=int(timeout_seconds * 1000), max_records=limit)
        for batch in batches.values():
            self._first.setdefault(batch[0].partition, batch[0].offset)
        return [_record(each) for batch in batches.values() for each in batch]

    def commit(self, offsets: Mapping[int, int]) -> None:
        """Remember next offsets of partitions still ours; those moved to another member, it reads again."""
        if not self._group or not offsets:
            return
        mine = {each.partition: each for each in self._consumer.assignment()}
        wanted = {mine[each]: OffsetAndMetadata(offset, "", -1) for each, offset in offsets.items() if each in mine}
        with _as_engine_errors():
            try:
                if wanted:
                    self._consumer.commit(wanted)
                    self._committed |= {each.partition: place.offset for each, place in wanted.items()}
            except _REBALANCED as exc:
                _log.info("commit_skipped", group=self._group, reason=type(exc).__name__)

    def lag(self) -> dict[int, int]:
        """Count, by partition of this member, the records after the committed offset (without a group: after the last
        one read)."""
        with _as_engine_errors():
            ends = self._consumer.end_offsets(list(self._consumer.assignment()))
            return {each.partition: max(0, end - self._next(each)) for each, end in ends.items()}

    def close(self) -> None:
        """Leave the group; a static member keeps its partitions until its session times out."""
        with _as_engine_errors():
            self._consumer.close(autocommit=False, timeout_ms=5000)

    def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """Seek to the start where the group had no offset; called inside `read`, so nothing here may block."""
        self._committed.clear()
        for partition in assigned:
            if partition in self._starts:
                self._consumer.seek(partition, self._starts.pop(partition))

    def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """Nothing: what was not committed, the next owner reads again."""

    def _next(self, partition: TopicPartition) -> int:
        if not self._group:
            return int(self._consumer.position(partition))
        number = partition.partition
        if number not in self._committed:
            committed = self._consumer.committed(partition)
            if committed is None:  # never: then from where reading began
                committed = self._first[number] if number in self._first else self._consumer.position(partition)
            self._committed[number] = int(committed)
        return self._committed[number]


def resolve(consumer: Any, partitions: Sequence[TopicPartition], start: Start) -> dict[TopicPartition, int]:
    """Find the offsets that a start means now."""
    if isinstance(start, datetime):
        ends = consumer.end_offsets(partitions)
        found = consumer.offsets_for_times(dict.fromkeys(partitions, int(start.timestamp() * 1000)))
        return {each: found[each].offset if found.get(each) else ends[each] for each in partitions}
    if start == "latest":
        return dict(consumer.end_offsets(partitions))
    return dict(consumer.beginning_offsets(partitions))


@contextlib.contextmanager
def _as_engine_errors() -> Iterator[None]:
    try:
        yield
    except (KafkaError, OSError, AssertionError) as exc:
        raise EngineError(f"Kafka: {exc}") from exc


def _record(each: Any) -> Record:
    headers = tuple((name, value or b"") for name, value in each.headers)
    return Record(each.topic, each.key, each.value, headers, each.partition, each.offset, each.timestamp)


def _policies(topic: Topic) -> dict[str, str]:
    hours = topic.retention_hours
    return {
        "cleanup.policy": topic.cleanup,
        "retention.ms": "-1" if hours is None else str(hours * _HOUR_MS),
        "max.message.bytes": str(MAX_RECORD_BYTES),
        "message.timestamp.type": "LogAppendTime",  # a record's time is when the log took it in
    }


def _creation(topic: Topic) -> dict[str, Any]:
    return {"num_partitions": topic.partitions, "replication_factor": -1, "configs": _policies(topic)}


def _described(topic: Topic) -> str:
    kept = "for ever" if topic.retention_hours is None else f"{topic.retention_hours} h"
    return f"{topic.name}: {topic.partitions} partitions, {topic.cleanup}, kept {kept}"
