"""How the article speaks of a person, an organisation or a country, whoever speaks: for rules that ask for tone.

The model reads the sentence of the first mention of each thing; where it is not sure, there is no tone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from pipeline.enrich.parts import participant
from pipeline.enrich.reading import Reading
from pipeline.enrich.tone_model import Place, ToneModel, find_targets, load
from pipeline.model import EnrichedArticle, Entity, Polarity, Tone

POLARITIES: Final[tuple[Polarity, ...]] = ("oppose", "neutral", "support")
TARGETS: Final = 6  # things an article, the first named
ABSTAIN_BELOW: Final = 0.5
AROUND: Final = 100  # tokens of a sentence quoted on each side of its target


class ToneEnricher:
    """Tells the tone towards the first few things that an article names."""

    name = "tone"
    requires = frozenset({"entities"})
    provides = frozenset({"tones"})

    def __init__(self, model: ToneModel | None = None) -> None:
        """Take a model; by default the one that ships."""
        self.model = model or load()

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        """Annotate the tones that are sure enough."""
        chosen = choose(enriched.entities)
        if not chosen or not reading.tokens:
            return enriched
        shift = {"headline": 0, "body": reading.body_start}
        spans = [(entity.start + shift[entity.part], entity.end + shift[entity.part]) for entity in chosen]
        places = find_targets(reading, spans)
        odds = self.model.judge(reading, places)
        tones = tuple(
            _tone(reading, entity, place, judged)
            for entity, place, judged in zip(chosen, places, odds, strict=True)
            if max(judged) >= ABSTAIN_BELOW
        )
        return replace(enriched, tones=tones) if tones else enriched


def choose(entities: Sequence[Entity]) -> list[Entity]:
    """Take the first mention of each person, organisation or country, up to the limit."""
    first: dict[str, Entity] = {}
    for entity in entities:
        if len(first) == TARGETS:
            break
        if entity.type in ("person", "org") or (entity.type == "place" and entity.country and not entity.geonames):
            first.setdefault(entity.name or entity.text, entity)
    return list(first.values())


def _tone(reading: Reading, entity: Entity, place: Place, odds: Sequence[float]) -> Tone:
    """Put a tone together with its sentence."""
    (start, end), (first, last) = place
    confidence = max(odds)
    return Tone(
        target=participant(entity),
        polarity=POLARITIES[odds.index(confidence)],
        confidence=round(confidence, 3),
        quote=reading.quote(max(first, start - AROUND), min(last, end + AROUND)),
    )
