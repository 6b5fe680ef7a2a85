"""Names: exact and overlap precision, recall and F1 per type, and whether confidence keeps its word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from pipeline.evaluate.spans import Labelled, SpanTally, article_of, percent
from pipeline.model import Article, EnrichedArticle

NAMED: Final = ("person", "org", "place")
SURE: Final = 0.9


def score(
    rows: Iterable[dict[str, Any]],
    annotate: Callable[[Article], EnrichedArticle],
    *,
    keep: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, object]:
    """Compare entities of the body with gold `entities`; `misc` counts only on its own, where gold has it.

    `sure` tells how many named entities of confidence 0.9 or more there were and how many of them were right.
    """
    tally = SpanTally()
    count = sure = sure_right = 0
    for row in rows:
        count += 1
        gold: set[Labelled] = {(e["start"], e["end"], e["type"]) for e in row["entities"]}
        entities = [e for e in annotate(article_of(row)).entities if e.part == "body"]
        tally.add(gold, {(e.start, e.end, e.type) for e in entities})
        confident = {(e.start, e.end, e.type) for e in entities if e.confidence >= SURE and e.type in NAMED}
        sure += len(confident)
        sure_right += len(confident & gold)
        if keep:
            found = [{"start": e.start, "end": e.end, "surface": e.text, "type": e.type} for e in entities]
            keep({"id": row.get("id"), "entities": found})
    return {
        "task": "ner",
        "rows": count,
        "micro": tally.exact_figures(NAMED),
        "overlap": tally.overlap_figures(NAMED),
        "types": {label: tally.exact_figures([label]) for label in NAMED},
        "misc": tally.exact_figures(["misc"]) if tally.gold["misc"] else None,
        "sure": {"found": sure, "right_percent": percent(sure_right, sure)},
    }
