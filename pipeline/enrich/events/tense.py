"""What grammar says of an event where no cue does: long past, a running total, still to come."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events import kinds
from pipeline.enrich.events.clauses import participle
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.status import Verdict
from pipeline.enrich.events.times import MONTHS, NUMBERS, RECORDS, UNITS, WINDOW
from pipeline.enrich.events.words import PASTS
from pipeline.enrich.tokens import where

SPANS: Final = frozenset("year years decade decades month months summers winters century".split())
WEEKS: Final = SPANS | frozenset("week weeks fortnight".split())  # longer than the window, however many
OPENED: Final = frozenset(("after", "since"))
ASIDES: Final = frozenset(
    "to the day week month hour minute this today now exactly on almost it is have has passed gone by been".split()
)
HARDLY: Final = frozenset("hardly scarcely barely rarely seldom".split())
RATED: Final = frozenset("day night week month year".split())
UNRATED: Final = frozenset("after before later earlier ago of on old in when".split())
PASSES: Final = frozenset("passes passed goes went without".split())
TOTALLED: Final = frozenset("past last in since".split())
PERFECT: Final = frozenset(("have", "has", "'ve", "’ve"))
COMING: Final = frozenset("next coming tomorrow".split())
AHEAD: Final = frozenset("week month year days weeks months spring summer autumn winter".split()) | MONTHS.keys()
NEAR: Final = 5  # words between an auxiliary and its verb, a stretch of time and what it is told from
REACH: Final = 8  # words at the head of a sentence


def tensed(words: list[str], hit: Hit, met: int, *, dated: bool) -> Verdict | None:
    """Give the status that grammar alone tells.

    `met` are the kinds of words that the sentence has, `dated` says that it gives a time.
    """
    if cue := long_since(words, hit) or ("" if dated or not met & kinds.WEEKS else later_on(words, hit)):
        return Verdict("historical", cue)
    if cue := (totalled(words, hit) if met & kinds.TOTALS else ""):
        return Verdict("habitual", cue)
    if cue := (unfailing(words, hit) if met & kinds.HARDLY else "") or (rate(words, hit) if met & kinds.RATED else ""):
        return Verdict("habitual", cue)
    if cue := (coming(words, hit) if met & kinds.COMING else ""):
        return Verdict("planned", cue)
    return None


def long_since(words: list[str], hit: Hit) -> str:
    """Give the words that put the event of a clause before the window: "three weeks after a missile tore it apart"."""
    opener = hit.clause[0] - 1
    if opener <= hit.sentence[0] or words[opener] not in OPENED or "," in words[hit.clause[0] : hit.start]:
        return ""
    if words[opener] == "since" and words[opener - 1] in ("ever", "not"):
        return f"{words[opener - 1]} since"
    for at in range(opener - 1, max(hit.sentence[0], opener - NEAR) - 1, -1):
        if _outlasts(words, at):
            return f"{words[at]} {words[opener]}"
        if words[at] not in ASIDES:
            break
    return ""


def _outlasts(words: list[str], at: int) -> bool:
    """Tell a stretch of time longer than the window that ends at `at`: "three weeks", "ten days", "a decade"."""
    if words[at] not in ("day", "days"):
        return words[at] in WEEKS and (words[at - 1] not in ASIDES or words[at].endswith("s"))
    before = words[at - 1]
    return (NUMBERS.get(before, 0) or (int(before) if before.isdecimal() and len(before) < 5 else 0)) > WINDOW.days


def later_on(words: list[str], hit: Hit) -> str:
    """Give the words by which a sentence looks back from afar: "Forty years on, those whom the missile maimed"."""
    first, last = hit.sentence
    for at in range(first + 1, min(last - 1, first + REACH)):
        if words[at] == "on" and words[at + 1] in (",", "from") and words[at - 1] in WEEKS:
            return f"{words[at - 1]} on"
    return ""


def unfailing(words: list[str], hit: Hit) -> str:
    """Give the words that make an event one of many: "hardly a week goes by without a rocket"."""
    first, last = hit.sentence
    for at in range(first, last - 2):
        if words[at] in HARDLY and words[at + 1] == "a":
            ahead = words[at + 2 : at + 2 + NEAR]
            if not WEEKS.union(("day", "night", "hour")).isdisjoint(ahead) and not PASSES.isdisjoint(ahead):
                return f"{words[at]} a"
    return ""


def rate(words: list[str], hit: Hit) -> str:
    """Give the words that tell how often: "forty rockets a week", "twice a month"."""
    for at in where(words[hit.sentence[0] + 2 : hit.sentence[1] - 1], RATED):
        at += hit.sentence[0] + 2
        many = words[at - 2]
        counted = many.endswith("s") or many in ("once", "twice") or many.isdigit()
        if words[at - 1] == "a" and words[at + 1] not in UNRATED and counted:
            return f"a {words[at]}"
    return ""


def totalled(words: list[str], hit: Hit) -> str:
    """Give the words that make a running total of events: "have been fired since March", "over the past two years"."""
    first, last = hit.sentence
    if "past" in words[first:last]:
        at = words.index("past", first)
        if words[at - 2 : at] == ["in", "the"] and at + 1 < last and not _recent(words[at + 1]):
            return "in the past"
    for at in where(words[first : last - 2], TOTALLED):
        at += first
        word = words[at]
        if (
            word in ("past", "last")
            and words[at - 1] == "the"
            and words[at + 2] in SPANS
            and words[at + 2].endswith("s")
        ):
            return f"{word} {words[at + 1]} {words[at + 2]}"
        if word == "in" and words[at + 2] in SPANS and _counted(words, hit, at):
            return f"in {words[at + 1]} {words[at + 2]}"
        if word == "since" and _long(words, at + 1, last) and _perfect(words, hit) and not _record(words, first, at):
            return f"since {words[at + 1]}"
    return ""


def _record(words: list[str], first: int, at: int) -> bool:
    """Tell a record since some time: "the fourth such round since 2024"."""
    return not RECORDS.isdisjoint(words[max(first, at - 8) : at])


def _recent(word: str) -> bool:
    """Tell a stretch of time up to now: "in the past week", "in the past 24 hours"."""
    return word in UNITS or word in NUMBERS or word.isdigit() or word in ("hour", "hours", "24", "48", "half")


def _counted(words: list[str], hit: Hit, at: int) -> bool:
    """Tell a count over a stretch of time, "412 strikes in three years", from a record, "the first in three years"."""
    many = hit.trigger.part != "verb" and words[hit.end - 1].endswith("s") and words[at + 2].endswith("s")
    number = words[at + 1] in NUMBERS or words[at + 1].isdigit()
    return many and number and hit.end <= at and RECORDS.isdisjoint(words[hit.sentence[0] : at])


def _long(words: list[str], at: int, last: int) -> bool:
    """Tell a month, a year or a turn of events from "since Monday", "since dawn"."""
    some = words[at : min(last, at + 3)]
    return any(
        word in MONTHS or (len(word) == 4 and word.isdigit()) or word in ("start", "truce", "invasion", "ceasefire")
        for word in some
    )


def _perfect(words: list[str], hit: Hit) -> bool:
    return hit.trigger.part == "verb" and not PERFECT.isdisjoint(
        words[max(hit.clause[0], hit.start - NEAR) : hit.start]
    )


def coming(words: list[str], hit: Hit) -> str:
    """Give the time to come of a clause without a past tense: "flies another one next week"."""
    clause = words[slice(*hit.clause)]
    if COMING.isdisjoint(clause):
        return ""
    found = next((at for at in range(*hit.clause) if words[at] in COMING and _ahead(words, at)), -1)
    if found < 0 or any(participle(word) or word in PASTS for word in clause):
        return ""
    return words[found]


def _ahead(words: list[str], at: int) -> bool:
    return words[at] == "tomorrow" or (at + 1 < len(words) and words[at + 1] in AHEAD)
