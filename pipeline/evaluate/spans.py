"""Spans compared: exact and overlapping, per label and over all labels.

A labelled span is (start, end, label), end exclusive, in code points of one text. Duplicates count once. An exact hit
has the same start, end and label; an overlap shares at least one code point with a span of the same label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pipeline.model import Article

Labelled = tuple[int, int, str]


def article_of(row: Mapping[str, Any]) -> Article:
    """Make the article a row stands for: `text` is the body, `headline` the headline if the row has one."""
    return Article(
        uri=f"urn:row:{row.get('id', '')}",
        body=row["text"],
        headline=row.get("headline") or "",
        url=row.get("url"),
    )


def percent(part: float, whole: float) -> float:
    """Give part of whole as a percentage with one decimal; of nothing, 0."""
    return round(100 * part / whole, 1) if whole else 0.0


def prf(right: float, found: float, gold: float, *, right_gold: float | None = None) -> dict[str, float]:
    """Give precision, recall and F1 as percentages.

    `right_gold` counts gold spans that were hit, where that differs from found spans that hit.
    """
    hits = right if right_gold is None else right_gold
    precision = right / found if found else 0.0
    recall = hits / gold if gold else 0.0
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return {"precision": percent(precision, 1), "recall": percent(recall, 1), "f1": percent(f1, 1)}


def overlapping(spans: Collection[Labelled], others: Collection[Labelled]) -> set[Labelled]:
    """Give the spans that share a code point with one of `others` of the same label."""
    by_label: dict[str, list[tuple[int, int]]] = {}
    for start, end, label in others:
        by_label.setdefault(label, []).append((start, end))
    return {
        span for span in spans if any(span[0] < end and start < span[1] for start, end in by_label.get(span[2], ()))
    }


class SpanTally:
    """Counts over many texts, exact and overlapping, per label."""

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.exact: Counter[str] = Counter()
        self.touched_gold: Counter[str] = Counter()
        self.touched_found: Counter[str] = Counter()

    def add(self, gold: Iterable[Labelled], found: Iterable[Labelled]) -> None:
        """Count one text."""
        gold, found = set(gold), set(found)
        counts = (self.gold, self.found, self.exact, self.touched_gold, self.touched_found)
        groups = (gold, found, gold & found, overlapping(gold, found), overlapping(found, gold))
        for counter, spans in zip(counts, groups, strict=True):
            counter.update(label for _, _, label in spans)

    def labels(self) -> list[str]:
        """Give every label seen, sorted."""
        return sorted(self.gold.keys() | self.found.keys())

    def exact_figures(self, labels: Collection[str] | None = None) -> dict[str, Any]:
        """Give exact precision, recall and F1 over these labels together (all when None), with counts."""
        chosen = self.labels() if labels is None else labels
        right, found, gold = (sum(c[label] for label in chosen) for c in (self.exact, self.found, self.gold))
        return {**prf(right, found, gold), "gold": gold, "found": found}

    def overlap_figures(self, labels: Collection[str] | None = None) -> dict[str, float]:
        """Give overlap precision, recall and F1 over these labels together (all when None)."""
        chosen = self.labels() if labels is None else labels
        counters = (self.touched_found, self.found, self.gold, self.touched_gold)
        right, found, gold, right_gold = (sum(c[label] for label in chosen) for c in counters)
        return prf(right, found, gold, right_gold=right_gold)
