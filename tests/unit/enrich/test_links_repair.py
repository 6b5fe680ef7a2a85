from __future__ import annotations

import pytest

from pipeline.enrich.gazetteer import world
from pipeline.enrich.links import LinkEntities
from pipeline.enrich.reading import Reading
from pipeline.model import Article, EnrichedArticle, Entity
from tests.unit.enrich.test_links import linked, the


def names_of(body, *named):
    return [(entity.text, entity.type) for entity in linked(body, *named)]


def test_a_place_before_a_possessive_stands_on_its_own():
    entities = names_of("Talks at Kenya's Tide Ministry went on.", ("Kenya's Tide Ministry", "org"))

    assert entities == [("Kenya", "place"), ("Tide Ministry", "org")]


def test_a_possessive_at_the_end_is_no_part_of_a_name():
    assert names_of("He saw Oslo's harbour.", ("Oslo's", "place")) == [("Oslo", "place")]


def test_two_places_joined_by_and_are_two():
    assert names_of("Rain fell in Norway and Sweden.", ("Norway and Sweden", "place")) == [
        ("Norway", "place"),
        ("Sweden", "place"),
    ]


def test_a_country_of_several_words_takes_its_pieces_in():
    entities = names_of(
        "It began in the Democratic Republic of the Congo.", ("Democratic Republic", "place"), ("Congo", "place")
    )

    assert entities == [("Democratic Republic of the Congo", "place")]


def test_a_country_taken_for_an_organisation_is_a_place():
    assert names_of("Burkina Faso signed.", ("Burkina Faso", "org")) == [("Burkina Faso", "place")]


def test_a_direction_alone_is_no_place():
    assert names_of("It came from the West.", ("West", "place")) == []


def test_an_illness_named_after_a_place_is_no_place():
    assert names_of("A West Nile virus case was found.", ("West Nile", "place")) == []


@pytest.mark.parametrize(
    "body",
    [
        "Chile captain Ada Lind spoke.",
        "The match was won late. Chile scored two goals in the second half of the cup tournament, the coach said.",
    ],
)
def test_a_team_is_not_linked_as_its_country_though_it_belongs_to_it(body):
    chile = the("Chile", linked(body))

    assert (chile.wikidata, chile.country) == (None, "CL")


def test_where_a_match_is_played_is_a_place():
    body = "The cup match in Chile was won late; the coach praised both teams after the goals of the second half."

    assert the("Chile", linked(body)).wikidata == "Q298"


def test_a_doubtful_place_that_nobody_has_heard_of_is_none():
    body = "He works at Zlorptech now."
    article = Article(uri="urn:test", body=body)

    def names(confidence: float) -> list[str]:
        found = Entity(type="place", text="Zlorptech", start=12, end=21, confidence=confidence)
        enriched = EnrichedArticle(id="1", article=article, entities=(found,))
        return [entity.text for entity in LinkEntities(world())(enriched, Reading(article)).entities]

    assert names(0.5) == []
    assert names(0.9) == ["Zlorptech"]
