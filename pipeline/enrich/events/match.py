"""Which triggers stand in a sentence: candidates from the index, checked against their constraints."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipeline.enrich.events.clauses import AUXILIARIES, BE, SPEECH, bounds, participle, passive
from pipeline.enrich.events.lexicon import Trigger, Words
from pipeline.enrich.events.openings import Openings
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
    COMPOUNDS,
    CONTACT,
    COUNTERS,
    FULL,
    GERUND_BEFORE,
    GOVERNORS,
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
    SAID,
    TAILS,
    TITLED,
)
from pipeline.enrich.reading import Reading
from pipeline.enrich.tokens import where

DENIAL: Final = frozenset(("no", "not"))
PARTS: Final = frozenset(
    "warhead fragment fragments debris wreckage pieces splinters blast explosion impact use".split()
)
OF_NOUNS: Final = frozenset("on by against are were have had of".split())  # after a plural noun, not after a verb
VARIANTS: Final = frozenset("er ng eg prime plus lr xr type class style era".split())  # behind the hyphen of a make
WHAT: Final = 18  # words between "what came down" and "was a missile"
INVERTING: Final = frozenset("came went fell flew landed crashed roared thundered streaked rose tumbled".split())
ANTECEDENT: Final = 7  # words between a noun and the relative pronoun that stands for it
BETWEEN: Final = 5  # words between a noun and its "of"
ABOUT_OR_THAN: Final = ("about", "than")
NOT_REAL: Final = frozenset("like mock dummy inert notional imaginary simulated pretend political".split())
AGAIN: Final = (["twice"], ["again"], ["repeatedly"], ["once"], ["directly"], ["overnight"], ["yesterday"], ["today"])
HYPHEN: Final = ["-"]
COMMON: Final = "°"  # marks a word that is no weapon, and nothing of space, where it stands
AT_SEA: Final = "naval-incident"
PRONOUNS: Final = frozenset("it them both all something".split())  # subjects of their own: "it launched"
SATELLITE: Final = "satellite"
SEEN_OR_HEARD: Final = frozenset(
    "phone phones telephone image images imagery picture pictures photo photos photograph photographs television tv "
    "channel footage data link navigation connection internet dish".split()
)


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


def find(
    reading: Reading, openings: Openings, named: frozenset[str], names: frozenset[int], teams: frozenset[int]
) -> list[Hit]:
    """Find the triggers of a reading, in order of text; where two overlap the more specific stays.

    `named` are words that trigger only with a capital; `names` are tokens that are part of a name and so no trigger:
    "United States", "Amnesty International"; `teams` are words of weapons in names.
    """
    words, sentences = marked(reading, named, teams), reading.sentences
    hits: list[Hit] = []
    group: list[Hit] = []
    last, clause = -1, (0, 0)
    for at, number, triggers in openings(words, sentences, names):
        if number != last:
            hits += _settle(group)
            group, last = [], number
        if not clause[0] <= at < clause[1]:
            clause = bounds(words, *sentences[number], at)
        group += _match(words, triggers, at, clause, sentences[number])
    return hits + _settle(group)


def marked(reading: Reading, named: frozenset[str], teams: frozenset[int] = frozenset()) -> list[str]:
    """Give the lower-cased words; what means something else here is marked: "a javelin", "a satellite phone".

    `teams` are words of weapons that are part of a name: "Rockets" of a team.
    """
    words = reading.lowered
    common = named & reading.seen if not reading.text.islower() else frozenset[str]()
    if not common and not teams and SATELLITE not in reading.seen:
        return words
    words, tokens = words.copy(), reading.tokens
    for at in teams:
        words[at] += COMMON
    for at in where(words, common):
        if tokens[at].islower():
            words[at] += COMMON
    for at in where(words, (SATELLITE,)):
        if words[at + 1 : at + 2] and words[at + 1] in SEEN_OR_HEARD:
            words[at] += COMMON
    return words


def _match(
    words: list[str], triggers: list[Trigger], at: int, clause: tuple[int, int], sentence: tuple[int, int]
) -> list[Hit]:
    """Take the most specific trigger that begins at `at`, and others of other weapons: "attacked with drones and"."""
    voice = _passive(words, at, clause)
    hits: list[Hit] = []
    for trigger in triggers:
        if hits and not (_armed(trigger) and all(_beside(hit.trigger, trigger) for hit in hits)):
            continue
        end = _phrase(words, trigger.words, at, sentence[1]) if len(trigger.words) > 1 else at + 1
        if not end:
            continue
        reduced = not voice and trigger.object is not None and _reduced(words, trigger.object, at, clause)
        if trigger.part != "verb" and end < len(words) and words[end] in COMPOUNDS:
            continue
        suffers = voice or reduced or (trigger.instrument and _by_follows(words, at, end))
        if _holds(words, trigger, at, end, clause, sentence, suffers):
            relative = trigger.subject is not None and clause[0] > sentence[0] and words[clause[0] - 1] in RELATIVES
            hits.append(Hit(trigger, at, end, clause, sentence, suffers and trigger.part == "verb", reduced, relative))
    return hits


def _passive(words: list[str], at: int, clause: tuple[int, int]) -> bool:
    """Tell the passive, of a verb with a hyphen as well: "was test-fired"."""
    if words[at + 1 : at + 2] != HYPHEN or at + 2 >= clause[1]:
        return passive(words, clause[0], at, clause[1])
    first = max(clause[0], at - REACH)
    return passive([*words[first:at], *words[at + 2 : clause[1]]], 0, at - first, clause[1] - first - 2)


def _by_follows(words: list[str], at: int, end: int) -> bool:
    """Tell a participle whose agent follows: "fired on by a jet", "hit twice by an aircraft"."""
    if not participle(words[at]):
        return False
    return words[end : end + 1] == ["by"] or (words[end : end + 1] in AGAIN and words[end + 1 : end + 2] == ["by"])


def _beside(one: Trigger, other: Trigger) -> bool:
    """Tell whether two kinds of event stand in one word: two weapons, or a ship that a missile sinks."""
    return one.subtype != other.subtype and (_armed(one) or one.subtype == AT_SEA)


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
    if trigger.part == "verb" and not _verb(words, trigger, at, end, sentence[0]):
        return False
    if trigger.object is not None and not _object(words, trigger, at, end, clause, voice):
        return False
    if trigger.subject is not None and not (
        _subject(words, trigger.subject, at, end, clause, voice)
        or (
            trigger.instrument
            and (
                _inverted(words, trigger.subject, at, end, clause)
                or _controlled(words, trigger.subject, at, sentence[0])
            )
        )
    ):
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


def _verb(words: list[str], trigger: Trigger, at: int, end: int, first: int) -> bool:
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
        if not before and word.endswith("ed") and words[at + 1 : at + 2]:
            return words[at + 1] in AFTER_PARTICIPLE or words[at + 1].isdigit()
        return before not in ATTRIBUTIVE and (bool(before) or words[at + 1 : at + 2] not in TITLED)
    if word.endswith("ing"):
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
    own = at + 2 if words[at + 1 : at + 2] == HYPHEN and at + 2 < clause[1] else at  # "test-fired"
    if not participle(words[own]) or at == clause[0]:
        return False
    before = at - 1
    while before > clause[0] and (
        words[before] in (",", "-") or words[before].endswith("ly") or _numbered(words[before])
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
            numbered = follower == "-" and bool(words[at + 2 : at + 3]) and _numbered(words[at + 2])
            if numbered and words[at + 3 : at + 4] and words[at + 3] in BEYOND_SERIES:
                continue
            if (
                follower not in TAILS
                and (follower != "-" or numbered)
                and NOT_REAL.isdisjoint(words[max(start, at - 3) : at])
            ):
                return True
        elif follower == "-" and some.numbered(words, at + 1) and words[at + 3] not in BEYOND_SERIES:
            return True
    return bool(some.phrases) and some.phrased(words[start:end])


def _numbered(word: str) -> bool:
    """Tell a number of a make: "Hwasong-20", "Shahab-3s", "Fatah-II", "Iskander-Ks"."""
    return word[0].isdigit() or not word.strip("iv") or len(word.removesuffix("s")) == 1 or word in VARIANTS


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


def _subject(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int], voice: bool) -> bool:
    """Find the subject: before the verb, across a relative pronoun, or after "by" in the passive."""
    if voice:
        limit = min(clause[1], end + REACH)
        by = next((i for i in range(end, limit) if words[i] == "by"), limit)
        return _head(words, some, by, _first_noun(words, by + 1, limit))
    if words[at - 1] == "," and (told := _interrupted(words, at)):
        return _head(words, some, max(0, told - ANTECEDENT), told)
    start = max(clause[0], at - REACH)
    for begin in range(at - 1, start - 1, -1):  # "orders for missiles" are no missiles
        if words[begin] in OBLIQUE and begin + 1 < at and not (words[begin] == "about" and _counted(words, begin + 1)):
            return _head(words, some, start, begin)
    return _head(words, some, start, at) or _antecedent(words, some, clause[0])


def _first_noun(words: list[str], start: int, limit: int) -> int:
    """Where the first noun ends: "by the loss of a missile contract" names no missile, "by a hail of rockets" does."""
    for at in range(start, limit):
        if words[at] == "of" and words[at - 1] not in COUNTERS and words[at - 1] not in PARTS:
            return at
    return limit


def _inverted(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int]) -> bool:
    """Find a subject behind its verb: "then came the second missile", "what fell on the town was a missile"."""
    limit = min(clause[1], end + WHAT)
    if words[at - 1] == "what":
        be = next((here for here in range(end, limit) if words[here] in ("was", "were")), limit)
        return _head(words, some, be, limit)
    if words[at] not in INVERTING or not (_counted(words, end) or words[end : end + 1] in (["the"], ["another"])):
        return False
    return _head(words, some, end, min(limit, end + ANTECEDENT))


def _controlled(words: list[str], some: Words, at: int, first: int) -> bool:
    """Find the subject of a participle in the clause before: "a missile turned twice before hitting the sea"."""
    return (
        words[at].endswith("ing") and words[at - 1] in BACKGROUND and _head(words, some, max(first, at - REACH), at - 1)
    )


def _of(words: list[str], some: Words, at: int, end: int, clause: tuple[int, int]) -> bool:
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


def _with(words: list[str], some: Words, end: int, clause: tuple[int, int]) -> bool:
    """Find the means: "with a missile", "by rockets", "using a Scud"; not "by the loss of a missile contract"."""
    limit = min(clause[1], end + REACH_BACK)
    means = next((i for i in range(end, limit) if words[i] in MEANS), limit)
    return _head(words, some, means, _first_noun(words, means + 1, limit))


def fitting(reading: Reading, hits: list[Hit], war: Words | None) -> list[Hit]:
    """Leave out what the article as a whole speaks against: it is full of sport, film or space, or lacks a word.

    What stands beside a word of `war` is taken for what it says even there.
    """
    if not any(hit.trigger.foreign or hit.trigger.article for hit in hits):
        return hits
    seen = reading.seen
    hits = [hit for hit in hits if not hit.trigger.article or not hit.trigger.article.single.isdisjoint(seen)]
    verdicts: dict[frozenset[str], bool] = {}
    for one in {one.single: one for hit in hits for one in hit.trigger.foreign}.values():
        verdicts[one.single] = len(one.single & seen) >= FULL
    return [
        hit
        for hit in hits
        if not any(verdicts[one.single] for one in hit.trigger.foreign)
        or (war is not None and war.stand(reading.lowered[slice(*hit.sentence)]))
    ]


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
    """Tell whether object or means are denied: "fired no missiles", "made by a tug and not by a missile"."""
    some = hit.trigger.with_ or (hit.trigger.subject if hit.passive else hit.trigger.object)
    if hit.trigger.part != "verb" or not some:
        return False
    end = min(hit.clause[1], hit.end + REACH_BACK)
    nouns = [at for at in range(hit.end, end) if words[at] in some.single]
    return bool(nouns) and not DENIAL.isdisjoint(words[max(hit.end, nouns[0] - 4) : nouns[0]])


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
        one, another = hit.trigger, other.trigger
        both = (_armed(one) and _beside(another, one)) or (_armed(another) and _beside(one, another))
        return not (hit.start == other.start and both)
    if hit.trigger.subtype != other.trigger.subtype:
        return False
    return hit.clause == other.clause or hit.relative or other.relative
