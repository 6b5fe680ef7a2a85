from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.enrich.events import tag_events
from pipeline.enrich.events.inflect import noun_forms, verb_forms
from pipeline.enrich.events.lexicon import load_lexicon, phrase_forms
from pipeline.enrich.reading import Reading
from pipeline.errors import ConfigError
from pipeline.model import Article, EnrichedArticle

LEXICON = load_lexicon()
TAG = tag_events(LEXICON)
WATCHED = """missile-launch nuclear-test satellite-launch air-strike drone-attack shelling ground-attack naval-incident
airspace-violation border-incursion maritime-boarding military-exercise troop-deployment ceasefire peace-talks
hostage-taking assassination terrorist-attack coup state-of-emergency protest riot strike-action arrest trial-verdict
lawsuit sanction sanction-relief tariff export-control trade-complaint trade-dispute-settlement diplomatic-visit summit
expulsion-of-diplomats recall-of-ambassador agreement condemnation threat demand aid cyber-attack disinformation
natural-disaster disease-outbreak plane-crash shipwreck election resignation""".split()


def test_every_subtype_that_desks_watch_has_triggers():
    assert set(WATCHED) <= set(LEXICON.subtypes)


@pytest.mark.parametrize("name", sorted(LEXICON.subtypes))
def test_the_example_of_a_subtype_is_recognised_as_that_subtype(name: str):
    article = Article(uri="a", body=LEXICON.subtypes[name].example)
    events = TAG(EnrichedArticle(id="a", article=article), Reading(article)).events

    assert name in {event.subtype for event in events}


def test_verbs_and_nouns_are_inflected():
    assert verb_forms("fire") >= {"fire", "fires", "fired", "firing"}
    assert verb_forms("strike") >= {"struck", "striking"}
    assert verb_forms("ban") >= {"banned", "banning"}
    assert noun_forms("sortie") == {"sortie", "sorties"}
    assert noun_forms("boundary") == {"boundary", "boundaries"}


def test_the_verb_in_a_phrase_carries_the_inflection():
    assert phrase_forms("test-fire", "verb")[2] >= {"fired"}
    assert "shot" in phrase_forms("shoot … down", "verb")[0]


def test_an_unknown_class_of_words_is_named_with_the_nearest_known(tmp_path: Path):
    (tmp_path / "subtypes").mkdir()
    (tmp_path / "classes.yaml").write_text("missile: missile, rocket\n")
    (tmp_path / "subtypes" / "x.yaml").write_text(
        "x:\n  type: FIGHT\n  cameo: '190'\n  example: x\n  triggers:\n    - verb: fire\n      object: $misile\n"
    )

    with pytest.raises(ConfigError, match="did you mean 'missile'"):
        load_lexicon(tmp_path)
