"""Matches become incidents: reports of one event give one alert, revised as sources and facts come in.

The state is what the alerts themselves say: `restore` rebuilds it from alerts.fired.v1, so a restart never knows more
than was sent, and a match whose alert was already sent is recognised as a duplicate.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from pipeline.detect.matching import rank, same_place
from pipeline.detect.titles import title_of
from pipeline.ids import alert_id, identify
from pipeline.model import Alert, AlertKind, Event, Match, Place, Severity, Skipped

SAME_EVENT: Final = timedelta(days=1)
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "critical")
LIMIT: Final = 200_000


class Incidents:
    """Open incidents of one partition, by key; the least recently reported leave first when `limit` is reached."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        self._limit = limit
        self._by_id: OrderedDict[str, Alert] = OrderedDict()
        self._by_key: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def restore(self, alerts: Iterable[Alert]) -> None:
        """Take up the latest revision of each incident; older ones are passed over."""
        for alert in alerts:
            known = self._by_id.get(alert.incident_id)
            if known is None or alert.revision > known.revision:
                self._keep(alert)

    def correlate(self, match: Match) -> Alert | Skipped:
        """Find or open the incident of a match and give its next revision; a report already counted is skipped."""
        incident = self._find(match)
        if incident is None:
            revised = Skipped(reason="retracts_nothing") if match.retracts else self._fire(match)
        else:
            revised = _retract(incident, match) if match.retracts else _update(incident, match)
        if isinstance(revised, Alert):
            self._keep(revised)
        return revised

    def _fire(self, match: Match) -> Alert:
        """Open an incident; its id needs the place only where another of that day lies elsewhere."""
        day = day_of(match)
        incident_id = identify("incident", match.key, day or "undated")
        if incident_id in self._by_id and match.event and match.event.place:
            incident_id = identify("incident", match.key, day or "undated", _place_code(match.event.place))
        return _first_revision(match, incident_id, day)

    def _find(self, match: Match) -> Alert | None:
        known = [self._by_id[incident_id] for incident_id in self._by_key.get(match.key, ())]
        for incident in known:
            if any(source.uri == match.source.uri for source in incident.sources):
                return incident
        return next((incident for incident in known if _same(incident, match)), None)

    def _keep(self, alert: Alert) -> None:
        if alert.incident_id not in self._by_id:
            self._by_key.setdefault(alert.key, []).append(alert.incident_id)
        self._by_id[alert.incident_id] = alert
        self._by_id.move_to_end(alert.incident_id)
        while len(self._by_id) > self._limit:
            _, gone = self._by_id.popitem(last=False)
            self._by_key[gone.key].remove(gone.incident_id)
            if not self._by_key[gone.key]:
                del self._by_key[gone.key]


def day_of(match: Match) -> date | None:
    """Say on which day the event took place: as the text tells it, else the day of publication."""
    if match.event and match.event.time and match.event.time.first == match.event.time.last:
        return match.event.time.first
    return match.source.published_at.date() if match.source.published_at else None


def _same(incident: Alert, match: Match) -> bool:
    """Two reports under one key are one incident when neither day nor place speaks against it."""
    return _same_day(incident, match) and _same_place(incident.event, match.event)


def _same_day(incident: Alert, match: Match) -> bool:
    theirs, ours = incident.labels.get("day"), day_of(match)
    if theirs is None or ours is None:
        return theirs is None and ours is None
    return abs(date.fromisoformat(theirs) - ours) <= SAME_EVENT


def _same_place(known: Event | None, told: Event | None) -> bool:
    return same_place(known.place if known else None, told.place if told else None)


def _first_revision(match: Match, incident_id: str, day: date | None) -> Alert:
    return Alert(
        id=alert_id(incident_id, 1),
        incident_id=incident_id,
        key=match.key,
        revision=1,
        kind="fired",
        rule=match.rule,
        severity=match.severity,
        title=title_of(match.rule, match.event, match.source),
        sources=(match.source,),
        regions=match.regions,
        event=match.event,
        labels=match.labels | ({"day": day.isoformat()} if day else {}),
        why=match.why,
    )


def _update(incident: Alert, match: Match) -> Alert | Skipped:
    if any(s.uri == match.source.uri and s.version >= match.source.version for s in incident.sources):
        return Skipped(reason="duplicate")
    escalates = SEVERITIES.index(match.severity) > SEVERITIES.index(incident.severity)
    revised = replace(
        incident,
        severity=match.severity if escalates else incident.severity,
        sources=(*(s for s in incident.sources if s.uri != match.source.uri), match.source),
        regions=tuple(dict.fromkeys((*incident.regions, *match.regions))),
    )
    if _nearer(incident.event, match.event):
        title = title_of(match.rule, match.event, match.source)
        revised = replace(revised, event=match.event, why=match.why, title=title)
    kind: AlertKind = "escalated" if escalates else "updated"
    return _next(revised, "fired" if incident.kind == "retracted" else kind)


def _retract(incident: Alert, match: Match) -> Alert | Skipped:
    left = tuple(source for source in incident.sources if source.uri != match.source.uri)
    if len(left) == len(incident.sources) or incident.kind == "retracted":
        return Skipped(reason="duplicate")
    return _next(replace(incident, sources=left or (match.source,)), "updated" if left else "retracted")


def _next(incident: Alert, kind: AlertKind) -> Alert:
    revision = incident.revision + 1
    return replace(incident, id=alert_id(incident.incident_id, revision), revision=revision, kind=kind)


def _nearer(known: Event | None, told: Event | None) -> bool:
    """The incident takes the status nearest to firing; on a tie the first report stands."""
    return told is not None and (known is None or rank(told)[0] < rank(known)[0])


def _place_code(place: Place) -> str:
    return place.country or place.area or (place.name or place.text).casefold()
