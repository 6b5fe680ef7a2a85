"""A real Kafka for tests: fetched once with Maven, one KRaft node on free loopback ports, gone when its block ends.

    with KafkaServer.started(folder) as server:
        server.brokers          # "127.0.0.1:port"
        server.kill()           # kill -9; the data stay
        server.start()          # the same ports, the same data

Run as a module it fetches the jars (`python -m tests.kafka_server --fetch`, as `make test` does before any
clock runs) or keeps a broker up (`python -m tests.kafka_server [folder]`).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

VERSION = "4.3.1"
ROOT = Path(__file__).resolve().parent.parent
POM = ROOT / "deploy/kafka/pom.xml"
LOGGING = ROOT / "deploy/kafka/log4j2.properties"
CLUSTER = "cGlwZWxpbmUtdGVzdHMtMQ"  # any 16 bytes in base64
JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-Xshare:auto")
READY_TRIES = 600  # of at least a tenth of a second
STOP_SECONDS = 20


class Unavailable(RuntimeError):
    """No Kafka can be started here; says why."""


def jars() -> Path:
    """Find the broker's jars in the cache, fetching them with Maven the first time.

    Raises:
        Unavailable: no JDK, no Maven, or they could not be fetched.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "article-pipeline"
    folder = cache / f"kafka-{VERSION}"
    if not shutil.which("java"):
        raise Unavailable("no java on the PATH")
    if not folder.is_dir():
        _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if not maven:
        raise Unavailable("no mvn on the PATH to fetch Kafka with")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={scratch}/jars"]
        try:
            done = subprocess.run(
                [maven, "-B", "-q", "-f", str(POM), *goal], capture_output=True, text=True, timeout=600, check=False
            )
        except subprocess.TimeoutExpired as exc:
            raise Unavailable(f"mvn did not fetch Kafka {VERSION} within ten minutes") from exc
        if done.returncode != 0:
            raise Unavailable(f"mvn could not fetch Kafka {VERSION}: {(done.stdout + done.stderr)[-2000:]}")
        with contextlib.suppress(OSError):  # another run was faster: its folder is as good
            Path(scratch, "jars").rename(folder)


class KafkaServer:
    """One KRaft node; `kill` and `start` again on the same data and ports."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._jars = jars()
        self._process: subprocess.Popen[bytes] | None = None
        self.port, controller = free_ports(2)
        self.brokers = f"127.0.0.1:{self.port}"
        self._properties = folder / "server.properties"
        self._properties.write_text(properties(folder / "data", self.port, controller))
        self._format()

    def _format(self) -> None:
        """Lay out the log folder.

        Raises:
            Unavailable: the java on the PATH cannot run this Kafka.
        """
        done = self._java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(self._properties))
        if done.returncode != 0:
            raise Unavailable(f"this java cannot run Kafka {VERSION} (17 or newer can): {done.stderr.decode()[-500:]}")

    @classmethod
    @contextlib.contextmanager
    def started(cls, folder: Path) -> Iterator[KafkaServer]:
        """Start a broker and stop it, whatever happens in between."""
        server = cls(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()

    def start(self) -> None:
        """Start the broker and wait until it answers.

        Raises:
            Unavailable: it ended, or did not answer within the deadline.
        """
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("kafka.Kafka", str(self._properties)), stdout=log, stderr=log, preexec_fn=_die_with_parent
            )
        for _ in range(READY_TRIES):
            if self._process.poll() is not None:
                break
            if answers(self.brokers, timeout_seconds=1):
                return
        self.stop()
        raise Unavailable(f"Kafka did not start:\n{(self._folder / 'server.log').read_text()[-3000:]}")

    def kill(self) -> None:
        """End the broker as a crash does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the broker in order, or by force after the deadline."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _command(self, *arguments: str) -> list[str]:
        logging = f"-Dlog4j2.configurationFile={LOGGING}"
        return ["java", *JAVA, logging, "-cp", f"{self._jars}/*", *arguments]

    def _java(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(self._command(*arguments), capture_output=True, timeout=60, check=False)


def answers(brokers: str, *, timeout_seconds: float) -> bool:
    """Tell whether a broker takes connections and names itself within the time."""
    host, port = brokers.split(":")
    try:
        socket.create_connection((host, int(port)), timeout_seconds).close()
    except OSError:
        threading.Event().wait(0.1)  # refused at once: do not ask in a tight loop
        return False
    try:
        with KafkaAdminClient(bootstrap_servers=brokers, bootstrap_timeout_ms=int(timeout_seconds * 1000)) as client:
            return bool(client.describe_cluster()["brokers"])
    except (KafkaError, ValueError):
        return False


def properties(data: Path, port: int, controller: int) -> str:
    return f"""
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
"""


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _die_with_parent() -> None:
    """Ask Linux to end the broker when the tests are killed; elsewhere `stop` has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _keep(folder: str | None) -> None:
    """Keep a broker up until interrupted."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(folder or scratch)
        home.mkdir(parents=True, exist_ok=True)
        with KafkaServer.started(home) as kept:
            print(kept.brokers, flush=True)
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            with contextlib.suppress(KeyboardInterrupt):
                signal.pause()


if __name__ == "__main__":
    if sys.argv[1:] == ["--fetch"]:
        try:
            print(f"Kafka {VERSION}: {jars()}")
        except Unavailable as why:
            print(f"no Kafka of our own: {why}")
    else:
        _keep(sys.argv[1] if len(sys.argv) > 1 else None)
