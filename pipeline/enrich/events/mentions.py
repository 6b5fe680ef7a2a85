"""Named things as ranges of tokens, and how each stands in its sentence."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import Final, NamedTuple

from pipeline.enrich.events.clauses import SPEECH
from pipeline.enrich.events.compiled import native_find
from pipeline.enrich.events.match import Hit
from pipeline.enrich.gazetteer import world
from pipeline.enrich.reading import Reading
from pipeline.model import Entity

PLACE_PREPOSITIONS: Final = frozenset("in at near off over outside inside around within throughout across".split())
SETTLEMENTS: Final = frozenset(
    "town city village capital province region district port island state camp suburb".split()
)
GROUND: Final = frozenset(
    "border borders soil waters airspace territory coast capital frontier town city village".split()
)
AIM: Final = frozenset("at on against toward towards into upon over onto across".split())
ARTICLES: Final = frozenset("the a an its his her their northern southern eastern western central".split())
DASHES: Final = frozenset("— – - (".split())
RULES: Final = frozenset("— – - --".split())
HEAD: Final = 14  # words of a dateline with day and agency
DATELINE: Final = 4  # words of a dateline around a place
SHORT: Final = 4  # letters from which a place in capitals is no abbreviation
REACH: Final = 8
COMPASS: Final = frozenset("north south east west northeast northwest southeast southwest outskirts".split())


class Mention(NamedTuple):
    """A named thing as a range of tokens."""

    start: int
    end: int  # exclusive
    entity: Entity


_start = attrgetter("start")


def mentions_slowly(reading: Reading, entities: tuple[Entity, ...]) -> list[Mention]:
    """Turn entities into ranges of tokens, in order of text."""
    starts = reading.starts
    found: list[Mention] = []
    for entity in entities:
        shift = 0 if entity.part == "headline" else reading.body_start
        start = bisect_left(starts, entity.start + shift)
        end = bisect_left(starts, entity.end + shift, start)
        found.append(Mention(start, max(end, start + 1), entity))
    found.sort(key=_start)
    return found


def mentions_compiled(reading: Reading, entities: tuple[Entity, ...]) -> list[Mention]:
    """Do the same in compiled code."""
    return native_find.mentions(reading.starts, entities, reading.body_start, Mention)


mentions: Final = mentions_slowly if native_find is None else mentions_compiled


def may_act(mention: Mention) -> bool:
    """Tell whether a named thing may use weapons: of places only states, and capitals that stand for them."""
    entity = mention.entity
    if entity.type != "place" or entity.demonym or entity.metonym:
        return True
    if entity.geonames is not None:
        return entity.geonames in world().governing
    return entity.name is not None and entity.country is not None


def within(named: list[Mention], bounds: tuple[int, int]) -> list[Mention]:
    """Give the mentions that begin in a range of tokens."""
    first = bisect_left(named, bounds[0], key=_start)
    return named[first : bisect_left(named, bounds[1], first, key=_start)]


def taking_part(words: list[str], inside: list[Mention], first: int) -> list[Mention]:
    """Leave out the mentions of a sentence from `first` on that take no part in what it tells."""
    if inside and _dateline(words, inside[0], first):
        told = _told(words, inside[0].end, first)
        inside = [m for m in inside if m.start >= told]
    head = first + DATELINE
    return [
        m
        for m in inside
        if not (words[m.start - 1] == "-" and _prefixed(words, m))
        and not (m.start <= head and _dateline(words, m, first))
    ]


def _told(words: list[str], at: int, first: int) -> int:
    """Where the story begins behind a dateline: "MOSCOW, Oct 20 (Interfront) - "."""
    return next((here + 1 for here in range(at, min(len(words), first + HEAD)) if words[here] in RULES), at)


def _prefixed(words: list[str], mention: Mention) -> bool:
    """Stands, behind a hyphen, for no one in "anti-Syria journalist", "pro-Moscow"."""
    return mention.start > 1 and words[mention.start - 2] in ("anti", "pro", "ex")


def _dateline(words: list[str], mention: Mention, first: int) -> bool:
    """Stands at the head of a wire story: "GWADAR — ", "SEOUL (Reuters)"."""
    if mention.start - first > DATELINE or not mention.entity.text.isupper() or len(mention.entity.text) < SHORT:
        return False
    return not DASHES.isdisjoint(words[mention.end : mention.end + DATELINE + 2])


def stretches(words: list[str], start: int, end: int) -> list[tuple[int, int]]:
    """Cut [start, end) at commas; the last stretch first."""
    found: list[tuple[int, int]] = []
    right = end
    for at in range(end - 1, start - 1, -1):
        if words[at] == ",":
            found.append((at + 1, right))
            right = at
    found.append((start, right))
    return [(left, stop) for left, stop in found if left < stop] or [(start, end)]


def adverbial(words: list[str], mention: Mention, left: int) -> bool:
    """Stands in a phrase of place or source at the head of a clause: "In Geneva", "According to Reuters"."""
    at = mention.start - 1
    while at >= left and words[at] in ARTICLES:
        at -= 1
    return at >= left and words[at] in PLACE_PREPOSITIONS and (at == left or words[at - 1] == ",")


def origin(words: list[str], mention: Mention) -> bool:
    """Stands after "from" or "out of": where a weapon comes from is not what it hits."""
    for at in range(mention.start - 1, max(0, mention.start - REACH), -1):
        if words[at] == "from" or (words[at] == "of" and words[at - 1] == "out"):
            return True
        if words[at] == "," or words[at] in AIM or words[at] in ("in", "near", "off", "to"):
            return False
    return False


def attribution(words: list[str], mention: Mention, hit: Hit) -> bool:
    """Belongs to ", officials in X said" or "according to X" after the event."""
    at = mention.start - 1
    while at >= hit.end and words[at] != ",":
        if words[at] in SPEECH:
            return True
        at -= 1
    if at < hit.end:
        return False
    return any(word in SPEECH for word in words[at : hit.sentence[1]][:16])


def in_place(words: list[str], mention: Mention) -> bool:
    """Stands after "in", "off", "near" and the like."""
    at = mention.start - 1
    while at >= 0 and words[at] in ARTICLES:
        at -= 1
    if at > 1 and words[at] == "of" and words[at - 1] in SETTLEMENTS:
        at -= 2
        while at >= 0 and (words[at] in ARTICLES or words[at].endswith("ed")):
            at -= 1
    if mention.entity.demonym and words[mention.end : mention.end + 1] and words[mention.end] in GROUND:
        return True
    return at >= 0 and words[at] in PLACE_PREPOSITIONS


def governed(words: list[str], mention: Mention) -> bool:
    """Stands after a preposition: a capital that acts or speaks does not, and "north of" it is elsewhere."""
    at = mention.start - 1
    while at > 0 and (words[at] in ARTICLES or words[at].endswith("ern")):
        at -= 1
    if words[at] == "of":
        return words[at - 1] not in COMPASS
    return at > 0 and (words[at] in PLACE_PREPOSITIONS or words[at] in AIM or words[at] in ("to", "for", "through"))
