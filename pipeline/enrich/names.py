"""Names of people, organisations and places, and peoples: what the model reads and the gazetteer knows.

The model reads runs of capitalised words in English; the gazetteer has the last word on countries, peoples, seas and
regions, which come out even where the model is in doubt, and is all there is for other languages and for text whose
case says nothing. A name that the article spells out is then followed through it: a surname is who the full name was,
an acronym what its expansion was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import exp, log
from typing import Final, NamedTuple

from msgspec.structs import replace

from pipeline.enrich.casing import recase, recase_lower
from pipeline.enrich.gazetteer import Gazetteer, Hit, world
from pipeline.enrich.language import reads_as_english
from pipeline.enrich.names_model import NameModel, load_weights
from pipeline.enrich.names_read import read
from pipeline.enrich.names_tidy import spell_out, tidy
from pipeline.enrich.reading import Reading
from pipeline.model import EnrichedArticle, Entity, EntityType

SURE_KINDS: Final = frozenset({"country", "demonym", "sea", "area", "m49", "capital"})
TYPE_OF_KIND: Final[dict[str, EntityType]] = {"demonym": "misc", "org": "org"}  # the rest: place
KNOWN_CONFIDENCE: Final = 0.85
SURENESS, CAUTION = 0.43, -0.15  # slope and shift of the log-odds: the model believes itself too much


class Name(NamedTuple):
    """A name found in `Reading.text`; offsets in code points, end exclusive."""

    start: int
    end: int
    type: EntityType
    confidence: float  # 0..1
    demonym: bool = False


class TagNames:
    """Fill `entities`."""

    name = "names"
    requires = frozenset({"article", "language"})
    provides = frozenset({"entities"})

    def __init__(self, gazetteer: Gazetteer, model: NameModel) -> None:
        self._gazetteer = gazetteer
        self._model = model

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        hits = self._gazetteer.find(reading, enriched.language)
        names: list[Name] = []
        if reads_as_english(enriched.language):
            names = self._read(reading, hits)
        names = merge(names, hits, reading.text)
        return replace(enriched, entities=tuple(_entity(reading, name) for name in names))

    def _read(self, reading: Reading, hits: Sequence[Hit]) -> list[Name]:
        """Let the model read the runs of an English text."""
        tokens, starts, ends = self._recased(reading), reading.starts, reading.ends
        found = read(tokens, starts, reading.sentences, hits, self._model)
        return [
            Name(starts[first], ends[end - 1], kind, calibrate(confidence))
            for first, end, kind, confidence in spell_out(tidy(found, tokens, starts), tokens)
        ]

    def _recased(self, reading: Reading) -> list[str]:
        """Give the tokens, in the case they would have in running text."""
        if reading.text.islower():
            return recase_lower(reading.tokens, self._model.lexicon)
        return recase(reading.tokens, reading.sentences, self._model.lexicon)


def tag_names(gazetteer: Gazetteer | None = None) -> TagNames:
    """Build the enricher with the shipped weights."""
    return TagNames(gazetteer or world(), NameModel(load_weights()))


def calibrate(chance: float) -> float:
    """Turn the model's chance of a name into the share of such names that are right."""
    odds = max(chance, 1e-9) / max(1 - chance, 1e-9)
    return 1 / (1 + exp(-(SURENESS * log(odds) + CAUTION)))


def merge(names: Sequence[Name], hits: Sequence[Hit], text: str) -> list[Name]:
    """Add the known names that touch none the model read, mark peoples; in order of text.

    A known body whose name goes on in small letters ("Israeli army") is one, though the model sees no whole name.
    """
    merged = list(names)
    begins = [name.start for name in names]
    demonyms: set[tuple[int, int]] = set()
    for hit in hits:
        kind = hit.entries[0].kind
        if kind == "demonym":
            demonyms.add((hit.start, hit.end))
        elif kind not in SURE_KINDS and not (kind == "org" and _goes_on_small(text[hit.start : hit.end])):
            continue
        after = bisect_left(begins, hit.end)
        if not after or names[after - 1].end <= hit.start:
            merged.append(Name(hit.start, hit.end, TYPE_OF_KIND.get(kind, "place"), KNOWN_CONFIDENCE))
    merged.sort()
    return [name._replace(type="misc", demonym=True) if (name.start, name.end) in demonyms else name for name in merged]


def _goes_on_small(name: str) -> bool:
    return any(word[0].islower() for word in name.split()[1:])


def _entity(reading: Reading, name: Name) -> Entity:
    shift = 0 if name.start < reading.body_start else reading.body_start
    return Entity(
        type=name.type,
        text=reading.text[name.start : name.end],
        start=name.start - shift,
        end=name.end - shift,
        part=reading.part(name.start),
        confidence=round(name.confidence, 3),
        demonym=name.demonym,
    )
