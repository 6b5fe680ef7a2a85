"""The stance-target task: macro-F1 of tone towards marked targets."""

import pytest

from pipeline.evaluate import TASKS
from pipeline.evaluate.stance_target import three_way


def target(text, surface, polarity):
    start = text.index(surface)
    return {"start": start, "end": start + len(surface), "surface": surface, "polarity": polarity}


def test_macro_f1_averages_the_three_classes_alike():
    figures = three_way([-1, -1, 0, 1], [-1, 0, 0, 1])

    assert figures["accuracy"] == 75.0
    assert figures["f1"] == {"negative": 66.7, "neutral": 66.7, "positive": 100.0}
    assert figures["macro_f1"] == pytest.approx(77.8)


def test_unknown_rows_are_judged_with_the_shipped_weights_and_kept():
    bad = "Prosecutors charged Alder with fraud and bribery after he lied."
    good = "Grateful voters praised Alder as an honest hero."
    rows = [
        {"id": str(n), "text": t, "targets": [target(t, "Alder", p)]} for n, (t, p) in enumerate([(bad, -1), (good, 1)])
    ]
    kept = []

    figures = TASKS["stance-target"](rows, None, keep=kept.append)

    assert figures["by"] == "shipped weights"
    assert figures["accuracy"] == 100.0
    assert [row["targets"][0]["polarity"] for row in kept] == [-1, 1]


def test_no_rows_give_zeros():
    assert TASKS["stance-target"]([], None)["macro_f1"] == 0.0
