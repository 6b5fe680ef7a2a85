"""A walk right from a noun, over what only tells of it, to its verb."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipeline.enrich.events.clauses import AUXILIARIES, BE, BOUNDING, HARD, QUOTES, participle
from pipeline.enrich.events.inflect import verb_forms
from pipeline.enrich.events.lexicon import But, Trigger
from pipeline.enrich.events.words import ATTRIBUTIVE, PASTS, RELATIVES

PHRASE: Final = 16  # words of a phrase behind the noun, or of an aside, before its verb
MODALS: Final = frozenset("will would shall should can could may might must 'll ’ll 'd ’d".split())
MOVING: Final = frozenset().union(
    *map(verb_forms, "come go pass get travel run move turn sail cut put let send give end stay".split())
)
PATHS: Final = frozenset(
    "down over overhead through past off astray wild apart towards toward into across above within after skyward "
    "up upwards aloft away loose fly go speak".split()
)  # with these a verb of moving tells of a flight
DISTANCES: Final = frozenset("km kilometres kilometers miles metres meters nautical yards".split())
NOT_FLOWN: Final = frozenset(
    "service production use force storage effect view play testing trials tests inspection customs stock stocks hands "
    "position place sale operation display show".split()
)
LEADING: Final = frozenset("went began begun started continued managed proceeded happened came".split())
FINITE: Final = (
    (BE - {"be", "been", "'s", "’s", "get", "gets", "got", "getting"})
    | MODALS
    | frozenset("has have had did does do".split())
)
HAVE: Final = frozenset("has have had having 've ’ve".split())
ADVERBS: Final = frozenset(
    "then later also again still soon twice once just even never not n't instead together nearly almost already "
    "last night this morning evening afternoon week early late yesterday today overnight tonight monday tuesday "
    "wednesday thursday friday saturday sunday all both each".split()
)
PREPOSITIONS: Final = frozenset(
    "from of in on at with for over near toward towards against into onto out off through under between behind beside "
    "across above below beyond along around outside inside during without like to aboard meant bound short".split()
)
SUBJECTS: Final = frozenset("they he she we i you".split())  # of a clause without "that": "the missile they sent"
THAT: Final = (["that"], ["which"])
PARTICLES: Final = frozenset("off up out down away back over through".split())
NO_VERBS: Final = frozenset("need red hundred speed bed seed feed united allied unified combined".split())
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
NO_OBJECT: Final = (
    PREPOSITIONS | ADVERBS | PATHS | frozenset("by and or but as to than when while before after".split())
)


class Predicate(NamedTuple):
    """The verb of a noun: its tokens, and whether it is in the passive or a participle right behind its noun."""

    start: int
    end: int  # exclusive
    passive: bool
    reduced: bool


def left_aside(words: list[str], but: But, found: Predicate, *, flown: bool = True) -> bool:
    """Tell whether a verb says nothing of a shot, as verb of a subject, or in the passive as verb of an object.

    `flown` says that what the verb moves, or what moves, is the noun.
    """
    active, suffering = but
    verb = words[found.start]
    if flown and verb in MOVING and flies(words, found.end):
        return False
    if found.passive:
        return verb in suffering
    return verb in active or (found.reduced and verb in suffering)


def flies(words: list[str], at: int) -> bool:
    """Tell the path of a flight: "went wild", "passed overhead", "travelled 620 km"; not "went into service"."""
    if at < len(words) and (words[at] in ADVERBS or words[at].endswith("ly")):
        at += 1
    if words[at : at + 1] == [] or (words[at][0].isdigit() and not DISTANCES.isdisjoint(words[at + 1 : at + 2])):
        return at < len(words)
    return words[at] in PATHS and NOT_FLOWN.isdisjoint(words[at + 1 : at + 3])


def past(words: list[str], at: int) -> bool:
    """Tell a past form that stands as a verb."""
    word = words[at]
    return (participle(word) or word in PASTS) and word not in NO_VERBS and words[at - 1] not in ATTRIBUTIVE


class Walk:
    """A walk right from a noun, over what only tells of it, to its verb."""

    def __init__(self, words: list[str], trigger: Trigger, but: But, at: int, last: int) -> None:
        self._words, self._does, self._but, self._last = words, trigger.does, but, last
        self._many = words[at - 1].endswith("s")
        self._at, self._limit = at, min(last, at + PHRASE)
        self._ended = False
        self._told = False  # a phrase has begun: other words than verbs are passed over
        self._related = False  # a relative clause has begun
        self._named = False  # and has a subject of its own: what it tells is done to the noun

    def verb(self) -> Predicate | None:
        """Give the verb, unless it is left aside."""
        while self._at < self._limit and not self._ended:
            word = self._words[self._at]
            if word == ",":
                found = self._comma()
            elif word in FINITE:
                found = self._finite()
            elif past(self._words, self._at) and not (self._told and self._words[self._at - 1] in PREPOSITIONS):
                found = self._verbal()
            else:
                found = self._other(word)
            if found is not None:
                return found
        return None

    def _comma(self) -> Predicate | None:
        """Take a participle behind a comma: "a missile, shot by rebels, hit"; else pass over the aside."""
        behind = self._at + 1
        if behind < self._limit and participle(self._words[behind]):
            found = Predicate(behind, behind + 1, False, True)
            if not left_aside(self._words, self._but, found):
                return found
        follows = self._related or self._words[behind : behind + 1] in THAT
        closed = behind if follows else _aside(self._words, self._at, self._last)
        self._told = self._related = self._named = False
        self._go_on(closed)
        return None

    def _go_on(self, closed: int) -> None:
        """Go on behind an aside, or end where it is not closed."""
        self._ended = closed < 0
        self._at, self._limit = closed, min(self._last, closed + PHRASE)

    def _finite(self) -> Predicate | None:
        """Take the main verb behind an auxiliary; what a relative clause leaves aside is passed over."""
        found = _group(self._words, self._at, self._last)
        if found is not None:
            found = found._replace(reduced=self._named)
            if not left_aside(self._words, self._but, found):
                return found
            self._at, self._told = found.end, True
        self._ended = found is None or not self._related
        return None

    def _verbal(self) -> Predicate | None:
        """Take a past form, of another noun where a phrase goes before it and "by" follows."""
        words, at = self._words, self._at
        if words[at] == "shot" and not self._told and not self._many:
            self._ended = True  # "a Minuteman shot"
            return None
        found = _chained(words, at, self._last) or Predicate(at, at + 1, False, self._named or _reduced(words, at))
        passed = words[at + 1 : at + 2] == ["by"]
        if not (self._told and passed) and not left_aside(words, self._but, found):
            return found
        self._ended = not (self._related or passed or words[at] in self._but[1])
        self._at, self._told = at + 1, True
        return None

    def _other(self, word: str) -> Predicate | None:
        """Take a verb in the present; open a phrase, a relative clause or a second aside, or end."""
        at, words = self._at, self._words
        self._at += 1
        if word in PREPOSITIONS:
            self._told = True
        elif word in SUBJECTS or (word in RELATIVES and word != "who"):
            self._told = self._related = True
            self._named = self._named or word in SUBJECTS or not _led(words, at + 1)
        elif not self._told and _present(words, self._does, at, many=self._many):
            return Predicate(at, at + 1, False, False)
        elif words[at - 1] == "," and word not in HARD:
            self._go_on(_aside(words, at, self._last))
        else:
            self._ended = word in BOUNDING or not (self._told or word in ADVERBS or word.endswith("ly"))
        return None


def _led(words: list[str], at: int) -> bool:
    """Tell whether a relative pronoun is the subject of its clause: a verb follows."""
    while at < len(words) and (words[at] in ADVERBS or words[at].endswith("ly") or words[at] == ","):
        at += 1
    return at < len(words) and (words[at] in FINITE or words[at].endswith("s") or past(words, at))


def _reduced(words: list[str], at: int) -> bool:
    """Tell a participle that may only tell of the noun before: "rockets seized in May"."""
    return participle(words[at]) and not takes(words, at) and words[at - 1] != ","


def _present(words: list[str], does: frozenset[str], at: int, *, many: bool) -> bool:
    """Tell the present of a verb of flight: "a missile slams", "rockets rake", "missiles streaking"."""
    word = words[at]
    if word not in does or words[at + 1 : at + 2] == ["-"]:
        return False
    return word.endswith("ing") or many != word.endswith("s")


def _chained(words: list[str], at: int, last: int) -> Predicate | None:
    """Find the verb that another leads to: "went on to strike", "began to fall"."""
    end = at + 2 if words[at + 1 : at + 2] == ["on"] else at + 1
    if words[at] not in LEADING or words[end : end + 1] != ["to"] or end + 1 >= last:
        return None
    return Predicate(end + 1, end + 2, False, False)


def takes(words: list[str], at: int) -> bool:
    """Tell a finite verb by the object behind it: "a missile found the depot", not "found in a depot"."""
    at += 2 if words[at + 1 : at + 2] and (words[at + 1] in PARTICLES or words[at + 1] in QUOTES) else 1
    word = words[at] if at < len(words) else ""
    return word.isalnum() and word not in NO_OBJECT and not word.endswith("ly")


def _aside(words: list[str], at: int, last: int) -> int:
    """Find where an aside that a comma opens is closed, or -1."""
    for here in range(at + 1, min(last, at + PHRASE)):
        if words[here] == ",":
            return here + 1
        if words[here] in HARD:
            return -1
    return -1


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
        return _chained(words, at, last) or Predicate(at, at + 1, voice, False)
    return None
