"""Names of people, organisations and places, and peoples: what the model reads and the gazetteer knows.

The model reads runs of capitalised words in English; the gazetteer has the last word on countries, peoples, seas and
regions, which come out even where the model is in doubt, and is all there is for other languages and for text whose
case says nothing. A name that the article spells out is then followed through it: a surname is who the full name was,
an acronym what its expansion was.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from math import exp, log
from typing import Final

from msgspec.structs import replace

from pipeline.enrich.casing import recase, recase_lower
from pipeline.enrich.compiled import native
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


Name = tuple[int, int, EntityType, float]  # offsets into `Reading.text`, end exclusive; type; confidence (0..1)


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
        return replace(enriched, entities=tuple(_entities(reading, merge(names, hits, reading.text), peoples(hits))))

    def _read(self, reading: Reading, hits: Sequence[Hit]) -> list[Name]:
        """Let the model read the runs of an English text."""
        tokens, starts, ends = self._recased(reading), reading.starts, reading.ends
        written = reading.written if tokens is reading.tokens else set(tokens)
        found = read(tokens, written, starts, reading.sentences, hits, self._model)
        return [
            (starts[first], ends[end - 1], kind, calibrate(chance, SURENESS, CAUTION))
            for first, end, kind, chance in spell_out(tidy(found, tokens, starts), tokens)
        ]

    def _recased(self, reading: Reading) -> list[str]:
        """Give the tokens, in the case they would have in running text."""
        if reading.text.islower():
            return recase_lower(reading.tokens, self._model.lexicon)
        return recase(reading.tokens, reading.sentences, self._model.lexicon)


def tag_names(gazetteer: Gazetteer | None = None) -> TagNames:
    """Build the enricher with the shipped weights."""
    return TagNames(gazetteer or world(), NameModel(load_weights()))


def calibrate_slowly(chance: float, slope: float, shift: float) -> float:
    """Turn the model's chance of a name into the share of such names that are right, to three digits."""
    odds = max(chance, 1e-9) / max(1 - chance, 1e-9)
    return round(1 / (1 + exp(-(slope * log(odds) + shift))), 3)


calibrate: Final = calibrate_slowly if native is None else native.calibrate


def merge(names: Sequence[Name], hits: Sequence[Hit], text: str) -> list[Name]:
    """Add the known names that touch none the model read; in order of text.

    A known body whose name goes on in small letters ("Israeli army") is one, though the model sees no whole name.
    """
    merged = list(names)
    number, count = 0, len(names)
    for start, end, entries in hits:
        while number < count and names[number][1] <= start:
            number += 1
        if number < count and names[number][0] < end:
            continue
        kind = entries[0].kind
        if kind in SURE_KINDS or (kind == "org" and _goes_on_small(text[start:end])):
            merged.append((start, end, TYPE_OF_KIND.get(kind, "place"), KNOWN_CONFIDENCE))
    merged.sort()
    return merged


def peoples(hits: Iterable[Hit]) -> set[tuple[int, int]]:
    """Give where names of peoples stand."""
    return {(start, end) for start, end, entries in hits if entries[0].kind == "demonym"}


def _goes_on_small(name: str) -> bool:
    return any(word[0].islower() for word in name.split()[1:])


def _entities(reading: Reading, names: Iterable[Name], demonyms: Container[tuple[int, int]]) -> Iterator[Entity]:
    """Write names as entities; those in `demonyms` are peoples, whatever the model took them for."""
    text, body_start = reading.text, reading.body_start
    for start, end, kind, confidence in names:
        shift = body_start if start >= body_start else 0
        demonym = (start, end) in demonyms
        yield Entity(
            type="misc" if demonym else kind,
            text=text[start:end],
            start=start - shift,
            end=end - shift,
            part="body" if start >= body_start else "headline",
            confidence=confidence,
            demonym=demonym,
        )
