"""What finds triggers answers alike, compiled or not, on any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.events.compiled import native_find
from pipeline.enrich.events.lexicon import load_lexicon
from pipeline.enrich.events.openings import SlowOpenings, compiled_openings
from pipeline.enrich.reading import Reading
from pipeline.model import Article
from tests.contracts.test_compiled import WORDS

needs_find = pytest.mark.skipif(native_find is None, reason="built without a C compiler")
TRIGGERS = sorted(load_lexicon().triggers.candidates)
slowly_opened = SlowOpenings(load_lexicon().triggers)
opened = slowly_opened if native_find is None else compiled_openings(load_lexicon().triggers)


@needs_find
@given(st.lists(st.one_of(st.sampled_from(TRIGGERS), st.sampled_from(WORDS)), max_size=40).map(" ".join), st.data())
def test_triggers_open_alike(text, data):
    reading = Reading(Article(uri="urn:x", headline="", body=text))
    names = frozenset(data.draw(st.sets(st.integers(0, 40), max_size=4)))
    arguments = (reading.lowered, reading.sentences, names)

    assert opened(*arguments) == slowly_opened(*arguments)
