"""Both engines, opened the same way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.engine import Log, Reader, Record
from pipeline.engine.kafka import KafkaLog
from pipeline.topics import Topic


def open_log(kind: str, address: str) -> Log:
    """Open an engine by name: a file for "embedded", brokers for "kafka"."""
    if kind == "kafka":
        return KafkaLog(address)
    module = pytest.importorskip("pipeline.engine.embedded")
    return module.EmbeddedLog(Path(address))


@dataclass
class Bench:
    """One engine and one fresh topic of three partitions; whatever is opened here is closed at the end."""

    kind: str
    address: str
    stack: ExitStack
    topic: str = field(default_factory=lambda: f"tests.{uuid.uuid4().hex}.v1")

    def __post_init__(self) -> None:
        self.log = self.open()
        self.log.apply([a_topic(self.topic)])

    def open(self) -> Log:
        log = open_log(self.kind, self.address)
        self.stack.callback(log.close)
        return log

    def append(self, *values: bytes | None, key: bytes = b"k") -> None:
        self.log.append([Record(self.topic, key, value) for value in values])

    def read(self, reader: Reader, count: int) -> list[Record]:
        """Read until `count` records came or nothing came for a while."""
        records: list[Record] = []
        for _ in range(20):
            if len(records) >= count:
                break
            records += reader.read(limit=count - len(records), timeout_seconds=1)
        return records


def a_topic(name: str, **changes: object) -> Topic:
    """Describe a topic of three partitions."""
    fields: dict[str, object] = {
        "name": name,
        "description": "of a test",
        "key": "any",
        "value": "any",
        "partitions": 3,
        "cleanup": "delete",
        "retention_hours": 1,
        "producers": (),
        "consumers": (),
    }
    return Topic(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.broker)])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        kind = request.param
        address = str(tmp_path / "log.db") if kind == "embedded" else request.getfixturevalue("kafka").brokers
        yield Bench(kind, address, stack)


OpenReader = Callable[..., Reader]


@pytest.fixture
def reading(bench: Bench) -> Iterator[OpenReader]:
    """Open readers of the bench's topic; those still open are closed at the end."""
    with ExitStack() as stack:

        def open_reader(group: str | None = "g", **options: object) -> Reader:
            reader = bench.log.reader(bench.topic, group and f"{group}.{bench.topic}", **options)  # type: ignore[arg-type]
            stack.callback(reader.close)
            return reader

        yield open_reader
