from pipeline.enrich.reading import Reading
from pipeline.model import Article, Span

ARTICLE = Article(uri="urn:x", headline="Boat sinks", body="It sank at 3.5 m, U.N. aide O'Dea's crew said.")


def test_headline_and_body_are_one_text_and_spans_lead_back_to_their_part():
    reading = Reading(ARTICLE)
    assert reading.text == "Boat sinks\n\n" + ARTICLE.body
    assert reading.span(0, 4) == Span(start=0, end=4, text="Boat", part="headline")
    assert reading.span(12, 14) == Span(start=0, end=2, text="It", part="body")
    assert reading.offset(12) == 0
    assert reading.part(11) == "headline"


def test_without_headline_the_text_is_the_body():
    assert Reading(Article(uri="urn:x", body="It sank.")).text == "It sank."


def test_tokens_keep_abbreviations_numbers_and_names_whole_and_cut_possessives():
    expected = "Boat sinks It sank at 3.5 m , U.N. aide O'Dea 's crew said .".split()
    assert Reading(ARTICLE).tokens == expected
    assert Reading(ARTICLE).lowered == [token.lower() for token in expected]


def test_furniture_is_blanked_and_no_offset_moves():
    article = Article(uri="urn:x", body="It sank. Read more It was old.")
    reading = Reading(article, [(9, 18)])
    assert len(reading.text) == len(article.body)
    assert "more" not in reading.tokens
    old = reading.tokens.index("old")
    assert reading.quote(old, old + 1).start == article.body.index("old")
