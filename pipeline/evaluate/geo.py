"""Places: exact and overlap F1 of toponyms, the country each is put in, and the set of countries of a document.

Toponyms found are entities of type `place` in the body, demonyms, which count as places in TR-News, and the places
named inside the names of organisations and the like, which gold marks too ("Kentucky State Police"). GeoVirus annotates
no demonyms: a file whose gold has none in it is scored without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from pipeline.evaluate.spans import Labelled, SpanTally, article_of, percent, prf
from pipeline.model import Article, EnrichedArticle, Entity

PLACE: Final = "place"


def score(
    rows: Iterable[dict[str, Any]],
    annotate: Callable[[Article], EnrichedArticle],
    *,
    keep: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, object]:
    """Compare places of the body with gold `places`.

    `country` is the share of gold places with a country for which the found place of the same span (else one that
    overlaps it) has that country; `country_found` is the same among those found. `country_covered` is looser: where no
    place was found, any entity that covers the gold place and has its country is right. `document_countries` compares
    the set of gold countries of a row with those among its regions.
    """
    held = list(rows)
    annotated = [annotate(article_of(row)) for row in held]
    demonyms = _annotates_demonyms(held, annotated)
    tally, countries = SpanTally(), _Countries()
    for row, enriched in zip(held, annotated, strict=True):
        found = [entity for entity in _named(enriched) if entity.part == "body" and _is_place(entity, demonyms)]
        gold: set[Labelled] = {(place["start"], place["end"], PLACE) for place in row["places"]}
        tally.add(gold, {(entity.start, entity.end, PLACE) for entity in found})
        covering = [entity for entity in enriched.entities if entity.part == "body"]
        countries.add(
            row["places"], found, covering, {region.code for region in enriched.regions if region.type == "country"}
        )
        if keep:
            keep({"id": row.get("id"), "places": [_kept(entity) for entity in found]})
    return {
        "task": "geo",
        "rows": len(held),
        "demonyms_count": demonyms,
        "exact": tally.exact_figures(),
        "overlap": tally.overlap_figures(),
        **countries.figures(),
    }


class _Countries:
    """Counts of countries right, by mention and by document."""

    def __init__(self) -> None:
        self.mentions = self.found = self.right = self.covered = 0
        self.gold_set = self.found_set = self.right_set = 0

    def add(self, gold: list[dict[str, Any]], found: list[Entity], covering: list[Entity], regions: set[str]) -> None:
        """Count one document: the places found in it, all its entities, and the countries among its regions."""
        for place in gold:
            if not place["country"]:
                continue
            self.mentions += 1
            if (entity := _best(place, found)) is not None:
                self.found += 1
                self.right += entity.country == place["country"]
            if entity is None:
                entity = next((each for each in covering if _covers(each, place)), None)
            self.covered += entity is not None and entity.country == place["country"]
        wanted = {place["country"] for place in gold if place["country"]}
        self.gold_set += len(wanted)
        self.found_set += len(regions)
        self.right_set += len(wanted & regions)

    def figures(self) -> dict[str, object]:
        """Give the counts as percentages."""
        return {
            "country": percent(self.right, self.mentions),
            "country_covered": percent(self.covered, self.mentions),
            "country_found": percent(self.right, self.found),
            "country_mentions": self.mentions,
            "document_countries": prf(self.right_set, self.found_set, self.gold_set),
        }


def _best(place: dict[str, Any], found: list[Entity]) -> Entity | None:
    """Give the found place with the gold span, else the first that overlaps it."""
    overlapping = None
    for entity in found:
        if (entity.start, entity.end) == (place["start"], place["end"]):
            return entity
        if entity.start < place["end"] and place["start"] < entity.end and overlapping is None:
            overlapping = entity
    return overlapping


def _covers(entity: Entity, place: dict[str, Any]) -> bool:
    start, end = place["start"], place["end"]
    return bool(entity.start <= start and end <= entity.end)


def _named(enriched: EnrichedArticle) -> Iterator[Entity]:
    """Give every entity, and the places inside its name after it."""
    for entity in enriched.entities:
        yield entity
        yield from entity.places


def _is_place(entity: Entity, demonyms: bool) -> bool:
    return demonyms if entity.demonym else entity.type == PLACE


def _annotates_demonyms(rows: list[dict[str, Any]], annotated: list[EnrichedArticle]) -> bool:
    """Tell whether gold marks demonyms: of those found, more than a tenth stand in gold."""
    marked = total = 0
    for row, enriched in zip(rows, annotated, strict=True):
        gold = {(place["start"], place["end"]) for place in row["places"]}
        found = [e for e in _named(enriched) if e.demonym and e.part == "body"]
        total += len(found)
        marked += sum((entity.start, entity.end) in gold for entity in found)
    return marked > total / 10


def _kept(entity: Entity) -> dict[str, Any]:
    return {
        "start": entity.start,
        "end": entity.end,
        "surface": entity.text,
        "country": entity.country,
        "geonameid": entity.geonames,
        "area": entity.area,
    }
