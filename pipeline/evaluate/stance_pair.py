"""Stance between two given names: five-class macro-F1 (directed sentiment, DSE)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance import between
from pipeline.evaluate.spans import article_of, percent, prf
from pipeline.model import Article, EnrichedArticle, Span

Row = dict[str, Any]
LABELS: Final = ("neutral", "neg_p_to_q", "pos_p_to_q", "neg_q_to_p", "pos_q_to_p")


def score(
    rows: Iterable[Row],
    annotate: Callable[[Article], EnrichedArticle],  # noqa: ARG001 - names are given, only the stance is judged
    *,
    keep: Callable[[Row], None] | None = None,
) -> dict[str, object]:
    """Judge the stance between p and q of every row."""
    judged: list[tuple[str, str]] = []
    for row in rows:
        reading = Reading(article_of(row))
        label, confidence, cues = between(reading, _span(row["p"], reading), _span(row["q"], reading))
        judged.append((row["label"], label))
        if keep:
            keep({"id": row.get("id"), "label": label, "confidence": confidence, "cues": cues})
    return {"task": "stance-pair", "rows": len(judged), **five_way(judged)}


def _span(marked: Row, reading: Reading) -> Span:
    """Take a marked name as a span of the reading's text."""
    start, end = marked["start"] + reading.body_start, marked["end"] + reading.body_start
    return Span(start=start, end=end, text=reading.text[start:end])


def five_way(judged: list[tuple[str, str]]) -> dict[str, object]:
    """Give macro-F1 over five classes, accuracy, and precision, recall and F1 of the four that are not neutral."""
    right = Counter(gold for gold, found in judged if gold == found)
    gold, found = Counter(gold for gold, _ in judged), Counter(found for _, found in judged)
    f1 = {label: 200 * right[label] / max(gold[label] + found[label], 1) for label in LABELS}
    told = sum(right[label] for label in LABELS[1:])
    micro = prf(told, sum(found[label] for label in LABELS[1:]), sum(gold[label] for label in LABELS[1:]))
    return {
        "macro_f1": round(sum(f1.values()) / len(LABELS), 1),
        "accuracy": percent(right.total(), len(judged)),
        "f1": {label: round(value, 1) for label, value in f1.items()},
        "directed": micro,
    }
