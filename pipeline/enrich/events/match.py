"""Which triggers stand in a sentence: candidates from the index, checked against their constraints."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.enrich.events.clauses import AUXILIARIES, BE, SPEECH, bounds, participle, passive
from pipeline.enrich.events.lexicon import Index, Trigger, Words
from pipeline.enrich.events.openings import openings
from pipeline.enrich.events.words import (
    ATTRIBUTIVE,
    BACKGROUND,
    BASE_AFTER,
    BREAKS,
    COMPOUND,
    COMPOUNDS,
    COUNTERS,
    FULL,
    GERUND_BEFORE,
    GOVERNORS,
    MEANS,
    NOUN_BEFORE,
    OBJECT_ENDS,
    OBLIQUE,
    OF,
    PASTS,
    REACH,
    RELATIVES,
    SAID,
    TAILS,
    TITLED,
)
from pipeline.enrich.reading import Reading


class Hit(NamedTuple):
    """A trigger where it stands: token range of its words, of its clause and of its sentence."""

    trigger: Trigger
    start: int
    end: int  # exclusive
    clause: tuple[int, int]
    sentence: tuple[int, int]
    passive: bool
    reduced: bool  # a participle behind its noun: "missiles fired at"
    relative: bool  # the clause tells more of something just named: "a missile that landed"


def find(reading: Reading, index: Index, names: frozenset[int] = frozenset()) -> list[Hit]:
    """Find the triggers of a reading, in order of text; where two overlap the more specific stays.

    `names` are tokens that are part of a name and so no trigger: "United States", "Amnesty International".
    """
    words, sentences = reading.lowered, reading.sentences
    hits: list[Hit] = []
    group: list[Hit] = []
    last, clause = -1, (0, 0)
    for at, number, triggers in openings(words, sentences, index, names):
        if number != last:
            hits += _settle(group)
            group, last = [], number
        if not clause[0] <= at < clause[1]:
            clause = bounds(words, *sentences[number], at)
        group += _match(words, triggers, at, clause, sentences[number])
    return hits + _settle(group)


def _match(
    words: list[str], triggers: list[Trigger], at: int, clause: tuple[int, int], sentence: tuple[int, int]
) -> list[Hit]:
    """Take the most specific trigger that begins at `at`, and others of other weapons: "attacked with drones and"."""
    voice = passive(words, clause[0], at, clause[1])
    hits: list[Hit] = []
    for trigger in triggers:
        if hits and not (
            _armed(trigger) and all(_armed(hit.trigger) and hit.trigger.subtype != trigger.subtype for hit in hits)
        ):
            continue
        end = _phrase(words, trigger.words, at, sentence[1]) if len(trigger.words) > 1 else at + 1
        if not end:
            continue
        reduced = not voice and trigger.object is not None and _reduced(words, trigger.object, at, clause)
        if trigger.part != "verb" and end < len(words) and words[end] in COMPOUNDS:
            continue
        if _holds(words, trigger, at, end, clause, sentence, voice or reduced):
            relative = trigger.subject is not None and clause[0] > sentence[0] and words[clause[0] - 1] in RELATIVES
            suffers = (voice or reduced) and trigger.part == "verb"
            hits.append(Hit(trigger, at, end, clause, sentence, suffers, reduced, relative))
    return hits


def _armed(trigger: Trigger) -> bool:
    """Tell whether a trigger names the weapon that is used."""
    return trigger.instrument or trigger.with_ is not None


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
    """Check the constraints of a trigger around its words [at, end), the cheapest first."""
    if trigger.part == "verb" and not _verbal(words, at, sentence[0]):
        return False
    if trigger.object is not None and not _object(words, trigger, at, end, clause, voice):
        return False
    if trigger.subject is not None and not _subject(words, trigger.subject, at, end, clause, voice):
        return False
    if trigger.of is not None and not _of(words, trigger.of, at, end, clause):
        return False
    if trigger.with_ is not None and not _with(words, trigger.with_, end, clause):
        return False
    if trigger.near is not None and not trigger.near.stand(words[clause[0] : at] + words[end : clause[1]]):
        return False
    if trigger.around is not None and not trigger.around.stand(words[sentence[0] : sentence[1]]):
        return False
    return trigger.unless is None or not trigger.unless.stand(words[sentence[0] : sentence[1]])


def _verbal(words: list[str], at: int, first: int) -> bool:
    """Tell a verb from a noun or an adjective: no article or possessive before it, nor a preposition before a base."""
    before = words[at - 1] if at > first else ""
    word = words[at]
    if participle(word):
        return before not in ATTRIBUTIVE and (bool(before) or words[at + 1 : at + 2] not in TITLED)
    if word.endswith("ing") or words[at + 1 : at + 2] == ["-"]:
        return True
    if before in NOUN_BEFORE:
        return False
    return (
        word.endswith("s")
        or word in PASTS
        or word in AUXILIARIES
        or not before
        or not before.isalpha()
        or _plural(before)
    )


def _plural(before: str) -> bool:
    """Tell whether a base form may follow: a plural, a pronoun, an auxiliary, "to" or an adverb; not "Delhi march"."""
    return before.endswith(("s", "ly")) or before in BASE_AFTER


def _reduced(words: list[str], some: Words, at: int, clause: tuple[int, int]) -> bool:
    """A participle right behind its object: "missiles fired at", "a projectile, launched from"."""
    if not participle(words[at]) or at == clause[0]:
        return False
    before = at - 1
    while before > clause[0] and (words[before] == "," or words[before].endswith("ly")):
        before -= 1
    return words[before] in some.single


def _head(words: list[str], some: Words, start: int, end: int) -> bool:
    """Tell whether one of the words stands in [start, end) as a noun of its own, not as in "missile alert"."""
    for at in range(start, end):
        if words[at] in some.single:
            follower = words[at + 1] if at + 1 < len(words) else ""
            if follower not in TAILS and (follower != "-" or (words[at + 2 : at + 3] and _numbered(words[at + 2]))):
                return True
    if not some.phrases or some.signs.isdisjoint(words[start:end]):
        return False
    text = f" {' '.join(words[start:end])} "
    return any(phrase in text for phrase in some.phrases)


def _numbered(word: str) -> bool:
    """Tell a number of a make: "Hwasong-20", "Shahab-3s", "Fatah-II"."""
    return word[0].isdigit() or not word.strip("iv")


def _oblique(words: list[str], start: int, end: int) -> int:
    """Where a subject ends and a phrase begins that only tells of it: "an inquiry into missiles was launched"."""
    for at in range(start + 1, end):
        if words[at] in OBLIQUE or words[at] == "into" or (words[at] == "of" and words[at - 1] not in COUNTERS):
            return at
    return end


def _object(words: list[str], trigger: Trigger, at: int, end: int, clause: tuple[int, int], voice: bool) -> bool:
    """Find the object: after the verb, or before it in the passive."""
    some = trigger.object
    if some is None:
        return True
    if voice:
        start = max(clause[0], at - REACH)
        return _head(words, some, start, _oblique(words, start, at))
    limit = min(clause[1], end + REACH)
    for stop in range(end, limit):
        word = words[stop]
        if (word in OBJECT_ENDS and not trigger.into) or (word == "of" and words[stop - 1] not in COUNTERS):
            limit = stop
            break
    if _head(words, some, end, limit):
        return True
    opener = clause[0] - 1  # "two missiles that the army launched"
    return opener > 0 and words[opener] in RELATIVES and _head(words, some, max(0, opener - 3), opener)


def _subject(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int], voice: bool) -> bool:
    """Find the subject: before the verb, across a relative pronoun, or after "by" in the passive."""
    if voice:
        limit = min(clause[1], end + REACH)
        by = next((i for i in range(end, limit) if words[i] == "by"), limit)
        return _head(words, some, by, limit)
    start = max(0, clause[0] - 6) if clause[0] and words[clause[0] - 1] in RELATIVES else clause[0]
    start = max(start, at - REACH)
    for begin in range(at - 1, start - 1, -1):  # "orders for missiles" are no missiles
        if words[begin] in OBLIQUE and begin + 1 < at:
            return _head(words, some, start, begin)
    return _head(words, some, start, at)


def _of(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int]) -> bool:
    """Find what a noun is of: "missile launch", "launch of two missiles"."""
    start = at
    while start > max(clause[0], at - COMPOUND) and words[start - 1] not in BREAKS and words[start - 1] not in BE:
        start -= 1
    if some.stand(words[start:at]) and words[at - 1] not in TAILS:
        return True
    limit = min(clause[1], end + 8)
    return end < limit and words[end] in OF and _head(words, some, end, limit)


def _with(words: list[str], some: Words, end: int, clause: tuple[int, int]) -> bool:
    """Find the means: "with a missile", "by rockets", "using a Scud"."""
    limit = min(clause[1], end + REACH + 6)
    means = next((i for i in range(end, limit) if words[i] in MEANS), limit)
    return _head(words, some, means, limit)


def fitting(seen: frozenset[str], hits: list[Hit]) -> list[Hit]:
    """Leave out what the article as a whole speaks against: it is full of sport, film or space, or lacks a word."""
    if not any(hit.trigger.foreign or hit.trigger.article for hit in hits):
        return hits
    hits = [hit for hit in hits if not hit.trigger.article or not hit.trigger.article.single.isdisjoint(seen)]
    verdicts: dict[frozenset[str], bool] = {}
    for one in {one.single: one for hit in hits for one in hit.trigger.foreign}.values():
        verdicts[one.single] = len(one.single & seen) >= FULL
    return [hit for hit in hits if not any(verdicts[one.single] for one in hit.trigger.foreign)]


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
        if words[at] in AUXILIARIES or words[at] == ",":
            break
    return ""


def without(words: list[str], hit: Hit) -> bool:
    """Tell whether the object of a verb is denied: "fired no missiles", "launched a satellite and no missile"."""
    if hit.trigger.part != "verb" or not hit.trigger.object or hit.passive:
        return False
    end = min(hit.clause[1], hit.end + REACH)
    nouns = [at for at in range(hit.end, end) if words[at] in hit.trigger.object.single]
    return bool(nouns) and "no" in words[max(hit.end, nouns[0] - 3) : nouns[0]]


def attributed(words: list[str], hit: Hit) -> str:
    """Give the word by which the event is somebody's word: "said that", "reports that", ", X said"."""
    start = hit.clause[0]
    if words[hit.sentence[0] : hit.sentence[0] + 2] == ["claim", ":"]:
        return "claim"
    if SAID.isdisjoint(words[slice(*hit.sentence)]):
        return ""
    if start > hit.sentence[0] and words[start - 1] == "that":
        for at in range(start - 2, max(hit.sentence[0], start - 10) - 1, -1):
            if words[at] in SAID:
                return words[at]
    for at in range(hit.start - 1, start - 1, -1):
        if words[at] in SAID:
            return words[at]
    return next((word for word in words[hit.end : hit.sentence[1]] if word in SPEECH), "")


def _settle(hits: list[Hit]) -> list[Hit]:
    """Keep the most specific of overlapping hits, and one hit of a subtype in a clause."""
    if len(hits) < 2:
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (-hit.trigger.rank, hit.start)):
        if not any(_clash(hit, other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _clash(hit: Hit, other: Hit) -> bool:
    """Two hits tell one event: their words overlap, or they tell the same in one clause."""
    if hit.start < other.end and other.start < hit.end:
        return not (hit.start == other.start and _armed(hit.trigger) and _armed(other.trigger)) or (
            hit.trigger.subtype == other.trigger.subtype
        )
    if hit.trigger.subtype != other.trigger.subtype:
        return False
    return hit.clause == other.clause or hit.relative or other.relative
