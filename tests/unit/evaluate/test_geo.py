from __future__ import annotations

from typing import Any

from pipeline.evaluate import geo, linking
from pipeline.model import EnrichedArticle, Entity, Region


def annotating(*entities: Entity, regions: tuple[Region, ...] = ()) -> Any:
    return lambda article: EnrichedArticle(id="1", article=article, entities=entities, regions=regions)


def a_place(start: int, end: int, country: str | None = None, **known: Any) -> Entity:
    return Entity(type="place", text="x" * (end - start), start=start, end=end, country=country, **known)


def a_row(*places: tuple[int, int, str | None]) -> dict[str, Any]:
    return {"id": "1", "text": "x" * 50, "places": [{"start": s, "end": e, "country": c} for s, e, c in places]}


def test_a_place_is_right_where_its_span_is_and_its_country_is_judged_apart():
    figures = geo.score([a_row((0, 4, "NO"), (10, 14, "SE"))], annotating(a_place(0, 4, "NO"), a_place(9, 14, "DK")))

    assert figures["exact"] == {"precision": 50.0, "recall": 50.0, "f1": 50.0, "gold": 2, "found": 2}
    assert figures["overlap"] == {"precision": 100.0, "recall": 100.0, "f1": 100.0}
    assert figures["country"] == 50.0


def test_a_place_inside_the_name_of_an_organisation_is_covered_by_it_but_not_found():
    police = Entity(type="org", text="x" * 10, start=0, end=10, country="NO")

    figures = geo.score([a_row((0, 4, "NO"), (20, 24, "SE"))], annotating(police))

    assert figures["country"] == 0.0
    assert figures["country_covered"] == 50.0


def test_a_place_named_inside_the_name_of_an_organisation_is_found():
    police = Entity(type="org", text="x" * 10, start=0, end=10, places=(a_place(0, 4, "NO"),))

    figures = geo.score([a_row((0, 4, "NO"))], annotating(police))

    assert figures["exact"]["f1"] == figures["country"] == 100.0
    assert figures["document_countries"]["recall"] == 0.0


def test_the_countries_of_a_document_are_those_of_its_regions():
    region = Region(type="country", code="NO", name="Norway")
    sea = Region(type="sea", code="north-sea", name="North Sea")

    figures = geo.score([a_row((0, 4, "NO"), (10, 14, "SE"))], annotating(regions=(region, sea)))

    assert figures["document_countries"] == {"precision": 100.0, "recall": 50.0, "f1": 66.7}


def test_demonyms_count_as_places_only_where_gold_marks_them():
    people = Entity(type="misc", text="xxxx", start=0, end=4, country="NO", demonym=True)

    assert geo.score([a_row((0, 4, "NO"))], annotating(people))["exact"]["f1"] == 100.0
    assert geo.score([a_row((10, 14, "NO"))], annotating(people))["exact"]["found"] == 0


def test_a_link_is_right_by_span_and_id():
    row = {
        "id": "1",
        "text": "x" * 50,
        "mentions": [
            {"start": 0, "end": 4, "wikidata": "Q1"},
            {"start": 5, "end": 9, "wikidata": "Q2"},
            {"start": 20, "end": 24, "wikidata": None},
            {"start": 30, "end": 34, "wikidata": "Q3"},
        ],
    }
    found = [
        a_place(0, 4, wikidata="Q1"),
        a_place(5, 9),
        a_place(20, 24, wikidata="Q9"),
        a_place(40, 44, wikidata="Q8"),
    ]

    figures = linking.score([row], annotating(*found))

    assert figures["precision"] == 50.0  # the link where there is no mention at all is not judged
    assert figures["recall"] == 33.3
    assert figures["strict"]["precision"] == 33.3
    assert figures["accuracy"] == 50.0
    assert figures["document_ids"] == {"precision": 33.3, "recall": 33.3, "f1": 33.3}


def test_predictions_are_kept_one_row_for_each_row():
    kept: list[dict[str, Any]] = []

    geo.score([a_row((0, 4, "NO")), a_row()], annotating(a_place(0, 4, "NO")), keep=kept.append)

    assert [len(row["places"]) for row in kept] == [1, 1]
