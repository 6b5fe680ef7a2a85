"""Workers as processes, topics of their own, and what came out of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from pipeline.engine import Record
from pipeline.engine.kafka import KafkaLog
from pipeline.topics import Topic
from tests.kafka_server import free_ports

DEADLINE_SECONDS = 60.0
KEYS = 97


class Worker:
    """A worker process; it is killed when its `with` block ends."""

    def __init__(self, command: Sequence[str], log: Path, environment: dict[str, str] | None = None, port: int = 0):
        self.port = port
        self._command, self._environment = list(command), environment
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Worker:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PIPELINE_")}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, env=clean | (self._environment or {})
            )
        return self

    def kill(self) -> None:
        """End it as a crash does."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def terminate(self, *, timeout_seconds: float = DEADLINE_SECONDS) -> int:
        """Ask it to end; give its exit status."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(timeout_seconds)

    def wait(self, *, timeout_seconds: float = DEADLINE_SECONDS) -> int:
        assert self._process
        return self._process.wait(timeout_seconds)

    @property
    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    @property
    def said(self) -> str:
        return self._log.read_text()

    @property
    def cpu_seconds(self) -> float:
        """User and system time of the process so far."""
        assert self._process
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def get(self, path: str) -> tuple[int, str]:
        """Fetch a page of its metrics server; status 0 when nothing answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except URLError as exc:
            if hasattr(exc, "code"):
                return int(exc.code), exc.read().decode()  # type: ignore[attr-defined]
            return 0, str(exc)
        except OSError as exc:
            return 0, str(exc)

    def total(self, name: str, **labels: str) -> float:
        """Sum the samples of a metric that carry the labels."""
        status, page = self.get("/metrics")
        families = text_string_to_metric_families(page if status == 200 else "")
        samples = (sample for family in families for sample in family.samples if sample.name == name)
        return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())

    def __enter__(self) -> Worker:
        return self if self._process else self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


def until(true: Callable[[], bool], what: str, *, timeout_seconds: float = DEADLINE_SECONDS) -> float:
    """Wait until something is true, looking ten times a second; give the seconds it took."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > timeout_seconds:
            raise AssertionError(f"not within {timeout_seconds:.0f} s: {what}")
        time.sleep(0.1)  # another process is at work: there is nothing to wait on
    return time.monotonic() - began


class Bench:
    """A source topic, a target topic and a dead-letter topic of one test, on one broker."""

    def __init__(self, brokers: str, folder: Path, stack: ExitStack, *, partitions: int = 4):
        self.brokers, self._folder, self._stack = brokers, folder, stack
        name = uuid.uuid4().hex[:12]
        self.source, self.target, self.group = f"in.{name}", f"out.{name}", f"group.{name}"
        names = (self.source, self.target, f"{self.source}.dlq")
        with KafkaLog(brokers) as log:
            log.apply([a_topic(each, partitions=partitions) for each in names])
        self.connect()
        stack.callback(self.disconnect)

    def connect(self) -> None:
        """Open the clients; what comes out is read again from its beginning."""
        self.log = KafkaLog(self.brokers)
        self.out = Collector(self.log, self.target)

    def disconnect(self) -> None:
        """Close them: kafka-python forgets the sockets that a dead broker refused."""
        self.out.close()
        self.log.close()

    def worker(self, instance: str = "", *, options: dict[str, object] | None = None) -> Worker:
        """Make a copying worker; an instance name makes it a static member."""
        [port] = free_ports(1)
        arguments = {"brokers": self.brokers, "group": self.group, "instance_id": instance or None} | (options or {})
        command = [sys.executable, "-m", "tests.broker.worker", self.source, self.target, str(port)]
        worker = Worker([*command, json.dumps(arguments)], self._folder / f"worker-{port}.log", port=port)
        return self._stack.enter_context(worker)

    def publish(self, numbers: Sequence[int], *, keys: int = KEYS, padding: int = 2000) -> None:
        """Append numbered values; a number keeps its key, so the numbers of a key have an order."""
        pad = b" " * padding
        self.log.append([Record(self.source, b"key-%d" % (n % keys), b"%d" % n + pad) for n in numbers])


class Collector:
    """Reads a topic from its beginning, on and on; counts how often each value came."""

    def __init__(self, log: KafkaLog, topic: str):
        self._reader = log.reader(topic, None)
        self.close = self._reader.close
        self.records: list[Record] = []
        self.seen: Counter[int] = Counter()

    def look(self, seconds: float = 0.2) -> Counter[int]:
        """Take what came meanwhile."""
        for record in self._reader.read(limit=10_000, timeout_seconds=seconds):
            self.records.append(record)
            self.seen[int((record.value or b"0").split(b" ", 1)[0])] += 1
        return self.seen

    def until(self, count: int, *, timeout_seconds: float = DEADLINE_SECONDS, each: Callable[[], object] = int) -> None:
        """Wait for a number of distinct values; `each` is called between looks."""
        deadline = time.monotonic() + timeout_seconds
        while len(self.look()) < count:
            each()
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(self.seen)} of {count} values within {timeout_seconds:.0f} s")


def a_topic(name: str, *, partitions: int) -> Topic:
    return Topic(
        name=name,
        description="of a test",
        key="any",
        value="any",
        partitions=partitions,
        cleanup="delete",
        retention_hours=1,
        producers=(),
        consumers=(),
    )


@contextmanager
def opened(brokers: str, folder: Path) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(brokers, folder, stack)
