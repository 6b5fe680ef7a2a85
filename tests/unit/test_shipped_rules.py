"""Every rule that ships brings articles that prove it."""

from pathlib import Path

import pytest

from pipeline.yaml import plain, read_yaml

RULES = Path(__file__).parents[2] / "deploy" / "config" / "rules"
SHIPPED = [rule for path in sorted(RULES.glob("*.yaml")) for rule in plain(read_yaml(path))]


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule["name"])
def test_a_rule_names_two_articles_it_fires_on_and_two_it_leaves_alone(rule):
    assert len(rule["fires_on"]) >= 2
    assert len(rule["silent_on"]) >= 2


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule["name"])
def test_the_articles_of_a_rule_are_there(rule):
    named = {*rule["fires_on"], *rule["silent_on"]}

    assert named <= {path.name for path in (RULES / "articles").glob("*.json")}


def test_no_article_is_left_without_a_rule():
    named = {name for rule in SHIPPED for name in [*rule["fires_on"], *rule["silent_on"]]}

    assert {path.name for path in (RULES / "articles").glob("*.json")} == named


def test_rule_names_are_unique():
    names = [rule["name"] for rule in SHIPPED]

    assert len(names) == len(set(names))
