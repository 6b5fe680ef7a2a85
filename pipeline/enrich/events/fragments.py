"""Weapons that are counted or dated where no verb tells what they did: "Ten GMLRS before midnight:"."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events.clauses import BOUNDING
from pipeline.enrich.events.walk import ADVERBS, AFTER_OBJECT, FINITE, MOVING, past
from pipeline.enrich.events.words import NUMERALS

SEGMENTS: Final = frozenset(": ; . — – ! ? ( )".split())
OPENING_ONE: Final = frozenset(": — –".split())
OPENED: Final = 6  # words of a fragment before its weapon
COUNTING: Final = NUMERALS | frozenset(
    "one another thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred third".split()
)
POSSESSIVES: Final = frozenset(("'s", "’s"))
TIMES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today night morning evening afternoon".split()
)
COURSES: Final = frozenset(
    "from at into over off through onto between toward towards dawn midnight noon dusk night nights today "
    "overnight".split()
)


def fragment(words: list[str], held: frozenset[str], at: int, end: int, sentence: tuple[int, int]) -> bool:
    """Tell a count of weapons without any verb that has a time or a course: "Ten GMLRS before midnight:"."""
    first = next((here + 1 for here in range(at - 1, sentence[0] - 1, -1) if words[here] in SEGMENTS), sentence[0])
    if at - first > OPENED or not any(words[here] in COUNTING or words[here][0].isdigit() for here in range(first, at)):
        return False
    if any(_verbal(words, here) for here in range(first, at)):
        return False
    told = first > sentence[0] and words[first - 1] in OPENING_ONE and _shot(words, held, sentence[0], first - 1)
    for here in range(end, sentence[1]):
        word = words[here]
        if word in SEGMENTS or (word == "," and told):
            break
        if _verbal(words, here):
            return False
        told = told or word in COURSES or word in ADVERBS
    return told


def _shot(words: list[str], held: frozenset[str], first: int, last: int) -> bool:
    """Tell whether something was done before a colon that is done with a shot: "lobbed its best at Sderot:"."""
    verbs = [words[here] for here in range(first, last) if past(words, here)]
    return bool(verbs) and (verbs[-1] not in held or verbs[-1] in MOVING)


def timed(words: list[str], at: int, end: int) -> bool:
    """Tell a weapon of one day or night: "Monday's Grad", "last night's Russian Iskander"."""
    if end < len(words) and words[end] not in AFTER_OBJECT:
        return False
    return any(words[here] in POSSESSIVES and words[here - 1] in TIMES for here in range(max(1, at - 4), at))


def _verbal(words: list[str], at: int) -> bool:
    return words[at] in FINITE or words[at] in BOUNDING or past(words, at)
