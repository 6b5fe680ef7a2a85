"""What a sentence remembers, imagines, repairs or sets out to do, where no cue and no time tell its status."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events import kinds
from pipeline.enrich.events.clauses import AUXILIARIES, participle
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.status import Verdict
from pipeline.enrich.events.times import NUMBERS
from pipeline.enrich.events.words import PASTS, SAID

RELATIVE: Final = frozenset("which where when that".split())
FICTIONS: Final = frozenset(
    "scene scenes film movie novel play story sketch dream nightmare painting mural cartoon comic game script scenario "
    "storyline thriller series episode chapter simulation".split()
)
SHOWN: Final = frozenset("ends opens begins closes features stars depicts imagines tells has".split())
OCCASIONS: Final = frozenset("day morning afternoon evening night hour moment case event time".split())
RECALLS: Final = frozenset(
    "recall recalls recalled recalling remember remembers remembered remembering reminisces reminisced".split()
)
MENDS: Final = frozenset(
    "rebuild rebuilds rebuilt rebuilding repair repairs repaired repairing restore restores restored restoring replace "
    "replaces replaced replacing raise raises raised raising salvage salvaged salvaging reopen reopens reopened "
    "reopening fill filled compensation compensate compensated damages pension appeal sentenced "
    "convicted acquitted charged memorial monument plaque reburied exhumed widow widows orphan orphans survivor "
    "survivors amputee amputees prosthetic".split()
)  # what is done about an event long after it
IMPLIED: Final = frozenset(
    "managed manages proceeded went used using uses helped failed began begun started continued continues kept seen "
    "heard did first second third last latest only enough forced made "
    "found turned appeared seemed".split()
)  # "X managed to fire", "the first to hit"
TARGETS: Final = 9  # words from an infinitive back to what governs it
BEHIND: Final = frozenset("who which whose whom that where since".split())
NEWS: Final = frozenset("news fact word idea sign signs proof evidence so".split())
TOLD_OF: Final = frozenset("who which that whose whom".split())
YOUNG: Final = frozenset("child children boy boys girl girls young student".split()) | NUMBERS.keys() - {"a", "an"}
RECENT: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday overnight tonight morning forenoon "
    "afternoon evening night noon midnight dawn dusk daybreak sunrise sunset nightfall hour hours minutes weekend week "
    "breaking latest".split()
)  # an article without any of them tells of no day
HEAD: Final = 3  # words at the head of a sentence
MARKS: Final = frozenset("\" “ ” ' ‘ ’".split())
DETERMINED: Final = frozenset("a an one another any".split())
ENDS: Final = frozenset(". ;".split())


def told_otherwise(words: list[str], hit: Hit, met: int, *, dated: bool, recent: bool) -> Verdict | None:
    """Give the status that the scene tells.

    `met` are the kinds of words that the sentence has, `dated` says that it gives a time, `recent` that its article
    does.
    """
    if noun := imagined(words, hit, met):
        return Verdict("hypothetical", noun)
    if not hit.trigger.instrument and hit.trigger.with_ is None:
        return None
    if word := scare_quoted(words, hit):
        return Verdict("drill", word)
    if verb := purpose(words, hit):
        return Verdict("planned", verb)
    if not dated and (word := remembered(words, hit)):
        return Verdict("historical", word)
    if not dated and not recent and (word := aside(words, hit)):
        return Verdict("historical", word)
    if word := timeless(words, hit):
        return Verdict("habitual", f"present:{word}")
    return None


def imagined(words: list[str], hit: Hit, met: int) -> str:
    """Give the noun in which an event is only told or awaited: "a scene in which", "the day on which it hits"."""
    first = hit.sentence[0]
    for at in range(first, min(hit.start, first + TARGETS)) if met & kinds.FICTIONS else ():
        if words[at] in FICTIONS and (
            (words[first] == "in" and "," in words[at : hit.start]) or not SHOWN.isdisjoint(words[at + 1 : at + 3])
        ):
            return words[at]
    opener = hit.clause[0] - 1
    if opener <= first or words[opener] not in RELATIVE:
        return ""
    noun = opener - 2 if words[opener - 1] in ("in", "on", "at") else opener - 1
    if words[noun] in FICTIONS:
        return words[noun]
    return words[noun] if words[noun] in OCCASIONS and _present(words, hit) else ""


def _present(words: list[str], hit: Hit) -> bool:
    word = words[hit.end - 1 if hit.trigger.part == "phrase" else hit.start]  # "missile hits"
    return word.endswith("s") and word not in PASTS and words[hit.start - 1] not in AUXILIARIES


def scare_quoted(words: list[str], hit: Hit) -> str:
    """Give a word that stands alone in quotation marks and so is not meant: "a “missile” struck the gym"."""
    some = hit.trigger.subject or hit.trigger.object or hit.trigger.of
    for at in range(max(hit.clause[0], 1), min(hit.clause[1], len(words) - 1)):
        meant = (at == hit.start and SAID.isdisjoint(words[hit.sentence[0] : at])) or (
            some is not None and words[at] in some.single
        )
        if meant and words[at - 1] in MARKS and words[at + 1] in MARKS:
            return words[at]
    return ""


def purpose(words: list[str], hit: Hit) -> str:
    """Give the verb of an infinitive that only tells what for: "crews arrived to fire their first Patriot"."""
    to = hit.start - 1
    if hit.trigger.part != "verb" or words[to] != "to" or to <= hit.sentence[0] or participle(words[hit.start]):
        return ""
    return words[hit.start] if IMPLIED.isdisjoint(words[max(hit.sentence[0], to - TARGETS) : to]) else ""


def aside(words: list[str], hit: Hit) -> str:
    """Give the pronoun of a relative clause that only recalls an event, in an article that tells of no day."""
    opener = hit.clause[0] - 1
    if opener <= hit.sentence[0] or words[hit.sentence[1] - 1] not in ENDS:
        return ""
    if _as_child(words, hit):
        return "when"
    if words[opener] not in TOLD_OF or "," in words[hit.clause[0] : hit.start]:
        return ""
    told = words[opener] == "that" and (words[opener - 1] in SAID or words[opener - 1] in NEWS)  # "said that"
    topic = opener - hit.sentence[0] <= HEAD and _weapon(hit, words[opener - 1])  # "The Scud that was shot at dawn hit"
    return "" if told or topic or words[opener - 2] in DETERMINED else words[opener]  # "a missile that" is new


def _weapon(hit: Hit, word: str) -> bool:
    some = hit.trigger.subject or hit.trigger.object or hit.trigger.of
    return some is not None and word in some.single


def _as_child(words: list[str], hit: Hit) -> bool:
    """Tell "when she was nine", "when they were children"."""
    told = words[slice(*hit.sentence)]
    return any(
        word == "when" and told[at + 2 : at + 3] in (["was"], ["were"]) and not YOUNG.isdisjoint(told[at + 3 : at + 5])
        for at, word in enumerate(told)
    )


def remembered(words: list[str], hit: Hit) -> str:
    """Give the word by which an undated event is remembered, or what it broke is mended."""
    told = words[slice(*hit.sentence)]
    found = next((word for word in told if word in RECALLS), "")
    bare = hit.passive and words[hit.start - 1] not in AUXILIARIES
    behind = hit.reduced or bare or (hit.clause[0] > hit.sentence[0] and words[hit.clause[0] - 1] in BEHIND)
    if not found and behind:
        found = next((word for word in words[hit.sentence[0] : hit.start] if word in MENDS), "")
    return found


def timeless(words: list[str], hit: Hit) -> str:
    """Give a present tense that tells no news: with an article before the weapon, in a whole sentence."""
    if hit.trigger.part != "verb" or not _present(words, hit) or words[hit.sentence[1] - 1] not in ENDS:
        return ""
    some = hit.trigger.subject
    if some is None:
        return ""
    nouns = [at for at in range(hit.clause[0], hit.start) if words[at] in some.single]
    before = words[max(hit.clause[0], nouns[0] - 3) : nouns[0]] if nouns else []
    return "" if DETERMINED.isdisjoint(before) else words[hit.start]
