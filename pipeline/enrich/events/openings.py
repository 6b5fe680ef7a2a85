"""Where in an article triggers may begin: most are ruled out by the words that their sentence lacks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from pipeline.enrich.events.lexicon import Candidate, Index, Trigger
from pipeline.enrich.events.words import MONTH_AFTER
from pipeline.enrich.tokens import where

Opening = tuple[int, int, list[Trigger]]  # token, number of its sentence, what it may begin, the most specific first


class Openings:
    """Finds the words of an article that may begin a trigger, by an index of triggers."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._every = reduce(or_, index.bits.values(), 0)

    def __call__(self, words: list[str], sentences: list[tuple[int, int]], names: frozenset[int]) -> list[Opening]:
        """Find them, in order; `names` are tokens of names, which begin none."""
        index = self._index
        found: list[Opening] = []
        number, end, present, absent = -1, 0, 0, 0
        for at in where(words, index.candidates):
            candidates = _opened(words, at, index)
            if not candidates or at in names or _month(words, at):
                continue
            while at >= end:
                number += 1
                start, end = sentences[number]
                present = _present(words[start:end], index.bits) if at < end else 0
                absent = self._every ^ present
            triggers = [one for one in _possible(candidates, present, absent) if _follows(words, at, end, one)]
            if triggers:
                found.append((at, number, triggers))
        return found


def _month(words: list[str], at: int) -> bool:
    """Tell the month of March from a march."""
    if words[at] != "march" or at + 1 == len(words):
        return False
    return words[at + 1].isdigit() or words[at - 1] in MONTH_AFTER


def _present(words: list[str], bits: Mapping[str, int]) -> int:
    """Give the bits that the words of a sentence have."""
    return reduce(or_, filter(None, map(bits.get, words)), 0)


def _opened(words: list[str], at: int, index: Index) -> tuple[Candidate, ...]:
    """Give the triggers that two words may open."""
    opened = index.candidates[words[at]]
    follower = words[at + 1] if at + 1 < len(words) else ""
    return opened.get(follower) or opened[""]


def _possible(candidates: tuple[Candidate, ...], present: int, absent: int) -> list[Trigger]:
    """Keep the triggers that the words of the sentence leave possible; most are ruled out here."""
    return [
        trigger if doubted & present else cleared
        for needs, barred, doubted, trigger, cleared in candidates
        if not needs & absent and not barred & present
    ]


def _follows(words: list[str], at: int, last: int, trigger: Trigger) -> bool:
    """Tell whether the words of a trigger follow one another from `at` on, as far as its first gap."""
    if len(trigger.words) == 1:
        return True
    for column, forms in enumerate(trigger.words[1:], 1):
        if not forms:
            return True
        if at + column >= last or words[at + column] not in forms:
            return False
    return True
