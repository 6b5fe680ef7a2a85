"""How a sentence presents an event: behind a subordinator, without its object, in somebody's mouth."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events import kinds
from pipeline.enrich.events.clauses import AUXILIARIES, SPEECH
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.words import BACKGROUND, GERUND_BEFORE, GOVERNORS, REACH_BACK, SAID

DENIAL: Final = frozenset(("no", "not", "never"))
IN_PART: Final = frozenset("only just merely but".split())
RATHER: Final = (["rather", "than"], ["instead", "of"])
NEAR: Final = 3  # words between "not" and a weapon
HEARSAY: Final = 18  # words from a rumour to what it tells
RUMOURS: Final = frozenset(
    "post posts posting postings rumour rumours rumor rumors clip clips tale tales tiktok tiktoks meme screenshot "
    "screenshots message messages hoax alert alerts loudspeaker loudspeakers app".split()
)
TELLING: Final = frozenset('that of telling claiming saying alleging as " “'.split())


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
    if _other_means(words, hit):
        return True
    some = hit.trigger.with_ or (hit.trigger.subject if hit.passive else hit.trigger.object)
    if hit.trigger.part != "verb" or not some:
        return False
    end = min(hit.clause[1], hit.end + REACH_BACK)
    nouns = [at for at in range(hit.end, end) if words[at] in some.single]
    return bool(nouns) and not DENIAL.isdisjoint(words[max(hit.end, nouns[0] - 4) : nouns[0]])


def _other_means(words: list[str], hit: Hit) -> bool:
    """Tell whether something else than the weapon did it: "a torpedo, not a missile, sank"."""
    some = hit.trigger.subject or (hit.trigger.object if hit.passive else None)
    if hit.trigger.part != "verb" or some is None:
        return False
    nouns = [at for at in range(hit.clause[0], hit.start) if words[at] in some.single]
    before = words[max(hit.clause[0], nouns[-1] - NEAR) : nouns[-1]] if nouns else []
    other = "not" in before or before[:2] in RATHER or before[1:3] in RATHER
    return len(nouns) == 1 and other and IN_PART.isdisjoint(before)


def rumour(words: list[str], hit: Hit) -> str:
    """Give the word for hearsay that holds an event: "posts that a missile had", "a clip as “missile hits”"."""
    first = max(hit.sentence[0], hit.start - HEARSAY)
    for at in range(hit.start - 1, first - 1, -1):
        if words[at] in RUMOURS:
            return "" if TELLING.isdisjoint(words[at + 1 : hit.start]) else words[at]
    return ""


def attributed(words: list[str], hit: Hit, met: int) -> str:
    """Give the word by which the event is somebody's word: "said that", "reports that", ", X said".

    `met` are the kinds of words that its sentence has.
    """
    start = hit.clause[0]
    if met & kinds.CLAIMED and words[hit.sentence[0] : hit.sentence[0] + 2] == ["claim", ":"]:
        return "claim"
    if not met & kinds.SAID:
        return ""
    if start > hit.sentence[0] and words[start - 1] == "that":
        for at in range(start - 2, max(hit.sentence[0], start - 10) - 1, -1):
            if words[at] in SAID:
                return words[at]
    for at in range(hit.start - 1, start - 1, -1):
        if words[at] in SAID:
            return words[at]
    return next((word for word in words[hit.end : hit.sentence[1]] if word in SPEECH), "")
