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
from pipeline.enrich.events.words import ATTRIBUTIVE, COUNTERS, NUMERALS, PASTS, RELATIVES

PHRASE: Final = 16  # words of a phrase behind the noun, or of an aside, before its verb
BEFORE: Final = 8  # words between a verb and the noun that is its object
MEANT: Final = 14  # words between a verb and "by" or "with"
MODALS: Final = frozenset("will would shall should can could may might must 'll ’ll 'd ’d".split())
MOVING: Final = frozenset().union(
    *map(verb_forms, "come go pass get travel run move turn sail cut put let send give end stay".split())
)
PATHS: Final = frozenset(
    "down over overhead through past off astray wild apart towards toward into across above within after skyward "
    "up upwards aloft away loose fly go speak".split()
)  # with these a verb of moving tells of a flight
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
DISTANCES: Final = frozenset("km kilometres kilometers miles metres meters nautical yards".split())
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
NOT_FLOWN: Final = frozenset(
    "service production use force storage effect view play testing trials tests inspection customs stock stocks hands "
    "position place sale operation display show".split()
)
LEADING: Final = frozenset("went began begun started continued managed proceeded happened came".split())
ARTICLES: Final = (["a"], ["an"], ["its"], ["their"], ["another"])
OUTINGS: Final = frozenset("outing airing wings run workout flight shot test trial debut baptism".split())
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
JOINTS: Final = ("-", "/", ".")
NAMED_SO: Final = frozenset(
    "b c d e k m p t ds bs cs es ks ms ps er ng le mr ii iii iv iis s mk round rounds interceptor interceptors "
    "missile missiles rocket rockets".split()
)  # "an S-400 round"
NOUNS: Final = frozenset("during firing launching landing building string wing morning evening spring".split())
PARTS: Final = frozenset("half debris fragments parts pieces remains wreckage shards".split())
THAT: Final = (["that"], ["which"])
PARTICLES: Final = frozenset("off up out down away back over through".split())
OF_NOUN: Final = frozenset(
    "guided armed tipped powered launched fuelled fueled named identified disclosed specified unarmed improved "
    "advanced upgraded modified unexploded untested unmanned unnamed unidentified undisclosed unspecified unguided "
    "unclaimed unused so-called supposed alleged suspected combined assorted used homemade based loaded shot cut "
    "strategic winged tailed hailed dreaded vaunted feared hated red hundred".split()
)  # participles that stand before a weapon as adjectives
NO_VERBS: Final = frozenset("need red hundred speed bed seed feed united allied unified combined".split())
DETERMINERS: Final = NUMERALS | frozenset(
    "a an the its his her their our this that these those another one some both all".split()
)
BEHIND_VERB: Final = DETERMINERS | PARTICLES
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
GERUND_AFTER: Final = BE | frozenset("by after before while then from and".split())
NO_OBJECT: Final = (
    PREPOSITIONS | ADVERBS | PATHS | frozenset("by and or but as to than when while before after".split())
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
        and (_fragment(words, trigger.but[1], at, end, sentence) or _timed(words, at, end))
    ):
        return Predicate(at, end, False, False)
    flown = trigger.with_ is None
    return found if found and not _left_aside(words, trigger.but, found, flown=flown) else None


def _goes_on(words: list[str], end: int) -> bool:
    """Tell a noun that has a verb of its own wherever it stands: "debris of one that", "a clip of one hitting"."""
    follower = words[end] if end < len(words) else ""
    return follower in RELATIVES or (follower.endswith("ing") and follower not in NOUNS)


def _fragment(words: list[str], held: frozenset[str], at: int, end: int, sentence: tuple[int, int]) -> bool:
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
    verbs = [words[here] for here in range(first, last) if _past(words, here)]
    return bool(verbs) and (verbs[-1] not in held or verbs[-1] in MOVING)


def _timed(words: list[str], at: int, end: int) -> bool:
    """Tell a weapon of one day or night: "Monday's Grad", "last night's Russian Iskander"."""
    if end < len(words) and words[end] not in AFTER_OBJECT:
        return False
    return any(words[here] in POSSESSIVES and words[here - 1] in TIMES for here in range(max(1, at - 4), at))


def _verbal(words: list[str], at: int) -> bool:
    return words[at] in FINITE or words[at] in BOUNDING or _past(words, at)


def _left_aside(words: list[str], but: But, found: Predicate, *, flown: bool = True) -> bool:
    """Tell whether a verb says nothing of a shot, as verb of a subject, or in the passive as verb of an object.

    `flown` says that what the verb moves, or what moves, is the noun.
    """
    active, suffering = but
    verb = words[found.start]
    if flown and verb in MOVING and _flies(words, found.end):
        return False
    if found.passive:
        return verb in suffering
    return verb in active or (found.reduced and verb in suffering)


def _flies(words: list[str], at: int) -> bool:
    """Tell the path of a flight: "went wild", "passed overhead", "travelled 620 km"; not "went into service"."""
    if at < len(words) and (words[at] in ADVERBS or words[at].endswith("ly")):
        at += 1
    if words[at : at + 1] == [] or (words[at][0].isdigit() and not DISTANCES.isdisjoint(words[at + 1 : at + 2])):
        return at < len(words)
    return words[at] in PATHS and NOT_FLOWN.isdisjoint(words[at + 1 : at + 3])


def _launches(words: list[str], verb: int, end: int) -> bool:
    """Tell a light verb that fires its object, which ends at `end`: "put a missile through", "tried one on a barge"."""
    if words[verb] in USING:
        return not SPENT_ON.isdisjoint(words[end : end + 1])
    return words[verb] in MOVING and (_flies(words, end) or _outing(words, end))


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
        if _past(words, here):
            return word not in CLAUSAL
        if determined:
            return False
        determined = word in DETERMINERS or word[0].isdigit()
    return False


def _past(words: list[str], at: int) -> bool:
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
            elif _past(self._words, self._at) and not (self._told and self._words[self._at - 1] in PREPOSITIONS):
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
            if not _left_aside(self._words, self._but, found):
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
            if not _left_aside(self._words, self._but, found):
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
        if not (self._told and passed) and not _left_aside(words, self._but, found):
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
    return at < len(words) and (words[at] in FINITE or words[at].endswith("s") or _past(words, at))


def _reduced(words: list[str], at: int) -> bool:
    """Tell a participle that may only tell of the noun before: "rockets seized in May"."""
    return participle(words[at]) and not _takes(words, at) and words[at - 1] != ","


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


def _takes(words: list[str], at: int) -> bool:
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


def _of_object(words: list[str], at: int, first: int) -> Predicate | None:
    """Walk left from a noun over its own phrase to the verb that governs it."""
    for here in range(at - 1, max(first, at - BEFORE) - 1, -1):
        word = words[here]
        if words[here + 1] == "-" or (word in OF_NOUN and words[here + 1] not in BEHIND_VERB):
            continue
        if _past(words, here) or (word.endswith("ing") and words[here - 1] in GERUND_AFTER):
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
            by = words[means] == "by"
            return Predicate(here, here + 1, participle(word), False) if by or _takes(words, here) else None
        if word in QUOTES:
            continue
        if word in BOUNDING or word in ("by", "with"):
            return None
    return None
