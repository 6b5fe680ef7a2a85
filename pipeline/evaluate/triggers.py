"""Trigger words and their types: WikiEvents, RAMS and CASIE against our subtypes through the published mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from pipeline.enrich.events.lexicon import DATA
from pipeline.evaluate.spans import Labelled, SpanTally, article_of
from pipeline.model import Article, EnrichedArticle, Event
from pipeline.yaml import read_yaml_as

Row = dict[str, Any]
MAPPING: Final = DATA / "mappings.yaml"


class Mapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Subtypes of ours that answer to types of theirs."""

    ours: list[str]
    gold: list[str]


class Mapping(NamedTuple):
    """Class of each of our subtypes, and of each gold type or prefix of one."""

    ours: dict[str, str]
    gold: dict[str, str]

    def of_gold(self, name: str) -> str | None:
        """Give the class of a gold type: the longest prefix wins."""
        parts = name.lower().split(".")
        prefixes = (".".join(parts[:size]) for size in range(len(parts), 0, -1))
        return next((self.gold[prefix] for prefix in prefixes if prefix in self.gold), None)


def load_mapping() -> Mapping:
    """Read the published mapping.

    Raises:
        ConfigError: the file is not as described.
    """
    classes = read_yaml_as(MAPPING, dict[str, Mapped])
    return Mapping(
        {name: label for label, one in classes.items() for name in one.ours},
        {name: label for label, one in classes.items() for name in one.gold},
    )


def score_triggers(
    rows: Sequence[Row],
    annotate: Callable[[Article], EnrichedArticle],
    *,
    keep: Callable[[Row], None] | None = None,
) -> dict[str, object]:
    """Compare triggers of mapped types, exactly and by overlap.

    RAMS marks one event a row: there a row counts only what overlaps a marked trigger, so precision means the right
    class. Classes that a file never marks do not count there.
    """
    mapping = load_mapping()
    tally = SpanTally()
    single = all(len(row["events"]) <= 1 for row in rows)
    annotated = {mapping.of_gold(event["type"]) for row in rows for event in row["events"]}
    for row in rows:
        gold = {
            (event["trigger"]["start"], event["trigger"]["end"], label)
            for event in row["events"]
            if (label := mapping.of_gold(event["type"]))
        }
        events = [event for event in annotate(article_of(row)).events if event.trigger.part == "body"]
        found = {
            span for span in _labelled(events, mapping) if span[2] in annotated and (not single or _marked(span, row))
        }
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


def _labelled(events: Iterable[Event], mapping: Mapping) -> Iterable[Labelled]:
    for event in events:
        if event.subtype in mapping.ours:
            yield event.trigger.start, event.trigger.end, mapping.ours[event.subtype]


def _marked(span: Labelled, row: Row) -> bool:
    """Tell whether a span overlaps a trigger that the row marks, of whatever type."""
    triggers = [event["trigger"] for event in row["events"]]
    return any(span[0] < trigger["end"] and trigger["start"] < span[1] for trigger in triggers)


def _shown(start: int, end: int, label: str) -> Row:
    return {"type": label, "trigger": {"start": start, "end": end}}
