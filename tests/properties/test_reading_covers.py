from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.reading import Reading
from pipeline.enrich.tokens import TOKEN
from pipeline.model import Article

texts = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=" \n\t.,'’sSaUN1²½éЯ日\u00a0\u2028-“”()😀𝐀𝟏Σİ_-:", max_size=80),
)


@given(texts, texts)
def test_tokens_are_those_of_one_pass_of_the_pattern(headline, body):
    reading = Reading(Article(uri="urn:x", headline=headline, body=body))
    assert reading.tokens == TOKEN.findall(reading.text)
    spans = [(start, reading.end(index)) for index, start in enumerate(reading.starts)]
    assert spans == [match.span() for match in TOKEN.finditer(reading.text)]
    assert reading.lowered == [token.lower() for token in reading.tokens]


@given(texts, texts)
def test_sentences_cover_every_token_once_in_order(headline, body):
    reading = Reading(Article(uri="urn:x", headline=headline, body=body))
    covered = [index for start, end in reading.sentences for index in range(start, end)]
    assert covered == list(range(len(reading.tokens)))
    assert all(start < end for start, end in reading.sentences)
