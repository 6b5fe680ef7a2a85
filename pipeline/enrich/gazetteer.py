"""Names the world knows, found in one Aho-Corasick pass.

`World` reads the shipped tables (see data/GAZETTEER.md). English and unknown text is searched for names as they are
written; a line in capitals, or a text without any, is searched without regard to case, for fewer names. Other
languages are searched for their own names. All is read when it is built; rows are parsed, and other languages made
ready, when first met.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol, overload

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from pipeline.enrich.gazetteer_forms import CAPITALS_AMBIGUOUS, LOWER_AMBIGUOUS, Boundary, boundary, script
from pipeline.enrich.reading import Reading

Rows = tuple[int, ...]  # numbers of rows of world.tsv
Kind = Literal["country", "demonym", "capital", "city", "admin", "sea", "area", "m49", "org", "person", "other"]
DATA: Final = Path(__file__).parent / "data"
LANGUAGES: Final = frozenset("ko ja zh ru ar es fr de pt tr".split())
SHARED: Final = "1"  # a name that others may have
NO_ROW: Final = "-1"  # words of a language that only look like names
REMEMBERED: Final = 20_000  # names whose namesakes are kept at hand
ARTICLE: Final = "the "
SEAT: Final = 100_000  # people of a city that is meant rather than the province of its name
BIG: Final = 100_000  # people; smaller cities are not looked for in text without case
CAPITALS_LINE: Final = 6  # code points; a shorter line in capitals is an acronym


class Entry(NamedTuple):
    """One thing a name may mean."""

    kind: Kind
    name: str  # canonical, English
    country: str | None = None  # ISO 3166-1 alpha-2
    wikidata: str | None = None
    geonames: int | None = None
    area: str | None = None  # code of a sea, M49 region or named area
    population: int = 0  # people, for places
    admin: str | None = None  # GeoNames first-order division, as in US.IL
    countries: tuple[str, ...] = ()  # ISO 3166-1 alpha-2 of those a sea or area touches


class Hit(NamedTuple):
    """A name where it stands in `Reading.text`, on word boundaries, longest first; entries by prominence."""

    start: int
    end: int  # exclusive
    entries: tuple[Entry, ...]


class Gazetteer(Protocol):
    """Finds known names in a reading."""

    def find(self, reading: Reading, language: str | None = None) -> list[Hit]:
        """Give the leftmost longest hits, in order of text; language is BCP 47, told by the script when unknown."""
        ...


class World:
    """The shipped gazetteer."""

    def __init__(self, data: Path = DATA) -> None:
        self._rows: list[str] = _lines(data / "world.tsv.gz")
        self._names: dict[str, Rows] = {}
        for index, row in enumerate(self._rows):
            for name in row[row.rindex("\t") + 1 :].split("|"):
                known = self._names.get(name)
                self._names[name] = (index,) if known is None else (*known, index)
        self._entries: dict[Rows, tuple[Entry, ...]] = {}
        self._namesakes: dict[str, tuple[Entry, ...]] = {}
        self._cased = _Names(self._names, self._entries_of)
        self._spoken: dict[str, _Names] = {}
        self._foreign: list[str] = _lines(data / "languages.tsv.gz")
        self._tail = _Tail(gzip.decompress((data / "cities.tsv.gz").read_bytes()))
        brands = (line.split("\t") for line in _lines(data / "brands.tsv.gz"))
        self._brands = {name: (wikidata, country, shared) for name, wikidata, country, shared in brands}

    def find(self, reading: Reading, language: str | None = None) -> list[Hit]:
        """Give the leftmost longest hits, in order of text; asked again, the same list."""
        held: dict[str, list[Hit]] = reading.__dict__.setdefault("gazetteer_hits", {})
        spoken = self.spoken(reading, language)
        if spoken not in held:
            held[spoken] = self._find(reading.text, spoken)
        return held[spoken]

    @staticmethod
    def spoken(reading: Reading, language: str | None) -> str:
        """Give the language to search in, two letters: as known, as declared, or as the script says."""
        return (language or reading.article.language or script(reading.text))[:2].lower()

    def known(self, name: str) -> tuple[Entry, ...]:
        """Give everything of exactly this name that `find` looks for, by prominence."""
        known = self._names.get(name)
        return self._entries_of(known) if known else ()

    def namesakes(self, name: str) -> tuple[Entry, ...]:
        """Give every place of this name, small ones included; asked again, the same ones.

        Of a city and the province around it that share the name, only the city is given; so with a capital.
        """
        if (places := self._namesakes.get(name)) is None:
            if len(self._namesakes) >= REMEMBERED:
                self._namesakes.clear()
            known = tuple(entry for entry in self.known(name) if entry.kind not in {"org", "person"})
            seen = {entry.geonames for entry in known}
            small = tuple(entry for entry in self._tail.lookup(name) if entry.geonames not in seen)
            places = self._namesakes[name] = without_seats(known + small)
        return places

    def brand(self, name: str, home: str | None = None) -> Entry | None:
        """Give the company, agency or brand of exactly this name, where there is only one.

        Names that others may have, as "Ministry of Health", mean the one of the country `home`.
        """
        found = self._brands.get(name)
        if found is None:
            return None
        wikidata, country, shared = found
        if shared == SHARED and country != home:
            return None
        return Entry("org", name, country or None, wikidata)

    @property
    def languages(self) -> frozenset[str]:
        """Languages with names of their own."""
        return LANGUAGES

    @cached_property
    def areas(self) -> dict[str, Entry]:
        """Every sea, M49 region and named area, by code."""
        rows = (row for row in self._rows if row.startswith(("sea\t", "area\t", "m49\t")))
        return {entry.area or "": entry for entry in map(_entry, rows)}

    @cached_property
    def countries(self) -> dict[str, Entry]:
        """Every country, by ISO 3166-1 alpha-2 code."""
        rows = (row for row in self._rows if row.startswith("country\t"))
        return {entry.country: entry for entry in map(_entry, rows) if entry.country}

    @cached_property
    def governing(self) -> frozenset[int]:
        """GeoNames ids of the places that stand for a government: countries and capitals."""
        rows = (row for row in self._rows if row.startswith(("country\t", "capital\t")))
        return frozenset(entry.geonames for entry in map(_entry, rows) if entry.geonames)

    @cached_property
    def divisions(self) -> dict[str, Entry]:
        """Every first-order division, by GeoNames code (US.KY)."""
        rows = (row for row in self._rows if row.startswith("admin\t"))
        return {entry.admin: entry for entry in map(_entry, rows) if entry.admin}

    def _find(self, text: str, language: str) -> list[Hit]:
        """Search one text in one language; a name may be wrapped from one line to the next."""
        flat = text.replace("\n", " ")
        if language != "en":
            return self._names_in(language).find(flat, language)
        if text.islower():
            return self._uncased(flat, 0, LOWER_AMBIGUOUS)
        hits = self._cased.find(flat)
        for start, end in _capital_lines(text):
            hits = [hit for hit in hits if hit.end <= start or hit.start >= end]
            hits += self._uncased(text[start:end], start, CAPITALS_AMBIGUOUS)
            hits.sort()
        return hits

    def _uncased(self, text: str, shift: int, ambiguous: frozenset[str]) -> list[Hit]:
        """Search text whose case says nothing; names in `ambiguous` are common words there."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a letter that lower-cases to two would move every offset
            return []
        hits = self._folded.find(lowered, ambiguous=ambiguous)
        return [Hit(start + shift, end + shift, entries) for start, end, entries in hits] if shift else hits

    def _entries_of(self, indexes: Rows) -> tuple[Entry, ...]:
        """Parse the rows asked for, once."""
        if (known := self._entries.get(indexes)) is None:
            known = self._entries[indexes] = tuple([_entry(self._rows[index]) for index in indexes])
        return known

    @cached_property
    def _folded(self) -> _Names:
        """Names worth finding where case says nothing: no small towns, nothing of one or two letters but US, UN, EU."""
        folded: dict[str, Rows] = {}
        for name, indexes in self._names.items():
            kept = tuple(index for index in indexes if self._worth_folding(index))
            if kept and (len(name) > 2 or name in {"US", "UK", "UN", "EU"}):
                folded[name.lower()] = (*folded.get(name.lower(), ()), *kept)
        return _Names(folded, self._entries_of)

    def _worth_folding(self, index: int) -> bool:
        kind, _, rest = self._rows[index].partition("\t")
        return kind != "city" or int(rest.split("\t")[5] or 0) >= BIG

    def _names_in(self, language: str) -> _Names:
        """Names in another language; English ones where it is written in Latin letters and has none of its own."""
        if language not in self._spoken:
            names: dict[str, Rows] = {}
            for line in self._foreign:
                spoken, row, forms = line.split("\t")
                if spoken == language:
                    for form in forms.split("|"):
                        names[form] = (*names.get(form, ()), int(row)) if row != NO_ROW else ()
            self._spoken[language] = _Names(names, self._entries_of) if names else self._cased
        return self._spoken[language]


class _Names:
    """An automaton over names, each with the numbers of what it may mean; these become entries when first met."""

    def __init__(self, names: Mapping[str, Rows], entries_of: Callable[[Rows], tuple[Entry, ...]]) -> None:
        self._names, self._entries_of = names, entries_of
        self._entries: list[tuple[Entry, ...] | None] = [None] * len(names)
        self._forms: list[str] = list(names)
        self._articled = {index for index, form in enumerate(self._forms) if form.startswith(ARTICLE)}
        self._automaton = AhoCorasick(
            self._forms,
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    def find(self, text: str, language: str = "en", ambiguous: Set[str] = frozenset()) -> list[Hit]:
        """Give the leftmost longest names on word boundaries, without those in `ambiguous`.

        "the Gulf" is listed with its article, without which it is a common word; the article is no part of the hit.
        """
        forms, articled, whole = self._forms, self._articled, boundary(language)
        hits: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            if not whole(text, start, end):
                hits += self._shorter(text, start, end, whole, ambiguous)
            elif forms[number] not in ambiguous and (entries := self._entries[number] or self._known(number)):
                hits.append(Hit(start + len(ARTICLE) if number in articled else start, end, entries))
        return hits

    def _known(self, number: int) -> tuple[Entry, ...]:
        """Give what the name of a number may mean; of nothing, for a word that only looks like a name."""
        entries = self._entries[number] = self._entries_of(self._names[self._forms[number]])
        return entries

    def _shorter(self, text: str, start: int, end: int, whole: Boundary, ambiguous: Set[str]) -> Iterator[Hit]:
        """Find a name that ends at a word boundary before a longest match that does not."""
        name = text[start:end]
        while (cut := max(name.rfind(" "), name.rfind("-"))) > 0:
            name = name[:cut]
            if name in self._names:
                entries = self._entries_of(self._names[name])
                if entries and name not in ambiguous and whole(text, start, start + cut):
                    yield Hit(start, start + cut, entries)
                return


class _Lines(Sequence[bytes]):
    """The lines of a sorted table by number, without splitting it."""

    def __init__(self, table: bytes) -> None:
        self._table = table
        self._starts = [0, *(match.end() for match in re.finditer(b"\n", table))]

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        start = self._starts[index]
        end = self._table.find(b"\n", start)
        return self._table[start : end if end >= 0 else len(self._table)]


class _Tail:
    """Small places by name: a sorted table searched by bisection."""

    def __init__(self, table: bytes) -> None:
        self._lines = _Lines(table)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Give the places of this name, the most populous first."""
        key = name.encode() + b"\t"
        found: list[Entry] = []
        aliases: list[Entry] = []
        number = bisect_left(self._lines, key)
        while number < len(self._lines) and (line := self._lines[number]).startswith(key):
            _, admin, population, geonames, kind = line.decode().split("\t")
            size = int(population or 0)
            entry = Entry(
                "admin" if kind == "admin" else "city", name, admin[:2], None, int(geonames), None, size, admin
            )
            (aliases if kind == "alias" else found).append(entry)
            number += 1
        return tuple(sorted(found or aliases, key=lambda entry: -entry.population))


@lru_cache(maxsize=1)
def world() -> World:
    """Give the shipped gazetteer, read once."""
    return World()


def _entry(row: str) -> Entry:
    """Parse a row of world.tsv."""
    kind, name, country, wikidata, geonames, area, population, admin, _ = row.split("\t")
    touched = tuple(country.split(",")) if kind in {"sea", "area"} and country else ()
    return Entry(
        kind,  # type: ignore[arg-type]
        name,
        (touched[0] if len(touched) == 1 else None) if kind in {"sea", "area"} else country or None,
        wikidata or None,
        int(geonames) if geonames else None,
        area or None,
        int(population) if population else 0,
        admin or None,
        touched,
    )


def without_seats(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Leave out provinces that share a name with a large city in them, or with their country's capital."""
    seats = {entry.admin for entry in entries if entry.kind == "city" and entry.population >= SEAT}
    capitals = {entry.country for entry in entries if entry.kind == "capital"}
    return tuple([e for e in entries if e.kind != "admin" or (e.admin not in seats and e.country not in capitals)])


def _lines(path: Path) -> list[str]:
    """Read a compressed table."""
    text = gzip.decompress(path.read_bytes()).decode()
    return text.split("\n") if text else []


def _capital_lines(text: str) -> Iterator[tuple[int, int]]:
    """Give the lines of a text that are written in capitals, such as flashes and headlines."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if len(line) >= CAPITALS_LINE and line.isupper():
            yield start, end
        start = end + 1
