"""Coded events compared: (type, source countries, target countries), exactly and with partial credit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pipeline.evaluate.spans import prf


class Coded(NamedTuple):
    """One coded event; `mutual` says that direction does not matter."""

    type: str
    source: frozenset[str]
    target: frozenset[str]
    mutual: bool = False


class CodedTally:
    """Counts over many texts: full triples, partial credit, and types alone."""

    def __init__(self) -> None:
        self.gold = self.found = 0
        self.exact = self.typed = 0
        self.partial = 0.0

    def add(self, gold: Sequence[Coded], found: Sequence[Coded]) -> None:
        """Count one text; every coding is matched at most once."""
        self.gold += len(gold)
        self.found += len(found)
        self.exact += int(sum(_pairs(gold, found, exact)))
        self.partial += sum(_pairs(gold, found, partial))
        self.typed += int(sum(_pairs(gold, found, same_type)))

    def figures(self) -> dict[str, Any]:
        """Give precision, recall and F1 of each way to count, as percentages."""
        ways = {"exact": self.exact, "partial": self.partial, "type": self.typed}
        return {
            **{name: prf(right, self.found, self.gold) for name, right in ways.items()},
            "gold": self.gold,
            "found": self.found,
        }


def exact(gold: Coded, found: Coded) -> float:
    """1 where type, source and target agree."""
    if gold.type != found.type:
        return 0.0
    if gold.mutual:
        return float(gold.source | gold.target == found.source | found.target)
    return float(gold.source == found.source and gold.target == found.target)


def partial(gold: Coded, found: Coded) -> float:
    """A third each for type, source and target; nothing where the type differs."""
    if gold.type != found.type:
        return 0.0
    if gold.mutual:
        return (1 + 2 * _share(gold.source | gold.target, found.source | found.target)) / 3
    return (1 + _share(gold.source, found.source) + _share(gold.target, found.target)) / 3


def same_type(gold: Coded, found: Coded) -> float:
    """1 where the type agrees."""
    return float(gold.type == found.type)


def _share(gold: frozenset[str], found: frozenset[str]) -> float:
    return len(gold & found) / len(gold | found) if gold or found else 1.0


def _pairs(gold: Sequence[Coded], found: Sequence[Coded], credit: Any) -> Iterable[float]:
    """Pair codings greedily, best credit first."""
    ranked = sorted(((credit(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    left, right = set(range(len(gold))), set(range(len(found)))
    for value, i, j in ranked:
        if value and i in left and j in right:
            left.discard(i)
            right.discard(j)
            yield value
