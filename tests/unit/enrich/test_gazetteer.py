from __future__ import annotations

import pytest

from pipeline.enrich.gazetteer import Hit, World, world
from pipeline.enrich.reading import Reading
from pipeline.model import Article


@pytest.fixture(scope="module")
def gazetteer() -> World:
    return world()


def found(gazetteer: World, body: str, *, headline: str = "", language: str | None = None) -> dict[str, Hit]:
    reading = Reading(Article(uri="urn:test", headline=headline, body=body))
    return {reading.text[hit.start : hit.end]: hit for hit in gazetteer.find(reading, language)}


def test_a_country_is_found_by_its_name_and_its_short_forms(gazetteer):
    hits = found(gazetteer, "The U.S., the UK, the UAE and the DPRK met in Ivory Coast; Türkiye stayed away.")

    assert [hit.entries[0].country for hit in hits.values()] == ["US", "GB", "AE", "KP", "CI", "TR"]


def test_the_longest_name_wins(gazetteer):
    hits = found(gazetteer, "South Korean envoys crossed the South China Sea.")

    assert list(hits) == ["South Korean", "South China Sea"]
    assert hits["South Korean"].entries[0].kind == "demonym"
    assert hits["South China Sea"].entries[0].area == "south-china-sea"


def test_a_name_inside_a_word_is_not_a_name(gazetteer):
    assert "Oman" not in found(gazetteer, "Ottomans and Romans and Omanization")


def test_a_longer_name_that_breaks_a_word_gives_way_to_a_shorter_one(gazetteer):
    assert list(found(gazetteer, "a few New York Cityites")) == ["New York"]


def test_a_flash_in_capitals_is_read_without_regard_to_case(gazetteer):
    hits = found(gazetteer, "Nothing here.", headline="NORTH KOREA FIRES MISSILE INTO SEA OF JAPAN, WHO SAYS")

    assert list(hits) == ["NORTH KOREA", "SEA OF JAPAN"]


def test_lower_case_text_is_read_for_names_that_are_not_common_words(gazetteer):
    hits = found(gazetteer, "north korea says china and turkey will meet in pyongyang, who knows")

    assert list(hits) == ["north korea", "pyongyang"]


def test_a_disputed_place_goes_by_all_its_names_and_belongs_to_no_side(gazetteer):
    hits = found(gazetteer, "Dokdo, Takeshima or the Liancourt Rocks")

    assert {hit.entries[0].area for hit in hits.values()} == {"liancourt-rocks"}
    assert hits["Dokdo"].entries[0].country is None
    assert hits["Dokdo"].entries[0].countries == ("KR", "JP")


def test_a_small_town_is_known_by_name_with_all_its_namesakes(gazetteer):
    towns = gazetteer.namesakes("Springfield")

    assert {"US.IL", "US.OH", "US.MO"} <= {town.admin for town in towns}
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)


def test_an_unknown_name_is_unknown(gazetteer):
    assert gazetteer.namesakes("Xyzzyville") == ()
    assert gazetteer.brand("Xyzzyville") is None


def test_asked_twice_a_reading_is_searched_once(gazetteer):
    reading = Reading(Article(uri="urn:test", body="Oslo"))

    assert gazetteer.find(reading) is gazetteer.find(reading)


def test_every_area_and_country_has_its_own_code(gazetteer):
    assert len(gazetteer.areas) >= 60 + 90
    assert all(code and area.area == code for code, area in gazetteer.areas.items())
    assert len(gazetteer.countries) >= 249
    assert {code for area in gazetteer.areas.values() for code in area.countries} <= gazetteer.countries.keys()


def test_a_name_wrapped_to_the_next_line_is_found(gazetteer):
    assert list(found(gazetteer, "They met in South\nKorea, then near Hong\nKong.\n\nSouth\n\nKorea")) == [
        "South\nKorea",
        "Hong\nKong",
        "Korea",
    ]
