"""Status of an event in another language: cues within their scope, then the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from pipeline.enrich.events.languages_data import Bounds, Cue, Found, Language
from pipeline.enrich.events.languages_times import RECENT, days_ahead, years
from pipeline.model import Status

ORDER: Final[tuple[Status, ...]] = (
    "hypothetical",
    "denied",
    "cancelled",
    "threatened",
    "drill",
    "historical",
    "habitual",
    "planned",
    "claimed",
)
START: Final = 14  # code points from the start of a sentence
NEXT: Final = 16  # code points between an event and "if" behind it
REAL_IN_DRILLS: Final = frozenset(("military-exercise", "protest", "sanction"))


class Site(NamedTuple):
    """Where an event stands: its words, its clause and its sentence, as ranges of the text."""

    subtype: str
    words: Bounds
    clause: Bounds
    wide: Bounds  # the clause with a short opening of its sentence, which may date it
    sentence: Bounds


class Verdict(NamedTuple):
    """The status and the words that gave it."""

    status: Status
    cue: str = ""


def judge(text: str, language: Language, terms: Sequence[Found], site: Site, today: date | None) -> Verdict:
    """Judge one event by the terms of its sentence: the status that wins over the others in `ORDER`."""
    found = _cues(text, language, terms, site)
    if "if" in found:
        found.setdefault("threatened" if "threatened" in found or "planned" in found else "if", found["if"])
    if "denied" in found and "accused" in found:
        return Verdict("claimed", f"{found['accused']} / {found['denied']}")
    if dated := _dated(text, terms, site, today):
        found.setdefault(*dated)
    for status in ORDER:
        if status in found and not (status == "drill" and site.subtype in REAL_IN_DRILLS):
            return Verdict(status, found[status])
    return Verdict("claimed", found["accused"]) if "accused" in found else Verdict("occurred")


def _cues(text: str, language: Language, terms: Sequence[Found], site: Site) -> dict[str, str]:
    """Collect the first cue of every status that holds for the event."""
    found: dict[str, str] = {}
    cues = [term for term in terms if any(role[0] == "cue" for role in term.roles)]
    for term in cues:
        if any(_inside(term, other) for other in cues):
            continue  # "has not been confirmed" is no denial
        for kind, status, number in term.roles:
            if kind != "cue" or status in found:
                continue
            cue = language.source.statuses[number]
            if (cue.of and site.subtype not in cue.of) or _but(terms, number):
                continue
            if status == "if":
                holds = _supposed(term, site, after=language.source.markers.after)
                found.setdefault("hypothetical" if holds else "if", text[term.start : term.end])
            elif status == "accused" and not language.source.markers.after and term.start > site.words[0]:
                continue  # who is accused there suffers the event
            elif _reaches(term, cue, site, language.source.reach):
                found[status] = text[term.start : term.end]
    return found


def _inside(term: Found, other: Found) -> bool:
    """Tell whether a term is only a part of another."""
    return other.start <= term.start and term.end <= other.end and other.end - other.start > term.end - term.start


def _but(terms: Sequence[Found], number: int) -> bool:
    """Tell whether the sentence holds what takes a cue back."""
    return any(kind == "but" and cue == number for term in terms for kind, _, cue in term.roles)


def _reaches(term: Found, cue: Cue, site: Site, reach: int) -> bool:
    """Tell whether an event stands in the scope of a cue."""
    if cue.scope == "sentence":
        return True
    if cue.scope == "start":
        return term.start - site.sentence[0] <= START and term.start < site.words[0]
    bounds = site.wide if cue.scope == "clause" else site.clause
    if not bounds[0] <= term.start < bounds[1]:
        return False
    before, after = site.words[0] - term.end, term.start - site.words[1]
    if cue.scope == "left":
        return term.start <= site.words[0] and before <= reach
    if cue.scope == "right":
        return term.end >= site.words[1] and after <= reach
    return cue.scope == "clause" or max(before, after) <= reach


def _supposed(term: Found, site: Site, *, after: bool) -> bool:
    """Tell whether the event itself is what "if" supposes, not what follows from it."""
    if after:
        return site.words[0] <= term.start and term.start - site.words[1] <= NEXT
    return site.clause[0] <= term.start < site.words[0]


def _dated(text: str, terms: Sequence[Found], site: Site, today: date | None) -> tuple[Status, str] | None:
    """A year before this one, or a date outside the window, makes history; a date ahead makes a plan."""
    if today is None:
        return None
    since = [term.end for term in terms if ("since", "", 0) in term.roles]
    stated = years(text, site.wide, since)
    if past := [year for year, _ in stated if year < today.year]:
        return "historical", str(past[0])
    if stated and stated[0][0] > today.year:
        return None
    months = [(role[2], term.start) for term in terms for role in term.roles if role[0] == "month"]
    months = [(month, at) for month, at in months if not any(0 <= at - one <= 16 for one in since)]
    ahead = days_ahead(text, site.wide, months, today)
    if ahead is None or -RECENT <= ahead <= 0:
        return None
    return ("historical" if ahead < 0 else "planned"), f"{ahead} days"
