"""What a route can match on: labels derived from an alert by one pure function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, get_args

from pipeline.model import Alert, AlertKind, Event, Participant, Place, Severity, Status

Labels = Mapping[str, tuple[str, ...]]

LABELS: Final[Mapping[str, str]] = {
    "rule": "the rule that fired",
    "severity": "critical, warning or info",
    "kind": "fired, updated, escalated or retracted",
    "event": "our subtype: missile-launch, sanction, protest, …",
    "event_type": "PLOVER type: ASSAULT, SANCTION, PROTEST, …",
    "event_mode": "PLOVER mode, when known",
    "status": "occurred, claimed, denied, planned, threatened, …",
    "actor": "who did it: ISO country code, name, text, Wikidata id, as far as known",
    "target": "to whom: ISO country code, name, text, Wikidata id, as far as known",
    "place": "where it happened: ISO country code, area code, name",
    "country": "ISO 3166-1 alpha-2 codes of the countries concerned",
    "region": "codes of every region concerned: countries, M49 regions, seas, areas",
    "source": "who published the articles: names or domains",
}

# Labels whose values come from a closed list; a typing error in one is found when the file is read.
CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "severity": get_args(Severity),
    "kind": get_args(AlertKind),
    "status": get_args(Status),
}


def labels_of(alert: Alert) -> dict[str, tuple[str, ...]]:
    """Derive an alert's labels; one label can have several values, a missing one counts as empty.

    Labels that its rule adds stand beside ours; where both have a name, ours wins, so that a rule cannot disguise
    its severity.
    """
    ours: dict[str, Iterable[str | None]] = {
        "rule": (alert.rule,),
        "severity": (alert.severity,),
        "kind": (alert.kind,),
        "country": (region.code for region in alert.regions if region.type == "country"),
        "region": (region.code for region in alert.regions),
        "source": (source.source for source in alert.sources),
        **(_event_labels(alert.event) if alert.event else {}),
    }
    theirs = {name: (value,) for name, value in alert.labels.items()}
    return theirs | {name: known for name, values in ours.items() if (known := _known(values))}


def _event_labels(event: Event) -> dict[str, Iterable[str | None]]:
    return {
        "event": (event.subtype,),
        "event_type": (event.type,),
        "event_mode": (event.mode,),
        "status": (event.status,),
        "actor": _participant(event.actor),
        "target": _participant(event.target),
        "place": _place(event.place),
    }


def _participant(who: Participant | None) -> tuple[str | None, ...]:
    return (who.country, who.name, who.text, who.wikidata) if who else ()


def _place(place: Place | None) -> tuple[str | None, ...]:
    return (place.country, place.area, place.name, place.text) if place else ()


def _known(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
