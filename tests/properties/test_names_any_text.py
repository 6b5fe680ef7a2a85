import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.language import DetectLanguage
from pipeline.enrich.names import tag_names
from pipeline.enrich.pipeline import build
from pipeline.model import Article

WORDS = (
    "The of Bank Norwick U.S. KRC al - ( ) . , ' 's & Corp com Eva Lund in Oslo TOKYO İstanbul 日本 3.5 7 "
    "_ Hong keun ﬁ ǅ"
).split()
texts = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from([*WORDS, "\n", "\n\n", "\t"]), max_size=40).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
)


@pytest.fixture(scope="module")
def annotate():
    return build([DetectLanguage(), tag_names()])


@settings(deadline=None, max_examples=200)
@given(texts, texts)
def test_entities_of_any_text_lie_in_order_apart_and_quote_it(annotate, headline, body):
    article = Article(uri="urn:x", headline=headline, body=body, language="en")
    entities = annotate(article).entities
    ends = {"headline": 0, "body": 0}
    for entity in entities:
        part = article.headline if entity.part == "headline" else article.body
        assert entity.start < entity.end
        assert part[entity.start : entity.end] == entity.text
        assert entity.start >= ends[entity.part]
        assert 0 <= entity.confidence <= 1
        ends[entity.part] = entity.end
