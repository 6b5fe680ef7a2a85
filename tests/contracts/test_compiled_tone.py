"""The tone model answers alike, compiled or not, on any text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.enrich.compiled import native_tone
from pipeline.enrich.reading import Reading
from pipeline.enrich.tone_model import find_targets_compiled, find_targets_slowly, load
from pipeline.model import Article
from tests.contracts.test_compiled import WORDS

needs_tone = pytest.mark.skipif(native_tone is None, reason="built without a C compiler")
SPEECH = (
    'Prosecutors accused praised attacked by not never “ ” " said that was is of against , . good corrupt he they'
).split()
words = st.lists(st.one_of(st.sampled_from(SPEECH), st.sampled_from(WORDS)), min_size=1, max_size=90)
model = load()


@needs_tone
@given(words, st.data())
def test_tones_are_judged_alike(words, data):
    reading = Reading(Article(uri="urn:x", headline="", body=" ".join(words)))
    if not reading.tokens:
        return
    starts = data.draw(st.lists(st.sampled_from(reading.starts), min_size=1, max_size=4))
    length = data.draw(st.integers(1, 12))
    places = find_targets_slowly(reading, [(start, start + length) for start in starts])

    compiled, slow = model.judge_compiled(reading, places), model.judge_slowly(reading, places)

    assert [tuple(odds) for odds in compiled] == [pytest.approx(odds, abs=1e-5) for odds in slow]


@needs_tone
@pytest.mark.parametrize(
    "body",
    [
        "Alder, not a very corrupt man, was praised by Birch.",
        "Critics praised Alder and accused\n\nBy Moen, who is good",
        "“He is good,” Alder said. “Never was Birch corrupt,” they said.",
    ],
)
def test_every_word_of_a_text_is_judged_alike_as_a_target(body):
    reading = Reading(Article(uri="urn:x", headline="", body=body))
    places = find_targets_slowly(reading, [(start, start + 1) for start in reading.starts])

    compiled, slow = model.judge_compiled(reading, places), model.judge_slowly(reading, places)

    assert [tuple(odds) for odds in compiled] == [pytest.approx(odds, abs=1e-5) for odds in slow]


@needs_tone
@given(words, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40)), max_size=4))
@example(["said"], [(300, 1)])
def test_targets_are_found_alike(words, spans):
    reading = Reading(Article(uri="urn:x", headline="", body=" ".join(words)))
    if not reading.tokens:
        return
    spans = [(start, start + length) for start, length in spans]

    assert find_targets_compiled(reading, spans) == find_targets_slowly(reading, spans)
