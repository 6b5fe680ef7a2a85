"""What travels around a value: records, CloudEvents 1.0 headers (Kafka binary mode) and dead-letter headers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple

from pipeline.ids import identify
from pipeline.model import DeadLetter

Headers = tuple[tuple[str, bytes], ...]

CONTENT_TYPE: Final = b"application/json; charset=utf-8"
_TRACEPARENT: Final = re.compile(r"^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$")


class Record(NamedTuple):
    """One record of a topic; partition and offset are -1 until it is appended (a partition may be asked for)."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers = ()
    partition: int = -1
    offset: int = -1
    timestamp_ms: int = -1  # Unix time the log took it in


def header(headers: Headers, name: str) -> str | None:
    """Read a header as text; absent or not UTF-8 is None."""
    for key, value in headers:
        if key == name:
            return value.decode("utf-8", "replace") if value is not None else None
    return None


def seal(
    topic: str, key: str, value: bytes, *, record_id: str, stage: str, subject: str, now: datetime, cause: Headers = ()
) -> Record:
    """Make a record with CloudEvents headers; the trace of its cause goes on.

    `subject` is what the record is about: an article uri, or an incident id.
    """
    headers = (
        ("ce_id", record_id.encode()),
        ("ce_source", f"/article-pipeline/{stage}".encode()),
        ("ce_specversion", b"1.0"),
        ("ce_type", topic.encode()),
        ("ce_time", timestamp(now).encode()),
        ("ce_subject", subject.encode("utf-8", "replace")),
        ("content-type", CONTENT_TYPE),
        ("traceparent", traceparent(cause, record_id, stage).encode()),
    )
    return Record(topic, key.encode("utf-8", "replace"), value, headers)


def traceparent(cause: Headers, record_id: str, stage: str) -> str:
    """Continue the W3C trace of a cause, or begin one; ids are deterministic, so a replay has the same trace."""
    before = _TRACEPARENT.match(header(cause, "traceparent") or "")
    trace, flags = before.groups() if before else (identify("trace", record_id), "01")
    return f"00-{trace}-{identify('span', stage, record_id)[:16]}-{flags}"


def timestamp(now: datetime) -> str:
    """Write an aware time as RFC 3339 in UTC, to the millisecond."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def bury(record: Record, letter: DeadLetter, *, now: datetime) -> Record:
    """Make the dead-letter record: original key, bytes and headers, and `dlq.*` headers that say what happened."""
    seen = header(record.headers, "dlq.first_seen") or timestamp(now)
    attempts = header(record.headers, "dlq.attempts") or "0"
    told = {
        "dlq.topic": record.topic,
        "dlq.partition": str(record.partition),
        "dlq.offset": str(record.offset),
        "dlq.stage": letter.stage,
        "dlq.reason": letter.reason,
        "dlq.detail": letter.detail[:2000],
        "dlq.first_seen": seen,
        "dlq.attempts": str(int(attempts) + 1 if attempts.isdigit() else 1),
    }
    kept = tuple(pair for pair in record.headers if not pair[0].startswith("dlq."))
    added = tuple((name, text.encode("utf-8", "replace")) for name, text in told.items())
    return Record(f"{record.topic}.dlq", record.key, record.value, kept + added)
