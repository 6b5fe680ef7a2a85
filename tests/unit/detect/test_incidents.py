from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pipeline.detect.incidents import Incidents
from pipeline.model import Alert, Skipped
from tests.builders import NOON, a_match, a_rule, an_event


def correlate(incidents: Incidents, **told: Any) -> Alert:
    alert = incidents.correlate(a_match(**told))
    assert isinstance(alert, Alert)
    return alert


def test_two_articles_on_one_launch_give_one_incident_with_two_sources():
    incidents = Incidents()
    first = correlate(incidents, uri="a", event=an_event(place="JP"))
    second = correlate(incidents, uri="b", event=an_event())

    assert first.incident_id == second.incident_id
    assert (first.kind, second.kind) == ("fired", "updated")
    assert [source.uri for source in second.sources] == ["a", "b"]
    assert (first.revision, second.revision) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"event": an_event(actor="IR")},
        {"published_at": NOON + timedelta(days=3)},
        {"event": an_event(place="GU")},
        {"rule": a_rule("air-strike"), "event": an_event("air-strike")},
    ],
    ids=["another actor", "another day", "another place", "another rule"],
)
def test_another_event_is_another_incident(other: dict[str, Any]):
    incidents = Incidents()
    first = correlate(incidents, uri="a", event=an_event(place="JP"))
    second = correlate(incidents, uri="b", **other)

    assert first.incident_id != second.incident_id
    assert second.kind == "fired"


def test_the_day_told_beats_the_day_of_publication():
    incidents = Incidents()
    first = correlate(incidents, uri="a", event=an_event(day="2026-03-13"))
    later = correlate(incidents, uri="b", event=an_event(day="2026-03-13"), published_at=NOON + timedelta(days=2))

    assert first.incident_id == later.incident_id


def test_the_same_article_again_is_a_duplicate():
    incidents = Incidents()
    correlate(incidents, uri="a")

    assert incidents.correlate(a_match(uri="a")) == Skipped(reason="duplicate")


def test_ids_are_the_same_on_every_replay():
    one, other = (correlate(Incidents(), uri="a") for _ in range(2))

    assert (one.id, one.incident_id) == (other.id, other.incident_id)


def test_a_restart_goes_on_where_its_alerts_ended():
    before = Incidents()
    first = correlate(before, uri="a")
    second = correlate(before, uri="b")
    after = Incidents()
    after.restore([second, first])

    assert after.correlate(a_match(uri="b")) == Skipped(reason="duplicate")
    assert correlate(after, uri="c").revision == 3


def test_the_incident_takes_the_status_nearest_to_firing():
    incidents = Incidents()
    correlate(incidents, uri="a", event=an_event(status="claimed"))
    second = correlate(incidents, uri="b", event=an_event(status="occurred"))
    third = correlate(incidents, uri="c", event=an_event(status="claimed"))

    assert second.event is not None
    assert third.event is not None
    assert (second.event.status, third.event.status) == ("occurred", "occurred")


def test_a_graver_report_escalates():
    incidents = Incidents()
    correlate(incidents, uri="a", rule=a_rule(severity="warning"))

    assert correlate(incidents, uri="b", rule=a_rule(severity="critical")).kind == "escalated"


def test_a_cancelled_article_retracts_its_incident_once():
    incidents = Incidents()
    correlate(incidents, uri="a")

    assert correlate(incidents, uri="a", version=2, status="canceled").kind == "retracted"
    assert incidents.correlate(a_match(uri="a", version=2, status="canceled")) == Skipped(reason="duplicate")
    assert incidents.correlate(a_match(uri="x", status="canceled", event=an_event(actor="IR"))) == Skipped(
        reason="retracts_nothing"
    )


def test_memory_is_bounded_and_the_stalest_incident_leaves():
    incidents = Incidents(limit=2)
    for actor in ("KP", "IR", "RU"):
        correlate(incidents, uri=actor, event=an_event(actor=actor))

    assert len(incidents) == 2
    assert correlate(incidents, uri="again", event=an_event(actor="KP")).kind == "fired"
