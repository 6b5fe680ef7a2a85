import pytest

from pipeline.evaluate.spans import SpanTally, article_of, overlapping, percent, prf


def test_a_row_becomes_an_article_with_its_headline():
    article = article_of({"id": "x-1", "text": "Rain fell.", "headline": "Rain"})
    assert (article.uri, article.headline, article.body) == ("urn:row:x-1", "Rain", "Rain fell.")


def test_a_row_without_headline_has_none():
    assert article_of({"id": "x", "text": "Rain fell.", "headline": None}).headline == ""


def test_nothing_found_scores_zero_and_does_not_divide_by_zero():
    assert prf(0, 0, 0) == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert percent(1, 0) == 0.0


def test_f1_is_the_harmonic_mean():
    assert prf(1, 2, 1) == {"precision": 50.0, "recall": 100.0, "f1": pytest.approx(66.7)}


def test_overlap_needs_the_same_label_and_a_shared_code_point():
    gold = [(0, 5, "person"), (10, 15, "org")]
    assert overlapping(gold, [(4, 6, "person"), (5, 10, "org"), (15, 20, "org"), (11, 12, "place")]) == {
        (0, 5, "person")
    }


def test_a_tally_adds_up_texts_and_counts_duplicates_once():
    tally = SpanTally()
    tally.add([(0, 5, "person"), (6, 9, "org")], [(0, 5, "person"), (0, 5, "person"), (6, 8, "org")])
    tally.add([(0, 5, "person")], [])
    assert tally.exact_figures(["person"]) == {
        "precision": 100.0,
        "recall": 50.0,
        "f1": 66.7,
        "gold": 2,
        "found": 1,
    }
    assert tally.exact_figures()["precision"] == 50.0
    assert tally.overlap_figures(["org"]) == {"precision": 100.0, "recall": 100.0, "f1": 100.0}
