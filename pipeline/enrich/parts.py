"""Named things as parts of what an article tells: who acts or suffers, and where."""

from __future__ import annotations

from typing import Final

from pipeline.model import Entity, Participant, Place

SHIPS: Final = {
    "HMAS": "AU",
    "HMS": "GB",
    "USS": "US",
    "USNS": "US",
    "INS": "IN",
    "KRI": "ID",
    "BRP": "PH",
    "JS": "JP",
    "ROKS": "KR",
    "HMNZS": "NZ",
    "HMCS": "CA",
    "HNoMS": "NO",
    "HSwMS": "SE",
    "PNS": "PK",
    "TCG": "TR",
    "ITS": "IT",
    "ARA": "AR",
}  # prefixes of the names of a state's ships


def participant(entity: Entity) -> Participant:
    """Make a part of an event of a named thing."""
    return Participant(
        text=entity.text,
        start=entity.start,
        end=entity.end,
        part=entity.part,
        type=entity.type,
        name=entity.name,
        country=entity.country or SHIPS.get(entity.text.split(" ", 1)[0]),
        wikidata=entity.wikidata,
    )


def as_place(entity: Entity) -> Place:
    """Make a place of a named thing."""
    return Place(
        text=entity.text,
        start=entity.start,
        end=entity.end,
        part=entity.part,
        name=entity.name,
        country=entity.country,
        geonames=entity.geonames,
        area=entity.area,
    )
