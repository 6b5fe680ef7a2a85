"""What part of the world an article concerns: countries, seas, named areas, M49 regions; where its events happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from pipeline.enrich.gazetteer import World
from pipeline.enrich.reading import Reading
from pipeline.model import EnrichedArticle, Event, Region, RegionType

ORDER: Final = {"country": 0, "sea": 1, "area": 2, "m49": 3}


class TagRegions:
    """List every country, sea, area and M49 region that places and peoples of the article stand for."""

    name = "regions"
    requires = frozenset({"entities"})
    provides = frozenset({"regions"})

    def __init__(self, world: World) -> None:
        self._world = world

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        del reading
        found: dict[tuple[RegionType, str], Region] = {}
        for entity in enriched.entities:
            if entity.type == "place" or entity.demonym:
                for region in self._regions(entity.country, entity.area):
                    found.setdefault((region.type, region.code), region)
        if not found:
            return enriched
        return replace(enriched, regions=_ordered(found.values()))

    def _regions(self, country: str | None, area: str | None) -> Iterable[Region]:
        """Give the regions of one place."""
        if country and (known := self._world.countries.get(country)):
            yield Region(type="country", code=country, name=known.name)
        if area and (known := self._world.areas.get(area)):
            yield Region(type=known.kind, code=area, name=known.name)  # type: ignore[arg-type]


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
        for event in enriched.events:
            for region in self._where(event):
                found[region.type, region.code] = replace(region, role="event")
        return replace(enriched, regions=_ordered(found.values()))

    def _where(self, event: Event) -> Iterable[Region]:
        """Give the regions of the place of an event."""
        return self._tag._regions(event.place.country, event.place.area) if event.place else ()


def _ordered(regions: Iterable[Region]) -> tuple[Region, ...]:
    """Put regions in a fixed order: where events happened first, then by type and code."""
    return tuple(sorted(regions, key=lambda region: (region.role != "event", ORDER[region.type], region.code)))
