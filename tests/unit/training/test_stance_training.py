"""The sentences and labels that teach the stance between two names."""

import random

import numpy as np
import pytest

from pipeline.enrich.stance_evidence import Evidence
from pipeline.enrich.tone_model import load
from pipeline.training.stance import LABELS, Taught, fit, forget, marked_examples, plover_examples, tabulate
from pipeline.training.stance_labels import marks
from pipeline.training.stance_sentences import read_grammar, sentences


def test_every_template_is_written_out_with_names_where_they_are_said_to_stand():
    examples, grammar = sentences(1, seed=1), read_grammar()
    names = {name.casefold() for kind in grammar.names.values() for name in kind}

    assert len({example.text for example in examples}) > len(grammar.templates) * 0.8
    for text, first, second, _ in examples:
        assert first[0] < first[1] <= second[0] < second[1] <= len(text)
        assert "{" not in text
        assert {text[slice(*first)].casefold(), text[slice(*second)].casefold()} <= names


def test_every_stance_is_taught():
    assert {example.label for example in sentences(2, seed=1)} == set(LABELS)


def test_the_same_seed_writes_the_same_sentences():
    assert sentences(1, seed=3) == sentences(1, seed=3) != sentences(1, seed=4)


def test_an_event_teaches_what_its_source_holds_of_its_target():
    event = {"type": "ACCUSE", "reciprocal": False, "source": [{"text": "Alder"}], "target": [{"text": "Birch"}]}
    (taught,) = plover_examples([{"text": "Birch was accused of fraud by Alder.", "events": [event]}])

    assert LABELS[int(taught.share.argmax())] == "neg_backward"
    assert taught.share.sum() == 1


def a_pair(said, label):
    share = np.eye(len(LABELS))[LABELS.index(label)]
    return Taught(Evidence({"apart": 1.0}, {"act": said}, {"act": -said}), share)


def test_what_is_learnt_of_opposition_serves_support():
    pytest.importorskip("scipy", reason="scipy is not installed: pip install '.[train]'")
    taught = [a_pair(1.0, "neg_forward"), a_pair(0.0, "neutral")] * 20
    *_, said = fit(tabulate(taught, ["apart"], ["act"]))

    assert said[0, 0] > 1


def test_what_weighs_more_is_believed():
    pytest.importorskip("scipy", reason="scipy is not installed: pip install '.[train]'")
    against, neutral = a_pair(1.0, "neg_forward"), a_pair(1.0, "neutral")
    doubted, *_ = fit(tabulate([against, neutral._replace(weight=9.0)] * 20, ["apart"], ["act"]))
    believed, *_ = fit(tabulate([against._replace(weight=9.0), neutral] * 20, ["apart"], ["act"]))

    assert believed[0, 0] > doubted[0, 0]


def test_a_marked_sentence_is_looked_up_by_its_id_and_left_alone_without_one():
    row_id, marked = next((row_id, marked) for row_id, marked in marks().items() if len(marked.names) == 2)
    (start, end), (other, last) = marked.names
    text = "".join("A" if start <= at < end else "B" if other <= at < last else "-" for at in range(last))
    rows = [{"id": row_id, "text": text.replace("-", " ")}, {"id": "of nobody", "text": "Alder met Birch."}]

    assert len(list(marked_examples(rows, [load(), load()]))) == 1


def test_forgotten_rules_leave_the_words():
    side = {"rule forward joined": 1.0, "not act backward met": 1.0, "tone first": 0.3}
    (kept,) = forget([Taught(Evidence({}, side, side), np.zeros(5))], 1.0, random.Random(0))

    assert set(kept.evidence.oppose) == {"tone first"}
