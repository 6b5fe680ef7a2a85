"""Which place a name means: document-wide votes, containment, and how many people live there.

One name means one place throughout an article. Every candidate gets a score; the best wins, and its country is known
where the others that come close lie in the same country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log, log10
from typing import Final, NamedTuple

from pipeline.enrich.gazetteer import Entry, World
from pipeline.enrich.places_words import ABBREVIATION, DIVISIONS

PLACES: Final = frozenset({"country", "demonym", "capital", "city", "admin", "sea", "area", "m49"})
FIXED: Final = frozenset({"country", "demonym", "sea", "area", "m49"})
CONTAINED: Final = 7.0  # "Springfield, Ohio"
SAME_DIVISION: Final = 2.5  # the division is named elsewhere in the article
COUNTRY_VOTE: Final = 1.3  # per e-fold of mentions
PRIOR: Final = {"country": 9.0, "demonym": 9.0, "sea": 8.0, "area": 8.0, "m49": 8.0, "capital": 1.5, "admin": 0.3}
MARGIN: Final = 0.4  # how far apart two candidates must be for the place itself to be certain
HOME: Final = 1.5  # the article's own country, by the domain it was published under


class Mention(NamedTuple):
    """A name that may be a place, where it stands in the reading's text."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]  # by prominence


class Choice(NamedTuple):
    """What a name was taken to mean, and how sure that is."""

    entry: Entry
    margin: float  # between the best candidate and the next in another place
    same_country: bool  # whether those that come close lie in the same country


class Votes:
    """What an article speaks of: countries and first-order divisions, weighed by how often it names them."""

    def __init__(self) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.divisions: defaultdict[str, float] = defaultdict(float)

    def add(self, entry: Entry, weight: float) -> None:
        """Count a mention."""
        if entry.country:
            self.countries[entry.country] += weight
        if entry.kind == "admin" and entry.admin:
            self.divisions[entry.admin] += weight


def resolve(mentions: Sequence[Mention], text: str, world: World, *, home: str | None = None) -> dict[str, Choice]:
    """Choose what each name means, by name; names of nothing known are left out."""
    candidates: dict[str, tuple[Entry, ...]] = {}
    for mention in mentions:
        if mention.text not in candidates:
            candidates[mention.text] = _candidates(mention, world)
    containers = _containers(mentions, text)
    votes = _votes(mentions, candidates, containers, home)
    choices = {}
    for name, entries in candidates.items():
        if entries and (choice := _choose(entries, votes, containers.get(name, ()))):
            choices[name] = choice
    return choices


def _candidates(mention: Mention, world: World) -> tuple[Entry, ...]:
    """Give every place the name may mean; of countries, seas and regions the small namesakes do not count."""
    entries = tuple([entry for entry in mention.entries if entry.kind in PLACES])
    if entries and entries[0].kind in FIXED and (len(entries) == 1 or entries[0].kind != "country"):
        return entries
    small = world.namesakes(mention.text)
    seen = {entry.geonames for entry in entries}
    return entries + tuple([entry for entry in small if entry.kind in PLACES and entry.geonames not in seen])


def abbreviated(mentions: Iterable[Mention], text: str, world: World) -> list[Mention]:
    """Find states and provinces abbreviated after a place: "Louisville, Ky.", "Dover, DE"."""
    found = []
    for mention in mentions:
        if text[mention.end : mention.end + 2] == ", " and (match := ABBREVIATION.match(text, mention.end + 2)):
            division = world.divisions[DIVISIONS[match.group()]]
            found.append(Mention(match.start(), match.end(), match.group(), (division,)))
    return found


def _containers(mentions: Sequence[Mention], text: str) -> dict[str, tuple[Entry, ...]]:
    """Give, by name, what the article says a place lies in: "Springfield, Ohio", "Paris (Texas)"."""
    found: dict[str, tuple[Entry, ...]] = {}
    for mention, after in pairwise(mentions):
        if after.start == mention.end + 2 and text[mention.end : after.start] in {", ", " ("}:
            holders = tuple([entry for entry in after.entries if entry.kind in {"country", "admin", "capital"}])
            if holders:
                found[mention.text] = found.get(mention.text, ()) + holders
    return found


def _votes(
    mentions: Sequence[Mention],
    candidates: dict[str, tuple[Entry, ...]],
    containers: dict[str, tuple[Entry, ...]],
    home: str | None,
) -> Votes:
    """Count what is certain by itself: countries, peoples, capitals, provinces, and what things are said to lie in."""
    votes = Votes()
    if home:
        votes.countries[home] += HOME
    for mention in mentions:
        entries = candidates[mention.text]
        if not entries:
            continue
        first = entries[0]
        if first.kind in {"country", "demonym"}:
            votes.add(first, 1.0 if len(entries) == 1 or first.population > 20_000_000 else 0.5)
        elif first.kind == "capital":
            votes.add(first, 0.7)
        elif first.kind == "admin" and len({entry.country for entry in entries[:3]}) == 1:
            votes.add(first, 1.0)
        elif len(entries) == 1 and first.population > 50_000:
            votes.add(first, 0.5)
        for holder in containers.get(mention.text, ()):
            votes.add(holder, 0.5)
    return votes


def _choose(entries: Iterable[Entry], votes: Votes, holders: tuple[Entry, ...]) -> Choice | None:
    """Score every candidate and take the best."""
    scores = ((_score(entry, votes, holders), -number, entry) for number, entry in enumerate(entries))
    scored = sorted(scores, reverse=True)
    best, _, entry = scored[0]
    margin, same_country = 9.0, True
    for score, _, other in scored[1:]:
        if other.geonames != entry.geonames and (other.country, other.admin) != (entry.country, entry.admin):
            margin = min(margin, best - score)
        if best - score < MARGIN and other.country != entry.country:
            same_country = False
    return Choice(entry, margin, same_country)


def _score(entry: Entry, votes: Votes, holders: tuple[Entry, ...]) -> float:
    """Weigh one candidate."""
    score = PRIOR.get(entry.kind, 0.0)
    if entry.kind not in FIXED:
        score += log10(entry.population + 100)
    if entry.country and (said := votes.countries.get(entry.country)):
        score += COUNTRY_VOTE * log(1 + said)
    if entry.admin and entry.kind != "admin" and entry.admin in votes.divisions:
        score += SAME_DIVISION
    if holders and entry.kind != "country" and any(_holds(holder, entry) for holder in holders):
        score += CONTAINED
    return score


def _holds(holder: Entry, entry: Entry) -> bool:
    """Tell whether a place lies in another."""
    if holder.kind == "admin":
        return entry.kind != "admin" and holder.admin == entry.admin
    return holder.country is not None and holder.country == entry.country
