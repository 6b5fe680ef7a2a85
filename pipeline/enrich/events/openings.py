"""Where in an article triggers may begin: most are ruled out by the words that their sentence lacks."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.enrich.events.lexicon import Candidate, Index, Trigger
from pipeline.enrich.events.words import MONTH_AFTER
from pipeline.enrich.tokens import where

Opening = tuple[int, int, list[Trigger]]  # token, number of its sentence, what it may begin, the most specific first


class Openings:
    """Finds the words of an article that may begin a trigger, by an index of triggers."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __call__(self, words: list[str], sentences: list[tuple[int, int]], names: frozenset[int]) -> list[Opening]:
        """Find them, in order; `names` are tokens of names, which begin none."""
        index = self._index
        found: list[Opening] = []
        number, end, present = -1, 0, 0
        for at in where(words, index.candidates):
            candidates = _opened(words, at, index)
            if not candidates or at in names or _month(words, at):
                continue
            while at >= end:
                number += 1
                start, end = sentences[number]
                present = _present(words[start:end], index.bits) if at < end else 0
            triggers = [one for one in _possible(candidates, present) if _follows(words, at, end, one)]
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
    present = 0
    for word in bits.keys() & words:
        present |= bits[word]
    return present


def _opened(words: list[str], at: int, index: Index) -> tuple[Candidate, ...]:
    """Give the triggers that two words may open."""
    opened = index.candidates[words[at]]
    follower = words[at + 1] if at + 1 < len(words) else ""
    return opened[follower] if follower in opened else opened[""]


def _possible(candidates: tuple[Candidate, ...], present: int) -> list[Trigger]:
    """Keep the triggers that the words of the sentence leave possible; most are ruled out here."""
    return [
        trigger if doubted & present else cleared
        for needs, barred, doubted, trigger, cleared in candidates
        if needs & present == needs and not barred & present
    ]


def _follows(words: list[str], at: int, last: int, trigger: Trigger) -> bool:
    """Tell whether the words of a trigger follow one another from `at` on, as far as its first gap."""
    for column, forms in enumerate(trigger.words[1:], 1):
        if not forms:
            return True
        if at + column >= last or words[at + column] not in forms:
            return False
    return True
