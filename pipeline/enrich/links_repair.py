"""Names put right by what the gazetteer knows, before they are linked: where they end, and whether they are places.

"Kenya's Foreign Ministry" is a place and an organisation; "Democratic Republic of the Congo" is one place; a name that
is a place throughout the article is one where it was taken for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pipeline.enrich.gazetteer import Hit, World
from pipeline.enrich.links_beside import word_after
from pipeline.enrich.links_drafts import START, Draft
from pipeline.enrich.places import PLACES
from pipeline.enrich.places_words import DIVISIONS, GOVERNING, MODAL
from pipeline.enrich.reading import Reading
from pipeline.model import EntityType

SURE: Final = frozenset({"country", "sea", "area", "m49", "capital", "other", "admin", "demonym"})
POSSESSIVE: Final = re.compile(r"['’]s ")
POSSESSIVES: Final = frozenset("s'’")  # last letters of a possessive
TRAILING: Final = re.compile(r"['’]s?$")
DIRECTIONS: Final = frozenset("North South East West Northern Southern Eastern Western Central Centre World".split())
AILMENTS: Final = frozenset("fever flu disease syndrome encephalitis".split())
FIRST_NAMES: Final = frozenset("Jordan Chad Georgia Israel Paris Sydney Victoria Florence Charlotte Austin".split())
LONGEST_SHORT: Final = 6  # code points of an abbreviated state without its dot, and one more
STATES_AND_ORGS: Final = frozenset({"Vatican", "Holy See"})
CIVIC: Final = frozenset(  # what is of a town
    "police suburb suburbs district council resident residents man woman couple school hospital airport area court "
    "mayor firefighters".split()
)
AGED: Final = re.compile(r"(?:\d,|\b(?:man|woman|boy|girl|teenager|resident|couple)) (?:of|from) $")
YEAR: Final = re.compile(r"(?:\d|century|millennium) $")
AIRPORT: Final = (" Airport", " Airfield")
PLACE_ENDS: Final = (*AIRPORT, ".")
DATELINE: Final = re.compile(r"[A-Z]{4,}(?:[ -][A-Z]{3,}){0,2}(?=,? (?:[A-Z(][a-z.A-Z]|[-–—]))")
KNOWN: Final = 50_000  # people of a city whose name in capitals opens an article
HYPHENS: Final = frozenset("-–")
GOVERNED: Final = frozenset({"country", "capital", "org"})  # what deals with its like
POPULOUS: Final = 300_000  # people of a place that is hardly taken for a person
UNHEARD_OF: Final = 0.6  # confidence below which a place must have a name that some place has
DOUBTED: Final = 0.69  # confidence below which a place may overrule another type


def respan(drafts: list[Draft], hits: Sequence[Hit], text: str) -> list[Draft]:
    """Cut and widen names so that known places stand on their own; in order of text."""
    begins = {hit.start: hit for hit in hits}
    cut: list[Draft] = []
    for draft in drafts:
        if draft.text[-1] in POSSESSIVES or len(draft.text) < LONGEST_SHORT:
            _trim(draft, text)
        hit = begins.get(draft.start)
        if hit is None or hit.end >= draft.end or hit.entries[0].kind not in PLACES:
            cut.append(draft)
        else:
            cut += _cut(draft, hit, begins, text)
    return _widen(cut, hits, text)


def retype(drafts: list[Draft], text: str, world: World, *, sport: bool) -> list[Draft]:
    """Settle which names are places and peoples, drop those that are not names of anything."""
    places, others = _counts(drafts)
    for name in {draft.text for draft in drafts if draft.confidence < DOUBTED and _stands_where(draft, text, world)}:
        places[name] = places.get(name, 0) + others.get(name, 0) + 1
    kept = []
    for draft in drafts:
        if draft.type != "place":
            if draft.entries or draft.text in places:
                mostly = places.get(draft.text, 0) > others.get(draft.text, 0) or _rules(draft, text)
                _settle(draft, mostly, sport)
            elif draft.text.endswith(PLACE_ENDS) and _ends_as_place(draft):
                draft.type = "place"
        if draft.type != "place" or not _is_no_place(draft, text, world):
            kept.append(draft)
    return kept


def _ends_as_place(draft: Draft) -> bool:
    """Tell an airport, and a state that its dot shows to be abbreviated."""
    return draft.text.endswith(AIRPORT) or (draft.type != "org" and draft.text in DIVISIONS)


def dateline(drafts: list[Draft], reading: Reading, world: World) -> None:
    """Take a city in capitals that opens the body, before running text, for where the article comes from."""
    match = DATELINE.match(reading.text, reading.body_start)
    if match is None or reading.text.isupper():
        return
    start, end = match.span()
    held = next((draft for draft in drafts if draft.start < end and start < draft.end), None)
    if held is not None and (held.type == "place" or (held.start, held.end) != (start, end)):
        return
    places = world.namesakes(match.group().title())
    if not places or (places[0].population < KNOWN and reading.text[end] != ","):
        return
    if held is not None:
        held.type, held.entries = "place", places
    else:
        drafts.append(Draft(start, end, match.group(), "place", DOUBTED))
        drafts.sort(key=START)


def _counts(drafts: Iterable[Draft]) -> tuple[dict[str, int], dict[str, int]]:
    """Count how often each name is taken for a place, and how often for a person or an organisation."""
    places: dict[str, int] = {}
    others: dict[str, int] = {}
    for draft in drafts:
        if draft.type == "place":
            places[draft.text] = places.get(draft.text, 0) + 1
        elif draft.type != "misc":
            others[draft.text] = others.get(draft.text, 0) + 1
    return places, others


def _is_no_place(draft: Draft, text: str, world: World) -> bool:
    """Tell directions, illnesses, and names in doubt that no place in the world has."""
    draft.after = word_after(text, draft.end)
    if draft.text in DIRECTIONS or draft.after in AILMENTS or draft.after.endswith("virus"):
        return True
    if draft.text == "B.C." and YEAR.search(text, max(0, draft.start - 12), draft.start):
        return True
    if draft.confidence >= UNHEARD_OF or draft.entries or draft.text in DIVISIONS or draft.text.endswith(AIRPORT):
        return False
    return not world.namesakes(draft.text.title() if draft.text.isupper() else draft.text)


def _stands_where(draft: Draft, text: str, world: World) -> bool:
    """Tell whether a name taken for a person or an organisation, but one of a place too, comes after "in" or "near"."""
    if draft.type not in {"person", "org"} or " " in draft.text or draft.text.isupper():
        return False
    located = text.endswith((" in ", " In ", " near "), 0, draft.start) or word_after(text, draft.end) in CIVIC
    if located or text.endswith((" of ", " from "), 0, draft.start):
        located = located or AGED.search(text, max(0, draft.start - 24), draft.start) is not None
    return located and bool(world.namesakes(draft.text))


def _trim(draft: Draft, text: str) -> None:
    """Drop a final possessive; let an abbreviated state have its dot."""
    if draft.text[-1] in POSSESSIVES and (match := TRAILING.search(draft.text, 1)):
        draft.end, draft.text = draft.start + match.start(), draft.text[: match.start()]
    if len(draft.text) < LONGEST_SHORT and draft.text + "." in DIVISIONS and text[draft.end : draft.end + 1] == ".":
        draft.end, draft.text, draft.type = draft.end + 1, draft.text + ".", "place"


def _cut(draft: Draft, hit: Hit, begins: dict[int, Hit], text: str) -> Iterable[Draft]:
    """Split a name after a place it begins with: "Oslo's City Hall", "Kent and Surrey", "Kenya-EU"."""
    if (match := POSSESSIVE.match(text, hit.end)) and match.end() < draft.end:
        return _halves(draft, hit.end, match.end(), draft.type)
    if draft.type == "place" and text.startswith(" and ", hit.end) and hit.end + 5 < draft.end:
        return _halves(draft, hit.end, hit.end + 5, "place")
    if text[hit.end] in HYPHENS and (other := begins.get(hit.end + 1)) and other.end == draft.end:
        kinds = {hit.entries[0].kind, other.entries[0].kind}
        if kinds <= GOVERNED:
            return _halves(draft, hit.end, other.start, "org" if other.entries[0].kind == "org" else "place")
    return (draft,)


def _halves(draft: Draft, end: int, start: int, type: EntityType) -> tuple[Draft, Draft]:
    """Make two names of one: a place up to `end`, and what is left from `start`."""
    cut, first = draft.start, draft.text
    left = Draft(draft.start, end, first[: end - cut], "place", draft.confidence)
    right = Draft(start, draft.end, first[start - cut :], type, draft.confidence)
    return left, right


def _widen(drafts: list[Draft], hits: Sequence[Hit], text: str) -> list[Draft]:
    """Let a known place of several words take in the pieces it was found in."""
    kept: list[Draft] = []
    number, count = 0, len(hits)
    for draft in drafts:
        while number < count and hits[number].end <= draft.start:
            number += 1
        hit = hits[number] if number < count else None
        if hit is None or hit.start > draft.start or hit.end < draft.end or not _widens(hit, draft):
            kept.append(draft)
        elif not kept or kept[-1].end <= hit.start:
            kind: EntityType = "misc" if hit.entries[0].kind == "demonym" else "place"
            kept.append(Draft(hit.start, hit.end, text[hit.start : hit.end], kind, draft.confidence))
    return kept


def _widens(hit: Hit, draft: Draft) -> bool:
    return (hit.start < draft.start or draft.end < hit.end) and hit.entries[0].kind in SURE


def _settle(draft: Draft, mostly: bool, sport: bool) -> None:
    """Overrule the type of a name that is a country, a people, or a place as most of its mentions."""
    kind = draft.entries[0].kind if draft.entries else "city"
    if draft.text in FIRST_NAMES or kind not in PLACES or (draft.type == "org" and draft.text in STATES_AND_ORGS):
        return
    if kind == "demonym":
        if draft.type != "org":
            draft.demonym, draft.type = True, "misc"
    elif kind == "country" or ((mostly or _outweighs(draft)) and not (sport and draft.type == "org")):
        draft.type = "place"


def _rules(draft: Draft, text: str) -> bool:
    """Tell a capital that does what governments do: "Beijing announced" is no organisation of that name."""
    if draft.type != "org" or not draft.entries or draft.entries[0].kind != "capital":
        return False
    after = word_after(text, draft.end)
    return after in GOVERNING and after not in MODAL


def _outweighs(draft: Draft) -> bool:
    """Tell whether what the gazetteer knows is surer than the type given."""
    if not draft.entries or draft.confidence >= DOUBTED:
        return False
    entry = draft.entries[0]
    return entry.kind in {"sea", "area", "m49", "other"} or entry.population >= POPULOUS
