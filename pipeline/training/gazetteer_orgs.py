"""Companies, agencies and other organisations with their Wikidata ids, from name-suggestion-index."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any, Final, NamedTuple

COMMON: Final = 8  # organisations with a word in their names that make it a common one
LEGAL: Final = re.compile(r",? (?:Inc|Corp|Co|Ltd|plc|PLC|LLC|AG|SA|NV|GmbH|Limited|Company|Corporation|Group)\.?$")
AMERICAN: Final = "United States "
TREES: Final = {  # what the index lists, and the tags that name it
    "brands": ("brand:wikidata", ("name",)),
    "operators": ("operator:wikidata", ("operator", "operator:en")),
    "transit": ("network:wikidata", ("network:en",)),
    "flags": ("subject:wikidata", ()),
}
PLACES: Final = frozenset(  # the head of the description of what is a place or another thing that acts for nobody
    "city town village municipality district county state province prefecture country region commune borough island "
    "territory department capital canton comune parish flag religion language people continent archipelago "
    "neighborhood suburb hamlet ward emirate oblast".split()
)
GENERAL: Final = frozenset("Ministry Department Directorate Office Bureau Agency Institute National Federal".split())
OTHER_NAMES: Final = ("name:en", "brand:en", "alt_name", "alt_name:en", "official_name", "official_name:en")
COUNTRY: Final = re.compile("[a-z]{2}(?:$|-)")  # "us", "us-wy.geojson"
PARTS: Final = {"FX": "FR", "IC": "ES", "EA": "ES", "JA": "", "RA": ""}  # codes of parts, and mistaken ones
HEAD: Final = re.compile(r",| (?:in|of|on|at|based|for|that|which|from|within|located|headquartered|serving)\b")


class Known(NamedTuple):
    """Names that tell which organisation is meant, and those that do not."""

    taken: Set[str]  # names of places and people
    large: Set[str]  # names of countries, peoples, provinces and capitals
    counties: Set[str]  # names of counties that several states have


def lines(index: Path, known: Known) -> Iterator[str]:
    """Give name, Wikidata id, country, and whether others may be called so, of names that mean one thing only.

    A name of common words, as "Ministry of Health", is one that others have too, unless it names a country or the like.
    """
    things = json.loads((index / "wikidata/wikidata.json").read_text("utf-8"))["wikidata"]
    meanings = _meanings(_named(index, things))
    others = _meanings(_named(index, things, others=True))
    common = _common(thing.get("label", "") for thing in things.values())
    for name, qids in (others | meanings).items():
        if len(qids) == 1 and len(name) > 2 and name.isprintable() and name not in known.taken:
            ((qid, countries),) = qids.items()
            country = "".join(countries) if len(countries) == 1 else ""
            yield f"{name}\t{qid}\t{country}\t{int(_is_shared(name.split(), common, known))}"


def _is_shared(words: list[str], common: frozenset[str], known: Known) -> bool:
    """Tell whether a name leaves open whose organisation it is."""
    runs = {" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, start + 4)}
    general = common.issuperset(words) or words[0] in GENERAL
    return bool(runs & known.counties) or (general and not runs & known.large)


def _meanings(named: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, set[str]]]:
    """Collect by name the ids it may mean, each with the countries where it is found under that name."""
    meanings: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for name, qid, country in named:
        meanings[name].setdefault(qid, set()).add(country)
    return meanings


def _named(index: Path, things: dict[str, Any], *, others: bool = False) -> Iterator[tuple[str, str, str]]:
    """Give every name of every thing in the index with its id and country, or the other names it has."""
    suggestions = json.loads((index / "json/nsi.json").read_text("utf-8"))["nsi"]
    for path, category in suggestions.items():
        tree = path.partition("/")[0]
        key, tags = TREES[tree]
        for item in category["items"]:
            thing = things.get(qid := item["tags"].get(key, ""))
            if thing is None or is_place(thing.get("description", "")) or (tree == "brands" and is_local(item)):
                continue
            country = country_of(item)
            named = [item["tags"].get(tag) for tag in (OTHER_NAMES if others else tags)]
            for name in ";".join(filter(None, named if others else [*named, thing.get("label")])).split(";"):
                yield from ((form, qid, country) for form in forms(name.strip(), country))


def forms(name: str, country: str) -> Iterable[str]:
    """Give a name, without its legal form, and in the ways American agencies are called."""
    bare = LEGAL.sub("", name)
    found = [name, bare]
    if name.startswith(AMERICAN) and country == "US":
        rest = name.removeprefix(AMERICAN)
        found += ["US " + rest, "U.S. " + rest, rest]
    return dict.fromkeys(found)


def is_place(description: str) -> bool:
    """Tell what is described as a place rather than as who acts there."""
    head = HEAD.split(description, maxsplit=1)[0].lower()
    last = head.rpartition(" ")[2]
    return last in PLACES and not (last in {"district", "department", "group"} and " " in head)


def is_local(item: dict[str, Any]) -> bool:
    """Tell whether a brand is found in one part of a country only, where others may share its name."""
    include = item.get("locationSet", {}).get("include", [])
    return any(not isinstance(where, str) or "geojson" in where for where in include)


def country_of(item: dict[str, Any]) -> str:
    """Give the one country something is found in, "" where there are several."""
    include = item.get("locationSet", {}).get("include", [])
    codes = {str(where)[:2].upper() if COUNTRY.match(str(where)) else "" for where in include}
    code = codes.pop() if len(codes) == 1 else ""
    return PARTS.get(code, code)


def _common(names: Iterable[str]) -> frozenset[str]:
    """Give the words that many organisations have in their names."""
    counts = Counter(word for name in names for word in set(name.split()))
    return frozenset(word for word, count in counts.items() if count >= COMMON)
