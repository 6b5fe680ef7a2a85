"""No rule needs words that its sentence was not searched for."""

from pathlib import Path
from random import Random

import pytest

from pipeline.enrich.events import kinds
from pipeline.enrich.events.about import kinds_of
from pipeline.enrich.events.finder import finder_of
from pipeline.enrich.events.judging import Judging, met_slowly
from pipeline.enrich.events.lexicon import load_lexicon
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.scene import attributed, rumour, without
from pipeline.enrich.events.status import OCCURRED, anywhere, disproved, load_cues, reconsidered
from pipeline.enrich.events.tense import tensed
from pipeline.enrich.events.times import stated
from pipeline.enrich.events.unreal import told_otherwise
from pipeline.enrich.reading import Reading
from pipeline.enrich.tokens import cut_slowly
from pipeline.model import Article
from pipeline.yaml import read_yaml_as

SPOKEN = Path(__file__).with_name("sentences.yaml")
SENTENCES = [
    cut_slowly(sentence)[3]
    for sides in read_yaml_as(SPOKEN, dict[str, dict[str, list[str]]]).values()
    for some in sides.values()
    for sentence in some
]
KINDS = kinds_of(load_cues())
WORDS = sorted({word for some in KINDS.values() for word in some if not word.isdigit()}) + "2021 on , a the in".split()
HEADS = [
    "claim :",
    "three weeks on ,",
    "a fortnight on from the war ,",
    "hardly a week goes by that",
    "in a scene in which",
]
wide = Judging(load_cues()).anywhere
find, met = finder_of(load_lexicon().triggers), met_slowly(KINDS)


def told(words: list[str], hit: Hit, some: int) -> list[object]:
    """Give what every rule says that is told the kinds of words met."""
    return [
        stated(words, *hit.sentence, None) if some & kinds.TIMED else [],
        disproved(words, hit.sentence) if some & kinds.RUMOURS and some & kinds.UNTOLD else None,
        anywhere(words, hit.sentence, wide) if some & kinds.WIDE else None,
        without(words, hit) if some & kinds.DENIED else False,
        rumour(words, hit) if some & kinds.HEARSAY else "",
        attributed(words, hit, some),
        reconsidered(words, hit.start, hit.sentence[0], OCCURRED, some, verbal=True),
        told_otherwise(words, hit, some, dated=False, recent=False),
        tensed(words, hit, some, dated=False),
    ]


@pytest.mark.parametrize("often", [0, 0.1, 0.3])
def test_what_a_sentence_lacks_no_rule_asks_for(often):
    random = Random(often)
    for sentence in SENTENCES:
        words = [random.choice(WORDS) if random.random() < often else word for word in sentence]
        words = random.choice(HEADS).split() + words if random.random() < often else words
        hits, words = find(Reading(Article(uri="a", body=" ".join(words))))
        for hit in hits:
            assert told(words, hit, met(words, *hit.sentence)) == told(words, hit, kinds.ALL), " ".join(words)


def test_every_kind_has_a_bit_of_its_own_and_words():
    named = [value for name, value in vars(kinds).items() if name.isupper() and name != "ALL"]

    assert sorted(named) == sorted(KINDS) == [1 << number for number in range(len(KINDS))]
    assert all(KINDS.values())
