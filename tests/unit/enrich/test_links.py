from __future__ import annotations

import pytest

from pipeline.enrich.gazetteer import world
from pipeline.enrich.links import LinkEntities
from pipeline.enrich.reading import Reading
from pipeline.model import Article, EnrichedArticle, Entity, EntityType


def linked(body: str, *named: tuple[str, EntityType], headline: str = "", url: str | None = None) -> list[Entity]:
    """Link an article in which these names were found, each at every place it stands."""
    article = Article(uri="urn:test", headline=headline, body=body, url=url)
    entities = []
    for text, type in named:
        start = body.find(text)
        while start >= 0:
            entities.append(Entity(type=type, text=text, start=start, end=start + len(text)))
            start = body.find(text, start + 1)
    enriched = EnrichedArticle(id="1", article=article, entities=tuple(entities))
    return list(LinkEntities(world())(enriched, Reading(article)).entities)


def the(name: str, entities: list[Entity]) -> Entity:
    return next(entity for entity in entities if entity.text == name)


def test_a_country_is_linked_by_any_of_its_names():
    entities = linked("The DPRK and the U.S. met.")

    assert [(e.country, e.wikidata) for e in entities] == [("KP", "Q423"), ("US", "Q30")]


def test_every_span_quotes_its_text_in_headline_and_body():
    body, headline = "Talks were held in Oslo.", "Norway hosts talks"
    for entity in linked(body, headline=headline):
        assert (headline if entity.part == "headline" else body)[entity.start : entity.end] == entity.text


def test_a_people_is_a_demonym_of_its_country():
    (entity,) = linked("Two Kenyan runners won.")

    assert entity.demonym
    assert (entity.type, entity.country) == ("misc", "KE")


@pytest.mark.parametrize(
    ("body", "name", "country"),
    [
        ("A fire broke out in Springfield, Ohio, on Monday.", "Springfield", "US"),
        ("Police in Paris, Texas, made an arrest. Paris is quiet.", "Paris", "US"),
        ("Police in Paris made an arrest, French media said.", "Paris", "FR"),
        ("Mayor of London, Ont., spoke. London has grown.", "London", "CA"),
        ("The mayor of London spoke in Britain.", "London", "GB"),
    ],
)
def test_a_name_means_the_place_its_article_speaks_of(body, name, country):
    assert the(name, linked(body, (name, "place"))).country == country


def test_a_place_that_stays_open_gets_no_id():
    entity = the("Springfield", linked("Springfield won.", ("Springfield", "place")))

    assert (entity.wikidata, entity.geonames) == (None, None)


def test_a_state_abbreviated_after_a_town_is_a_place_too():
    entities = linked("He lives in Louisville, Ky., near the river.", ("Louisville", "place"))

    assert the("Ky.", entities).country == "US"
    assert the("Louisville", entities).country == "US"


@pytest.mark.parametrize(
    "body",
    [
        "Tokyo said it would respond.",
        "Officials announced talks between Seoul and Tokyo.",
        "It dropped a complaint against Tokyo.",
        "Tokyo will lift the curbs.",
    ],
)
def test_a_capital_stands_for_its_government_where_it_acts(body):
    tokyo = the("Tokyo", linked(body))

    assert tokyo.metonym
    assert (tokyo.type, tokyo.country) == ("place", "JP")


def test_a_capital_is_a_place_where_things_happen_in_it():
    assert not the("Tokyo", linked("Thousands marched in Tokyo on Sunday.")).metonym


def test_the_north_is_north_korea_in_an_article_on_korea():
    entities = linked("South Korea was alarmed after the North fired a missile.")
    north = the("North", entities)

    assert (north.country, north.demonym) == ("KP", False)


def test_the_north_is_a_direction_elsewhere():
    assert [e.text for e in linked("Rain fell over the North and all of Italy.")] == ["Italy"]


def test_a_surname_shares_the_link_of_the_full_name():
    entities = linked(
        "Angela Merkel arrived late. Merkel then left.", ("Angela Merkel", "person"), ("Merkel then"[:6], "person")
    )

    assert {e.wikidata for e in entities} == {"Q567"}


def test_an_acronym_shares_the_link_of_what_it_abbreviates():
    entities = linked(
        "The World Trade Organization (WTO) met. WTO members agreed.",
        ("World Trade Organization", "org"),
        ("WTO", "org"),
    )

    assert {e.wikidata for e in entities} == {"Q7825"}


def test_a_known_acronym_that_nothing_covers_is_an_organisation():
    entities = linked("A spokesman for NATO spoke.")

    assert [(e.text, e.type, e.wikidata) for e in entities] == [("NATO", "org", "Q7184")]


def test_a_ministry_that_names_its_country_is_linked_wherever_the_article_plays():
    assert the("U.S. Treasury", linked("The U.S. Treasury spoke in Oslo.", ("U.S. Treasury", "org"))).wikidata
    assert not the("Treasury", linked("The Treasury spoke in Oslo, Norway.", ("Treasury", "org"))).wikidata


def test_a_company_is_known_by_its_acronym():
    assert the("CNOOC", linked("CNOOC drilled.", ("CNOOC", "org"))).wikidata == "Q795354"


def test_a_word_in_a_line_of_capitals_is_no_acronym():
    assert linked("WHO PAYS FOR THIS\n\nNobody knows.") == []


def test_an_organisation_has_the_country_in_its_name_but_is_not_a_place():
    entities = linked("The Kenyan Ministry of Tides spoke.", ("Kenyan Ministry of Tides", "org"))

    assert [(e.type, e.country) for e in entities] == [("org", "KE")]


def test_a_person_called_like_a_country_stays_a_person():
    (entity,) = linked("Tyrone Jordan won.", ("Tyrone Jordan", "person"))

    assert (entity.type, entity.country) == ("person", None)


def test_a_village_abroad_is_not_believed_on_its_name_alone():
    body = "Kenya and the Kenyan army spoke of Kenya. A man called Haram lives in Haram."

    assert the("Haram", linked(body, ("Haram", "place"))).country == "KE"


def test_places_of_one_state_speak_for_each_other():
    body = "Police in Paducah drove to Owensboro, then to Hopkinsville and Elizabethtown, and from there to Frankfort."
    towns = [(name, "place") for name in ("Paducah", "Owensboro", "Hopkinsville", "Elizabethtown", "Frankfort")]

    assert the("Frankfort", linked(body, *towns)).country == "US"
    assert the("Frankfort", linked("Police in Frankfort.", ("Frankfort", "place"))).country is None


def test_the_sea_between_two_countries_is_that_sea():
    body = "It landed in the sea between the Korean peninsula and Japan."
    (sea,) = linked(body, ("Korean peninsula", "place"), ("Japan", "place"))

    assert sea.area == "sea-of-japan"


def test_a_party_of_many_countries_is_the_one_of_the_country_spoken_of():
    named = ("Democratic Party", "org")

    assert the("Democratic Party", linked("In Seoul, South Korea's Democratic Party won.", named)).wikidata is None
    assert the("Democratic Party", linked("In Ohio, U.S. voters chose the Democratic Party.", named)).country == "US"


def test_a_company_of_another_legal_form_is_another_company():
    assert the("General Electric", linked("General Electric grew.", ("General Electric", "org"))).wikidata == "Q54173"
    assert linked("General Electric Plc grew.", ("General Electric Plc", "org"))[0].wikidata is None


def test_a_ministry_of_no_country_is_the_one_of_the_country_spoken_of():
    name = "Environment Agency"
    at_home = linked(f"Britain and Scotland were warned; the {name} said Britain is wet.", (name, "org"))

    assert the(name, at_home).country == "GB"
    assert the(name, linked(f"France was warned, the {name} said.", (name, "org"))).wikidata is None


def test_states_that_deal_with_each_other_are_two_places():
    entities = linked("A Kenya-Oman accord was signed.", ("Kenya-Oman", "place"))

    assert [(e.text, e.country) for e in entities] == [("Kenya", "KE"), ("Oman", "OM")]


def test_a_province_beside_another_name_is_found():
    assert the("Queensland", linked("A Queensland Ambulance Service helicopter landed.")).country == "AU"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("The B.C. government raised a tax.", ["B.C."]),
        ("The vase dates from 400 B.C. and is whole.", []),
        ("He moved to northern Calif. last year.", ["Calif."]),
    ],
)
def test_an_abbreviated_state_stands_alone(body, found):
    assert [e.text for e in linked(body)] == found


def test_a_state_after_a_town_needs_no_dot():
    assert (
        the("Ky", linked("A fire burned in Edmonton, Ky (AP).", ("Edmonton", "place"), ("Ky", "person"))).type
        == "place"
    )


def test_a_town_too_small_to_be_known_lies_in_the_state_it_is_said_to_lie_in():
    entity = the("Paris", linked("He grew up in Paris, Idaho, on a farm.", ("Paris", "place")))

    assert (entity.country, entity.wikidata) == ("US", None)


def test_a_city_listed_with_states_is_none_of_them():
    assert the("Chicago", linked("It sells in Chicago, Texas and Ohio.", ("Chicago", "place"))).wikidata == "Q1297"


def test_a_city_in_capitals_opens_an_article():
    assert the("DETROIT", linked("DETROIT The carmaker cut jobs in Ohio.")).country == "US"


@pytest.mark.parametrize("body", ["The Cairns police made an arrest.", "A woman from Cairns was hurt."])
def test_a_name_in_doubt_is_a_town_where_its_police_or_its_people_are_spoken_of(body):
    start = body.index("Cairns")
    doubtful = Entity(type="person", text="Cairns", start=start, end=start + 6, confidence=0.5)
    article = Article(uri="urn:test", body=body)
    enriched = EnrichedArticle(id="1", article=article, entities=(doubtful,))

    (entity,) = LinkEntities(world())(enriched, Reading(article)).entities
    assert entity.type == "place"


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Winnipeg Gazette", "CA"),
        ("Church of Kenya in Oslo", "KE"),
        ("Adair County Coroner's Office", "US"),
        ("Store Fund", None),
    ],
)
def test_an_organisation_has_the_country_of_a_place_in_its_name(name, country):
    assert the(name, linked(f"He praised the {name}.", (name, "org"))).country == country


def test_a_county_inside_an_unknown_name_is_a_place():
    assert the("Adair County", linked("In Ohio, he was taken to the Adair County Regional Jail.")).country == "US"


def test_every_county_of_a_text_is_found():
    body = "In Ohio the Adair County jail, the County board and County Cork; then Hamilton County, and Fulton County."

    assert [e.text for e in linked(body) if "County" in e.text] == ["Adair County", "Hamilton County", "Fulton County"]


def test_an_airport_is_a_place():
    assert the("Foo Airport", linked("Fog closed Foo Airport.", ("Foo Airport", "org"))).type == "place"


def test_a_province_listed_with_provinces_of_its_country_is_one_of_them():
    body = (
        "Cases were found in Alberta, Ontario and Manitoba. The U.S., its states of Texas and Iowa, and Ohio sent aid."
    )

    assert the("Ontario", linked(body, ("Ontario", "place"))).country == "CA"


def test_a_province_is_told_by_the_word_for_it():
    assert the("Henan", linked("Doctors said Henan province was hit.")).country == "CN"


def test_a_company_goes_by_the_first_word_of_its_name():
    body = "Texaco Inc grew; Texaco is old."
    spans = [(0, 10), (17, 23)]
    names = tuple(Entity(type="org", text=body[start:end], start=start, end=end) for start, end in spans)
    enriched = EnrichedArticle(id="1", article=Article(uri="urn:test", body=body), entities=names)

    entities = LinkEntities(world())(enriched, Reading(enriched.article)).entities
    assert {entity.wikidata for entity in entities} == {"Q775060"}
