"""Which triggers stand in a sentence: candidates from the index, checked against their constraints."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipeline.enrich.events.anchored import predicate
from pipeline.enrich.events.clauses import bounds, participle, passive
from pipeline.enrich.events.constraints import (
    HYPHEN,
    has_controller,
    has_inverted,
    has_means,
    has_object,
    has_subject,
    is_of,
    is_reduced,
    is_verb,
)
from pipeline.enrich.events.lexicon import Trigger, Words
from pipeline.enrich.events.words import COMPOUNDS, FULL, REACH, RELATIVES
from pipeline.enrich.reading import Reading
from pipeline.enrich.tokens import where

AGAIN: Final = frozenset("twice again repeatedly once directly overnight yesterday today".split())
COMMON: Final = "°"  # marks a word that is no weapon, and nothing of space, where it stands
AT_SEA: Final = "naval-incident"
SATELLITE: Final = "satellite"
SEEN_OR_HEARD: Final = frozenset(
    "phone phones telephone image images imagery picture pictures photo photos photograph photographs television tv "
    "channel footage data link navigation connection internet dish broadcaster operator office offices parish town "
    "towns city campus clinic studio branch village company firm maker provider surgery church school receiver decoder "
    "state states party coverage".split()
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


def marked(reading: Reading, named: frozenset[str], teams: frozenset[int]) -> list[str]:
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


def match(
    words: list[str], triggers: list[Trigger], at: int, clause: tuple[int, int], sentence: tuple[int, int]
) -> list[Hit]:
    """Take the most specific trigger that begins at `at`, and others of other weapons: "attacked with drones and"."""
    voice = _passive(words, at, clause)
    hits: list[Hit] = []
    for trigger in triggers:
        if not all(_beside(hit.trigger, trigger) for hit in hits):
            continue
        if trigger.but is not None:
            hits += anchored(words, trigger, at, sentence)
            continue
        end = _phrase(words, trigger.words, at, sentence[1]) if len(trigger.words) > 1 else at + 1
        if not end:
            continue
        reduced = not voice and trigger.object is not None and is_reduced(words, trigger.object, at, clause)
        if trigger.part != "verb" and end < len(words) and words[end] in COMPOUNDS:
            continue
        suffers = voice or reduced or (trigger.instrument and _by_follows(words, at, end))
        if _holds(words, trigger, at, end, clause, sentence, suffers):
            relative = trigger.subject is not None and clause[0] > sentence[0] and words[clause[0] - 1] in RELATIVES
            hits.append(Hit(trigger, at, end, clause, sentence, suffers and trigger.part == "verb", reduced, relative))
    return hits


def anchored(words: list[str], trigger: Trigger, at: int, sentence: tuple[int, int]) -> list[Hit]:
    """Take the verb of the noun that an open trigger begins at."""
    found = predicate(words, trigger, at, at + len(trigger.words), sentence)
    if found is None:
        return []
    clause = bounds(words, *sentence, found.start)
    if trigger.near is not None and not trigger.near.stand(words[slice(*clause)]):
        return []
    if trigger.around is not None and not trigger.around.stand(words[slice(*sentence)]):
        return []
    if trigger.unless is not None and trigger.unless.stand(words[slice(*sentence)]):
        return []
    relative = trigger.subject is not None and clause[0] > sentence[0] and words[clause[0] - 1] in RELATIVES
    return [Hit(trigger, found.start, found.end, clause, sentence, found.passive, found.reduced, relative)]


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
    follower = words[end] if end < len(words) else ""
    return follower == "by" or (follower in AGAIN and words[end + 1 : end + 2] == ["by"])


def _beside(one: Trigger, other: Trigger) -> bool:
    """Tell whether another kind of event stands in one word: two weapons, a ship a missile sinks, a raid abroad."""
    if one.subtype == other.subtype:
        return False
    return one.abroad or other.abroad or (_armed(other) and (_armed(one) or one.subtype == AT_SEA))


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
    if trigger.part == "verb" and not is_verb(words, trigger, at, end, sentence[0]):
        return False
    if trigger.object is not None and not has_object(words, trigger, at, end, clause, voice):
        return False
    if trigger.subject is not None and not (
        has_subject(words, trigger.subject, at, end, clause, voice)
        or (
            trigger.instrument
            and (
                has_inverted(words, trigger.subject, at, end, clause)
                or has_controller(words, trigger.subject, at, sentence[0])
            )
        )
    ):
        return False
    if trigger.of is not None and not is_of(words, trigger.of, at, end, clause):
        return False
    if trigger.with_ is not None and not has_means(words, trigger.with_, end, clause):
        return False
    if trigger.near is not None and not trigger.near.stand(words[clause[0] : at] + words[end : clause[1]]):
        return False
    if trigger.around is not None and not trigger.around.stand(words[sentence[0] : sentence[1]]):
        return False
    return trigger.unless is None or not trigger.unless.stand(words[sentence[0] : sentence[1]])


def fitting(reading: Reading, hits: list[Hit], war: Words | None, words: list[str]) -> list[Hit]:
    """Leave out what the article as a whole speaks against: it is full of sport, film or space, or lacks a word.

    What stands beside a word of `war` is taken for what it says even there. `words` are `marked`.
    """
    if any(hit.trigger.article for hit in hits):
        held = frozenset(words) if words is not reading.lowered else reading.seen
        hits = [hit for hit in hits if not hit.trigger.article or not hit.trigger.article.single.isdisjoint(held)]
    foreign = _foreign(hits, reading.seen)
    return [
        hit
        for hit in hits
        if not foreign[hit.trigger.subtype] or (war is not None and war.stand(reading.lowered[slice(*hit.sentence)]))
    ]


def _foreign(hits: list[Hit], seen: frozenset[str]) -> dict[str, bool]:
    """Tell by subtype, all triggers of which ask the same, whether an article is full of something else."""
    full: dict[frozenset[str], bool] = {}
    foreign: dict[str, bool] = {}
    for trigger in {hit.trigger.subtype: hit.trigger for hit in hits}.values():
        for one in trigger.foreign:
            if one.single not in full:
                full[one.single] = len(one.single & seen) >= FULL
        foreign[trigger.subtype] = any(full[one.single] for one in trigger.foreign)
    return foreign


def settle(hits: list[Hit]) -> list[Hit]:
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
        return not (hit.start == other.start and (_beside(one, another) or _beside(another, one)))
    if hit.trigger.subtype != other.trigger.subtype:
        return False
    return hit.clause == other.clause or hit.relative or other.relative
