"""Every topic, once, as data: `schemas/topics/*.yaml` holds them, this module reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec

RAW: Final = "articles.raw.v1"
ENRICHED: Final = "articles.enriched.v1"
MATCHED: Final = "rules.matched.v1"
FIRED: Final = "alerts.fired.v1"
DELIVERIES: Final = "alerts.deliveries.v1"


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A topic as it is created: key, partitions, policy, and who writes and reads it."""

    name: str
    description: str
    key: str
    value: str  # the noun, or "original bytes" for dead letters
    partitions: int
    cleanup: Literal["delete", "compact"]
    retention_hours: int | None  # None: kept for ever (compacted)
    producers: tuple[str, ...]
    consumers: tuple[str, ...]
    max_message_bytes: int = 10_485_760  # above the article limit, so that what is too large can be kept in the dlq


def dead_letters(topic: str) -> str:
    """Name the topic that keeps what a stage could not read from `topic`."""
    return f"{topic}.dlq"


def load(folder: Path) -> tuple[Topic, ...]:
    """Read the topics of a folder, in the order of the walk.

    Raises:
        ConfigError: a file is not a topic; names file, line and field.
    """
    from pipeline.yaml import read_yaml_as

    topics = [read_yaml_as(path, Topic) for path in sorted(folder.glob("*.yaml"))]
    walk = [RAW, ENRICHED, MATCHED, FIRED, DELIVERIES]
    order = {name: index for index, name in enumerate([*walk, *map(dead_letters, walk)])}
    return tuple(sorted(topics, key=lambda topic: order.get(topic.name, len(order))))
