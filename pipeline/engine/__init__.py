"""Where records come from and go to: one protocol, two engines (embedded SQLite log, Kafka).

A log holds topics; a topic holds partitions; a record keeps its place (partition, offset). A reader belongs to a
consumer group: it starts at the group's committed offset and sees every record after it, at least once, in order
within a partition. Records with one key share a partition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from pipeline.envelope import Headers, Record
from pipeline.topics import Topic

__all__ = ["Headers", "Log", "Reader", "Record", "Start"]

Start = Literal["committed", "earliest", "latest"] | datetime


class Reader(Protocol):
    """A member of a consumer group on one topic.

    Raises:
        EngineError: the log cannot be reached or used.
    """

    def read(self, *, limit: int, timeout_seconds: float) -> list[Record]:
        """Give the next records, at most `limit`; empty when none came in time."""
        ...

    def commit(self, offsets: Mapping[int, int]) -> None:
        """Remember, by partition, the next offset to read after a restart."""
        ...

    def lag(self) -> dict[int, int]:
        """Count, by partition, the records after the committed offset; without a group, after the last one read."""
        ...

    def close(self) -> None:
        """Leave the group; what was not committed is read again by the next reader."""
        ...


class Log(Protocol):
    """Topics of records, kept until their retention ends.

    Raises:
        EngineError: the log cannot be reached or used, or a topic does not exist.
    """

    def apply(self, topics: Sequence[Topic]) -> list[str]:
        """Create missing topics with their partitions and policies; say what was done, a line each."""
        ...

    def append(self, records: Sequence[Record]) -> None:
        """Write records in order; durable when this returns. A partition of -1 is chosen by key.

        Several threads may append at once: sinks do.
        """
        ...

    def reader(self, topic: str, group: str | None, *, start: Start = "committed") -> Reader:
        """Open a reader; without a group it commits nothing. `start` counts where the group has no offset yet."""
        ...

    def close(self) -> None:
        """Release files and sockets."""
        ...
