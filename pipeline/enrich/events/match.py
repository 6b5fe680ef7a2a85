"""Which triggers stand in a sentence: candidates from the index, checked against their constraints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from pipeline.enrich.events.clauses import BE, bounds, passive
from pipeline.enrich.events.lexicon import Trigger, Words
from pipeline.enrich.reading import Reading

REACH: Final = 12  # words between a verb and its object
COMPOUND: Final = 4  # words before a noun that may modify it
PREPOSITIONS: Final = frozenset("of by with involving using from".split())
RELATIVES: Final = frozenset(("that", "which", "who"))
BREAKS: Final = frozenset(", and or but".split())


class Hit(NamedTuple):
    """A trigger where it stands: token range of its words, of its clause and of its sentence."""

    trigger: Trigger
    start: int
    end: int  # exclusive
    clause: tuple[int, int]
    sentence: tuple[int, int]
    passive: bool
    relative: bool  # the clause tells more of something just named: "a missile that landed"


def find(reading: Reading, index: Mapping[str, tuple[Trigger, ...]], names: frozenset[int] = frozenset()) -> list[Hit]:
    """Find the triggers of a reading, in order of text; where two overlap the more specific stays.

    `names` are tokens that are part of a name and so no trigger: "United States", "Amnesty International".
    """
    words = reading.lowered
    at = [i for i, word in enumerate(words) if word in index and i not in names]
    hits: list[Hit] = []
    sentences = reading.sentences
    here = 0
    for i in at:
        while sentences[here][1] <= i:
            here += 1
        if (hit := _match(words, index[words[i]], i, sentences[here])) is not None:
            hits.append(hit)
    return _settle(hits)


def _match(words: list[str], triggers: tuple[Trigger, ...], at: int, sentence: tuple[int, int]) -> Hit | None:
    """Try the triggers that begin with the word at `at`, the most specific first."""
    clause: tuple[int, int] | None = None
    voice = False
    for trigger in triggers:
        end = _phrase(words, trigger.words, at, sentence[1])
        if not end:
            continue
        if clause is None:
            clause = bounds(words, *sentence, at)
            voice = passive(words, clause[0], at, clause[1])
        if _holds(words, trigger, at, end, clause, sentence, voice):
            relative = bool(trigger.subject) and clause[0] > sentence[0] and words[clause[0] - 1] in RELATIVES
            return Hit(trigger, at, end, clause, sentence, voice and trigger.part == "verb", relative)
    return None


def _phrase(words: list[str], forms: tuple[frozenset[str], ...], at: int, last: int) -> int:
    """Match the words of a trigger from `at` on and give the end, or 0; an empty set skips up to three words."""
    end = at + 1
    gap = False
    for form in forms[1:]:
        if not form:
            gap = True
            continue
        reach = min(last, end + (4 if gap else 1))
        while end < reach and words[end] not in form:
            end += 1
        if end >= reach:
            return 0
        end += 1
        gap = False
    return end


def _holds(
    words: list[str],
    trigger: Trigger,
    at: int,
    end: int,
    clause: tuple[int, int],
    sentence: tuple[int, int],
    voice: bool,
) -> bool:
    """Check the constraints of a trigger around its words [at, end)."""
    if trigger.unless and trigger.unless.stand(words[sentence[0] : sentence[1]]):
        return False
    if trigger.part == "verb" and not _verbal(words, at, sentence[0]):
        return False
    if trigger.near and not trigger.near.stand(words[clause[0] : at] + words[end : clause[1]]):
        return False
    if trigger.object and not _object(words, trigger.object, at, end, clause, voice):
        return False
    if trigger.subject and not _subject(words, trigger.subject, at, end, clause, voice):
        return False
    return not trigger.of or _of(words, trigger.of, at, end, clause)


def _verbal(words: list[str], at: int, first: int) -> bool:
    """Tell a verb from a noun or an adjective: no article or possessive before it, nor a preposition before a base."""
    before = words[at - 1] if at > first else ""
    if words[at].endswith("ed"):
        return before not in ATTRIBUTIVE
    return words[at].endswith("ing") or before not in NOUN_BEFORE


def background(words: list[str], hit: Hit) -> str:
    """Give the word that puts an event into the background: a subordinator, or a preposition before a noun."""
    start = hit.clause[0]
    if start > hit.sentence[0] and words[start - 1] in BACKGROUND:
        opener = words[start - 1]
        if start - 1 > hit.sentence[0] or "," not in words[start : hit.start]:
            return opener
    before = words[hit.start - 1] if hit.start > hit.sentence[0] else ""
    if hit.trigger.part == "verb":
        return before if words[hit.start].endswith("ing") and before in GERUND_BEFORE else ""
    for at in range(hit.start - 1, max(start, hit.start - 7) - 1, -1):
        if words[at] in GOVERNORS:
            return words[at]
        if words[at] in BE or words[at] == ",":
            break
    return ""


BACKGROUND: Final = frozenset(
    "who which whose where when while after before because although though if unless until since as whereas "
    "once".split()
)
GERUND_BEFORE: Final = frozenset(", of for from by without after before in on while despite".split())
GOVERNORS: Final = frozenset(
    "of after following during despite amid over about in on for to with from against by since before at under".split()
)
ATTRIBUTIVE: Final = frozenset("the a an its his her their our 's ’s this that these those".split()) - {"that", "this"}


NOUN_BEFORE: Final = frozenset(
    "the a an this that these those its his her their our my your 's ’s of no any some each every in on at with from "
    "by for into against".split()
)


def _object(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int], voice: bool) -> bool:
    """Find the object: after the verb, or before it in the passive and in "missiles fired by"."""
    if not voice:
        if some.stand(words[end : min(clause[1], end + REACH)]):
            return True
        return words[at].endswith("ed") and at > clause[0] and words[at - 1] in some.single
    return some.stand(words[max(clause[0], at - REACH) : at])


def _subject(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int], voice: bool) -> bool:
    """Find the subject: before the verb, across a relative pronoun, or after "by" in the passive."""
    if voice:
        after = words[end : min(clause[1], end + REACH)]
        return "by" in after and some.stand(after[after.index("by") :])
    start = max(0, clause[0] - 6) if clause[0] and words[clause[0] - 1] in RELATIVES else clause[0]
    return some.stand(words[max(start, at - REACH) : at])


def _of(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int]) -> bool:
    """Find what a noun is of: "missile launch", "launch of two missiles"."""
    before = words[max(clause[0], at - COMPOUND) : at]
    for number in range(len(before) - 1, -1, -1):
        if before[number] in BREAKS or before[number] in BE:
            before = before[number + 1 :]
            break
    if some.stand(before):
        return True
    after = words[end : min(clause[1], end + 8)]
    return bool(after) and after[0] in PREPOSITIONS and some.stand(after)


def _settle(hits: list[Hit]) -> list[Hit]:
    """Keep the most specific of overlapping hits, and one hit of a subtype in a clause."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.trigger.rank, hit.start)):
        if not any(_clash(hit, other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _clash(hit: Hit, other: Hit) -> bool:
    """Two hits tell one event: their words overlap, or they tell the same in one clause."""
    if hit.start < other.end and other.start < hit.end:
        return True
    if hit.trigger.subtype != other.trigger.subtype or hit.sentence != other.sentence:
        return False
    return hit.clause == other.clause or hit.relative or other.relative
