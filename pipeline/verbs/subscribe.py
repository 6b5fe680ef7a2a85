"""`pipeline subscribe alerts|articles|deliveries`: records of a topic as JSON lines."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, get_args

from pipeline.codec import decode, dump, parse
from pipeline.compose import open_log
from pipeline.engine import Reader, Record, Start
from pipeline.enrich.pipeline import known_types
from pipeline.errors import ConfigError, PipelineError
from pipeline.model import Alert, Delivery, EnrichedArticle, Noun, Severity, Status
from pipeline.settings import Settings
from pipeline.topics import DELIVERIES, ENRICHED, FIRED
from pipeline.yaml import nearest

TOPICS: Final[dict[str, tuple[str, type[Noun]]]] = {
    "alerts": (FIRED, Alert),
    "articles": (ENRICHED, EnrichedArticle),
    "deliveries": (DELIVERIES, Delivery),
}
_AGO: Final = re.compile(r"(\d+)\s*(s|m|h|d)")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
Wanted = Callable[[dict[str, Any]], bool]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `subscribe` takes."""
    parser.add_argument("what", choices=sorted(TOPICS), help="which records")
    parser.add_argument("--from", dest="start", default="latest", metavar="WHEN", help="2h, earliest, latest, a time")
    parser.add_argument("--group", help="remember the place under this consumer group")
    parser.add_argument("--region", action="append", default=[], metavar="CODE", help="only with this region")
    parser.add_argument("--event", action="append", default=[], metavar="TYPE", help="only with this event type")
    parser.add_argument("--status", action="append", default=[], help="only with this event status")
    parser.add_argument("--rule", action="append", default=[], metavar="NAME", help="only alerts of this rule")
    parser.add_argument("--severity", action="append", default=[], help="only alerts this severe")
    parser.add_argument("--limit", type=int, metavar="N", help="stop after N records")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="stop when nothing came for so long")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print records as they come, until the limit, the timeout or an interrupt."""
    check(options)
    topic, kind = TOPICS[options.what]
    start = start_of(options.start, datetime.now(UTC))
    log = open_log(settings, client_id="pipeline-subscribe")
    reader = log.reader(topic, options.group, start=start)
    try:
        for count, line in enumerate(_lines(reader, kind, wanted_of(options), options.timeout), start=1):
            sys.stdout.write(line)
            sys.stdout.flush()
            if count == options.limit:
                break
    finally:
        reader.close()
        log.close()
    return 0


def check(options: argparse.Namespace) -> None:
    """Refuse filters that nothing can pass.

    Raises:
        ConfigError: a name that no record has, or a limit below 1; names the nearest valid name.
    """
    known = {"event": known_types(), "status": get_args(Status), "severity": get_args(Severity)}
    for option, names in known.items():
        for name in getattr(options, option):
            if name not in names:
                raise ConfigError(f"--{option} {name!r}: nothing has it{nearest(name, sorted(names))}")
    if options.limit is not None and options.limit < 1:
        raise ConfigError(f"--limit {options.limit}: one record is the least")


def start_of(text: str, now: datetime) -> Start:
    """Read where to start: `earliest`, `latest`, an age such as 2h, or a time with a zone.

    Raises:
        ConfigError: none of these.
    """
    if text == "earliest":
        return "earliest"
    if text == "latest":
        return "latest"
    if ago := _AGO.fullmatch(text):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = datetime.min
    if when.tzinfo is None:
        raise ConfigError(
            f"--from {text!r}: write an age (90s, 15m, 2h, 7d), earliest, latest, or 2026-03-16T07:10:00Z"
        )
    return when


def wanted_of(options: argparse.Namespace) -> Wanted:
    """Combine the filters: every kind given must fit, with any of its values."""

    regions = {name.casefold() for name in options.region}

    def wanted(value: dict[str, Any]) -> bool:
        events = [value["event"]] if "event" in value else value.get("events", [])
        told = {name.casefold() for region in value.get("regions", []) for name in (region["code"], region["name"])}
        return (
            (not regions or bool(told & regions))
            and (not options.event or any({e["subtype"], e["type"]} & {*options.event} for e in events))
            and (not options.status or any(e["status"] in options.status for e in events))
            and (not options.rule or value.get("rule") in options.rule)
            and (not options.severity or value.get("severity") in options.severity)
        )

    return wanted


def _lines(reader: Reader, kind: type[Noun], wanted: Wanted, timeout_seconds: float | None) -> Iterator[str]:
    """Give a line for each wanted record; what was given is committed, also when nobody asks for more."""
    idle = 0.0
    step = min(0.5, timeout_seconds or 0.5)
    while timeout_seconds is None or idle < timeout_seconds:
        records = reader.read(limit=100, timeout_seconds=step)
        idle = 0.0 if records else idle + step
        done: dict[int, int] = {}
        try:
            for record in records:
                line = _line(record, kind, wanted)
                done[record.partition] = record.offset + 1
                if line:
                    yield line
        finally:
            if done:
                reader.commit(done)


def _line(record: Record, kind: type[Noun], wanted: Wanted) -> str | None:
    """Give the line of a wanted record; tombstones and what is no record of the topic are passed over."""
    if record.value is None:
        return None
    try:
        decode(record.value, kind)  # whoever may write to the topic may write what is no record of it
        value = parse(record.value)
    except PipelineError as exc:
        print(f"{record.topic} {record.partition}/{record.offset}: passed over: {exc}", file=sys.stderr)
        return None
    return dump(value).decode() + "\n" if wanted(value) else None
