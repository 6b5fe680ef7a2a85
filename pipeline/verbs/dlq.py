"""`pipeline dlq list|show|replay [TOPIC]`."""

from __future__ import annotations

import argparse
import base64
import sys
from collections import Counter
from collections.abc import Iterator

from pipeline.codec import dump
from pipeline.compose import all_topics, open_log
from pipeline.engine import Log, Record
from pipeline.envelope import header
from pipeline.errors import ConfigError
from pipeline.settings import Settings
from pipeline.topics import dead_letters
from pipeline.yaml import nearest


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `dlq` takes."""
    parser.add_argument("action", choices=("list", "show", "replay"), help="count, print, or send again")
    parser.add_argument(
        "topic", nargs="?", help="the topic they came from, such as articles.raw.v1; default: every one"
    )
    parser.add_argument("--reason", help="only dead letters with this reason")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="show at most N (default 100)")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """List, show or replay dead letters."""
    log = open_log(settings)
    try:
        names = _topics(options.topic)
        if options.action == "list":
            _list(log, names)
        elif options.action == "show":
            _show(log, names, options.reason, options.limit)
        else:
            _replay(log, names, options.reason, settings)
    finally:
        log.close()
    return 0


def describe(record: Record) -> dict[str, object]:
    """Tell all that is known of a dead letter, as schemas/dead-letter.v1 has it."""
    told = {
        name: header(record.headers, f"dlq.{name}") for name in ("topic", "stage", "reason", "detail", "first_seen")
    }
    numbers = {name: int(header(record.headers, f"dlq.{name}") or 0) for name in ("partition", "offset", "attempts")}
    shown: dict[str, object] = {**{name: text for name, text in told.items() if text is not None}, **numbers}
    if record.key is not None:
        shown["key"] = record.key.decode("utf-8", "replace")
    if record.value is not None:
        shown["value"] = record.value.decode("utf-8", "replace")
        shown["value_base64"] = base64.b64encode(record.value).decode()
    return shown


def _topics(wanted: str | None) -> list[str]:
    known = [topic.name for topic in all_topics() if topic.name.endswith(".dlq")]
    if wanted is None:
        return known
    name = wanted if wanted.endswith(".dlq") else dead_letters(wanted)
    if name not in known:
        raise ConfigError(f"no dead-letter topic {name!r}{nearest(name, known)}")
    return [name]


def _records(log: Log, name: str, reason: str | None) -> Iterator[Record]:
    reader = log.reader(name, None, start="earliest")
    try:
        while any(reader.lag().values()):
            records = reader.read(limit=500, timeout_seconds=1.0)
            yield from (each for each in records if reason in (None, header(each.headers, "dlq.reason")))
    finally:
        reader.close()


def _list(log: Log, names: list[str]) -> None:
    for name in names:
        counts = Counter(header(record.headers, "dlq.reason") for record in _records(log, name, None))
        told = ", ".join(f"{reason} {count}" for reason, count in counts.most_common()) or "none"
        print(f"{name:28} {told}")


def _show(log: Log, names: list[str], reason: str | None, limit: int) -> None:
    shown = 0
    for name in names:
        for record in _records(log, name, reason):
            if shown == limit:
                return
            sys.stdout.write(dump(describe(record)).decode() + "\n")
            shown += 1


def _replay(log: Log, names: list[str], reason: str | None, settings: Settings) -> None:
    """Send dead letters back to their topic, each once: the replay group remembers how far it came."""
    for name in names:
        group = f"{settings.group_prefix}.replay" + (f".{reason}" if reason else "")
        reader = log.reader(name, group, start="earliest")
        count = 0
        try:
            while records := reader.read(limit=500, timeout_seconds=1.0):
                wanted = [each for each in records if reason in (None, header(each.headers, "dlq.reason"))]
                log.append([_again(record, name) for record in wanted])
                reader.commit({record.partition: record.offset + 1 for record in records})
                count += len(wanted)
        finally:
            reader.close()
        print(f"{name:28} {count} sent again to {name.removesuffix('.dlq')}")


def _again(record: Record, name: str) -> Record:
    kept = tuple(
        pair
        for pair in record.headers
        if pair[0] in ("dlq.first_seen", "dlq.attempts") or not pair[0].startswith("dlq.")
    )
    return Record(name.removesuffix(".dlq"), record.key, record.value, kept)
