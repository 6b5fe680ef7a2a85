"""A bench on the session's broker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.broker.harness import Bench, opened
from tests.kafka_fixture import Broker


@pytest.fixture
def bench(kafka: Broker, tmp_path: Path) -> Iterator[Bench]:
    with opened(kafka.brokers, tmp_path) as bench:
        yield bench


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.broker)
