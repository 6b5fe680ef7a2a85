import importlib.util
from types import SimpleNamespace

import pytest

from pipeline.enrich.deep import SpacyNames, load_spacy
from pipeline.enrich.pipeline import build
from pipeline.errors import ConfigError
from pipeline.evaluate.peers import SPACY_SMALL
from pipeline.model import Article

BODY = "The Norwick Bank's Ada Lind flew to Oslo with two Danes on Monday."


def doc(*spans):
    """A stand-in for spaCy's Doc: entities by surface and label."""
    return lambda text: SimpleNamespace(
        ents=[
            SimpleNamespace(start_char=(start := text.index(surface)), end_char=start + len(surface), label_=label)
            for surface, label in spans
        ]
    )


def entities(pipeline, **fields):
    enriched = build([SpacyNames(pipeline)])(Article(uri="urn:x", body=BODY, **fields))
    return [(entity.text, entity.type, entity.part) for entity in enriched.entities]


def test_labels_become_our_types_and_other_labels_are_left_out():
    pipeline = doc(("Ada Lind", "PERSON"), ("Oslo", "GPE"), ("two", "CARDINAL"), ("Danes", "NORP"))
    assert entities(pipeline) == [("Ada Lind", "person", "body"), ("Oslo", "place", "body"), ("Danes", "misc", "body")]


def test_articles_and_possessives_are_cut_off():
    assert entities(doc(("The Norwick Bank's", "ORG"))) == [("Norwick Bank", "org", "body")]


def test_a_name_across_headline_and_body_is_left_out():
    assert entities(doc(("Flight\n\nThe", "ORG"), ("Flight", "ORG")), headline="Flight") == [
        ("Flight", "org", "headline")
    ]


def test_a_pipeline_that_is_not_installed_is_named():
    with pytest.raises(ConfigError, match="no_such_pipeline"):
        load_spacy("no_such_pipeline")


@pytest.mark.skipif(
    not importlib.util.find_spec(SPACY_SMALL), reason=f"{SPACY_SMALL} is not installed: pip install '.[peers]'"
)
def test_the_small_model_fills_the_same_schema():
    article = Article(uri="urn:x", headline="Japan talks", body="Angela Merkel met Barack Obama in Berlin on Monday.")
    enriched = build([load_spacy(SPACY_SMALL)])(article)
    found = {(entity.text, entity.type) for entity in enriched.entities}
    assert {("Angela Merkel", "person"), ("Barack Obama", "person"), ("Berlin", "place")} <= found
    for entity in enriched.entities:
        part = article.headline if entity.part == "headline" else article.body
        assert part[entity.start : entity.end] == entity.text
