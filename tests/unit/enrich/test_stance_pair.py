"""The stance between two names that are given."""

import pytest

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance import between
from pipeline.model import Article, Span


def judged(text, p, q):
    spans = [Span(start=text.index(name), end=text.index(name) + len(name), text=name) for name in (p, q)]
    return between(Reading(Article(uri="x", body=text)), *spans)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Alder condemned Birch on Friday.", "neg_p_to_q"),
        ("Alder has bombed Birch for years.", "neg_p_to_q"),
        ("Alder was praised by Birch.", "pos_q_to_p"),
        ("Alder's plan drew criticism from Birch.", "neg_q_to_p"),
        ("Alder met Birch on Friday.", "neutral"),
        ("Alder, who backs Cedar, flew to Birch.", "neutral"),
        ("Alder and Birch condemned Cedar.", "neutral"),
    ],
)
def test_who_acts_on_whom_decides(text, label):
    assert judged(text, "Alder", "Birch").label == label


def test_the_order_of_p_and_q_is_the_order_asked():
    text = "Alder condemned Birch on Friday."

    assert judged(text, "Birch", "Alder")[0] == "neg_q_to_p"


def test_what_is_said_of_a_name_counts_for_the_one_who_says_it():
    found = judged("Alder said Birch was a corrupt liar who had betrayed the country.", "Alder", "Birch")

    assert found.label == "neg_p_to_q"
    assert 0.2 < found.confidence < 1


def test_a_judgement_names_the_evidence_that_weighed_most():
    found = judged("Alder was praised by Birch.", "Alder", "Birch")

    assert any(cue.startswith("rule backward met: +") for cue in found.cues)


def test_neutral_needs_no_evidence():
    assert judged("Alder met Birch on Friday.", "Alder", "Birch").cues == ()


def test_names_in_different_sentences_are_read_together():
    assert judged("Alder spoke. Later, Birch left for home.", "Alder", "Birch")[0] == "neutral"


def test_a_name_inside_the_other_has_no_stance():
    text = "Alder Birch spoke."
    whole, part = Span(start=0, end=11, text="Alder Birch"), Span(start=6, end=11, text="Birch")

    assert between(Reading(Article(uri="x", body=text)), whole, part)[0] == "neutral"
