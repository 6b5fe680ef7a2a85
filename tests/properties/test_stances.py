"""Stances and tones of any text: they quote what they name, and nothing fails."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance import StanceEnricher, between
from pipeline.enrich.tone import ToneEnricher
from pipeline.model import Article, EnrichedArticle, Entity, Span

WORDS = st.sampled_from(
    "Alder Birch Cedar condemned praised by was not support for , and “ ” said that who called a tyrant it he of the "
    "rebuke from drew "
    "urged to stop against is . critic - backed \n\n 's support we according if opposition İ ’ ;".split(" ")
)
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
NAMES = ("Alder", "Birch", "Cedar")


def entities_of(text):
    found = []
    for name in NAMES:
        start = text.find(name)
        while start >= 0:
            found.append(Entity(type="person", text=name, start=start, end=start + len(name), name=name))
            start = text.find(name, start + 1)
    return tuple(sorted(found, key=lambda entity: entity.start))


@given(TEXTS)
def test_every_stance_and_tone_quotes_the_text_it_names(text):
    article = Article(uri="x", body=text)
    enriched = EnrichedArticle(id="1", article=article, entities=entities_of(text))
    reading = Reading(article)
    enriched = ToneEnricher()(StanceEnricher()(enriched, reading), reading)

    parties = [party for stance in enriched.stances for party in (stance.holder, stance.target)]
    for party in [*parties, *(tone.target for tone in enriched.tones), *(stance.quote for stance in enriched.stances)]:
        assert text[party.start : party.end] == party.text
    assert all(0 <= stance.confidence <= 1 and stance.cues for stance in enriched.stances)
    assert all(stance.holder != stance.target for stance in enriched.stances)


@given(TEXTS, st.integers(0, 400), st.integers(1, 30), st.integers(0, 400), st.integers(1, 30))
def test_any_two_spans_have_a_stance_or_none(text, p, p_length, q, q_length):
    reading = Reading(Article(uri="x", body=text))
    spans = [(min(at, len(text) - 1), min(at + length, len(text))) for at, length in ((p, p_length), (q, q_length))]
    label, confidence, cues = between(reading, *(Span(start=a, end=b, text=text[a:b]) for a, b in spans if a < b))

    assert label.startswith(("neutral", "neg_", "pos_"))
    assert 0 <= confidence <= 1
    assert cues or label == "neutral"
