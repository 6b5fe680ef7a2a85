"""Open triggers: any verb but listed ones that a noun is subject, object or means of, found from the noun.

A weapon is named seldom, so a trigger that opens there costs little; what is done with one has no end of words, while
what a weapon does, or suffers, when nobody fires it has: `verbs.yaml`.
"""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events.clauses import AUXILIARIES, BE, BOUNDING, QUOTES, participle
from pipeline.enrich.events.constraints import is_noun, is_numbered
from pipeline.enrich.events.fragments import fragment, timed
from pipeline.enrich.events.inflect import verb_forms
from pipeline.enrich.events.lexicon import Trigger
from pipeline.enrich.events.walk import (
    ADVERBS,
    AFTER_OBJECT,
    MOVING,
    PARTICLES,
    PREPOSITIONS,
    Predicate,
    Walk,
    flies,
    left_aside,
    past,
    takes,
)
from pipeline.enrich.events.words import COUNTERS, NUMERALS, RELATIVES

BEFORE: Final = 8  # words between a verb and the noun that is its object
MEANT: Final = 14  # words between a verb and "by" or "with"
CLAUSAL: Final = frozenset().union(  # behind these a clause may begin
    *map(
        verb_forms,
        "say tell report confirm claim believe announce warn think know show see hear watch admit insist allege "
        "acknowledge state add note find discover prove mean reveal fear suggest indicate estimate record log film "
        "concede declare happen understand notice spot maintain swear complain learn emerge".split(),
    )
)
USING: Final = frozenset().union(*map(verb_forms, "try use spend waste employ".split()))
SPENT_ON: Final = frozenset(("on", "against", "at"))
ARTICLES: Final = (["a"], ["an"], ["its"], ["their"], ["another"])
OUTINGS: Final = frozenset("outing airing wings run workout flight shot test trial debut baptism".split())
JOINTS: Final = ("-", "/", ".")
NAMED_SO: Final = frozenset(
    "b c d e k m p t ds bs cs es ks ms ps er ng le mr ii iii iv iis s mk round rounds interceptor interceptors "
    "missile missiles rocket rockets".split()
)  # "an S-400 round"
NOUNS: Final = frozenset("during firing launching landing building string wing morning evening spring".split())
PARTS: Final = frozenset("half debris fragments parts pieces remains wreckage shards".split())
OF_NOUN: Final = frozenset(
    "guided armed tipped powered launched fuelled fueled named identified disclosed specified unarmed improved "
    "advanced upgraded modified unexploded untested unmanned unnamed unidentified undisclosed unspecified unguided "
    "unclaimed unused so-called supposed alleged suspected combined assorted used homemade based loaded shot cut "
    "strategic winged tailed hailed dreaded vaunted feared hated red hundred".split()
)  # participles that stand before a weapon as adjectives
DETERMINERS: Final = NUMERALS | frozenset(
    "a an the its his her their our this that these those another one some both all".split()
)
BEHIND_VERB: Final = DETERMINERS | PARTICLES
NOT_BEFORE: Final = frozenset(
    "with by for to in on at from against about into over under onto off near like including than regarding".split()
)  # behind these a noun is no subject
GERUND_AFTER: Final = BE | frozenset("by after before while then from and".split())


def predicate(words: list[str], trigger: Trigger, at: int, end: int, sentence: tuple[int, int]) -> Predicate | None:
    """Find the verb of the noun that begins at `at`, if it is none of those that the trigger leaves aside."""
    role = trigger.subject or trigger.object or trigger.with_
    if role is None or trigger.but is None or not is_noun(words, role, at, end):
        return None
    end = _name_ends(words, end, sentence[1])
    if trigger.subject is not None:
        if _governed(words, at, sentence[0]) and not _goes_on(words, end):
            return None
        found = Walk(words, trigger, trigger.but, end, sentence[1]).verb()
    elif end < sentence[1] and words[end] not in AFTER_OBJECT and words[end][-2:] != "ly":
        return None  # "the missile test"
    elif trigger.object is not None:
        found = _of_object(words, at, sentence[0])
        if found and _launches(words, found.start, end):
            return found
    else:
        found = _of_means(words, at, sentence[0])
    if (
        found is None
        and trigger.subject is not None
        and (fragment(words, trigger.but[1], at, end, sentence) or timed(words, at, end))
    ):
        return Predicate(at, end, False, False)
    flown = trigger.with_ is None
    return found if found and not left_aside(words, trigger.but, found, flown=flown) else None


def _goes_on(words: list[str], end: int) -> bool:
    """Tell a noun that has a verb of its own wherever it stands: "debris of one that", "a clip of one hitting"."""
    follower = words[end] if end < len(words) else ""
    return follower in RELATIVES or (follower.endswith("ing") and follower not in NOUNS)


def _launches(words: list[str], verb: int, end: int) -> bool:
    """Tell a light verb that fires its object, which ends at `end`: "put a missile through", "tried one on a barge"."""
    if words[verb] in USING:
        return not SPENT_ON.isdisjoint(words[end : end + 1])
    return words[verb] in MOVING and (flies(words, end) or _outing(words, end))


def _outing(words: list[str], at: int) -> bool:
    """Tell a turn that a weapon is given: "gave the missile a first airing"."""
    return words[at : at + 1] in ARTICLES and not OUTINGS.isdisjoint(words[at + 1 : at + 4])


def _name_ends(words: list[str], end: int, last: int) -> int:
    """Where the name of a make ends: "Hwasong-20", "Shahab 3", "M51.3"."""
    while end < last:
        if words[end][0].isdigit() or words[end] in NAMED_SO:
            end += 1
        elif words[end] in JOINTS and end + 1 < last and is_numbered(words[end + 1]):
            end += 2
        else:
            break
    return end


def _governed(words: list[str], at: int, first: int) -> bool:
    """Tell a noun that is no subject: "a deal for missiles", "shot a missile"; of "said missiles" it is."""
    determined = False
    for here in range(at - 1, max(first, at - BEFORE) - 1, -1):
        word = words[here]
        if words[here + 1] == "-" or word == "-" or (word in OF_NOUN and not determined):
            continue
        if word in NOT_BEFORE or (word == "of" and words[here - 1] not in COUNTERS and words[here - 1] not in PARTS):
            return True
        if word in (",", "of") or word in BOUNDING or word in AUXILIARIES or word in ADVERBS:
            return False
        if past(words, here):
            return word not in CLAUSAL
        if determined:
            return False
        determined = word in DETERMINERS or word[0].isdigit()
    return False


def _of_object(words: list[str], at: int, first: int) -> Predicate | None:
    """Walk left from a noun over its own phrase to the verb that governs it."""
    for here in range(at - 1, max(first, at - BEFORE) - 1, -1):
        word = words[here]
        if words[here + 1] == "-" or (word in OF_NOUN and words[here + 1] not in BEHIND_VERB):
            continue
        if past(words, here) or (word.endswith("ing") and words[here - 1] in GERUND_AFTER):
            return Predicate(here, here + 1, False, False)
        if word == "of" and words[here - 1] in COUNTERS:
            continue
        if word in BOUNDING or word in AUXILIARIES or (word in PREPOSITIONS and word not in PARTICLES):
            return None
        if word in (",", "and", "by"):
            return None
    return None


def _of_means(words: list[str], at: int, first: int) -> Predicate | None:
    """Walk left from a noun over its own phrase to "by" or "with", and on to the verb before that."""
    for here in range(at - 1, max(first, at - BEFORE) - 1, -1):
        word = words[here]
        if word in ("by", "with"):
            return _led_by(words, here, first)
        if word == "of" and words[here - 1] in COUNTERS:
            continue
        if word in BOUNDING or word in AUXILIARIES or word in PREPOSITIONS or word == ",":
            return None
    return None


def _led_by(words: list[str], means: int, first: int) -> Predicate | None:
    """Find the verb whose means stand behind "by", which wants the passive, or "with"."""
    for here in range(means - 1, max(first, means - MEANT) - 1, -1):
        word = words[here]
        if past(words, here):
            by = words[means] == "by"
            return Predicate(here, here + 1, participle(word), False) if by or takes(words, here) else None
        if word in QUOTES:
            continue
        if word in BOUNDING or word in ("by", "with"):
            return None
    return None
