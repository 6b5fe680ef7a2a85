"""Rules on one enriched article: at most one match per rule and incident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.detect.conditions import events_wanted, fits_event, leaves
from pipeline.detect.rules import Rule
from pipeline.ids import match_id
from pipeline.model import EnrichedArticle, Event, Match, Source, Status, Verdict

NEAREST_TO_FIRING: Final[tuple[Status, ...]] = (
    "occurred",
    "claimed",
    "denied",
    "planned",
    "threatened",
    "cancelled",
    "drill",
    "hypothetical",
    "historical",
    "habitual",
)


def detect(enriched: EnrichedArticle, rules: Sequence[Rule]) -> tuple[Match, ...]:
    """Give the matches of every rule that fires on the article, in order of rules."""
    matches: list[Match] = []
    for rule in rules:
        why = tuple(leaves(rule.when, enriched))
        if all(verdict.held for verdict in why):
            matches += _matches(rule, enriched, why)
    return tuple(matches)


def rank(event: Event) -> tuple[int, float, int, int]:
    """Order events: nearest to firing first, then surest, then headline before body, then first in the text."""
    part = 0 if event.trigger.part == "headline" else 1
    return NEAREST_TO_FIRING.index(event.status), -event.confidence, part, event.trigger.start


def incident_key(rule: Rule, event: Event, enriched: EnrichedArticle) -> str:
    """Say what reports of one incident share: rule, type and actor; without an actor the place; else the article.

    Place and day are compared by the correlator, since reports of one incident name them more or less finely.
    """
    if event.actor:
        who = event.actor.country or event.actor.wikidata or (event.actor.name or event.actor.text).casefold()
        return f"{rule.name}/{event.subtype}/{who}"
    if event.place and (where := event.place.country or event.place.area or event.place.name):
        return f"{rule.name}/{event.subtype}/@{where.casefold()}"
    return f"{rule.name}/{event.subtype}/{enriched.article.uri}"


def _matches(rule: Rule, enriched: EnrichedArticle, why: tuple[Verdict, ...]) -> list[Match]:
    wanted = events_wanted(rule.when)
    events = [event for event in enriched.events if any(fits_event(each, event) for each in wanted)]
    if not events:
        return [_match(rule, enriched, why, None, f"{rule.name}/{enriched.article.uri}")]
    by_key: dict[str, list[Event]] = {}
    for event in _with_actors(events):
        by_key.setdefault(incident_key(rule, event, enriched), []).append(event)
    return [_match(rule, enriched, why, min(found, key=rank), key) for key, found in by_key.items()]


def _with_actors(events: list[Event]) -> list[Event]:
    """Within one article a mention without an actor belongs to the event of the same type that has one."""
    known = {event.subtype for event in events if event.actor}
    return [event for event in events if event.actor or event.subtype not in known]


def _match(rule: Rule, enriched: EnrichedArticle, why: tuple[Verdict, ...], event: Event | None, key: str) -> Match:
    article = enriched.article
    return Match(
        id=match_id(rule.name, key, article.uri, article.version),
        key=key,
        rule=rule.name,
        severity=rule.severity,
        source=source_of(enriched),
        regions=enriched.regions,
        event=event,
        labels=rule.labels,
        why=why,
        retracts=article.status == "canceled",
    )


def source_of(enriched: EnrichedArticle) -> Source:
    """Name the article as a source of an incident."""
    article = enriched.article
    return Source(
        uri=article.uri,
        version=article.version,
        source=article.source,
        url=article.url,
        headline=article.headline,
        published_at=article.published_at,
    )
