"""Builders of alerts; a test names only what matters to it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pipeline.ids import alert_id, identify
from pipeline.model import Alert, Event, EventTime, Participant, Place, Region, Source, Span, Verdict

SENTENCE = "Before dawn the North fired a ballistic missile that fell into the sea east of the peninsula."


def an_event(**changes: Any) -> Event:
    fields: dict[str, Any] = {
        "type": "ASSAULT",
        "subtype": "missile-launch",
        "mode": "missile",
        "status": "occurred",
        "trigger": Span(start=22, end=27, text="fired"),
        "quote": Span(start=0, end=len(SENTENCE), text=SENTENCE),
        "actor": Participant(text="the North", start=12, end=21, name="North Korea", country="KP", wikidata="Q423"),
        "place": Place(text="the sea", start=63, end=70, name="Sea of Japan", area="sea-of-japan"),
        "time": EventTime(first=date(2026, 3, 16), last=date(2026, 3, 16), text="Before dawn"),
    }
    return Event(**(fields | changes))


def an_alert(*, incident: str = "one", revision: int = 1, **changes: Any) -> Alert:
    incident_id = identify("incident", incident)
    fields: dict[str, Any] = {
        "id": alert_id(incident_id, revision),
        "incident_id": incident_id,
        "key": incident,
        "revision": revision,
        "kind": "fired",
        "rule": "missile-launch",
        "severity": "critical",
        "title": "North Korea: missile launch",
        "sources": (
            Source(
                uri="https://example.org/a",
                source="example.org",
                headline="Neighbours meet after launch",
                published_at=datetime(2026, 3, 16, 7, 10, tzinfo=UTC),
            ),
        ),
        "regions": (
            Region(type="country", code="KP", name="North Korea", role="event"),
            Region(type="sea", code="sea-of-japan", name="Sea of Japan"),
        ),
        "event": an_event(),
        "labels": {"desk": "security"},
        "why": (Verdict(condition="event.type", held=True, because="missile-launch: “fired”"),),
    }
    return Alert(**(fields | changes))
