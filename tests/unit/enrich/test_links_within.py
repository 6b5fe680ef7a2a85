from __future__ import annotations

import pytest

from pipeline.enrich.gazetteer import world
from pipeline.enrich.links import LinkEntities
from pipeline.enrich.reading import Reading
from pipeline.enrich.regions import TagRegions
from pipeline.model import Article, EnrichedArticle, Entity, EntityType


def enriched(body: str, name: str, type: EntityType = "org") -> EnrichedArticle:
    """Link an article in which one name was found."""
    article = Article(uri="urn:test", body=body)
    start = body.index(name)
    entity = Entity(type=type, text=name, start=start, end=start + len(name))
    return LinkEntities(world())(EnrichedArticle(id="1", article=article, entities=(entity,)), Reading(article))


def within(body: str, name: str, type: EntityType = "org") -> list[tuple[str, str | None]]:
    """Give the places inside the one name, each with its country."""
    article = enriched(body, name, type)
    (entity,) = [entity for entity in article.entities if entity.text == name]
    for place in entity.places:
        assert body[place.start : place.end] == place.text
        assert entity.start <= place.start < place.end <= entity.end
    return [(place.text, place.country) for place in entity.places]


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("Kentucky State Police", [("Kentucky", "US")]),
        ("University of Leeds", [("Leeds", "GB")]),
        ("Manchester United", [("Manchester", "GB")]),
        ("Kenya-Norway Tide Fund", [("Kenya", "KE"), ("Norway", "NO")]),
        ("Tide Institute", []),
    ],
)
def test_places_in_the_name_of_an_organisation_are_kept_with_it(name, places):
    assert within(f"The {name} spoke.", name) == places


def test_a_county_in_a_name_is_found_whole():
    assert within("The Adair County Sheriff spoke in Kentucky.", "Adair County Sheriff") == [("Adair County", "US")]


def test_an_event_has_places_in_its_name_and_a_person_has_none():
    assert within("The Vietnam War ended.", "Vietnam War", "misc") == [("Vietnam", "VN")]
    assert within("Paris Hilton spoke in Paris.", "Paris Hilton", "person") == []


def test_a_people_in_a_name_is_a_demonym():
    (entity,) = enriched("The Kenyan Ministry of Tides spoke.", "Kenyan Ministry of Tides").entities

    assert [(p.text, p.type, p.demonym, p.country) for p in entity.places] == [("Kenyan", "misc", True, "KE")]


def test_a_place_in_a_name_means_what_it_means_elsewhere_in_the_article():
    body = "The London Tide Fund spoke. It is in London, Ontario, in Canada."

    assert within(body, "London Tide Fund") == [("London", "CA")]


def test_a_place_that_may_lie_anywhere_is_left_out_unless_the_article_says_where():
    assert within("The Vancouver Tide Club spoke.", "Vancouver Tide Club") == []
    assert within("The Vancouver Tide Club spoke in Canada.", "Vancouver Tide Club") == [("Vancouver", "CA")]


def test_a_word_for_a_kind_of_organisation_is_no_place():
    assert within("Barland University is in Florida.", "Barland University") == []


def test_a_place_in_a_name_is_no_region_of_the_article():
    article = enriched("The Kentucky State Police spoke.", "Kentucky State Police")

    assert TagRegions(world())(article, Reading(article.article)).regions == ()
