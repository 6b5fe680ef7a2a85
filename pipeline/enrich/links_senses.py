"""What a place's name stands for where it is no plain mention of the place: a team, a part of another name, the
province around a city.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.enrich.gazetteer import Entry
from pipeline.enrich.links_beside import word_after, word_before
from pipeline.enrich.links_drafts import Draft
from pipeline.enrich.places import Choice
from pipeline.enrich.places_sport import BEATEN, TEAM
from pipeline.enrich.places_words import LOCATIVE, MODAL

TABLE: Final = re.compile(r"(?:[ \n]+\d+){4}")  # a row of figures: points, not people
DATED: Final = re.compile(  # what follows the place a report comes from: " (Agency) - ", " 2026-08-30", ", Aug. 30"
    r"(?: \([A-Z][A-Za-z ]+\))? (?:-{1,2}|[–—]) |,? \d{4}-\d\d-\d\d|,? [A-Z][a-z]{2,8}\.? \d{1,2}\b"
)
PARTICLES: Final = frozenset("de du di del della delle da dos das".split())  # "Tour de France", "Stade de France"
SETTLEMENT: Final = re.compile(r"\b(?:town|village|hamlet|suburb|borough|township|community|city) of $")
CONTESTS: Final = frozenset(
    "Cup Open Championship Championships championship championships League Masters Grand Games Tour".split()
)
CONTESTANTS: Final = ("Under-", "under-", "qualif")  # how words begin that follow a contest's people
AT_WAR: Final = frozenset({"defeated", "defeating"})  # said of countries too
ARTICLES: Final = frozenset({"the", "The", "a", "an"})
ACTS: Final = frozenset(
    "who won lost took beat led held made went ran hit and in at by on for to with after but".split()
)
MUCH_LARGER: Final = 10  # times the people of its city
PROVINCIAL: Final = frozenset(
    "province Province state provincial governor Governor Gov premier legislature lawmakers lawmaker".split()
)


def stands_for_other(draft: Draft, entry: Entry, text: str, *, sport: bool) -> bool:
    """Tell whether a place may stand for a team, or is a part of the name of something else."""
    after = draft.after = draft.after or word_after(text, draft.end)
    if after in TEAM:
        return True
    if draft.demonym:
        return after in CONTESTS or after.startswith(CONTESTANTS) or (sport and _is_player(draft, text))
    before = draft.before = word_before(text, draft.start)
    if before in PARTICLES:
        return True
    if entry.kind == "country":
        if (before in BEATEN and before not in AT_WAR) or (before == "of" and _is_settlement(draft, text)):
            return True
    elif before in BEATEN or (after[:1].isdigit() and TABLE.match(text, draft.end)):
        return True
    return sport and before not in LOCATIVE and (entry.kind == "country" or not _is_dateline(draft, text))


def _is_dateline(draft: Draft, text: str) -> bool:
    """Tell where a report comes from: a city that opens a line before a date, a bracket or a dash."""
    start = draft.start
    return (start == 0 or text[start - 1] == "\n") and DATED.match(text, draft.end) is not None


def _is_settlement(draft: Draft, text: str) -> bool:
    """Tell a town that goes by the name of a country: "the town of Ireland"."""
    return SETTLEMENT.search(text, max(0, draft.start - 20), draft.start) is not None


def _is_player(draft: Draft, text: str) -> bool:
    """Tell whether a people stands for its team or one of its players: "the Americans", "the Swede birdied six"."""
    if draft.text.endswith("s") and draft.text != "Swiss":
        return True
    after = draft.after
    article = word_before(text, draft.start) in ARTICLES
    return article and (after == "" or after in MODAL or after.endswith("ed") or after in ACTS)


def province_around(
    entry: Entry, number: int, mentions: Sequence[Draft], choices: Mapping[str, Choice], text: str
) -> Entry:
    """Give the province of a city's name where that is meant: "Murdochville, Quebec", "in Cordoba and La Pampa".

    A province much larger than its city mostly is. `number` counts the mention among those of the article.
    """
    draft = mentions[number]
    if (entry.kind != "city" and entry.kind != "capital") or len(draft.entries) == 1:
        return entry
    around = next((other for other in draft.entries if other.kind == "admin" and other.country == entry.country), None)
    if around is None:
        return entry
    if draft.after in PROVINCIAL or around.population >= MUCH_LARGER * entry.population > 0:
        return around
    for other in mentions[max(0, number - 1) : number + 2]:
        choice = choices.get(other.text)
        if _joined(other, draft, text) and _same_sort(other, choice.entry if choice else None, draft, around):
            return around
    return entry


def _joined(one: Draft, other: Draft, text: str) -> bool:
    """Tell whether two places stand in one list, or one in the other."""
    start, end = sorted((one.start, other.start))
    first = one if one.start == start else other
    return text[first.end : end] in {", ", " and "}


def _same_sort(other: Draft, entry: Entry | None, draft: Draft, around: Entry) -> bool:
    """Tell whether a place beside is a province like `around`, or a place in it that is named before."""
    if entry is None:
        return other.start < draft.start and other.end + 2 == draft.start
    if entry.kind == "admin":
        return entry.country == around.country and entry.admin != around.admin
    return other.end + 2 == draft.start and entry.kind == "city" and entry.admin == around.admin
