"""How the rest of the article looks at each token of a run: known names, lower-case twins, other mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.enrich.gazetteer import Entry, Hit
from pipeline.enrich.names_model import Known, Place
from pipeline.enrich.names_runs import Run

SEVERAL_KINDS = 4  # entries of a name that are looked at


def find_places(tokens: Sequence[str], starts: Sequence[int], runs: Sequence[Run], hits: Iterable[Hit]) -> list[Place]:
    """Give the place of every token of every run, in order."""
    present = set(tokens)
    later: Counter[str] = Counter()
    ends: set[str] = set()
    for run in runs:
        inner = run.first + 1 if run.first == run.sentence_first else run.first
        later.update(tokens[inner : run.end])
        if run.end - run.first > 1:
            ends.update(tokens[run.first + 1 : run.end])
    known = known_tokens(starts, hits)
    places: list[Place] = []
    for first, end, sentence_first, _ in runs:
        length = end - first if end - first < 5 else 5
        for index in range(first, end):
            token = tokens[index]
            seen = later.get(token, 0)
            places.append(
                (
                    index == sentence_first,
                    token.lower() in present,
                    seen if seen < 2 else 2,
                    0 if length > 1 else 2 if token in ends else 1,
                    length,
                    known.get(index),
                )
            )
    return places


def known_tokens(starts: Sequence[int], hits: Iterable[Hit]) -> dict[int, Known]:
    """Say, for each token in a known name, what it may be a name of."""
    known: dict[int, Known] = {}
    for hit in hits:
        first, end = bisect_left(starts, hit.start), bisect_left(starts, hit.end)
        kind, kinds = _kinds(hit.entries)
        size = min(end - first, 3)
        for index in range(first, end):
            known[index] = (kind, kinds, size, index == first, index == end - 1)
    return known


def _kinds(entries: Sequence[Entry]) -> tuple[str, str]:
    """Name the first kind of a name, cities by size, and all its kinds."""
    first = entries[0]
    kind = f"city{len(str(first.population))}" if first.kind == "city" else first.kind
    kinds = "+".join(sorted({entry.kind for entry in entries[:SEVERAL_KINDS]})) if len(entries) > 1 else first.kind
    return kind, kinds
