import pytest

from pipeline.enrich.casing import case_of, recase, recase_lower
from pipeline.enrich.names_model import load_weights
from pipeline.enrich.reading import Reading
from pipeline.model import Article


@pytest.fixture(scope="module")
def lexicon():
    return load_weights().lexicon


def recased(lexicon, body, headline=""):
    reading = Reading(Article(uri="urn:x", headline=headline, body=body))
    return list(recase(reading.tokens, reading.sentences, lexicon))


def headline_of(lexicon, headline, body):
    count = len(Reading(Article(uri="urn:x", body=headline)).tokens)
    return " ".join(recased(lexicon, body, headline)[:count])


BODY = "The rebel leader, Omar Tadesse, met envoys in the port of Assab on Monday. Envoys of NATO came too."


def test_running_text_is_left_as_it_is(lexicon):
    tokens = Reading(Article(uri="urn:x", body=BODY)).tokens
    sentences = Reading(Article(uri="urn:x", body=BODY)).sentences
    assert recase(tokens, sentences, lexicon) is tokens


def test_a_headline_in_capitals_takes_its_case_from_the_body(lexicon):
    assert headline_of(lexicon, "REBEL LEADER TADESSE MEETS ENVOYS IN ASSAB", BODY) == (
        "Rebel leader Tadesse meets envoys in Assab"
    )


def test_a_flash_in_capitals_takes_its_case_from_the_language(lexicon):
    assert recased(lexicon, "PUTIN SAYS TALKS WITH FRANCE FAILED ON MONDAY") == (
        "Putin says talks with France failed on Monday".split()
    )


def test_an_acronym_stays_in_capitals(lexicon):
    assert headline_of(lexicon, "NATO ENVOYS IN ASSAB TALKS", BODY).split()[0] == "NATO"


def test_a_headline_in_title_case_loses_the_capitals_the_body_does_not_have(lexicon):
    assert headline_of(lexicon, "Rebel Leader Tadesse Meets Envoys in Assab", BODY) == (
        "Rebel leader Tadesse meets envoys in Assab"
    )


def test_a_text_in_lower_case_gets_the_capitals_the_language_has(lexicon):
    assert recase_lower("putin says talks with france failed on monday".split(), lexicon) == (
        "Putin says talks with France failed on Monday".split()
    )


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("TROOPS CROSS BORDER", "capitals"),
        ("Troops Cross Border in the Far North", "title"),
        ("Troops cross border", None),
        ("OSLO (AP) - Troops crossed", None),
        ("U.S. - 3", None),
        ("", None),
    ],
)
def test_what_case_says_is_told_apart(text, case):
    tokens = text.split()
    assert case_of(tokens, 0, len(tokens)) == case
