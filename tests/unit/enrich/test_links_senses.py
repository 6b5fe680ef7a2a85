from __future__ import annotations

import pytest

from tests.unit.enrich.test_links import linked, the


def place(name: str, body: str, *others: tuple[str, str]):
    return the(name, linked(body, (name, "place"), *others))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Denver", "They thrashed Denver on Sunday."),
        ("Chile", "She beat Chile's champion in straight sets."),
        ("Denver", "The Denver shortstop was hurt."),
        ("Leeds", "Leeds 4 2 1 1 6 5 7"),
        ("France", "He has won the Tour de France twice."),
        ("Kenya", "He grew up in the village of Kenya."),
    ],
)
def test_a_team_or_a_part_of_another_name_is_not_linked_as_the_place(name, body):
    assert place(name, body).wikidata is None


@pytest.mark.parametrize(
    ("name", "body", "id"),
    [
        ("Denver", "Snow fell on Denver all night.", "Q16554"),
        ("France", "A strike closed ports across France.", "Q142"),
        ("France", "Prussia defeated France in 1871.", "Q142"),
        ("Florida", "A storm swept Florida overnight.", "Q812"),
        ("China", "What do China and its neighbours want?", "Q148"),
    ],
)
def test_a_plain_mention_is_linked(name, body, id):
    assert place(name, body).wikidata == id


@pytest.mark.parametrize("after", [" (Agency) - ", " 2026-08-30\n", ", Aug. 30 — "])
def test_a_report_of_a_match_comes_from_the_place_and_not_from_its_team(after):
    body = f"OSLO{after}Their goalkeeper saved two penalties and the striker scored in the final match."

    assert place("OSLO", body).wikidata == "Q585"


def test_a_country_at_the_head_of_a_list_of_players_is_its_team():
    assert place("Norway", "Scorers of the soccer match:\nNorway - Berg (12), goalkeeper Lie saved").wikidata is None


def test_a_place_that_ends_the_name_of_an_organisation_is_not_linked():
    assert place("Canada", "Workers at Acme of Canada went on strike.", ("Acme", "org")).wikidata is None


@pytest.mark.parametrize(
    "body",
    [
        "Lawmakers in Quebec met in Gaspe, Quebec, on Monday.",
        "Quebec is Canada's largest province.",
        "A Quebec premier resigned.",
    ],
)
def test_a_province_much_larger_than_its_city_is_meant(body):
    assert place("Quebec", body).wikidata == "Q176"


def test_a_city_listed_with_provinces_is_the_province_of_its_name():
    entity = place(
        "Buenos Aires", "Rain fell in Santa Fe, La Pampa and Buenos Aires in Argentina.", ("La Pampa", "place")
    )

    assert entity.geonames == 3435907


@pytest.mark.parametrize("name", ["the Swede", "the Italians"])
def test_a_people_in_sport_is_a_player_or_a_team(name):
    people = name.removeprefix("the ")
    body = f"In the final of the tournament {name} had a first goal after a penalty; the coach praised the team."

    assert place(people, body).wikidata is None


@pytest.mark.parametrize(("body", "id"), [("the European Championships", None), ("the European economy", "Q46")])
def test_a_people_in_the_name_of_a_contest_is_not_linked(body, id):
    assert the("European", linked(f"They spoke of {body}.")).wikidata == id
