"""What a trigger asks of the words around it: to stand as a verb, and nouns as its object, subject and means."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events.clauses import AUXILIARIES, BE, participle
from pipeline.enrich.events.lexicon import Trigger, Words
from pipeline.enrich.events.words import (
    AFTER_PARTICIPLE,
    ASIDE_FROM,
    ATTRIBUTIVE,
    BACKGROUND,
    BASE_AFTER,
    BEYOND_SERIES,
    BREAKS,
    CLOSERS,
    CLOSING,
    COMPOUND,
    CONTACT,
    COUNTERS,
    INSERTED,
    MEANS,
    NOUN_BEFORE,
    NUMERALS,
    OBJECT_ENDS,
    OBLIQUE,
    OF,
    OPENING,
    PASTS,
    REACH,
    REACH_BACK,
    RELATIVES,
    TAILS,
    TITLED,
)

PARTS: Final = frozenset(
    "warhead fragment fragments debris wreckage pieces splinters blast explosion impact use".split()
)
OF_NOUNS: Final = frozenset("on by against are were have had of".split())  # after a plural noun, not after a verb
VARIANTS: Final = frozenset("er ng eg prime plus lr xr type class style era".split())  # behind the hyphen of a make
WHAT: Final = 18  # words between "what came down" and "was a missile"
INVERTING: Final = frozenset("came went fell flew landed crashed roared thundered streaked rose tumbled".split())
ANTECEDENT: Final = 7  # words between a noun and the relative pronoun that stands for it
BETWEEN: Final = 5  # words between a noun and its "of"
ABOUT_OR_THAN: Final = frozenset(("about", "than"))
NOT_REAL: Final = frozenset(
    "like mock dummy inert notional imaginary simulated pretend political concrete cardboard papier-mâché inflatable "
    "toy replica wooden plastic chocolate gingerbread lego amateur virtual".split()
)
HYPHEN: Final = ["-"]
PRONOUNS: Final = frozenset("it them both all something".split())  # subjects of their own: "it launched"


def is_verb(words: list[str], trigger: Trigger, at: int, end: int, first: int) -> bool:
    """Tell whether a trigger stands as a verb: its hyphen is its own ("test-fired"), another makes a compound."""
    if len(trigger.words) > 1 and words[at + 1] == "-":
        return True
    follower = words[end] if end < len(words) else ""
    if trigger.instrument and (follower == "-" or follower == "of" or words[at - 1 : at] == HYPHEN):
        return False
    if words[at] == "found" and follower in ASIDE_FROM:  # "a missile found in a hangar"
        return False
    if words[at : at + 2] == ["shot", "off"] and trigger.object and words[at - 1] in trigger.object.single:
        return words[at - 1].endswith("s")  # "a missile shot off Andøya" is a noun, "missiles shot off" are not
    if words[at].endswith("s") and words[at - 1] in BREAKS and follower in OF_NOUNS:
        return False  # ", strikes on it are expected"
    return _verbal(words, at, first) or (follower in NUMERALS and words[at - 1] not in NOUN_BEFORE)


def _verbal(words: list[str], at: int, first: int) -> bool:
    """Tell a verb from a noun or an adjective: no article or possessive before it, nor a preposition before a base."""
    before = words[at - 1] if at > first else ""
    word = words[at]
    if participle(word):
        follower = words[at + 1] if at + 1 < len(words) else ""
        if not before and word.endswith("ed") and follower:
            return follower in AFTER_PARTICIPLE or follower.isdigit()
        return before not in ATTRIBUTIVE and (bool(before) or follower not in TITLED)
    if word.endswith("ing"):
        return True
    if before in NOUN_BEFORE:
        return before == "that" and word in PASTS  # "a rocket that took"
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


def is_reduced(words: list[str], some: Words, at: int, clause: tuple[int, int]) -> bool:
    """A participle right behind its object: "missiles fired at", "a projectile, launched from"."""
    own = at + 2 if words[at + 1 : at + 2] == HYPHEN and at + 2 < clause[1] else at  # "test-fired"
    if not participle(words[own]) or at == clause[0]:
        return False
    before = at - 1
    while before > clause[0] and (
        words[before] in (",", "-") or words[before].endswith("ly") or is_numbered(words[before])
    ):
        before -= 1
    return words[before] in some.single and words[before] not in PRONOUNS


def _head(words: list[str], some: Words, start: int, end: int) -> bool:
    """Tell whether one of the words stands in [start, end) as a noun of its own, not as in "missile alert"."""
    single, series = some.single, some.series
    for at in range(start, end):
        if words[at] not in single and not series:
            continue
        follower = words[at + 1] if at + 1 < len(words) else ""
        if words[at] in single:
            numbered = follower == "-" and bool(words[at + 2 : at + 3]) and is_numbered(words[at + 2])
            if numbered and words[at + 3 : at + 4] and words[at + 3] in BEYOND_SERIES:
                continue
            if (
                follower not in TAILS
                and (follower != "-" or numbered)
                and NOT_REAL.isdisjoint(words[max(start, at - 3) : at])
            ):
                return True
        elif follower == "-" and some.numbered(words, at + 1) and BEYOND_SERIES.isdisjoint(words[at + 3 : at + 4]):
            return True
    return bool(some.phrases) and some.phrased(words[start:end])


def is_noun(words: list[str], some: Words, at: int, end: int) -> bool:
    """Tell whether one of the words stands at [at, end) as a noun of its own; see `_head`."""
    follower = words[end] if end < len(words) else ""
    if end - at > 1 and words[end - 1] != HYPHEN[0]:
        return follower not in TAILS and NOT_REAL.isdisjoint(words[max(0, at - 3) : at])
    return _head(words, some, at, at + 1)


def is_numbered(word: str) -> bool:
    """Tell a number of a make: "Hwasong-20", "Shahab-3s", "Fatah-II", "Iskander-Ks"."""
    bare = word.removesuffix("s")
    return word[0].isdigit() or not bare.strip("iv") or len(bare) == 1 or word in VARIANTS


def _oblique(words: list[str], start: int, end: int) -> int:
    """Where a subject ends and a phrase begins that only tells of it: "an inquiry into missiles was launched"."""
    for at in range(start + 1, end):
        if words[at] in OBLIQUE or words[at] == "into" or (words[at] == "of" and words[at - 1] not in COUNTERS):
            return at
    return end


def has_object(words: list[str], trigger: Trigger, at: int, end: int, clause: tuple[int, int], voice: bool) -> bool:
    """Find the object: after the verb, or before it in the passive."""
    some = trigger.object
    if some is None:
        return True
    if voice:
        start = max(clause[0], at - (REACH_BACK if trigger.instrument else REACH))
        return _head(words, some, start, _oblique(words, start, at)) or (
            trigger.instrument and _antecedent(words, some, clause[0])
        )
    limit = min(clause[1], end + REACH)
    begun = False  # the object has begun: what follows a preposition is no longer in it
    for stop in range(end, limit):
        word = words[stop]
        if word == "of" and words[stop - 1] not in COUNTERS:
            limit = stop
            break
        if word in OBJECT_ENDS and not trigger.into and not (word in ABOUT_OR_THAN and _counted(words, stop + 1)):
            limit = stop
            break
        if begun and trigger.instrument and word in ASIDE_FROM and not _resumes(words, stop, limit):
            limit = stop
            break
        begun = begun or word in OPENING or word[0].isdigit()
    if _head(words, some, at + 1 if frozenset() in trigger.words else end, limit):
        return True
    return _told_of(words, some, at, end, clause, bare=trigger.instrument)


def _antecedent(words: list[str], some: Words, start: int) -> bool:
    """Find what a relative clause from `start` on tells of: "the seven rockets that struck"."""
    opener = start - 1
    return opener > 0 and words[opener] in RELATIVES and _head(words, some, max(0, opener - ANTECEDENT), opener)


def _counted(words: list[str], at: int) -> bool:
    """Tell whether a number follows: "about a hundred missiles" are fired, not spoken about."""
    return at < len(words) and (words[at] in COUNTERS or words[at] in ("a", "an") or words[at][0].isdigit())


def _resumes(words: list[str], at: int, limit: int) -> bool:
    """Tell whether the object goes on behind a phrase: "fired 60 drones at one city and 20 missiles at another"."""
    return any(words[here] in ("and", ",") and _counted(words, here + 1) for here in range(at, limit))


def _told_of(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int], *, bare: bool) -> bool:
    """Find the object before the verb: "two missiles that the army launched", "the missiles the army sent over"."""
    opener = clause[0] - 1
    if opener > 0 and words[opener] in RELATIVES and _head(words, some, max(0, opener - 3), opener):
        return True
    if not bare or (words[end : end + 1] and words[end] not in ASIDE_FROM):
        return False
    for begin in range(at - 2, max(clause[0], at - CONTACT) - 1, -1):
        if not CLOSING.isdisjoint((words[begin + 1], words[begin])):
            return False
        if words[begin] in some.single:
            return _head(words, some, begin, begin + 1)
    return False


def _interrupted(words: list[str], at: int) -> int:
    """Find where an aside that ends before `at` begins: "a missile, which Bahrain says was Iranian, came"."""
    for here in range(at - 2, max(0, at - INSERTED), -1):
        if words[here - 1] == "," and (words[here] in RELATIVES or words[here] == "according"):
            return here - 1
        if words[here] in CLOSERS:
            return 0
    return 0


def has_subject(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int], voice: bool) -> bool:
    """Find the subject: before the verb, across a relative pronoun, or after "by" in the passive."""
    if voice:
        limit = min(clause[1], end + REACH)
        by = next((i for i in range(end, limit) if words[i] == "by"), limit)
        return _head(words, some, by, _first_noun(words, by + 1, limit))
    if words[at - 1] == "," and (told := _interrupted(words, at)):
        return _head(words, some, max(0, told - ANTECEDENT), told)
    start = max(clause[0], at - REACH)
    for begin in range(at - 1, max(start, clause[0] + 1) - 1, -1):  # "orders for missiles", but "For hours, missiles"
        if words[begin] in OBLIQUE and begin + 1 < at and not (words[begin] == "about" and _counted(words, begin + 1)):
            return _head(words, some, start, begin)
    return _head(words, some, start, at) or _antecedent(words, some, clause[0])


def _first_noun(words: list[str], start: int, limit: int) -> int:
    """Where the first noun ends: "by the loss of a missile contract" names no missile, "by a hail of rockets" does."""
    for at in range(start, limit):
        if words[at] == "of" and words[at - 1] not in COUNTERS and words[at - 1] not in PARTS:
            return at
    return limit


def has_inverted(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int]) -> bool:
    """Find a subject behind its verb: "then came the second missile", "what fell on the town was a missile"."""
    limit = min(clause[1], end + WHAT)
    if words[at - 1] == "what":
        be = next((here for here in range(end, limit) if words[here] in ("was", "were")), limit)
        return _head(words, some, be, limit)
    if words[at] not in INVERTING or not (_counted(words, end) or words[end : end + 1] in (["the"], ["another"])):
        return False
    return _head(words, some, end, min(limit, end + ANTECEDENT))


def has_controller(words: list[str], some: Words, at: int, first: int) -> bool:
    """Find the subject of a participle in the clause before: "a missile turned twice before hitting the sea"."""
    if at == first or not words[at].endswith("ing") or words[at - 1] not in BACKGROUND:
        return False
    return _head(words, some, max(first, at - REACH), at - 1)


def is_of(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int]) -> bool:
    """Find what a noun is of: "missile launch", "launch of two missiles"."""
    start = at
    while start > max(clause[0], at - COMPOUND) and words[start - 1] not in BREAKS and words[start - 1] not in BE:
        start -= 1
    if some.stand(words[start:at]) and words[at - 1] not in TAILS:
        return True
    limit = min(clause[1], end + REACH)
    if end < limit and words[end] in OF:
        return _head(words, some, end, _first_noun(words, end + 1, limit) if words[end] == "by" else limit)
    if words[end : end + 1] == [","]:  # "the launch, from a pad near the coast, of"
        end = next((here for here in range(end + 1, min(limit, end + REACH)) if words[here] == ","), end)
    for here in range(end + 1, min(limit, end + BETWEEN)):  # "the second launch in a week of its newest missile"
        if words[here] in AUXILIARIES or words[here] == "," or participle(words[here]):
            break
        if words[here] == "of":
            return _head(words, some, here, limit)
    return False


def has_means(words: list[str], some: Words, end: int, clause: tuple[int, int]) -> bool:
    """Find the means: "with a missile", "by rockets", "using a Scud"; not "by the loss of a missile contract"."""
    limit = min(clause[1], end + REACH_BACK)
    means = next((i for i in range(end, limit) if words[i] in MEANS), limit)
    return _head(words, some, means, _first_noun(words, means + 1, limit))
