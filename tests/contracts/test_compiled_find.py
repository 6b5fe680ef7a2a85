"""What finds triggers answers alike, compiled or not, on any words."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.enrich.events import clauses, constraints, match, words
from pipeline.enrich.events.compiled import native_find
from pipeline.enrich.events.finder import CLASSES, SlowFinder, compiled_finder
from pipeline.enrich.events.lexicon import ANY, Trigger, Words, load_lexicon
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
TRIGGERS = list(
    {
        id(one.trigger): one.trigger for opened in INDEX.candidates.values() for some in opened.values() for one in some
    }.values()
)
MARKS = ', - . ( ) " “ ” ; : by of a an the as since was what found shot off about into and march 14 2 fatah ii'.split()
SORTS = [sorted(CLASSES[name]) for name in (native_find.Sort.__members__ if native_find else CLASSES)]
ASKED = sorted(INDEX.bits)
NAMED = ["satellite", *sorted(INDEX.named)]
ALIKE: dict[frozenset[str], list[Trigger]] = {}
for each in TRIGGERS:
    ALIKE.setdefault(each.words[0], []).append(each)
WAYS: dict[int, list[list[str]]] = {}
slowly = SlowFinder(INDEX)
found = slowly if native_find is None else compiled_finder(INDEX)
seeds = st.integers(0, 2**32).map(Random)


def say(random: Random, some: Words) -> list[str]:
    """Say one of some words, a pronoun more often than its share."""
    if id(some) not in WAYS:
        makes = [[make, "-", "7" if number == ANY else number] for make, number in some.series]
        WAYS[id(some)] = [*([word] for word in sorted(some.single)), *map(str.split, some.phrases), *sorted(makes)]
    pronouns = sorted(some.single & constraints.PRONOUNS)
    return [random.choice(pronouns)] if pronouns and random.random() < 0.3 else random.choice(WAYS[id(some)])


def any_words(random: Random, most: int) -> list[str]:
    """Give words that rules ask for: marks, closed classes as often as one another, nouns and verbs of triggers."""
    return [
        random.choice(random.choice([MARKS, random.choice(SORTS), ASKED, NAMED]))
        for _ in range(random.randint(0, most))
    ]


def edited(random: Random) -> list[str]:
    """Give a sentence that may hold a trigger, some of its words left out, put in or exchanged."""
    sentence = list(random.choice(SENTENCES))
    for _ in range(random.randint(0, 4)):
        at = random.randint(0, len(sentence))
        sentence[at : at + random.randint(0, 1)] = any_words(random, 2)
    return sentence


def built(random: Random, trigger: Trigger) -> list[str]:
    """Give a clause that has the words of a trigger and those that it asks for, in their order or another."""
    also = random.choice([trigger, random.choice(ALIKE[trigger.words[0]])])  # another that begins with the same word
    asked = [trigger.around, trigger.near, trigger.subject, None, trigger.object, trigger.of, trigger.with_]
    asked += [] if also is trigger else [also.subject, also.object, also.with_]
    pieces = [say(random, some) if some else any_words(random, 1) for some in asked]
    pieces[3] = [random.choice(sorted(form)) if form else "it" for form in trigger.words]
    if trigger.unless and random.random() < 0.3:
        pieces.append(say(random, trigger.unless)[: random.randint(1, 3)])
    if random.random() < 0.5:
        random.shuffle(pieces)
    return [word for piece in pieces for word in (*any_words(random, random.choice((0, 0, 0, 1, 2, 18))), *piece)]


def doubled(random: Random) -> list[str]:
    """Give two clauses with one kind of event, or one of them twice."""
    trigger = random.choice(TRIGGERS)
    other = random.choice([trigger, *(one for one in random.sample(TRIGGERS, 50) if one.subtype == trigger.subtype)])
    return [*built(random, trigger), random.choice(["that", "which", ",", ";", "and"]), *built(random, other)]


def same(sentences: list[list[str]], *token_sets: frozenset[int]) -> bool:
    """Tell whether both find the same in sentences, every third word of which has a capital."""
    cased = [[word if at % 3 else word.capitalize() for at, word in enumerate(some)] for some in sentences]
    reading = Reading(Article(uri="a", body="\n\n".join(map(" ".join, cased))))
    own = [frozenset(at for at in some if at < len(reading.tokens)) for some in token_sets]
    return found(reading, *own) == slowly(reading, *own)


@needs_find
@settings(max_examples=50)
@given(seeds)
def test_triggers_are_found_alike_in_sentences(random):
    for _ in range(20):
        sentences = [edited(random) for _ in range(3)]

        assert same(sentences, frozenset(random.sample(range(60), 3)), frozenset(random.sample(range(60), 1)))


@needs_find
@settings(max_examples=50)
@given(seeds)
def test_triggers_are_found_alike_where_all_that_they_ask_for_stands(random):
    for _ in range(100):
        sentences = [built(random, random.choice(TRIGGERS)), doubled(random)]

        assert same(sentences)


@needs_find
@given(seeds)
def test_triggers_are_found_alike_in_any_words(random):
    assert same([any_words(random, 40) for _ in range(3)])


@needs_find
def test_triggers_are_found_alike_in_every_sentence_of_ours():
    assert all(same([sentence]) for sentence in SENTENCES)
    assert same(SENTENCES)


@needs_find
def test_what_ends_a_text_does_not_stand_before_its_first_word():
    first = "arriving ii astroses march futilities march temren : lithuania tor playlist overnight repeatedly strelas"
    last = "offs burevii smear campaigns since using which starstreaks wargames thundered against could lancets which"

    assert same([[*first.split(), "barak", "strike", "drones", "havoc"], last.split()])


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
