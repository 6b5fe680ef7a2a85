"""Trigger words and their types: WikiEvents, RAMS and CASIE against our subtypes through the published mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from pipeline.enrich.events.lexicon import DATA
from pipeline.evaluate.spans import SpanTally, article_of
from pipeline.model import Article, EnrichedArticle, Event
from pipeline.yaml import read_yaml_as

Row = dict[str, Any]
MAPPING: Final = DATA / "mappings.yaml"


def load_mapping() -> dict[str, list[str]]:
    """Read which gold types (dotted, lower-case; a prefix stands for all below it) each class of ours answers to.

    Raises:
        ConfigError: the file is not as described.
    """
    return read_yaml_as(MAPPING, dict[str, list[str]])


def mapped(gold: str, mapping: dict[str, list[str]]) -> str | None:
    """Give our class of a gold type: the longest prefix wins."""
    name = gold.lower()
    best, length = None, -1
    for label, prefixes in mapping.items():
        for prefix in prefixes:
            if (name == prefix or name.startswith(prefix + ".")) and len(prefix) > length:
                best, length = label, len(prefix)
    return best


def score_triggers(
    rows: Sequence[Row],
    annotate: Callable[[Article], EnrichedArticle],
    *,
    keep: Callable[[Row], None] | None = None,
) -> dict[str, object]:
    """Compare triggers of mapped types, exactly and by overlap.

    RAMS marks one event a row: there a row counts only what overlaps a marked trigger, so precision means the right
    class.
    """
    mapping = load_mapping()
    tally = SpanTally()
    single = all(len(row["events"]) <= 1 for row in rows)
    for row in rows:
        gold = {
            (event["trigger"]["start"], event["trigger"]["end"], label)
            for event in row["events"]
            if (label := mapped(event["type"], mapping))
        }
        events = [event for event in annotate(article_of(row)).events if event.trigger.part == "body"]
        found = set(_found(events, single, gold, row))
        tally.add(gold, found)
        if keep:
            keep({"id": row.get("id"), "events": [_shown(*span) for span in sorted(found)]})
    return {
        "task": "events",
        "rows": len(rows),
        "exact": tally.exact_figures(),
        "overlap": tally.overlap_figures(),
        "types": {label: tally.overlap_figures([label]) for label in tally.labels()},
    }


def _found(events: Iterable[Event], single: bool, gold: set[tuple[int, int, str]], row: Row) -> Iterable[tuple[int, int, str]]:
    marked = [(e["trigger"]["start"], e["trigger"]["end"]) for e in row["events"]]
    for event in events:
        start, end = event.trigger.start, event.trigger.end
        if not single or any(start < stop and begin < end for begin, stop in marked):
            yield start, end, event.subtype


def _shown(start: int, end: int, label: str) -> Row:
    return {"type": label, "trigger": {"start": start, "end": end}}
