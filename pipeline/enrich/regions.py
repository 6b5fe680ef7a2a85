"""What part of the world an article concerns: countries, seas, named areas, M49 regions; where its events happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from pipeline.enrich.gazetteer import World
from pipeline.enrich.reading import Reading
from pipeline.model import EnrichedArticle, Entity, Event, Region, Span

HAPPENED: Final = frozenset({"occurred", "claimed"})
ORDER: Final = {"country": 0, "sea": 1, "area": 2, "m49": 3}


class TagRegions:
    """List every country, sea, area and M49 region that places and peoples of the article stand for."""

    name = "regions"
    requires = frozenset({"entities"})
    provides = frozenset({"regions"})

    def __init__(self, world: World) -> None:
        self._countries = {
            code: Region(type="country", code=code, name=known.name) for code, known in world.countries.items()
        }
        self._areas = {
            code: Region(type=known.kind, code=code, name=known.name)  # type: ignore[arg-type]  # str to mypy; one of Region's
            for code, known in world.areas.items()
        }

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        del reading
        places = {(e.country, e.area) for e in enriched.entities if e.type == "place" or e.demonym}
        found = {(region.type, region.code): region for place in places for region in self.regions_of(*place)}
        if not found:
            return enriched
        return replace(enriched, regions=_ordered(found.values()))

    def regions_of(self, country: str | None, area: str | None) -> list[Region]:
        """Give the regions of one place."""
        found = []
        if country and (region := self._countries.get(country)):
            found.append(region)
        if area and (region := self._areas.get(area)):
            found.append(region)
        return found


class PlaceEvents:
    """Mark the regions where events happened, apart from those merely mentioned."""

    name = "event-regions"
    requires = frozenset({"events", "regions"})
    provides = frozenset({"regions"})

    def __init__(self, world: World) -> None:
        self._tag = TagRegions(world)

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        del reading
        if not enriched.events:
            return enriched
        found = {(region.type, region.code): region for region in enriched.regions}
        where = {
            (region.type, region.code): region
            for event in enriched.events
            for region in self._where(event, enriched.entities)
        }
        if not where:
            return enriched
        found |= {key: replace(region, role="event") for key, region in where.items()}
        return replace(enriched, regions=_ordered(found.values()))

    def _where(self, event: Event, entities: Iterable[Entity]) -> Iterable[Region]:
        """Give the regions of the place of an event; where none is told, the sea its sentence speaks of."""
        if event.status not in HAPPENED:
            return ()
        if event.place:
            return self._tag.regions_of(event.place.country, event.place.area)
        told = (
            entity for entity in entities if entity.area and entity.type == "place" and _within(entity, event.quote)
        )
        return [region for entity in told for region in self._tag.regions_of(None, entity.area) if region.type == "sea"]


def _within(entity: Entity, quote: Span) -> bool:
    return entity.part == quote.part and quote.start <= entity.start and entity.end <= quote.end


def _ordered(regions: Iterable[Region]) -> tuple[Region, ...]:
    """Put regions in a fixed order: where events happened first, then by type and code."""
    return tuple(sorted(regions, key=lambda region: (region.role != "event", ORDER[region.type], region.code)))
