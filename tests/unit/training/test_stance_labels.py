"""Natural sentences with labels of our own."""

import pytest

from pipeline.training.stance import LABELS
from pipeline.training.stance_labels import Marks, marks, news, pairs


def test_news_sentences_say_of_two_names_in_order_what_the_first_and_the_second_hold():
    for text, first, second, label in news():
        assert 0 <= first[0] < first[1] <= second[0] < second[1] <= len(text)
        assert label in LABELS


def test_news_sentences_teach_every_stance_and_mostly_none():
    labels = [example.label for example in news()]

    assert set(labels) == set(LABELS)
    assert labels.count("neutral") == max(map(labels.count, LABELS))


@pytest.mark.parametrize(
    ("held", "label"),
    [((0, 1), "neg_forward"), ((1, 0), "neg_backward")],
)
def test_a_mark_says_who_holds_what_of_whom(held, label):
    (example,) = pairs("Alder condemned Birch.", Marks(((0, 5), (16, 21)), {held: "-"}))

    assert example == ("Alder condemned Birch.", (0, 5), (16, 21), label)


def test_names_without_a_mark_are_neutral():
    three = Marks(((0, 5), (7, 12), (17, 22)), {(0, 2): "+"})

    assert [example.label for example in pairs("Alder, Birch and Cedar", three)] == [
        "neutral",
        "pos_forward",
        "neutral",
    ]


def test_marked_names_stand_in_order_and_stances_are_between_names_of_the_sentence():
    for names, stances in marks().values():
        assert list(names) == sorted(names)
        assert all(one != other and (other, one) not in stances for one, other in stances)
        assert {place for held in stances for place in held} <= set(range(len(names)))
