import pytest

from pipeline.enrich.language import DetectLanguage
from pipeline.enrich.names import tag_names
from pipeline.enrich.pipeline import build
from pipeline.model import Article


@pytest.fixture(scope="module")
def annotate():
    return build([DetectLanguage(), tag_names()])


def names(annotate, body, headline="", **fields):
    enriched = annotate(Article(uri="urn:x", body=body, headline=headline, **fields))
    return {(entity.text, entity.type) for entity in enriched.entities}


def test_people_organisations_and_places_are_told_apart(annotate):
    found = names(
        annotate,
        "Prime Minister Helga Lindqvist met officials of the Ministry of Foreign Affairs in Lisbon on Monday. "
        "Lindqvist later spoke to Norwick Holdings Inc. of Chicago, a spokesman said.",
    )
    assert ("Helga Lindqvist", "person") in found
    assert ("Lindqvist", "person") in found  # alone at the start of a sentence: the full name tells
    assert ("Ministry of Foreign Affairs", "org") in found
    assert ("Norwick Holdings Inc.", "org") in found
    assert {("Lisbon", "place"), ("Chicago", "place")} <= found


def test_peoples_are_marked_and_are_no_places(annotate):
    enriched = annotate(Article(uri="urn:x", body="The Japanese navy followed two Russian ships on Sunday."))
    assert {(entity.text, entity.type, entity.demonym) for entity in enriched.entities} == {
        ("Japanese", "misc", True),
        ("Russian", "misc", True),
    }


def test_offsets_lead_to_the_text_in_headline_and_body(annotate):
    article = Article(uri="urn:x", headline="Kenya votes", body="Voters in Kenya queued from dawn in Nairobi.")
    for entity in annotate(article).entities:
        part = article.headline if entity.part == "headline" else article.body
        assert part[entity.start : entity.end] == entity.text
        assert 0 <= entity.confidence <= 1
    assert {entity.part for entity in annotate(article).entities} == {"headline", "body"}


def test_other_languages_are_left_to_the_gazetteer(annotate):
    found = names(annotate, "Der Außenminister sprach am Montag in Berlin mit der Presse über das Abkommen.")
    assert not {text for text, _ in found} & {"Außenminister", "Montag", "Presse", "Abkommen"}


@pytest.mark.parametrize("body", ["", "   \n ", "nothing here has a name.", "1 2 3 …", "The", "\ud800 A\ud800"])
def test_a_text_without_names_has_none(annotate, body):
    assert names(annotate, body) == set()


FLASH = "The rebel leader, Omar Tadesse, met envoys of Kenya in the port of Assab on Monday, officials said."


def test_a_headline_in_capitals_names_what_the_body_names(annotate):
    enriched = annotate(Article(uri="urn:x", headline="REBEL LEADER TADESSE MEETS KENYA ENVOYS", body=FLASH))
    found = {(entity.text, entity.type) for entity in enriched.entities if entity.part == "headline"}
    assert found == {("TADESSE", "person"), ("KENYA", "place")}


def test_a_headline_with_every_word_capitalised_names_what_the_body_names(annotate):
    enriched = annotate(Article(uri="urn:x", headline="Rebel Leader Tadesse Meets Envoys of Kenya", body=FLASH))
    found = {(entity.text, entity.type) for entity in enriched.entities if entity.part == "headline"}
    assert found == {("Tadesse", "person"), ("Kenya", "place")}


def test_a_text_in_lower_case_still_names_countries_and_people(annotate):
    found = names(
        annotate, "vladimir putin said on monday that talks with france had failed, officials told reporters."
    )
    assert {("vladimir putin", "person"), ("france", "place")} <= found


def test_an_acronym_is_what_the_name_before_it_is(annotate):
    found = names(
        annotate,
        "Members of the Kivuna Rights Council (KRC) were freed on Monday. The KRC thanked the judges.",
    )
    assert ("KRC", "org") in found


def test_a_sure_name_is_surer_than_a_doubtful_one(annotate):
    enriched = annotate(Article(uri="urn:x", body="President Barack Obama met Qradol in Washington on Monday."))
    sure = {entity.text: entity.confidence for entity in enriched.entities}
    assert sure["Barack Obama"] > 0.9
    assert sure.get("Qradol", 0.0) < sure["Barack Obama"]
