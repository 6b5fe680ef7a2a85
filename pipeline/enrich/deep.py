"""The deep tier: any spaCy pipeline as the enricher of entities, off by default (extra `deep`).

The same fields come out as from `TagNames`, so everything after it works unchanged. spaCy gives no probability of a
name; confidence stays at the share of names its makers' scores promise.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, Final

from msgspec.structs import replace

from pipeline.enrich.reading import Reading
from pipeline.errors import ConfigError
from pipeline.model import EnrichedArticle, Entity, EntityType

TYPES: Final[dict[str, EntityType]] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "org",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "misc",
    "MISC": "misc",
    "EVENT": "misc",
    "WORK_OF_ART": "misc",
    "PRODUCT": "misc",
    "LAW": "misc",
}
UNUSED: Final = ("tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer")
CONFIDENCE: Final = 0.8
ARTICLES: Final = ("the ", "The ", "THE ")
POSSESSIVES: Final = ("'s", "’s", "'S", "’S")


class SpacyNames:
    """Fill `entities` with what a spaCy pipeline finds; `pipeline` is any callable that gives a Doc."""

    name = "spacy-names"
    requires = frozenset({"article"})
    provides = frozenset({"entities"})

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        found = self._pipeline(reading.text).ents
        return replace(enriched, entities=tuple(_entities(found, reading)))


def load_spacy(model: str) -> SpacyNames:
    """Load an installed spaCy pipeline by package name or folder, with only what names need.

    Raises:
        ConfigError: spaCy or the pipeline is not installed.
    """
    try:
        spacy = importlib.import_module("spacy")
        return SpacyNames(spacy.load(model, exclude=list(UNUSED)))
    except (ImportError, OSError, ValueError) as exc:
        raise ConfigError(f"deep names: cannot load spaCy pipeline {model!r}: {exc}; install the extra 'deep'") from exc


def _entities(found: Any, reading: Reading) -> Iterator[Entity]:
    """Cut articles and possessives off, which our names leave out, and keep what lies in one part."""
    for span in found:
        kind = TYPES.get(span.label_)
        start, end = span.start_char, span.end_char
        if reading.text.startswith(ARTICLES, start, end):
            start += len(ARTICLES[0])
        if reading.text.endswith(POSSESSIVES, start, end):
            end -= len(POSSESSIVES[0])
        if kind and start < end and reading.part(start) == reading.part(end - 1):
            quoted = reading.span(start, end)
            yield Entity(
                type=kind,
                text=quoted.text,
                start=quoted.start,
                end=quoted.end,
                part=quoted.part,
                confidence=CONFIDENCE,
            )
