"""Who stands where: holder, target, position and the words that say so.

A stance needs words of position ("opposes", "a rebuke from", "voiced support for"); a sanction or a protest alone is
none. Where the holder or the target is not clear, there is no stance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import msgspec

from pipeline.enrich.parts import participant
from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_clause import Marked, locate
from pipeline.enrich.stance_pair import between as between
from pipeline.enrich.stance_rules import Position, find_cues, positions
from pipeline.model import EnrichedArticle, Entity, Participant, Stance

ABSTAIN_BELOW: Final = 0.5
LIMIT: Final = 100  # stances an article; no newsroom writes more, and a hostile text must not fill the topic


class StanceEnricher:
    """Finds stances between the entities of an article."""

    name = "stance"
    requires = frozenset({"entities"})
    provides = frozenset({"stances"})

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        """Annotate the stances that are told with enough confidence."""
        found = tuple(islice(stances(reading, enriched.entities), LIMIT))
        return msgspec.structs.replace(enriched, stances=found) if found else enriched


def stances(reading: Reading, entities: Sequence[Entity]) -> Iterator[Stance]:
    """Give the stances between entities, in order of text, each once a sentence."""
    hits = find_cues(reading)
    if not hits:
        return
    told: set[tuple[object, ...]] = set()
    for position in positions(reading, hits, locate(reading, _near(reading, hits, entities))):
        if position.confidence < ABSTAIN_BELOW:
            continue
        for holder in position.holders:
            for target in _targets(reading, entities, position):
                stance = _stance(reading, participant(entities[holder.number]), target, position)
                key = (position.bounds, stance.holder, stance.target, stance.polarity)
                if key not in told and not _same(stance.holder, stance.target):
                    told.add(key)
                    yield stance


def _near(reading: Reading, hits: Sequence[int], entities: Sequence[Entity]) -> Iterator[Marked]:
    """Give the entities in sentences with a word of position."""
    starts, ends, body_start = reading.starts, reading.ends, reading.body_start
    begins, stops, reached = [], [], 0
    sentences = iter(reading.sentences)
    for token in hits:
        if token >= reached:
            first, reached = next((first, last) for first, last in sentences if last > token)
            begins.append(starts[first])
            stops.append(ends[reached - 1])
    for number, entity in enumerate(entities):
        shift = body_start if entity.part == "body" else 0
        start = entity.start + shift
        place = bisect_right(begins, start) - 1
        if place >= 0 and start < stops[place]:
            yield start, entity.end + shift, number, entity.type, entity.demonym


def _same(one: Participant, other: Participant) -> bool:
    """Say whether two mentions name one thing: nobody takes a position on itself."""
    return (one.name or one.text) == (other.name or other.text)


def _targets(reading: Reading, entities: Sequence[Entity], position: Position) -> list[Participant]:
    """Give the targets: named things, else the phrase as it stands."""
    if position.phrase is None:
        return [participant(entities[mention.number]) for mention in position.targets]
    first, last = position.phrase
    span = reading.quote(first, last)
    return [Participant(text=span.text, start=span.start, end=span.end, part=span.part)]


def _stance(reading: Reading, holder: Participant, target: Participant, position: Position) -> Stance:
    """Put a stance together with its sentence."""
    first, last = position.bounds
    return Stance(
        holder=holder,
        target=target,
        polarity=position.polarity,
        quote=reading.quote(first, last),
        strength=position.strength,
        via=position.via,
        confidence=round(position.confidence, 3),
        cues=position.cues,
    )
