"""The official Kafka image as a test broker, for machines with a container engine but no JDK or Maven."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.kafka_server import READY_TRIES, VERSION, Unavailable, answers, free_ports, properties


class KafkaContainer:
    """One KRaft node in a container on the host's network; the same verbs as `KafkaServer`."""

    def __init__(self, folder: Path):
        self._engine = _engine()
        port, controller = free_ports(2)
        self.brokers = f"127.0.0.1:{port}"
        (folder / "server.properties").write_text(properties(Path("/tmp/kafka-data"), port, controller))
        self._name = f"pipeline-tests-{os.getpid()}-{port}"
        mount = f"{folder}:/mnt/shared/config:ro"
        self._run("create", "--name", self._name, "--network=host", "-v", mount, f"apache/kafka:{VERSION}")

    @classmethod
    @contextlib.contextmanager
    def started(cls, folder: Path) -> Iterator[KafkaContainer]:
        """Start a broker and remove it, whatever happens in between."""
        server = cls(folder)
        try:
            server.start()
            yield server
        finally:
            server.stop()

    def start(self) -> None:
        """Start the broker and wait until it answers.

        Raises:
            Unavailable: it did not answer within the deadline.
        """
        self._run("start", self._name)
        if not any(answers(self.brokers, timeout_seconds=1) for _ in range(READY_TRIES)):
            raise Unavailable(f"Kafka did not start: {self._run('logs', '--tail=30', self._name)}")

    def kill(self) -> None:
        """End the broker as a crash does; the data stay."""
        self._run("kill", self._name)

    def stop(self) -> None:
        """Remove the broker and its data."""
        self._run("rm", "-f", "-v", self._name)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([self._engine, *arguments], capture_output=True, text=True, timeout=600, check=False)
        if done.returncode != 0:
            raise Unavailable(f"{self._engine} {arguments[0]}: {done.stderr.strip()}")
        return done.stdout + done.stderr


def _engine() -> str:
    for name in ("docker", "podman"):
        if shutil.which(name) and subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0:
            return name
    raise Unavailable("no container engine answers")
