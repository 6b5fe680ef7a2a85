"""Links: which thing a name means, by Wikidata id.

Precision is over links emitted whose span is a gold mention with an id; where `mentions` annotates every name, links
elsewhere count as wrong in `strict_precision`. Recall is over gold mentions with an id, whether or not the name was
found. Accuracy is over gold mentions with an id whose span was found and linked to anything or nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline.evaluate.spans import article_of, percent, prf
from pipeline.model import Article, EnrichedArticle

Ids = Mapping[tuple[int, int], str | None]  # Wikidata id by span


def score(
    rows: Iterable[dict[str, Any]],
    annotate: Callable[[Article], EnrichedArticle],
    *,
    keep: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, object]:
    """Compare Wikidata ids of body entities with gold `mentions`.

    A mention whose gold id is null is "not in the knowledge base": a link there is wrong.
    """
    totals: Counter[str] = Counter()
    for row in rows:
        entities = [e for e in annotate(article_of(row)).entities if e.part == "body"]
        links = {(e.start, e.end): e.wikidata for e in entities}
        totals += _compare(links, {(m["start"], m["end"]): m["wikidata"] for m in row["mentions"]})
        if keep:
            given = [{"start": start, "end": end, "wikidata": id} for (start, end), id in links.items()]
            keep({"id": row.get("id"), "mentions": given})
    right, judged, emitted, gold = (totals[name] for name in ("right", "judged", "emitted", "gold"))
    return {
        "task": "linking",
        "rows": totals["rows"],
        "mentions": gold,
        "links": emitted,
        "precision": percent(right, judged),
        "recall": percent(right, gold),
        "f1": prf(right, judged, gold)["f1"],
        "strict": prf(right, emitted, gold),
        "accuracy": percent(right, totals["found"]),
        "document_ids": prf(totals["right ids"], totals["found ids"], totals["gold ids"]),
    }


def _compare(links: Ids, mentions: Ids) -> Counter[str]:
    """Count what one document adds to the figures."""
    wanted, given = set(mentions.values()) - {None}, set(links.values()) - {None}
    return Counter(
        {
            "rows": 1,
            "gold": sum(id is not None for id in mentions.values()),
            "found": sum(span in links for span, id in mentions.items() if id is not None),
            "emitted": sum(id is not None for id in links.values()),
            "judged": sum(id is not None and span in mentions for span, id in links.items()),
            "right": sum(id is not None and mentions.get(span) == id for span, id in links.items()),
            "gold ids": len(wanted),
            "found ids": len(given),
            "right ids": len(wanted & given),
        }
    )
