"""Open triggers: any verb but listed ones that a noun is subject, object or means of, found from the noun.

A weapon is named seldom, so a trigger that opens there costs little; what is done with one has no end of words, while
what a weapon does, or suffers, when nobody fires it has: `verbs.yaml`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from pipeline.enrich.events.clauses import AUXILIARIES, BE, BOUNDING, HARD, QUOTES, participle
from pipeline.enrich.events.constraints import is_noun, is_numbered
from pipeline.enrich.events.inflect import verb_forms
from pipeline.enrich.events.lexicon import But, Trigger
from pipeline.enrich.events.words import ATTRIBUTIVE, COUNTERS, PASTS, RELATIVES

PHRASE: Final = 16  # words of a phrase behind the noun, or of an aside, before its verb
BEFORE: Final = 8  # words between a verb and the noun that is its object
MEANT: Final = 14  # words between a verb and "by" or "with"
MODALS: Final = frozenset("will would shall should can could may might must 'll ’ll 'd ’d".split())
MOVING: Final = frozenset().union(
    *map(verb_forms, "come go pass get travel run move turn sail cut put let send give".split())
)
PATHS: Final = frozenset(
    "down over overhead through past off astray wild apart towards toward into across above within after skyward "
    "upwards aloft away loose fly go speak".split()
)  # with these a verb of moving tells of a flight
NOT_FLOWN: Final = frozenset(
    "service production use force storage effect view play testing trials tests inspection customs stock stocks hands "
    "position place sale operation the".split()
)
ARTICLES: Final = (["a"], ["an"], ["its"], ["their"], ["another"])
OUTINGS: Final = frozenset("outing airing run workout flight shot test trial debut baptism".split())
FINITE: Final = (BE - {"be", "been", "being"}) | MODALS | frozenset("has have had did does do".split())
HAVE: Final = frozenset("has have had having 've ’ve".split())
ADVERBS: Final = frozenset(
    "then later also again still soon twice once just even never not n't also instead together nearly almost already "
    "yesterday today overnight tonight monday tuesday wednesday thursday friday saturday sunday all both each".split()
)
PREPOSITIONS: Final = frozenset(
    "from of in on at with for over near toward towards against into onto out off through under between behind beside "
    "across above below beyond along around outside inside during without like to aboard meant bound short".split()
)
TRANSITIVE: Final = frozenset("the a an its his her their our my two three four five six some another one".split())
PARTS: Final = frozenset("half debris fragments parts pieces remains wreckage shards".split())
THAT: Final = (["that"], ["which"])
PARTICLES: Final = frozenset("off up out down away back over through".split())
OF_NOUN: Final = frozenset(
    "guided armed tipped powered launched fuelled fueled named identified disclosed specified unarmed improved "
    "advanced upgraded modified unexploded untested unmanned unnamed unidentified undisclosed unspecified unguided "
    "unclaimed unused so-called supposed alleged suspected combined assorted used homemade based loaded shot cut "
    "strategic winged tailed hailed dreaded vaunted feared hated red hundred".split()
)  # participles that stand before a weapon as adjectives
NO_VERBS: Final = frozenset("need red hundred speed bed seed feed shed united allied unified combined".split())
NOT_BEFORE: Final = frozenset(
    "with by for to in on at from against about into over under onto off near like including than regarding".split()
)  # behind these a noun is no subject
AFTER_OBJECT: Final = (
    PREPOSITIONS
    | ADVERBS
    | RELATIVES
    | PATHS
    | frozenset(
        "a an the its his her their our my this that these those last early late so two three four five".split()
    )
    | frozenset(', . ; : ! ? ) ( – — ” " and or but as while when after before because since'.split())
)


class Predicate(NamedTuple):
    """The verb of a noun: its tokens, and whether it is in the passive or a participle right behind its noun."""

    start: int
    end: int  # exclusive
    passive: bool
    reduced: bool


def predicate(words: list[str], trigger: Trigger, at: int, end: int, sentence: tuple[int, int]) -> Predicate | None:
    """Find the verb of the noun that begins at `at`, if it is none of those that the trigger leaves aside."""
    role = trigger.subject or trigger.object or trigger.with_
    if role is None or trigger.but is None or not is_noun(words, role, at, end):
        return None
    end = _name_ends(words, end, sentence[1])
    if trigger.subject is not None:
        if _governed(words, trigger.but[0], at, sentence[0]) and words[end : end + 1] not in THAT:
            return None
        found = _of_subject(words, trigger.but, end, sentence)
    elif end < sentence[1] and words[end] not in AFTER_OBJECT and words[end][-2:] != "ly":
        return None  # "the missile test"
    elif trigger.object is not None:
        found = _of_object(words, at, sentence[0])
        if found and words[found.start] in MOVING and (_flies(words, end) or _outing(words, end)):
            return found
    else:
        found = _of_means(words, at, sentence[0])
    return found if found and not _left_aside(words, trigger.but, found) else None


def _left_aside(words: list[str], but: But, found: Predicate) -> bool:
    """Tell whether a verb says nothing of a shot, as verb of a subject, or in the passive as verb of an object."""
    active, suffering = but
    verb = words[found.start]
    if not found.passive and verb in MOVING and _flies(words, found.end):
        return False
    if found.passive:
        return verb in suffering
    return verb in active or (found.reduced and verb in suffering)


def _flies(words: list[str], at: int) -> bool:
    """Tell the path of a flight: "went wild", "passed overhead"; not "went into service"."""
    if at < len(words) and (words[at] in ADVERBS or words[at].endswith("ly")):
        at += 1
    return words[at : at + 1] != [] and words[at] in PATHS and NOT_FLOWN.isdisjoint(words[at + 1 : at + 2])


def _outing(words: list[str], at: int) -> bool:
    """Tell a turn that a weapon is given: "gave the missile a first airing"."""
    return words[at : at + 1] in ARTICLES and not OUTINGS.isdisjoint(words[at + 1 : at + 4])


def _name_ends(words: list[str], end: int, last: int) -> int:
    """Where the name of a make ends: "Hwasong-20", "Shahab 3", "M51.3"."""
    if end + 1 < last and words[end] == "-" and is_numbered(words[end + 1]):
        end += 2
    while end < last and (words[end][0].isdigit() or (words[end] in ("mk", "/") and end + 1 < last)):
        end += 1
    return end


def _governed(words: list[str], still: frozenset[str], at: int, first: int) -> bool:
    """Tell a noun that is no subject: "a deal for missiles", "shot a missile"; of "said missiles" it is.

    `still` are verbs behind which a clause may begin, among others.
    """
    for here in range(at - 1, max(first, at - BEFORE) - 1, -1):
        word = words[here]
        if word in NOT_BEFORE or (word == "of" and words[here - 1] not in COUNTERS and words[here - 1] not in PARTS):
            return True
        if word == "," or word == "of" or word in BOUNDING or word in AUXILIARIES:
            return False
        if word in OF_NOUN or words[here + 1] == "-":
            continue
        if _past(words, here):
            return word not in still
    return False


def _past(words: list[str], at: int) -> bool:
    """Tell a past form that stands as a verb."""
    word = words[at]
    return (participle(word) or word in PASTS) and word not in NO_VERBS and words[at - 1] not in ATTRIBUTIVE


def _of_subject(words: list[str], but: But, at: int, sentence: tuple[int, int]) -> Predicate | None:
    """Walk right from a noun over what only tells of it to its verb."""
    told = False  # a phrase or an aside has begun: other words than verbs are passed over
    limit = min(sentence[1], at + PHRASE)
    while at < limit:
        word = words[at]
        if word == ",":
            if (
                at + 1 < limit
                and participle(words[at + 1])
                and not _left_aside(words, but, Predicate(at + 1, at + 2, False, True))
            ):
                return Predicate(at + 1, at + 2, False, True)
            if (closed := _aside(words, at, sentence[1])) is None:
                return None
            at, told, limit = closed, False, min(sentence[1], closed + PHRASE)
            continue
        if word in FINITE:
            return _group(words, at, sentence[1])
        if word == "shot" and not told and words[at - 1][-1:] != "s":
            return None  # "a Minuteman shot"
        if _past(words, at):
            found = Predicate(at, at + 1, False, participle(word) and not _takes(words, at) and words[at - 1] != ",")
            if not (told and words[at + 1 : at + 2] == ["by"]) and not _left_aside(words, but, found):
                return found
            if word not in but[1]:
                return None
            told = True
        elif word in PREPOSITIONS or (word in RELATIVES and word != "who"):
            told = True
        elif word in HARD or not (told or word in ADVERBS or word.endswith("ly")):
            return None
        at += 1
    return None


def _takes(words: list[str], at: int) -> bool:
    """Tell a finite verb by the object right behind it: "a missile found the depot", not "found in a depot"."""
    return words[at + 1 : at + 2] != [] and words[at + 1] in TRANSITIVE


def _aside(words: list[str], at: int, last: int) -> int | None:
    """Find where an aside that a comma opens is closed."""
    for here in range(at + 1, min(last, at + PHRASE)):
        if words[here] == ",":
            return here + 1
        if words[here] in HARD:
            return None
    return None


def _group(words: list[str], at: int, last: int) -> Predicate | None:
    """Find the main verb behind an auxiliary."""
    voice = False
    while at < last and (words[at] in AUXILIARIES or words[at] in ADVERBS or words[at].endswith("ly")):
        if words[at] in ("to", "by"):
            return None
        voice = words[at] in BE or (voice and words[at] not in HAVE)
        at += 1
    if at >= last:
        return None
    word = words[at]
    if word.endswith("ing"):
        return Predicate(at, at + 1, False, False)
    if participle(word) or word in PASTS:
        return Predicate(at, at + 1, voice, False)
    return None


def _of_object(words: list[str], at: int, first: int) -> Predicate | None:
    """Walk left from a noun over its own phrase to the verb that governs it."""
    for here in range(at - 1, max(first, at - BEFORE) - 1, -1):
        word = words[here]
        if word in OF_NOUN or words[here + 1] == "-":
            continue
        if _past(words, here) or (word.endswith("ing") and words[here - 1] in BE):
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
        if _past(words, here):
            return Predicate(here, here + 1, participle(word) and words[means] == "by", False)
        if word in QUOTES:
            continue
        if word in BOUNDING or word in ("by", "with"):
            return None
    return None
