"""The gold set keeps its own rules; tests/golden/alerts/README.md states them."""

import hashlib
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

from pipeline.model import Status

ALERTS = Path(__file__).parents[1] / "golden" / "alerts"
ROWS_AT_LEAST = 300
PER_SUBTYPE_AT_LEAST = 15
PLANNED_FIRES_TOO = {"sanction", "military-exercise"}
SUBTYPES = {
    "missile-launch",
    "air-strike",
    "drone-attack",
    "nuclear-test",
    "satellite-launch",
    "protest",
    "sanction",
    "military-exercise",
    "border-incursion",
    "naval-incident",
    "maritime-boarding",
    "cyber-attack",
}


def read(split):
    return [json.loads(line) for line in (ALERTS / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]


HALVES = {"dev": 0, "passages_dev": 0, "final": 1, "passages_final": 1}  # and the remainder of their hashes
SPLITS = {split: read(split) for split in HALVES}
ROWS = [row for rows in SPLITS.values() for row in rows]
LABELS = [(row, rule, label) for row in ROWS for rule, label in row["expect"].items()]


def name_of(row, rule):
    return f"{row['id']}/{rule}"


def test_there_are_enough_rows():
    assert len(ROWS) >= ROWS_AT_LEAST


def test_ids_and_bodies_are_unique():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({row["article"]["body"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("split", "remainder"), HALVES.items())
def test_the_split_follows_the_hash_of_the_id(split, remainder):
    digits = [int(hashlib.sha1(row["id"].encode()).hexdigest()[0], 16) for row in SPLITS[split]]

    assert {digit % 2 for digit in digits} == {remainder}


def test_every_row_has_its_fields_and_no_others():
    for row in ROWS:
        assert set(row) - {"open"} == {"id", "article", "expect"}, row["id"]
        assert set(row["article"]) == {"uri", "headline", "body", "published_at", "source", "language"}, row["id"]
        assert row["expect"], row["id"]


def test_every_article_is_short_and_dated_with_a_zone():
    for row in ROWS:
        assert datetime.fromisoformat(row["article"]["published_at"]).tzinfo is not None, row["id"]
        words = f"{row['article']['headline']} {row['article']['body']}".split()
        assert 8 <= len(words) <= 260, row["id"]


def test_rules_are_the_twelve_subtypes():
    assert {rule for _, rule, _ in LABELS} == SUBTYPES
    assert {rule for row in ROWS for rule in row.get("open", [])} <= SUBTYPES


def test_a_rule_is_either_judged_or_left_open():
    both = [row["id"] for row in ROWS if set(row["expect"]) & set(row.get("open", []))]

    assert both == []


def test_statuses_come_from_the_closed_list_and_decide_whether_a_rule_fires():
    for row, rule, label in LABELS:
        firing = {"occurred", "claimed"} | ({"planned"} if rule in PLANNED_FIRES_TOO else set())
        assert label["status"] in {*get_args(Status), None}, name_of(row, rule)
        assert label["fire"] == (label["status"] in firing), name_of(row, rule)


def test_evidence_is_an_exact_quote():
    for row, rule, label in LABELS:
        assert label.get("evidence") or not label["fire"], name_of(row, rule)
        quote, article = label.get("evidence") or "", row["article"]
        assert quote in article["headline"] or quote in article["body"], name_of(row, rule)


def test_an_actor_is_a_country_code_or_the_name_of_a_group():
    for row, rule, label in LABELS:
        actor = label.get("actor")
        assert actor is None or len(actor) > 2 or (actor.isalpha() and actor.isupper()), name_of(row, rule)


def test_every_subtype_has_rows_that_fire_and_rows_that_do_not():
    counts = Counter((rule, label["fire"]) for _, rule, label in LABELS)

    for rule in SUBTYPES:
        fires, silent = counts[rule, True], counts[rule, False]
        assert fires + silent >= PER_SUBTYPE_AT_LEAST, rule
        assert min(fires, silent) >= (fires + silent) / 4, rule


def test_about_half_of_the_missile_rows_are_negatives():
    fires = [label["fire"] for _, rule, label in LABELS if rule == "missile-launch"]

    assert 0.3 <= sum(fires) / len(fires) <= 0.6


LANGUAGES = Path(__file__).parents[1] / "golden" / "languages"
LANGUAGE_FILES = sorted(LANGUAGES.glob("*.jsonl"))
TRANSLATED = {"missile-launch", "air-strike", "sanction", "protest", "military-exercise"}


def test_there_are_eight_languages():
    assert [path.stem for path in LANGUAGE_FILES] == ["ar", "de", "es", "fr", "ja", "ko", "ru", "zh"]


@pytest.mark.parametrize("path", LANGUAGE_FILES, ids=lambda path: path.stem)
def test_a_language_has_two_sentences_of_each_subtype_with_different_answers(path):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert len({row["text"] for row in rows}) == len(rows) == 10
    for subtype in TRANSLATED:
        first, second = (row for row in rows if row["id"].endswith(subtype))
        assert first["expect"][0]["subtype"] == subtype
        assert [event["status"] for event in first["expect"]] != [event["status"] for event in second["expect"]]
    for row in rows:
        assert row["language"] == path.stem
        assert datetime.fromisoformat(row["published_at"]).tzinfo is not None
        assert {event["status"] for event in row["expect"]} <= set(get_args(Status)), row["id"]
