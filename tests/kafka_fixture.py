"""The broker of a test session: ours from Maven, one given by PIPELINE_TEST_KAFKA, or one in a container."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.kafka_container import KafkaContainer
from tests.kafka_server import KafkaServer, Unavailable

NO_KAFKA = "NO KAFKA for the broker tests"


class Broker(Protocol):
    """A running Kafka; only our own can be killed and started."""

    brokers: str

    def start(self) -> None: ...
    def kill(self) -> None: ...


class Given:
    """A Kafka that somebody else runs: ours to use, not to stop."""

    def __init__(self, brokers: str):
        self.brokers = brokers

    def start(self) -> None:
        pytest.skip("NO KAFKA of our own: PIPELINE_TEST_KAFKA is not ours to restart")

    kill = start


def open_broker(folder: Path, stack: contextlib.ExitStack) -> Broker:
    """Open the broker that was given, else one of our own; `stack` ends it.

    Raises:
        Unavailable: none; says why for each kind.
    """
    given = os.environ.get("PIPELINE_TEST_KAFKA")
    return Given(given) if given else own_broker(folder, stack)


def own_broker(folder: Path, stack: contextlib.ExitStack) -> Broker:
    """Open the first kind of broker that this machine can run; `stack` ends it.

    Raises:
        Unavailable: none; says why for each kind.
    """
    reasons = []
    for kind in (KafkaServer, KafkaContainer):
        try:
            return stack.enter_context(kind.started(folder))
        except Unavailable as exc:
            reasons.append(f"{kind.__name__}: {exc}")
    raise Unavailable("; ".join(reasons))


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A real Kafka for the whole session. Without one: CI fails, elsewhere its tests are skipped and say so."""
    with contextlib.ExitStack() as stack:
        try:
            broker = open_broker(tmp_path_factory.mktemp("kafka"), stack)
        except Unavailable as exc:
            refuse = pytest.fail if os.environ.get("CI") else pytest.skip
            refuse(f"{NO_KAFKA}: they need a JDK and Maven, PIPELINE_TEST_KAFKA=host:port or a container ({exc})")
        yield broker


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out: a quiet run shows a skip as one letter."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", ()) if report.longrepr}
    for reason in (each for each in reasons if NO_KAFKA in each):
        terminalreporter.section("BROKER TESTS SKIPPED", red=True)
        terminalreporter.line(reason)
