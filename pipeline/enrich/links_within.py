"""Places named inside the name of something else: Kentucky in "Kentucky State Police", Leeds in "University of Leeds".

They are kept with that name and apart from places that are mentioned: nothing need have happened there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.enrich.gazetteer import Entry, World
from pipeline.enrich.links_drafts import Draft
from pipeline.enrich.links_places import COUNTY, COUNTY_WORD, Placed
from pipeline.enrich.links_repair import FIRST_NAMES
from pipeline.enrich.places import ADDED, FIXED, PLACES, SURELY

NAMING: Final = frozenset({"org", "misc"})  # what has places in its name
KINDS: Final = frozenset(  # words for organisations of a kind, which are towns too
    "Academy Alliance Church College Commerce Enterprise Industry Liberty Media Mission Progress School Summit Union "
    "University".split()
)
LONGEST: Final = 3  # words of a place within a known name
REMEMBERED: Final = 20_000  # known names whose places are kept at hand

Found = tuple[int, int, tuple[Entry, ...]]  # offsets into the name, and what may be meant


class PlacesWithin:
    """Finds places inside names; remembers those of names the gazetteer knows as a whole."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[str, tuple[Found, ...]] = {}

    def __call__(self, drafts: Iterable[Draft], placed: Placed) -> None:
        """Give names the places inside them whose country or area is known."""
        for draft in drafts:
            if draft.type in NAMING and not draft.demonym:
                if draft.inside or COUNTY_WORD in draft.text:
                    found: Iterable[Found] = self._found(draft)
                elif draft.entries:
                    found = self._places_of(draft.text)
                else:
                    continue
                if places := [place for each in found if (place := _place(draft, *each, placed))]:
                    draft.places = tuple(places)

    def _found(self, draft: Draft) -> list[Found]:
        """Give the names of places in a name, in order."""
        begin, found = draft.start, []
        county = COUNTY.search(draft.text) if COUNTY_WORD in draft.text else None
        if county and (entries := self._world.namesakes(county.group())):
            found.append((*county.span(), entries))
        for start, end, entries in draft.inside:
            first, last = start - begin, end - begin
            if county and found and first < county.end() and county.start() < last:
                continue
            if entries[0].kind in PLACES:
                found.append((first, last, entries))
            elif entries[0].kind == "org":
                found += [(first + a, first + b, inner) for a, b, inner in self._places_of(draft.text[first:last])]
        return found

    def _places_of(self, name: str) -> tuple[Found, ...]:
        """Give the places in a known name, which was found as a whole."""
        found = self._known.get(name)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[name] = tuple(self._search(name))
        return found

    def _search(self, name: str) -> Iterator[Found]:
        words = name.split(" ")
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        first = 0
        while first < len(words):
            for last in range(min(len(words), first + LONGEST), first, -1):
                part = name[starts[first] : starts[last] - 1]
                entries = self._world.known(part) if part != name else ()
                if entries and entries[0].kind in PLACES:
                    yield starts[first], starts[last] - 1, entries
                    first = last
                    break
            else:
                first += 1


def _place(draft: Draft, start: int, end: int, entries: tuple[Entry, ...], placed: Placed) -> Draft | None:
    """Give one place in a name, if it is known where it lies; it means what it means elsewhere in the article."""
    name, first, link = draft.text[start:end], entries[0], None
    choice = placed.believed.get(name)
    if choice is None and (name in FIRST_NAMES or name in KINDS):
        return None
    if choice is None and first.kind in FIXED and len(entries) == 1:
        link, country = first, first.country
    else:
        country = placed.country_of(name, entries) or _likely(entries, draft.country, placed.dominant)
        if choice and choice.margin >= SURELY and choice.entry.country == country:
            link = choice.entry
    if country is None and (link is None or link.area is None):
        return None
    place = Draft(draft.start + start, draft.start + end, name, "place", ADDED)
    place.link, place.country = link, country
    if first.kind == "demonym":
        place.type, place.demonym = "misc", True
    return place


def _likely(entries: tuple[Entry, ...], *countries: str | None) -> str | None:
    """Give the country of a place that lies where its organisation does, or where the article plays."""
    there = {entry.country for entry in entries}
    return next((country for country in countries if country and country in there), None)
