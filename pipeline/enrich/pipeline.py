"""The whole enrichment of one article: reading, then every enricher in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.enrich import Enricher, arrange
from pipeline.enrich.reading import Reading
from pipeline.ids import enriched_id
from pipeline.model import Article, EnrichedArticle, Span


def build(enrichers: Sequence[Enricher]) -> Callable[[Article], EnrichedArticle]:
    """Arrange enrichers into one function from an article to its annotations.

    Raises:
        ConfigError: an enricher requires what none before it provides.
    """
    arranged = arrange(enrichers)

    def annotate(article: Article) -> EnrichedArticle:
        reading = Reading(article)
        enriched = EnrichedArticle(id=enriched_id(article.uri, article.version), article=article)
        for enricher in arranged:
            enriched = enricher(enriched, reading)
        return enriched

    return annotate


def furniture_spans(article: Article, stretches: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Quote stretches of the body as spans."""
    return tuple(Span(start=start, end=end, text=article.body[start:end]) for start, end in stretches)
