"""Say which thing each name means: ids, country, area; and tell the place from the government that goes by its name.

Works on what the `entities` enricher found and on the gazetteer's own hits: a place it missed is added, a country it
took for something else is put right. Where the article leaves it open, no id is given.
"""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.enrich.gazetteer import World
from pipeline.enrich.links_drafts import drafts_of, entities_of, merge
from pipeline.enrich.links_names import link_names
from pipeline.enrich.links_places import add_places, link_places, mark_metonyms
from pipeline.enrich.links_repair import dateline, respan, retype
from pipeline.enrich.links_within import PlacesWithin
from pipeline.enrich.places_sport import plays_sport
from pipeline.enrich.reading import Reading
from pipeline.model import EnrichedArticle


class LinkEntities:
    """Fill name, country, wikidata, geonames, area and metonym of entities."""

    name = "links"
    requires = frozenset({"language"})
    provides = frozenset({"entities"})

    def __init__(self, world: World) -> None:
        self._world = world
        self._places_within = PlacesWithin(world)

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        language = self._world.spoken(reading, enriched.language)
        hits = self._world.find(reading, language)
        if not hits and not enriched.entities:
            return enriched
        sport = plays_sport(reading)
        drafts = respan(drafts_of(enriched.entities, reading), hits, reading.text)
        loose = merge(drafts, hits, reading.text)
        drafts = retype(drafts, reading.text, self._world, sport=sport)
        dateline(drafts, reading, self._world)
        add_places(drafts, loose, reading, self._world, language)
        placed = link_places(drafts, reading, self._world, english=language == "en", sport=sport)
        link_names(drafts, reading.text, self._world, placed)
        self._places_within(drafts, placed)
        mark_metonyms(drafts, reading.text)
        return replace(enriched, entities=entities_of(drafts, reading))
