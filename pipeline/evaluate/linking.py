"""Links: which thing a name means, by Wikidata id.

Precision is over links emitted whose span is a gold mention with an id; where `mentions` annotates every name, links
elsewhere count as wrong in `strict_precision`. Recall is over gold mentions with an id, whether or not the name was
found. Accuracy is over gold mentions with an id whose span was found and linked to anything or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pipeline.evaluate.spans import article_of, percent, prf
from pipeline.model import Article, EnrichedArticle


def score(
    rows: Iterable[dict[str, Any]],
    annotate: Callable[[Article], EnrichedArticle],
    *,
    keep: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, object]:
    """Compare Wikidata ids of body entities with gold `mentions`.

    A mention whose gold id is null is "not in the knowledge base": a link there is wrong.
    """
    count = gold_links = spans_found = judged = emitted = right = 0
    gold_ids = found_ids = right_ids = 0
    for row in rows:
        count += 1
        entities = [e for e in annotate(article_of(row)).entities if e.part == "body"]
        links = {(e.start, e.end): e.wikidata for e in entities}
        mentions = {(m["start"], m["end"]): m["wikidata"] for m in row["mentions"]}
        gold_links += sum(id is not None for id in mentions.values())
        spans_found += sum(span in links for span, id in mentions.items() if id is not None)
        emitted += sum(id is not None for id in links.values())
        judged += sum(id is not None and span in mentions for span, id in links.items())
        right += sum(id is not None and mentions.get(span) == id for span, id in links.items())
        wanted, given = set(mentions.values()) - {None}, set(links.values()) - {None}
        gold_ids, found_ids, right_ids = gold_ids + len(wanted), found_ids + len(given), right_ids + len(wanted & given)
        if keep:
            keep(
                {
                    "id": row.get("id"),
                    "mentions": [{"start": s, "end": e, "wikidata": i} for (s, e), i in links.items()],
                }
            )
    return {
        "task": "linking",
        "rows": count,
        "mentions": gold_links,
        "links": emitted,
        "precision": percent(right, judged),
        "recall": percent(right, gold_links),
        "f1": prf(right, judged, gold_links)["f1"],
        "strict": prf(right, emitted, gold_links),
        "accuracy": percent(right, spans_found),
        "document_ids": prf(right_ids, found_ids, gold_ids),
    }
