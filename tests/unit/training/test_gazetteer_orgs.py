from __future__ import annotations

import json

import pytest

from pipeline.training.gazetteer_orgs import Known, country_of, forms, is_place, lines

THINGS = {
    "Q1": {"label": "Foo Motor Company", "description": "maker of cars"},
    "Q2": {"label": "Ministry of Silly Walks", "description": "ministry"},
    "Q3": {"label": "Barland Ministry of Silly Walks", "description": "ministry"},
    "Q4": {"label": "Bazville", "description": "city in Barland"},
}


@pytest.fixture
def index(tmp_path):
    def item(qid: str, country: str) -> dict[str, object]:
        return {"tags": {"operator:wikidata": qid}, "locationSet": {"include": [country]}}

    listed = {"operators/office/government": {"items": [item(qid, "bb") for qid in THINGS]}}
    for folder, name, content in (("wikidata", "wikidata", THINGS), ("json", "nsi", listed)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.json").write_text(json.dumps({name: content}), "utf-8")
    return tmp_path


def test_organisations_are_listed_with_and_without_their_legal_form_and_places_are_not(index):
    names = [line.split("\t")[0] for line in lines(index, Known(set(), {"Barland"}, set()))]

    assert names == ["Foo Motor Company", "Foo Motor", "Ministry of Silly Walks", "Barland Ministry of Silly Walks"]


def test_a_ministry_is_marked_as_one_of_many_unless_its_name_says_whose(index):
    shared = {line.split("\t")[0]: line[-1] for line in lines(index, Known(set(), {"Barland"}, set()))}

    assert shared["Ministry of Silly Walks"] == "1"
    assert shared["Barland Ministry of Silly Walks"] == "0"


def test_an_organisation_goes_by_its_other_names_unless_one_is_the_name_of_another(index):
    listed = json.loads((index / "json/nsi.json").read_text("utf-8"))
    first, *_ = listed["nsi"]["operators/office/government"]["items"]
    first["tags"] |= {"alt_name": "Foo Cars;Ministry of Silly Walks", "official_name": "The Foo Motor Company"}
    (index / "json/nsi.json").write_text(json.dumps(listed), "utf-8")

    ids = dict(line.split("\t")[:2] for line in lines(index, Known(set(), {"Barland"}, set())))

    assert ids["Foo Cars"] == ids["The Foo Motor Company"] == "Q1"
    assert ids["Ministry of Silly Walks"] == "Q2"


def test_a_country_is_given_where_there_is_one_only():
    assert country_of({"locationSet": {"include": ["fx"]}}) == "FR"
    assert country_of({"locationSet": {"include": ["us-wy.geojson", "us"]}}) == "US"
    assert country_of({"locationSet": {"include": ["no", "se"]}}) == ""


def test_a_name_that_a_place_or_person_has_is_left_out(index):
    assert not [line for line in lines(index, Known({"Foo Motor"}, set(), set())) if line.startswith("Foo Motor\t")]


def test_american_agencies_go_by_several_names():
    assert "U.S. Mint" in forms("United States Mint", "US")


@pytest.mark.parametrize(
    ("description", "place"),
    [
        ("city in Norway", True),
        ("capital city of Norway", True),
        ("municipal government in Norway", False),
        ("school district in Oregon", False),
        ("government agency", False),
    ],
)
def test_what_is_described_as_a_place_is_one(description, place):
    assert is_place(description) is place
