"""Tone: how an article speaks of what it names."""

import numpy as np
import pytest

from pipeline.enrich.reading import Reading
from pipeline.enrich.tone import TARGETS, ToneEnricher, choose
from pipeline.enrich.tone_features import REACH, Words
from pipeline.enrich.tone_model import find_target, load, pack, unpack
from pipeline.model import Article, EnrichedArticle, Entity


def tones_of(body, *names, type_="person", headline=""):
    """Enrich a text whose entities are the given names."""
    entities = tuple(
        Entity(type=type_, text=name, start=body.index(name), end=body.index(name) + len(name)) for name in names
    )
    article = Article(uri="test:1", body=body, headline=headline)
    enriched = EnrichedArticle(id="1", article=article, entities=entities)
    return ToneEnricher()(enriched, Reading(article)).tones


@pytest.mark.parametrize(
    ("body", "polarity"),
    [
        ("Prosecutors charged Alder with fraud and bribery after he lied to investors.", "oppose"),
        ("The scandal over corrupt deals and repeated lies has disgraced Alder.", "oppose"),
        ("Voters praised Alder, a brave and widely admired leader, for his honest work.", "support"),
        ("Alder won the prize and was celebrated as a hero by grateful neighbours.", "support"),
    ],
)
def test_polar_words_around_a_name_tell_the_tone(body, polarity):
    (tone,) = tones_of(body, "Alder")

    assert tone.polarity == polarity
    assert tone.quote.text == body


def test_a_name_prejudges_nobody():
    one, other = (tones_of(f"On Monday {name} met reporters in the city.", name) for name in ("Trump", "Vorlander"))

    assert [(tone.polarity, tone.confidence) for tone in one] == [(tone.polarity, tone.confidence) for tone in other]


def test_offsets_count_from_the_part_the_name_stands_in():
    (tone,) = tones_of("Prosecutors charged Alder with fraud and bribery.", "Alder", headline="Court news")

    assert (tone.target.part, tone.target.start) == ("body", 20)
    assert tone.quote.text == "Prosecutors charged Alder with fraud and bribery."


def test_no_more_than_the_first_few_things_are_judged_each_once():
    names = [Entity(type="org", text=f"Firm {n}", start=n, end=n + 1) for n in range(20)]
    again = Entity(type="org", text="Firm 0", start=30, end=31)

    assert choose([again, *names])[0] is again
    assert len(choose([again, *names])) == TARGETS


def test_cities_have_no_tone():
    city = Entity(type="place", text="Leeds", start=0, end=5, country="GB", geonames=1)
    country = Entity(type="place", text="France", start=9, end=15, country="FR")

    assert choose([city, country]) == [country]


def test_targets_are_judged_alike_alone_and_together():
    reading = Reading(Article(uri="x", body="Alder praised Birch. Critics said Cedar lied to Birch about the deal."))
    spans = [(0, 5), (14, 19), (34, 39)]
    together = load().probabilities(reading, spans)
    alone = np.concatenate([load().probabilities(reading, [span]) for span in spans])

    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(together.sum(1), 1, atol=1e-5)


def test_words_beyond_the_sentence_do_not_count():
    alone, followed = "Alder spoke.", "Alder spoke. The murderous tyrant lied."
    model = load()
    odds = [model.probabilities(Reading(Article(uri="x", body=body)), [(0, 5)]) for body in (alone, followed)]

    assert np.allclose(*odds, atol=1e-5)


def test_a_negation_turns_what_a_lexicon_says():
    reading = Reading(Article(uri="x", body="He is not honest. She stayed very honest."))
    words = Words(reading, load().table, reading.sentences)
    turned, plain = (words.valence(np.array([token + words.shifts[first]])) for first, token in ((0, 3), (5, 8)))

    assert turned.sum() < 0 < plain.sum()


def test_a_quotation_may_have_begun_in_an_earlier_sentence():
    reading = Reading(Article(uri="x", body="Alder said: “It is bad. It is worse.” Birch agreed."))
    words = Words(reading, load().table, [reading.sentences[1], reading.sentences[2]])
    inside, outside = (words.quotes[words.shifts[first] + first] for first, _ in reading.sentences[1:3])

    assert (inside % 2, outside % 2) == (1, 0)


def test_the_target_is_found_with_its_sentence():
    reading = Reading(Article(uri="x", body="One two. Ann Lee spoke."))

    assert find_target(reading, 9, 16) == ((3, 5), (3, 7))


def test_a_very_long_sentence_is_read_as_far_as_the_reach():
    filler = "word " * (REACH + 5)
    reading = Reading(Article(uri="x", body=f"corrupt {filler}Alder {filler}corrupt"))
    start = reading.text.index("Alder")
    plain = Reading(Article(uri="x", body=f"green {filler}Alder {filler}green"))
    other = plain.text.index("Alder")

    seen = load().probabilities(reading, [(start, start + 5)])
    assert np.allclose(seen, load().probabilities(plain, [(other, other + 5)]), atol=1e-5)


def test_a_model_survives_its_file(tmp_path):
    model = load()
    np.savez(tmp_path / "tone.npz", **pack(model.table, model.weights, {"taught": [1], "own": model.own}))
    with np.load(tmp_path / "tone.npz") as arrays:
        again = unpack(arrays)
    reading = Reading(Article(uri="x", body="Critics said Cedar lied."))

    assert np.allclose(model.probabilities(reading, [(13, 18)]), again.probabilities(reading, [(13, 18)]), atol=1e-2)
    assert again.taught == {1}
