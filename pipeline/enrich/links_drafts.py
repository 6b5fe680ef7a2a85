"""Entities while they are being linked: in offsets into the reading's text, with what the gazetteer says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final

from pipeline.enrich.gazetteer import Entry, Hit
from pipeline.enrich.reading import Reading
from pipeline.model import Entity, EntityType

START: Final = attrgetter("start")


class Draft:
    """An entity in the making; `entries` is what its whole name may mean, `inside` what names within it may."""

    __slots__ = (
        "after",
        "before",
        "confidence",
        "country",
        "demonym",
        "end",
        "entity",
        "entries",
        "inside",
        "link",
        "metonym",
        "places",
        "start",
        "text",
        "type",
    )

    def __init__(self, start: int, end: int, text: str, type: EntityType, confidence: float = 1.0) -> None:
        self.start, self.end, self.text, self.type, self.confidence = start, end, text, type, confidence
        self.entries: tuple[Entry, ...] = ()
        self.inside: tuple[Hit, ...] = ()
        self.link: Entry | None = None  # the thing itself, with its ids
        self.country: str | None = None  # known even where the thing is not
        self.demonym = self.metonym = False
        self.entity: Entity | None = None  # what it was made of
        self.places: tuple[Draft, ...] = ()  # named inside its name
        self.before = self.after = ""  # the words beside it, once asked for


def drafts_of(entities: Iterable[Entity], reading: Reading) -> list[Draft]:
    """Start from entities, in order of text."""
    shift, drafts = reading.body_start, []
    for entity in entities:
        offset = shift if entity.part == "body" else 0
        draft = Draft(entity.start + offset, entity.end + offset, entity.text, entity.type, entity.confidence)
        draft.entity = entity
        if entity.demonym:
            draft.demonym = True
        drafts.append(draft)
    drafts.sort(key=START)
    return drafts


def merge(drafts: Sequence[Draft], hits: Sequence[Hit], text: str) -> list[Draft]:
    """Give every draft the hit it is, or the hits inside it; return hits that touch no draft as drafts of their own."""
    loose: list[Draft] = []
    number, count = 0, len(drafts)
    for hit in hits:
        start, end, entries = hit
        while number < count and drafts[number].end <= start:
            number += 1
        if number == count or drafts[number].start >= end:
            draft = Draft(start, end, text[start:end], "place")
            draft.entries = entries
            loose.append(draft)
            continue
        draft = drafts[number]
        if draft.start == start and draft.end == end:
            draft.entries = entries
        elif draft.start <= start and end <= draft.end:
            draft.inside += (hit,)
    return loose


def entities_of(drafts: Iterable[Draft], reading: Reading) -> tuple[Entity, ...]:
    """Write the drafts as entities, in order of text."""
    shift = reading.body_start
    return tuple([_entity(draft, shift) for draft in drafts])


def _entity(draft: Draft, shift: int) -> Entity:
    link, entity = draft.link, draft.entity
    if link is None and draft.country is None and not draft.places and entity is not None and _unchanged(draft, entity):
        return entity
    in_body = draft.start >= shift
    offset = shift if in_body else 0
    return Entity(
        type=draft.type,
        text=draft.text,
        start=draft.start - offset,
        end=draft.end - offset,
        part="body" if in_body else "headline",
        confidence=draft.confidence,
        name=link.name if link else None,
        country=draft.country,
        wikidata=link.wikidata if link else None,
        geonames=link.geonames if link else None,
        area=link.area if link else None,
        demonym=draft.demonym,
        metonym=draft.metonym,
        places=tuple([_entity(place, shift) for place in draft.places]) if draft.places else (),
    )


def _unchanged(draft: Draft, entity: Entity) -> bool:
    """Tell whether an entity was found right as it stands."""
    return draft.text == entity.text and draft.type == entity.type and draft.demonym == entity.demonym
