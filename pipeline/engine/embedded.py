"""The same topics in one process: append-only logs in one SQLite file (WAL), group offsets beside them.

Not a cluster: partitions keep order per key as on Kafka, but one reader of a group reads them all. Readers and writers
in other processes may share the file; a writer waits for another's transaction.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final
from zlib import crc32

import msgspec

from pipeline.engine import Headers, Record, Start
from pipeline.errors import EngineError
from pipeline.topics import Topic

BUSY_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.002  # between looks at the file while nothing new is there
TABLES: Final = """
CREATE TABLE IF NOT EXISTS topics (name TEXT PRIMARY KEY, partitions INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS records (
  topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
  timestamp_ms INTEGER NOT NULL, key BLOB, value BLOB, headers BLOB NOT NULL,
  PRIMARY KEY (topic, partition, offset)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS offsets (
  grp TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
  PRIMARY KEY (grp, topic, partition)
) STRICT, WITHOUT ROWID;
"""


class EmbeddedLog:
    """A `Log` in one SQLite file; safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open or create the file.

        Raises:
            EngineError: the file cannot be opened or is no log of ours.
        """
        self.path = path
        self._lock = threading.Lock()
        self._appended = threading.Condition()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = connect(path)
            with self._db:
                self._db.executescript(TABLES)
        except (sqlite3.Error, OSError) as exc:
            raise EngineError(f"{path}: cannot be used as a log: {exc}; name another file or remove it") from exc

    def apply(self, topics: Sequence[Topic]) -> list[str]:
        """Create missing topics; an existing one keeps its partitions."""
        done: list[str] = []
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")  # another process may be at it too
            known = self._partitions()
            for topic in topics:
                if topic.name not in known:
                    self._db.execute("INSERT INTO topics VALUES (?, ?)", (topic.name, topic.partitions))
                    done.append(f"created {topic.name} with {topic.partitions} partitions")
                elif known[topic.name] != topic.partitions:
                    done.append(f"{topic.name} has {known[topic.name]} partitions, not {topic.partitions}: kept")
        return done

    def append(self, records: Sequence[Record]) -> None:
        """Write records in order, in one transaction; durable when this returns."""
        try:
            with self._lock, self._db:
                self._db.execute("BEGIN IMMEDIATE")
                self._insert(records)
        except sqlite3.Error as exc:
            raise EngineError(f"{self.path}: cannot append: {exc}") from exc
        with self._appended:
            self._appended.notify_all()

    def reader(self, topic: str, group: str | None, *, start: Start = "committed") -> EmbeddedReader:
        """Open a reader on its own connection."""
        with self._lock:
            partitions = self._partitions().get(topic)
        if partitions is None:
            raise EngineError(f"{self.path}: no topic {topic!r}; run `pipeline topics apply`")
        return EmbeddedReader(self.path, topic, group, partitions, start, self._appended)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def _partitions(self) -> dict[str, int]:
        return dict(self._db.execute("SELECT name, partitions FROM topics").fetchall())

    def _insert(self, records: Sequence[Record]) -> None:
        partitions = self._partitions()
        now_ms = time.time_ns() // 1_000_000
        following: dict[tuple[str, int], int] = {}
        rows = []
        for record in records:
            if record.topic not in partitions:
                raise EngineError(f"{self.path}: no topic {record.topic!r}; run `pipeline topics apply`")
            place = (record.topic, partition_of(record, partitions[record.topic]))
            offset = following.get(place)
            if offset is None:
                offset = self._end(*place)
            following[place] = offset + 1
            stamp = record.timestamp_ms if record.timestamp_ms >= 0 else now_ms
            rows.append((*place, offset, stamp, record.key, record.value, _pack(record.headers)))
        self._db.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _end(self, topic: str, partition: int) -> int:
        query = "SELECT max(offset) FROM records WHERE topic = ? AND partition = ?"
        last = self._db.execute(query, (topic, partition)).fetchone()[0]
        return 0 if last is None else int(last) + 1


class EmbeddedReader:
    """A `Reader` over all partitions of one topic."""

    def __init__(
        self,
        path: Path,
        topic: str,
        group: str | None,
        partitions: int,
        start: Start,
        appended: threading.Condition,
    ) -> None:
        self._db = connect(path)
        self._path, self._topic, self._group = path, topic, group
        self._appended = appended
        self._next = {partition: self._begin(partition, start) for partition in range(partitions)}
        self._turn = 0

    def read(self, *, limit: int, timeout_seconds: float) -> list[Record]:
        """Give the next records, partition by partition, each in order; waits for the first."""
        deadline = time.monotonic() + timeout_seconds
        while True:
            records = self._fetch(limit)
            left = deadline - time.monotonic()
            if records or left <= 0:
                return records
            with self._appended:  # wakes at once for a writer of this process, soon for one of another
                self._appended.wait(min(left, POLL_SECONDS))

    def commit(self, offsets: Mapping[int, int]) -> None:
        """Remember the next offset to read, by partition; a reader without a group remembers nothing."""
        if self._group is None:
            return
        rows = [(self._group, self._topic, partition, following) for partition, following in offsets.items()]
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                self._db.executemany("INSERT OR REPLACE INTO offsets VALUES (?, ?, ?, ?)", rows)
        except sqlite3.Error as exc:
            raise EngineError(f"{self._path}: cannot commit: {exc}") from exc

    def lag(self) -> dict[int, int]:
        """Count, by partition, the records after the committed offset; without a group, after the last one read."""
        done = {p: following if self._group is None else self._committed(p) or 0 for p, following in self._next.items()}
        return {partition: self._end(partition) - following for partition, following in done.items()}

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def _fetch(self, limit: int) -> list[Record]:
        found: list[Record] = []
        order = [(self._turn + step) % len(self._next) for step in range(len(self._next))]
        self._turn = (self._turn + 1) % len(self._next)
        try:
            for partition in order:
                if len(found) < limit:
                    found += self._rows(partition, limit - len(found))
        except sqlite3.Error as exc:
            raise EngineError(f"{self._path}: cannot read: {exc}") from exc
        for partition, records in groupby(found, key=lambda record: record.partition):
            self._next[partition] = max(record.offset for record in records) + 1
        return found

    def _rows(self, partition: int, limit: int) -> list[Record]:
        rows = self._db.execute(
            "SELECT key, value, headers, offset, timestamp_ms FROM records "
            "WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?",
            (self._topic, partition, self._next[partition], limit),
        )
        return [
            Record(self._topic, key, value, _unpack(headers), partition, offset, stamp)
            for key, value, headers, offset, stamp in rows
        ]

    def _begin(self, partition: int, start: Start) -> int:
        committed = self._committed(partition)
        if committed is not None:
            return committed
        if start == "latest":
            return self._end(partition)
        if isinstance(start, datetime):
            return self._at(partition, int(start.timestamp() * 1000))
        return 0

    def _committed(self, partition: int) -> int | None:
        query = "SELECT next FROM offsets WHERE grp = ? AND topic = ? AND partition = ?"
        row = self._db.execute(query, (self._group, self._topic, partition)).fetchone()
        return None if row is None else int(row[0])

    def _end(self, partition: int) -> int:
        query = "SELECT max(offset) + 1 FROM records WHERE topic = ? AND partition = ?"
        return int(self._db.execute(query, (self._topic, partition)).fetchone()[0] or 0)

    def _at(self, partition: int, timestamp_ms: int) -> int:
        query = "SELECT min(offset) FROM records WHERE topic = ? AND partition = ? AND timestamp_ms >= ?"
        first = self._db.execute(query, (self._topic, partition, timestamp_ms)).fetchone()[0]
        return self._end(partition) if first is None else int(first)


def connect(path: Path) -> sqlite3.Connection:
    """Open the file in WAL mode; a commit reaches the disk before it returns."""
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db


def partition_of(record: Record, partitions: int) -> int:
    """Choose a partition: the one asked for, else by key, so that one key keeps its order."""
    if record.partition >= 0:
        return record.partition % partitions
    return crc32(record.key or b"") % partitions


def _pack(headers: Headers) -> bytes:
    return msgspec.msgpack.encode(headers)


def _unpack(packed: bytes) -> Headers:
    return msgspec.msgpack.decode(packed, type=Headers)
