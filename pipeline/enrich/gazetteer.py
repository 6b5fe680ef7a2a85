"""Names the world knows, found in one Aho-Corasick pass."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from pipeline.enrich.reading import Reading

Kind = Literal["country", "demonym", "capital", "city", "admin", "sea", "area", "m49", "org", "person", "other"]


class Entry(NamedTuple):
    """One thing a name may mean."""

    kind: Kind
    name: str  # canonical, English
    country: str | None = None  # ISO 3166-1 alpha-2
    wikidata: str | None = None
    geonames: int | None = None
    area: str | None = None  # code of a sea, M49 region or named area
    population: int = 0  # people, for places


class Hit(NamedTuple):
    """A name where it stands in `Reading.text`, on word boundaries, longest first; entries by prominence."""

    start: int
    end: int  # exclusive
    entries: tuple[Entry, ...]


class Gazetteer(Protocol):
    """Finds known names in a reading."""

    def find(self, reading: Reading) -> list[Hit]:
        """Give the leftmost longest hits, in order of text."""
        ...
