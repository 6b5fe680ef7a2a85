"""The shipped tables keep their own promises."""

from __future__ import annotations

import gzip
import re
from collections import Counter

from pipeline.enrich.gazetteer import DATA, world


def rows(name: str) -> list[list[str]]:
    text = gzip.decompress((DATA / name).read_bytes()).decode()
    return [line.split("\t") for line in text.split("\n")]


def test_every_row_of_the_world_has_all_its_columns_and_a_name():
    for row in rows("world.tsv.gz"):
        assert len(row) == 9
        assert row[1]
        assert row[8]


def test_ids_look_like_ids():
    for _, _, _, wikidata, geonames, *_ in rows("world.tsv.gz"):
        assert re.fullmatch(r"(Q[1-9]\d*)?", wikidata)
        assert re.fullmatch(r"\d*", geonames)


def test_a_wikidata_id_means_one_thing():
    things = {(row[3], row[0] == "admin", row[1]) for row in rows("world.tsv.gz") if row[3] and row[0] != "demonym"}
    shared = {qid for qid, count in Counter(qid for qid, _, _ in things).items() if count > 1}

    named_alike = {qid for qid in shared if len({name for q, _, name in things if q == qid}) == 1}
    assert shared == named_alike  # Berlin is a city and a state


def test_the_long_tail_is_sorted_for_bisection():
    lines = gzip.decompress((DATA / "cities.tsv.gz").read_bytes()).split(b"\n")

    assert lines == sorted(lines)
    assert all(line.count(b"\t") == 4 for line in lines)


def test_names_in_other_languages_point_at_rows_of_the_world():
    count = len(rows("world.tsv.gz"))

    assert all(-1 <= int(row) < count for _, row, _ in rows("languages.tsv.gz"))


def test_every_country_has_a_wikidata_id_and_a_people_or_a_name_of_its_own():
    without = {code for code, entry in world().countries.items() if not entry.wikidata}

    assert without <= {"AN", "CS"}
