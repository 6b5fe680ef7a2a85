"""Events: PLOVER and PETRARCH codings, and the triggers of WikiEvents, RAMS and CASIE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from pipeline.enrich.events.crosswalk import countries, plover
from pipeline.evaluate.coded import Coded, CodedTally
from pipeline.evaluate.petrarch import score_petrarch
from pipeline.evaluate.spans import article_of
from pipeline.evaluate.triggers import score_triggers
from pipeline.model import Article, EnrichedArticle, Event

Row = dict[str, Any]
Annotate = Callable[[Article], EnrichedArticle]
NO_CODE: Final = frozenset(("OTHER", "STATEMENT"))


def score(rows: Iterable[Row], annotate: Annotate, *, keep: Callable[[Row], None] | None = None) -> dict[str, object]:
    """Score rows by what they hold: codings with source and target, or triggers with spans."""
    rows = list(rows)
    if any("trigger" in event for row in rows for event in row["events"]):
        return score_triggers(rows, annotate, keep=keep)
    if any("real_countries" in row for row in rows):
        return score_petrarch(rows, keep=keep)
    return score_codings(rows, annotate, keep=keep)


def score_codings(
    rows: Sequence[Row], annotate: Annotate, *, keep: Callable[[Row], None] | None = None
) -> dict[str, object]:
    """Compare PLOVER codings of whole rows."""
    tally = CodedTally()
    for row in rows:
        found = codings(annotate(article_of(row)).events)
        tally.add([_gold(event) for event in row["events"]], found)
        if keep:
            keep({"id": row.get("id"), "events": [_shown(coding) for coding in found]})
    return {"task": "events", "rows": len(rows), **tally.figures()}


def codings(events: Iterable[Event]) -> list[Coded]:
    """Code events; those that share type and trigger are one coding with several targets."""
    grouped: dict[tuple[str, int, str], tuple[set[str], set[str]]] = {}
    for kind, event in plover(events):
        source, target = grouped.setdefault((kind, event.trigger.start, event.trigger.part), (set(), set()))
        acts, suffers = countries(kind, event)
        source |= {acts} if acts else set()
        target |= {suffers} if suffers else set()
    made = (Coded(kind, frozenset(s), frozenset(t)) for (kind, _, _), (s, t) in grouped.items())
    return list(dict.fromkeys(made))


def _gold(event: Row) -> Coded:
    return Coded(
        event["type"],
        frozenset(event["source_country"]),
        frozenset(event["target_country"]),
        bool(event.get("reciprocal")),
    )


def _shown(coding: Coded) -> Row:
    return {
        "type": coding.type,
        "source_country": sorted(coding.source),
        "target_country": sorted(coding.target),
    }
