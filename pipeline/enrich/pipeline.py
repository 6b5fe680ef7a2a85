"""The whole enrichment of one article: furniture aside, one reading, then every enricher in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from pipeline.enrich import Enricher, arrange
from pipeline.enrich.events import tag_events
from pipeline.enrich.events.lexicon import load_lexicon
from pipeline.enrich.furniture import find_furniture
from pipeline.enrich.gazetteer import world
from pipeline.enrich.language import DetectLanguage
from pipeline.enrich.links import LinkEntities
from pipeline.enrich.names import tag_names
from pipeline.enrich.reading import Reading
from pipeline.enrich.regions import PlaceEvents, TagRegions
from pipeline.enrich.stance import StanceEnricher
from pipeline.enrich.tone import ToneEnricher
from pipeline.ids import enriched_id
from pipeline.model import Article, EnrichedArticle, Span


def standard(names: Enricher | None = None) -> Callable[[Article], EnrichedArticle]:
    """Build the enrichment that production runs; loads its data once. `names` stands in for our finder of entities."""
    known = world()
    return build(
        [
            DetectLanguage(),
            names or tag_names(known),
            LinkEntities(known),
            TagRegions(known),
            tag_events(),
            PlaceEvents(known),
            StanceEnricher(),
            ToneEnricher(),
        ]
    )


def known_types() -> frozenset[str]:
    """Every event type a rule may name: our subtypes, and PLOVER's types."""
    subtypes = load_lexicon().subtypes
    return frozenset(subtypes) | {subtype.type for subtype in subtypes.values()}


def build(enrichers: Sequence[Enricher]) -> Callable[[Article], EnrichedArticle]:
    """Arrange enrichers into one function from an article to its annotations.

    Raises:
        ConfigError: an enricher requires what none before it provides.
    """
    arranged = arrange(enrichers)

    def annotate(article: Article) -> EnrichedArticle:
        furniture = find_furniture(article)
        reading = Reading(article, furniture)
        enriched = EnrichedArticle(id=enriched_id(article.uri, article.version), article=article)
        if furniture:
            enriched = replace(enriched, furniture=_spans(article, furniture))
        for enricher in arranged:
            enriched = enricher(enriched, reading)
        return enriched

    return annotate


def _spans(article: Article, furniture: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end, text=article.body[start:end]) for start, end in furniture)
