"""Events are judged alike, compiled or not, in any words."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.events.about import kinds_of
from pipeline.enrich.events.compiled import native_judge
from pipeline.enrich.events.judging import (
    CLASSES,
    judge_compiled,
    judge_slowly,
    met_of,
    met_slowly,
    standing_compiled,
    standing_slowly,
)
from pipeline.enrich.events.status import Verdict, load_cues

needs_judge = pytest.mark.skipif(native_judge is None, reason="built without a C compiler")
CUES = load_cues()
INDEXES = (CUES.before, CUES.across, CUES.after, CUES.anywhere, CUES.article)
JOINED = [
    *(f"should {'north ' * number}be" for number in range(10)),
    "should red missiles to be",
    "were not red “ to",
    "can not red “ to ” ’",
]
SAID = [[" ".join(cue.words) for some in index.values() for cue in some] for index in INDEXES]
KINDS = [*SAID, *map(sorted, CLASSES.values()), ["barely", "reopening", "-", "than", ". ,"], JOINED]
PLAIN = "missile launch over-flown barely launching red north 1,200 reopening".split()
WHOLES = (None, Verdict("habitual", "every day"), Verdict("denied", "false"), Verdict("occurred", ""))
judged_slowly = judge_slowly(CUES)
judged = judged_slowly if native_judge is None else judge_compiled(CUES)
standing = standing_slowly if native_judge is None else standing_compiled
found = [(standing(index), standing_slowly(index)) for index in (CUES.anywhere, CUES.article)]

KNOWN = sorted({word for some in kinds_of(CUES).values() for word in some})
met, met_by_definition = met_of(kinds_of(CUES)), met_slowly(kinds_of(CUES))


def sentence_of(random: Random) -> list[str]:
    """Make a sentence of plain words with some that decide, few or many."""
    often = random.choice((0.03, 0.2, 0.7))
    pieces = [random.choice(random.choice(KINDS) if random.random() < often else PLAIN) for _ in range(30)]
    return " ".join(pieces).split()


@needs_judge
@given(st.integers().map(Random))
def test_events_are_judged_alike(random):
    for _ in range(200):
        words = sentence_of(random)
        likely = [at for at in range(1, len(words)) if words[at - 1] in ("be", "to", "”")]
        at = random.choice(likely) if likely and random.random() < 0.3 else random.randrange(len(words))
        sentence = random.randint(max(0, at - 26), at), random.randint(at + 1, len(words))
        asked = {"verbal": random.random() < 0.5, "whole": random.choice(WHOLES)}

        assert judged(words, at, sentence, **asked) == judged_slowly(words, at, sentence, **asked), (words, at, asked)


@needs_judge
@given(st.integers().map(Random))
def test_cues_of_a_stretch_are_found_alike(random):
    words = sentence_of(random)
    first = random.randrange(len(words))
    last = random.randint(first, len(words))

    for compiled, slowly in found:
        assert compiled(words, first, last) == slowly(words, first, last)


@needs_judge
def test_an_event_outside_its_sentence_is_refused():
    with pytest.raises(IndexError):
        judged(["a", "launch"], 2, (0, 2), verbal=False)


@needs_judge
@given(st.integers().map(Random))
def test_kinds_of_words_are_met_alike(random):
    for _ in range(20):
        words = [random.choice(KNOWN if random.random() < 0.1 else PLAIN) for _ in range(30)]
        first = random.randrange(len(words))
        last = random.randint(first, len(words))

        assert met(words, first, last) == met_by_definition(words, first, last)


@needs_judge
def test_a_kind_without_room_is_refused():
    with pytest.raises(ValueError, match="31 kinds"):
        met_of({2**31: ("missile",)})
