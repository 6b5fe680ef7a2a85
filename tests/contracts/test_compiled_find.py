"""What finds triggers answers alike, compiled or not, on any words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.events import clauses, constraints, match, words
from pipeline.enrich.events.compiled import native_find
from pipeline.enrich.events.finder import CLASSES, SlowFinder, compiled_finder
from pipeline.enrich.events.lexicon import ANY, Words, load_lexicon
from pipeline.enrich.events.mentions import mentions_compiled, mentions_slowly
from pipeline.enrich.reading import Reading
from pipeline.enrich.tokens import cut_slowly
from pipeline.model import Article, Entity
from pipeline.yaml import read_yaml_as

needs_find = pytest.mark.skipif(native_find is None, reason="built without a C compiler")
INDEX = load_lexicon().triggers
SPOKEN = Path(__file__).parent.parent / "unit/enrich/events/sentences.yaml"
SENTENCES = [
    cut_slowly(sentence)[3]
    for sides in read_yaml_as(SPOKEN, dict[str, dict[str, list[str]]]).values()
    for some in sides.values()
    for sentence in some
]
CONSTRAINTS = sorted(
    {word for opened in INDEX.candidates.values() for one in opened[""] for form in one.trigger.words for word in form}
)
MARKS = ', - . ( ) " “ ” ; : by of a an the as since was what found shot off about into and march 14 2 fatah ii'.split()
TRIGGERS = list({id(one): one.trigger for opened in INDEX.candidates.values() for one in opened[""]}.values())
any_class = st.sampled_from(
    [sorted(CLASSES[name]) for name in (native_find.Sort.__members__ if native_find else CLASSES)]
)
any_word = st.one_of(
    any_class.flatmap(st.sampled_from), *map(st.sampled_from, (MARKS, CONSTRAINTS, sorted(INDEX.bits)))
)
slowly = SlowFinder(INDEX)
found = slowly if native_find is None else compiled_finder(INDEX)


@st.composite
def edited(draw):
    """Give sentences that may hold a trigger, some of their words left out, put in or exchanged."""
    text = [list(draw(st.sampled_from(SENTENCES))) for _ in range(draw(st.integers(1, 3)))]
    for _ in range(draw(st.integers(0, 4))):
        sentence = draw(st.sampled_from(text))
        at = draw(st.integers(0, len(sentence)))
        sentence[at : at + draw(st.integers(0, 1))] = draw(st.lists(any_word, max_size=2))
    return text


WAYS: dict[int, list[list[str]]] = {}


def ways(some: Words) -> list[list[str]]:
    """Give the ways to say one of some words."""
    if id(some) not in WAYS:
        makes = [[make, "-", "7" if number == ANY else number] for make, number in some.series]
        WAYS[id(some)] = [*([word] for word in sorted(some.single)), *map(str.split, some.phrases), *sorted(makes)]
    return WAYS[id(some)]


@st.composite
def built(draw):
    """Give a sentence that has the words of a trigger and those that it asks for, in any order."""
    trigger = draw(st.sampled_from(TRIGGERS))
    pieces = [[draw(st.sampled_from(sorted(form or CLASSES["BE"]))) for form in trigger.words]]
    for some in (trigger.object, trigger.subject, trigger.of, trigger.near, trigger.with_, trigger.around):
        pieces += [draw(st.sampled_from(ways(some)))] if some else []
    if trigger.unless and draw(st.booleans()):
        pieces.append(draw(st.sampled_from(ways(trigger.unless)))[: draw(st.integers(1, 3))])
    between = draw(st.lists(any_word, max_size=8))
    order = draw(st.permutations([*pieces, *([word] for word in between)]))
    return [word for piece in order for word in piece]


def same(sentences: list[list[str]], names: frozenset[int]) -> bool:
    text, ranges = [], []
    for sentence in filter(None, sentences):
        ranges.append((len(text), len(text) + len(sentence)))
        text += sentence
    return found(text, ranges, names) == slowly(text, ranges, names)


names = st.frozensets(st.integers(0, 60), max_size=3)


@needs_find
@settings(max_examples=300)
@given(edited(), names)
def test_triggers_are_found_alike_in_sentences(sentences, names):
    assert same(sentences, names)


@needs_find
@settings(max_examples=300)
@given(st.lists(st.lists(any_word, max_size=25), max_size=3), names)
def test_triggers_are_found_alike_in_any_words(sentences, names):
    assert same(sentences, names)


@needs_find
@settings(max_examples=1000)
@given(st.lists(built(), min_size=1, max_size=2))
def test_triggers_are_found_alike_where_all_that_they_ask_for_stands(sentences):
    assert same(sentences, frozenset())


@needs_find
def test_triggers_are_found_alike_in_every_sentence_of_ours():
    assert all(same([sentence], frozenset()) for sentence in SENTENCES)
    assert same(SENTENCES, frozenset())


@needs_find
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.booleans()), max_size=5))
def test_entities_become_mentions_alike(places):
    reading = Reading(Article(uri="a", headline="Two ships of Norwick", body="Norwick said, no: two."))
    entities = tuple(
        Entity(type="org", text="", start=start, end=start + size, part="headline" if above else "body")
        for start, size, above in places
    )

    assert mentions_compiled(reading, entities) == mentions_slowly(reading, entities)


@needs_find
def test_compiled_rules_look_as_far_as_those_of_python():
    for name, reach in native_find.Reach.__members__.items():
        assert {vars(module)[name] for module in (clauses, words, constraints, match) if name in vars(module)} == {
            reach
        }
