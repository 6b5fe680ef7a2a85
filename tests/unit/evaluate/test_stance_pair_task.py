"""The stance-pair task: five-class macro-F1."""

from pipeline.evaluate import TASKS
from pipeline.evaluate.stance_pair import five_way


def row(number, text, p, q, label):
    marked = {"id": str(number), "text": text, "label": label}
    for key, name in (("p", p), ("q", q)):
        marked[key] = {"start": text.index(name), "end": text.index(name) + len(name), "surface": name}
    return marked


def test_macro_f1_counts_absent_classes_as_missed():
    figures = five_way([("neutral", "neutral"), ("neg_p_to_q", "neg_p_to_q"), ("pos_p_to_q", "neutral")])

    assert figures["accuracy"] == 66.7
    assert figures["f1"]["neutral"] == 66.7
    assert figures["macro_f1"] == round((200 / 3 + 100) / 5, 1)
    assert figures["directed"] == {"precision": 100.0, "recall": 50.0, "f1": 66.7}


def test_rows_are_judged_and_kept():
    rows = [
        row(1, "Alder condemned Birch.", "Alder", "Birch", "neg_p_to_q"),
        row(2, "Alder met Birch.", "Alder", "Birch", "neutral"),
    ]
    kept = []

    figures = TASKS["stance-pair"](rows, None, keep=kept.append)

    assert figures["accuracy"] == 100.0
    assert [one["label"] for one in kept] == ["neg_p_to_q", "neutral"]
