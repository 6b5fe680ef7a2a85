"""Whether an event happened, told by the words that govern it; general over all verbs and nouns.

Cues are data. A direct cue reaches over auxiliaries and adverbs to the verb behind them, and through that verb to its
object; over another verb only with "to" ("not able to reach"). A wide cue reaches through its whole complement. From
the right only a predicate of the event itself speaks ("the launch was cancelled").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from pipeline.enrich.events import kinds
from pipeline.enrich.events.clauses import AUXILIARIES, BE, IRREGULAR_PARTICIPLES
from pipeline.enrich.events.lexicon import DATA
from pipeline.enrich.events.words import PASTS
from pipeline.enrich.tokens import TOKEN, where
from pipeline.model import Status
from pipeline.yaml import read_yaml_as

LONGEST: Final = ("anywhere", "article")
REACH: Final = 22  # words a wide cue may stand before the event
AFTER: Final = 9  # words a time may stand after a verb
AFTER_NOUN: Final = 18  # words a predicate may stand after a noun
TIMES: Final = frozenset("next tomorrow later every each almost daily regularly routinely".split())
STOPS: Final = frozenset("; : — – ( ) while when after before because although though since but".split())
PREPOSITIONS: Final = frozenset(
    "in on at with for by from after over against into under about during amid between through near like".split()
)
DETERMINERS: Final = frozenset(
    "the a an any some its his her their our my your this these those such more most".split()
)
CONTRACTED: Final = frozenset(
    f"{verb}n{mark}t"
    for verb in (
        "ai are ca could did does do had has have is might must need ought sha should was were wo would".split()
    )
    for mark in "'’"
)
LIGHT: Final = (
    AUXILIARIES
    | DETERMINERS
    | frozenset("to it he she they we i you there monday tuesday wednesday thursday friday saturday sunday".split())
)
JOINTS: Final = frozenset(", that which who and or as than".split())  # no direct cue reaches over one
CONTENT: Final = frozenset(("how", "whether"))
CLOSING: Final = frozenset((",", "to"))  # before a predicate they end its scope, but for a headline's future
RESUMES: Final = frozenset("resume begin start go take be".split())
RELATIVE: Final = frozenset(("that", "which"))
ASPECTS: Final = frozenset("start begin resume restart".split())
VERB_BEFORE: Final = AUXILIARIES | frozenset("to it he she they we i you who which that".split())
NOUN_ENDS: Final = ("ion", "ment", "ance", "ence", "ity", "ure", "ship", "ism", "cy", "sis", "ness")
QUOTES: Final = frozenset("\" “ ” ` '".split())
INVERTED: Final = frozenset(("should", "were"))
ASKING: Final = frozenset("how what would could can should will is are do does did was were suppose".split())
ANSWERED: Final = frozenset(
    "answer answers answering avenge avenges avenging retaliate retaliation revenge respond response condemn condemns "
    "condemning punish punishing protest mourn mourning investigate investigating survived survive".split()
)  # what is answered has happened
PREDICATED: Final = frozenset(("could", "would", "might"))
FINITE: Final = AUXILIARIES | frozenset(", ; : that who which said says".split())
BARRED: Final = 8  # words from what bars a subject to the verb
BARS: Final = frozenset(("no", "neither", "nobody", "none"))
HELPING: Final = frozenset("has have had is are was were does do did will would".split())
UNREACHED: Final = frozenset("is are be can will could would may might".split())
MISTAKES: Final = frozenset("mistook mistakes mistaken mistaking".split())
FALSEHOODS: Final = frozenset(
    "false untrue fake faked baseless unfounded fabricated groundless bogus incorrect invented nonsense".split()
)
RUMOURS: Final = frozenset(
    "claim claims claiming post posts posting postings report reports rumour rumours rumor rumors message messages "
    "video videos clip clips story stories footage image images allegation allegations suggestion suggestions".split()
)
SAYING: Final = frozenset("that of alleging claiming saying suggesting about".split())
DISMISSES: Final = frozenset(
    "dismissed dismisses dismiss dismissing rejected rejects reject rejecting denied denies deny denying refuted "
    "refutes debunked debunks quashed quashes scotched".split()
)
TURNS: Final = frozenset("turned turns turn proved proves prove proven".split())
PROVES: Final = (["out", "to"], ["to", "be"])
UNTOLD: Final = FALSEHOODS | DISMISSES | TURNS
TOLD: Final = 5  # words from a verb of dismissing to what is dismissed
MODALS: Final = frozenset("will would can could may might must shall to not".split())
DASHES: Final = frozenset(("—", "–"))
DATELINE: Final = 8  # words of a dateline
INVERSION: Final = 9  # words from "should" to its verb
SUBJECT_STOPS: Final = frozenset(", that said says by with to on in of at from for".split()) - {"of"}
CHAIN: Final = AUXILIARIES | frozenset("very more too so quite yet been it they he she".split())
NOT_DENIED_BY_NO: Final = frozenset(
    "has have had having see sees saw give gives gave giving say says said find found feel felt".split()
)
SCORES: Final[Mapping[Status, float]] = {
    "occurred": 3.0,
    "claimed": 1.5,
    "habitual": 2.5,
    "historical": 3.0,
    "drill": 0.0,
    "planned": 0.0,
    "threatened": 0.0,
    "hypothetical": 0.0,
    "cancelled": -2.0,
    "denied": -3.0,
}
ORDER: Final[tuple[Status, ...]] = (
    "drill",
    "cancelled",
    "denied",
    "threatened",
    "planned",
    "hypothetical",
    "historical",
    "habitual",
    "claimed",
)


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cues of one status as written: comma separated words and phrases."""

    before: str = ""
    across: str = ""
    after: str = ""
    anywhere: str = ""
    article: str = ""


class Cue(NamedTuple):
    """A word or phrase that speaks for a status."""

    words: tuple[str, ...]
    status: Status


Index = Mapping[str, tuple[Cue, ...]]
Standing = Callable[[list[str], int, int], list[Cue]]  # finds the cues that stand in [first, last)


class StatusCues(NamedTuple):
    """Cues by where they stand, and by their first word; those of a sentence or an article by their longest word."""

    before: Index
    across: Index
    after: Index
    anywhere: Index
    article: Index
    left: frozenset[str]  # first words of `before` and `across`
    signs: frozenset[str]  # the longest words of these, and contracted negations: without one of them none stands


class Verdict(NamedTuple):
    """A status and the words that decided it."""

    status: Status
    cue: str


OCCURRED: Final = Verdict("occurred", "")


def load_cues(path: Path = DATA / "status.yaml") -> StatusCues:
    """Read the cues.

    Raises:
        ConfigError: the file is not as described.
    """
    data = read_yaml_as(path, dict[Status, Cues])
    before, across, after, anywhere, article = (
        _index({status: getattr(cues, where) for status, cues in data.items()}, by_longest=where in LONGEST)
        for where in Cues.__struct_fields__
    )
    governing = [cue for index in (before, across) for some in index.values() for cue in some]
    signs = CONTRACTED.union(max(cue.words, key=len) for cue in governing)
    return StatusCues(before, across, after, anywhere, article, frozenset(before) | frozenset(across), signs)


def _index(texts: Mapping[Status, str], *, by_longest: bool = False) -> Index:
    found: dict[str, list[Cue]] = defaultdict(list)
    for status, text in texts.items():
        for item in filter(None, (item.strip() for item in text.split(","))):
            words = tuple(TOKEN.findall(item.lower()))
            found[max(words, key=len) if by_longest else words[0]].append(Cue(words, status))
    return {word: tuple(sorted(cues, key=lambda cue: -len(cue.words))) for word, cues in found.items()}


def judge(
    words: list[str],
    at: int,
    sentence: tuple[int, int],
    cues: StatusCues,
    *,
    verbal: bool,
    whole: Verdict | None = None,
) -> Verdict:
    """Judge the event whose head is token `at`; `verbal` says that it is a verb, `whole` what its sentence says."""
    verdicts = _right(words, at, sentence[1], cues.after, verbal=verbal)
    verdicts += _left(words, at, sentence[0], cues, verbal=verbal)
    found = {verdict.status: verdict for verdict in verdicts}
    if verbal and "denied" not in found and (word := barred(words, at, sentence[0])):
        found["denied"] = Verdict("denied", word)
    if verbal and inverted(words, at, sentence[0]):
        found.setdefault("hypothetical", Verdict("hypothetical", "should"))
    if whole is not None:
        found.setdefault(whole.status, whole)
    if not found:
        return OCCURRED
    for status in ORDER:
        if status in found:
            return found[status]
    return OCCURRED


def reconsidered(words: list[str], at: int, first: int, verdict: Verdict, met: int, *, verbal: bool) -> Verdict:
    """Give the verdict once more where its cue governs something else, or the event was only taken for one.

    `met` are the kinds of words that its sentence has.
    """
    if met & kinds.MISTAKES and mistaken(words, at, first):
        return Verdict("denied", "mistaken")
    if verbal and (_reached(words, at, verdict) or (verdict.cue in BARS and _bars_another(words, at, first))):
        return OCCURRED
    return verdict


def _reached(words: list[str], at: int, verdict: Verdict) -> bool:
    """Tell what came to pass behind "until": "until a missile came through the roof"."""
    if verdict.cue != "until" or not (words[at].endswith("ed") or words[at] in PASTS):
        return False
    return UNREACHED.isdisjoint(words[max(0, at - TOLD) : at])


def mistaken(words: list[str], at: int, first: int) -> bool:
    """Tell what something else was taken for: "they mistook the meteor for a missile launch"."""
    before = words[max(first, at - REACH) : at]
    took = next((here for here in range(len(before) - 1, -1, -1) if before[here] in MISTAKES), len(before))
    return "for" in before[took:] and STOPS.union(("and", ",")).isdisjoint(before[took:])


def inverted(words: list[str], at: int, first: int) -> bool:
    """Tell a condition without "if" in the passive: "…, should missiles be delivered"."""
    if words[at - 1] != "be" or at - 2 <= first or words[at - 2] in MODALS or words[at - 2].endswith("ly"):
        return False
    return "should" in words[max(first, at - INVERSION) : at - 2]


def disproved(words: list[str], sentence: tuple[int, int]) -> Verdict | None:
    """Tell a rumour that its own sentence calls false: "Posts claiming that a missile was fired are false"."""
    told = words[slice(*sentence)]
    if RUMOURS.isdisjoint(told) or (UNTOLD.isdisjoint(told)):
        return None
    for here, word in enumerate(told):
        behind = told[here + 1 : here + TOLD]
        if word in DISMISSES and not (RUMOURS.isdisjoint(behind) or SAYING.isdisjoint(told[here : here + TOLD + 2])):
            return Verdict("denied", word)
        if word in TURNS and told[here + 1 : here + 3] in PROVES and not RUMOURS.isdisjoint(told[:here]):
            return Verdict("denied", word)
        if word in FALSEHOODS and (
            told[here - 1] == "as" or (told[here - 1] in BE and not RUMOURS.isdisjoint(told[:here]))
        ):
            return Verdict("denied", word)
    return None


def barred(words: list[str], at: int, first: int) -> str:
    """Give the word that bars the subject of a verb: "No missile had been fired", "Neither side attacked"."""
    opener, first = first, max(first, at - BARRED)
    if BARS.isdisjoint(words[first:at]):
        return ""
    for here in range(at - 1, first - 1, -1):
        word = words[here]
        if word in BARS and not _compared(words, here):
            return word
        if word in STOPS or word in SUBJECT_STOPS:
            break
    bars = opener == first and words[opener] in BARS  # "No column of soldiers from Ghana came over"
    return words[opener] if bars and FINITE.isdisjoint(words[first:at]) else ""


def _bars_another(words: list[str], at: int, first: int) -> bool:
    """Tell whether what is barred has a verb of its own: "the missile that no one has claimed hit"."""
    before = words[max(first, at - BARRED) : at]
    while before and (before[-1] in AUXILIARIES or before[-1].endswith("ly")):
        before.pop()
    bar = next((here for here in range(len(before) - 1, -1, -1) if before[here] in BARS), len(before))
    return not HELPING.isdisjoint(before[bar:])


def _compared(words: list[str], at: int) -> bool:
    """Tell "no taller than a house", "H3 No. 7" from a denial."""
    return words[at + 1 : at + 2] == ["."] or words[at + 2 : at + 3] == ["than"]


def _left(words: list[str], at: int, first: int, cues: StatusCues, *, verbal: bool) -> list[Verdict]:
    """Collect governing cues from the event leftwards until something closes the scope."""
    found: list[Verdict] = []
    direct = True
    furthest = max(first, at - REACH)
    if cues.signs.isdisjoint(words[max(0, furthest - 1) : at]):
        return found
    for here in range(at - 1, furthest - 1, -1):
        word = words[here]
        if word in STOPS or (not verbal and word in ANSWERED):
            break
        known = word in cues.left and (here == first or words[here - 1] != "-")  # "well-planned"
        if direct:
            if word in CONTRACTED:
                found.append(Verdict("denied", word))
            elif known and (cue := _stands(words, here, at, cues.before)):
                found.append(Verdict(cue.status, " ".join(cue.words)))
            direct = _open(words, here, at, verbal=verbal)
            if word in PREPOSITIONS and here and (cue := _stands(words, here - 1, at, cues.before)) and cue.words[1:]:
                found.append(Verdict(cue.status, " ".join(cue.words)))
        if known and (cue := _stands(words, here, at, cues.across)) is not None:
            found.append(Verdict(cue.status, " ".join(cue.words)))
    return found


def _open(words: list[str], here: int, at: int, *, verbal: bool) -> bool:
    """Tell whether a direct cue further left still governs the event, past the word at `here`."""
    word = words[here]
    if word in LIGHT or word in QUOTES or word.endswith("ly") or (word in ASPECTS and words[here + 1].endswith("ing")):
        return True
    if word in JOINTS or word in PREPOSITIONS:
        return False
    return not verbal or next((each for each in words[here + 1 : at] if each not in QUOTES), "") == "to"


def _stands(words: list[str], here: int, at: int, index: Index) -> Cue | None:
    """Find the longest cue that starts at `here` and ends before the event."""
    for cue in index.get(words[here], ()):
        size = len(cue.words)
        if size == 1 or (here + size <= at and tuple(words[here : here + size]) == cue.words):
            return cue
    return None


def _right(words: list[str], at: int, last: int, index: Index, *, verbal: bool) -> list[Verdict]:
    """Find a predicate that takes the event as its subject, past a relative clause; of a verb only its time."""
    relative = False
    last = min(last, at + (AFTER if verbal else AFTER_NOUN))
    if index.keys().isdisjoint(words[at + 1 : last]):
        return []
    for here in range(at + 1, last):
        word = words[here]
        if word in STOPS or word in CONTENT or (word in CLOSING and not relative and not _infinitive(words, here)):
            break
        if word in RELATIVE:
            relative = True
        for cue in index.get(word, ()):
            if word in PREDICATED and len(cue.words) == 1 and (relative or not BE.isdisjoint(words[at + 1 : here])):
                continue  # said of something else: "a fire that could be seen"
            if tuple(words[here : here + len(cue.words)]) == cue.words and not (verbal and word not in TIMES):
                return [Verdict(cue.status, " ".join(cue.words))]
    return []


def _infinitive(words: list[str], here: int) -> bool:
    """A headline's future: "missile tests to resume"."""
    return words[here] == "to" and not RESUMES.isdisjoint(words[here + 1 : here + 2])


def standing(index: Index, words: list[str], first: int, last: int) -> list[Cue]:
    """Give the cues whose longest word stands in [first, last), the longest of each word."""
    anchors = [first + at for at in where(words[first:last], index)]
    return [cue for here in anchors if (cue := around(words, here, index[words[here]]))]


def anywhere(words: list[str], sentence: tuple[int, int], standing: Standing) -> Verdict | None:
    """Find the first cue that holds for a whole sentence."""
    for cue in standing(words, *sentence):
        return Verdict(cue.status, " ".join(cue.words))
    return None


def supposed(words: list[str], sentence: tuple[int, int]) -> Verdict | None:
    """Tell a sentence that only supposes or asks: "Should a missile be launched, …", "How do you tell …?"."""
    first, last = sentence
    if first + 1 < last and words[first + 1] == ":":
        first += 2
    head = words[first : min(last, first + DATELINE)]
    if not DASHES.isdisjoint(head):
        first += next(at for at, word in enumerate(head, 1) if word in DASHES)
    while first < last and words[first] in QUOTES:
        first += 1
    opener = words[first] if first < last else ""
    if opener in INVERTED and words[last - 1] != "?":
        return Verdict("hypothetical", opener)
    if opener == "had" and "would" in words[first:last]:
        return Verdict("hypothetical", opener)
    if opener in ASKING and "?" in words[last - 2 : last]:
        return Verdict("hypothetical", "?")
    return None


def around(words: list[str], here: int, cues: tuple[Cue, ...]) -> Cue | None:
    """Find a cue whose longest word stands at `here`."""
    for cue in cues:
        start = here - cue.words.index(words[here])
        if start >= 0 and tuple(words[start : start + len(cue.words)]) == cue.words:
            return cue
    return None


def negated(words: list[str], at: int, first: int) -> bool:
    """Tell whether grammar denies the event word itself: "did not X", "yet to X", "no X", "X no …", "neither … X"."""
    after = [word for word in words[at + 1 : at + 4] if word not in QUOTES]
    if after[:1] == ["no"] and after[1:2] not in (["longer"], ["more"], ["less"]) and words[at] not in NOT_DENIED_BY_NO:
        return True
    here = at - 1
    while here >= first and (words[here] in CHAIN or words[here].endswith(("ly", "n't", "n’t"))):
        if words[here].endswith(("n't", "n’t")) or words[here] in ("not", "never", "cannot"):
            return words[here + 1] != "only"
        if words[here : here + 2] == ["yet", "to"]:
            return True
        here -= 1
    if any(word in ("no", "without", "nor", "neither", "nobody", "none") for word in words[max(first, here - 1) : at]):
        return True
    return any(word in ("neither", "nor") for word in words[max(first, at - 8) : at]) and "," not in words[at - 8 : at]


def is_verb(words: list[str], at: int, first: int) -> bool:
    """Guess whether an event word is a verb."""
    word = words[at]
    before = words[at - 1] if at > first else ""
    if before in DETERMINERS or before in ("'s", "’s", "no", "of") or before in PREPOSITIONS:
        return word.endswith("ing") and before in PREPOSITIONS
    if before in VERB_BEFORE or before in BE:
        return True
    if word.endswith(("ed", "ing")) or word in IRREGULAR_PARTICIPLES:
        return True
    return not word.endswith(NOUN_ENDS)
