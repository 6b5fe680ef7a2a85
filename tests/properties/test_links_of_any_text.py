"""Whatever the text, links keep their promises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.gazetteer import world
from pipeline.enrich.links import LinkEntities
from pipeline.enrich.reading import Reading
from pipeline.enrich.regions import TagRegions
from pipeline.model import Article, EnrichedArticle, Entity

WORDS = st.sampled_from(
    "Paris|Texas|the North|South Korea|U.S.|Ky.|said|in|and|'s|,|.|(|)|\n|AP|Washington|Kim|WTO|İstanbul|東京|ß|"
    "Democratic Republic of the Congo|World Trade Organization".split("|")
)
TEXTS = st.one_of(
    st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=25).map("".join)
)
LANGUAGES = st.sampled_from([None, "en", "ko", "ja", "zh", "ru", "ar", "es", "fr", "de", "pt", "tr", "xx"])


@st.composite
def enriched_articles(draw) -> EnrichedArticle:
    """Draw an article with entities that overlap nothing."""
    body = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(body)), max_size=8)))
    kinds = st.sampled_from(["person", "org", "place", "misc"])
    entities = [
        Entity(type=draw(kinds), text=body[start:end], start=start, end=end, confidence=draw(st.floats(0, 1)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        if body[start:end].strip()
    ]
    article = Article(uri="urn:test", headline=draw(TEXTS), body=body, language=draw(LANGUAGES))
    return EnrichedArticle(id="1", article=article, language=article.language, entities=tuple(entities))


@settings(deadline=None)  # a language is loaded when first met
@given(enriched_articles())
def test_every_linked_entity_quotes_its_text_and_stands_in_order(enriched):
    reading = Reading(enriched.article)

    linked = TagRegions(world())(LinkEntities(world())(enriched, reading), reading)

    parts = {"headline": enriched.article.headline, "body": enriched.article.body}
    for entity in linked.entities:
        assert parts[entity.part][entity.start : entity.end] == entity.text
        assert entity.text
    order = [(entity.part != "headline", entity.start) for entity in linked.entities]
    assert order == sorted(order)
    codes = [(region.type, region.code) for region in linked.regions]
    assert len(codes) == len(set(codes))
