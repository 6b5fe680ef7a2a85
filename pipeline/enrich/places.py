"""Which place a name means: document-wide votes, containment, and how many people live there.

One name means one place throughout an article. Every candidate gets a score; the best wins, and its country is known
where the others that come close lie in the same country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log, log10
from typing import Final, NamedTuple

from pipeline.enrich.gazetteer import Entry, World, without_seats
from pipeline.enrich.links_drafts import Draft
from pipeline.enrich.places_words import ABBREVIATION, DIVISIONS

PLACES: Final = frozenset({"country", "demonym", "capital", "city", "admin", "sea", "area", "m49", "other"})
FIXED: Final = frozenset({"country", "demonym", "sea", "area", "m49"})
FELLOW: Final = 2.5  # a province listed with provinces of its country
JOINTS: Final = frozenset({", ", " and ", ", and ", " or "})
LONGEST_JOINT: Final = 6  # code points
CONTAINED: Final = 7.0  # "Springfield, Ohio"
SAME_DIVISION: Final = 2.5  # the division is named elsewhere in the article
COUNTRY_VOTE: Final = 1.3  # per e-fold of mentions
PRIOR: Final = {
    "country": 9.0,
    "demonym": 9.0,
    "sea": 8.0,
    "area": 8.0,
    "m49": 8.0,
    "other": 6.5,
    "capital": 2.5,
    "admin": 1.5,
}
NAMESAKE_COUNTRY: Final = 7.8  # prior of a country that shares its name with a large province
NAMESAKES: Final = frozenset({"Georgia"})
ADDED: Final = 0.8  # confidence of a place only the gazetteer saw
CERTAIN: Final = 20_000_000  # people of a country whose name hardly means anything else
LARGE: Final = 100_000  # people
PROVINCE: Final = 900_000  # people of a province whose name alone tells it
TELLING: Final = frozenset({"country", "demonym"})
WELL_KNOWN: Final = 250_000  # people of a city that hardly shares its name
CITIES: Final = frozenset({"city", "capital"})
NEAR: Final = 1.0  # per e-fold of other names that may lie in the same division
MARGIN: Final = 0.4  # how far apart two candidates must be for the country to be certain
SURELY: Final = 1.0  # and for the place itself: ten times as many people, all else being equal
CLEAR: Final = 0.7  # weight of a name that hardly means a place in another country
NOTHING: Final[Mapping[str, float]] = {}

Entries = tuple[Entry, ...]
Names = Mapping[str, Entries]


class Choice(NamedTuple):
    """What a name was taken to mean, and how sure that is."""

    entry: Entry
    margin: float  # between the best candidate and the next in another place
    same_country: bool  # whether those that come close lie in the same country


class Votes:
    """What an article speaks of: countries and first-order divisions, weighed by how often it names them."""

    def __init__(self) -> None:
        self.countries: defaultdict[str, float] = defaultdict(float)
        self.divisions: set[str] = set()
        self.near: defaultdict[str, float] = defaultdict(float)  # division: names that may lie in it, each shared out
        self.fellows: Mapping[str, set[str]] = {}  # by name: countries of provinces listed beside it
        self.own: dict[str, dict[str, float]] = {}  # by name and where: a name's own part

    def add(self, name: str, entry: Entry, weight: float) -> None:
        """Count a mention."""
        if country := entry.country:
            self.countries[country] += weight
            own = self.own.setdefault(name, {})
            own[country] = own.get(country, 0.0) + weight
        if entry.kind == "admin" and entry.admin:
            self.divisions.add(entry.admin)

    def share(self, name: str, entries: tuple[Entry, ...]) -> None:
        """Count a name for every division it may lie in, the less the more there are."""
        divisions = {entry.admin for entry in entries if entry.admin}
        if not divisions:
            return
        part, own = 1.0 / len(divisions), self.own.setdefault(name, {})
        for division in divisions:
            self.near[division] += part
            own[division] = part

    def others(self, name: str, country: str) -> float:
        """Give the votes for a country that a name did not cast itself."""
        return self.countries.get(country, 0.0) - self.own.get(name, NOTHING).get(country, 0.0)

    def dominant(self) -> str | None:
        """Give the country with most of the votes, where one has them."""
        if not self.countries:
            return None
        country = max(self.countries, key=lambda code: (self.countries[code], code))
        return country if self.countries[country] * 2 >= sum(self.countries.values()) else None


def resolve(
    mentions: Sequence[Draft], text: str, world: World, *, told: Mapping[str, float] | None = None
) -> tuple[dict[str, Choice], Votes]:
    """Choose what each name means, by name; names of nothing known are left out.

    `told` gives votes for countries that other things than places speak for.
    """
    containers = _containers(mentions, text)
    candidates: dict[str, tuple[Entry, ...]] = {}
    counts: dict[str, int] = {}
    for mention in mentions:
        name = mention.text
        if name in counts:
            counts[name] += 1
        else:
            counts[name] = 1
            if entries := _candidates(mention, world, containers.get(name, ())):
                candidates[name] = entries
    votes = _votes(counts, candidates, containers, told or {})
    votes.fellows = _fellows(mentions, text)
    choices = {name: _choose(name, entries, votes, containers.get(name, ())) for name, entries in candidates.items()}
    for name in containers.keys() & candidates.keys():
        holder = choices.get(containers[name][0].name)
        surely = holder.entry.kind == "admin" if holder else _only_state(containers[name][0], world)
        if surely and (unknown := _unknown_in(name, candidates[name], containers[name])):
            choices[name] = Choice(unknown, 0.0, True)
    return choices, votes


def abbreviated(mentions: Iterable[Draft], text: str, world: World) -> list[Draft]:
    """Find states and provinces abbreviated after a place: "Louisville, Ky.", "Dover, DE"."""
    found = []
    for mention in mentions:
        if text.startswith(", ", mention.end) and (match := ABBREVIATION.match(text, mention.end + 2)):
            division = world.divisions[DIVISIONS[match.group()]]
            draft = Draft(match.start(), match.end(), match.group(), "place", ADDED)
            draft.entries = (division,)
            found.append(draft)
    return found


def _containers(mentions: Sequence[Draft], text: str) -> dict[str, tuple[Entry, ...]]:
    """Give, by name, what the article says a place lies in: "Springfield, Ohio", "Paris (Texas)"."""
    found: dict[str, tuple[Entry, ...]] = {}
    for mention, after in pairwise(mentions):
        if after.start == mention.end + 2 and not after.demonym and text[mention.end : after.start] in {", ", " ("}:
            holders = tuple([entry for entry in after.entries if entry.kind in {"country", "admin"}])
            if holders:
                found[mention.text] = found.get(mention.text, ()) + holders
                if mention.text.isupper():  # "LONDON, Ky.", then "London"
                    found[mention.text.title()] = found.get(mention.text.title(), ()) + holders
    return found


def _fellows(mentions: Sequence[Draft], text: str) -> dict[str, set[str]]:
    """Give, by name, the countries of provinces a name is listed with: "Alberta, Ontario and New Brunswick"."""
    found: dict[str, set[str]] = {}
    for one, other in pairwise(mentions):
        if other.start - one.end <= LONGEST_JOINT and text[one.end : other.start] in JOINTS:
            for name, beside in ((one.text, other), (other.text, one)):
                if beside.entries and beside.entries[0].kind == "admin" and beside.entries[0].country:
                    found.setdefault(name, set()).add(beside.entries[0].country)
    return found


def _candidates(mention: Draft, world: World, holders: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Give every place a name may mean; small namesakes of countries count only in a state said to hold them."""
    entries = tuple([entry for entry in mention.entries if entry.kind in PLACES])
    if entries and entries[0].kind in FIXED and (entries[0].kind != "country" or not _in_state(holders)):
        return entries
    names = [entry.name for entry in entries]
    if not names or mention.text in names:
        return world.namesakes(mention.text) or entries
    return without_seats(entries)


def _in_state(holders: tuple[Entry, ...]) -> bool:
    return any(holder.kind == "admin" for holder in holders)


def _votes(counts: Mapping[str, int], candidates: Names, containers: Names, told: Mapping[str, float]) -> Votes:
    """Count what is certain by itself: countries, peoples, capitals, provinces, and what things are said to lie in."""
    votes = Votes()
    votes.countries.update(told)
    for name, entries in candidates.items():
        if weight := _weight(entries):
            votes.add(name, entries[0], weight * counts[name])
        if entries[0].kind not in FIXED:
            votes.share(name, entries)
    for name, holders in containers.items():
        for holder in holders:
            votes.add(name, holder, 0.5)
    return votes


def _weight(entries: tuple[Entry, ...]) -> float:
    """Say how far a mention of something that may be these tells of a country by itself."""
    first = entries[0]
    if first.kind in {"country", "demonym"}:
        return 1.0 if len(entries) == 1 or first.population > CERTAIN else 0.3
    if first.kind == "capital":
        return 0.7
    if first.kind == "admin":
        return 1.0 if len({entry.country for entry in entries[:3]}) == 1 else 0.5
    if first.kind == "other":
        return 0.7
    return 0.5 if len(entries) == 1 and first.population > 50_000 else 0.0


def told_by(entries: tuple[Entry, ...]) -> str | None:
    """Give the country that something which may be these tells of by itself, as in the name of an organisation."""
    first = entries[0]
    if first.kind in TELLING or (
        first.wikidata and first.kind in {"admin", "capital"} and first.population >= PROVINCE
    ):
        return first.country if _weight(entries) >= CLEAR else None
    return first.country if first.kind == "city" and len(entries) == 1 and first.population >= WELL_KNOWN else None


def _choose(name: str, entries: tuple[Entry, ...], votes: Votes, holders: tuple[Entry, ...]) -> Choice:
    """Score every candidate and take the best."""
    if len(entries) == 1 or (entries[0].kind in FIXED and name not in NAMESAKES and not _in_state(holders)):
        return Choice(entries[0], 9.0, True)
    scores = [_score(name, entry, votes, holders) for entry in entries]
    best = max(scores)
    entry = entries[scores.index(best)]
    margin, same_country = 9.0, True
    for score, other in zip(scores, entries, strict=True):
        if other.geonames != entry.geonames and (other.country, other.admin) != (entry.country, entry.admin):
            margin = min(margin, best - score)
        if best - score < MARGIN and other.country != entry.country:
            same_country = False
    return Choice(entry, margin, same_country)


def _unknown_in(name: str, entries: Entries, holders: Entries) -> Entry | None:
    """Give the place too small to be known that lies in a state: "Paris, Idaho" is none of the places called so."""
    holder = holders[0]
    if holder.kind != "admin" or entries[0].kind not in CITIES:
        return None
    if any(_holds(each, entry) or _listed(entry, each) for each in holders for entry in entries):
        return None
    return Entry("city", name, holder.country, admin=holder.admin)


def _only_state(holder: Entry, world: World) -> bool:
    """Tell whether no large city shares the name of a state."""
    return not any(entry.kind in CITIES and entry.population >= LARGE for entry in world.known(holder.name))


def _listed(entry: Entry, holder: Entry) -> bool:
    """Tell whether a province or large city may stand beside a state of its country in a list: "Chicago and Ohio"."""
    return entry.country == holder.country and (entry.kind == "admin" or entry.population >= LARGE)


def _score(name: str, entry: Entry, votes: Votes, holders: tuple[Entry, ...]) -> float:
    """Weigh one candidate; what the name itself added to the votes does not speak for it."""
    kind, admin, own = entry.kind, entry.admin, votes.own.get(name, NOTHING)
    score = NAMESAKE_COUNTRY if kind == "country" and name in NAMESAKES else PRIOR.get(kind, 0.0)
    if kind not in FIXED and kind != "other":
        score += log10(entry.population + 100)
    if entry.country and (said := votes.countries.get(entry.country, 0.0) - own.get(entry.country, 0.0)) > 0:
        score += COUNTRY_VOTE * log(1 + said)
    if kind == "admin" and entry.country in votes.fellows.get(name, ()):
        score += FELLOW
    if admin:
        if kind != "admin" and admin in votes.divisions:
            score += SAME_DIVISION
        if (near := votes.near.get(admin, 0.0) - own.get(admin, 0.0)) > 0:
            score += NEAR * log(1 + near)
    if holders and kind != "country" and any(_holds(holder, entry) for holder in holders):
        score += CONTAINED
    return score


def _holds(holder: Entry, entry: Entry) -> bool:
    """Tell whether a place lies in another."""
    if holder.kind == "admin":
        return entry.kind != "admin" and holder.admin == entry.admin
    return holder.country is not None and holder.country == entry.country
