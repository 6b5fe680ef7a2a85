"""Rules on one enriched article: at most one match per rule and incident."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from pipeline.detect.conditions import events_wanted, fits_event, leaves
from pipeline.detect.rules import Rule
from pipeline.ids import match_id
from pipeline.model import EnrichedArticle, Event, EventTime, Match, Participant, Place, Source, Status, Verdict

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
        return f"{rule.name}/{event.subtype}/{actor_code(event.actor)}"
    if event.place and (where := event.place.country or event.place.area or event.place.name):
        return f"{rule.name}/{event.subtype}/@{where.casefold()}"
    return f"{rule.name}/{event.subtype}/{enriched.article.uri}"


def _matches(rule: Rule, enriched: EnrichedArticle, why: tuple[Verdict, ...]) -> list[Match]:
    wanted = events_wanted(rule.when)
    events = [event for event in enriched.events if any(fits_event(each, event) for each in wanted)]
    if not events:
        return [_match(rule, enriched, why, None, f"{rule.name}/{enriched.article.uri}")]
    best: dict[str, Event] = {}
    for event in map(merged, gathered(events)):
        key = incident_key(rule, event, enriched)
        if key not in best or rank(event) < rank(best[key]):
            best[key] = event
    return [_match(rule, enriched, why, event, key) for key, event in best.items()]


def gathered(events: list[Event]) -> list[list[Event]]:
    """Gather the mentions of one event within one article: one type, and neither actor, place nor day against it."""
    groups: list[list[Event]] = []
    for event in sorted(events, key=_vagueness):
        group = next((each for each in groups if all(same_event(event, known) for known in each)), None)
        if group is None:
            groups.append([event])
        else:
            group.append(event)
    return groups


def merged(mentions: list[Event]) -> Event:
    """Take the mention nearest to firing, and from the others what it leaves open."""
    best, *others = sorted(mentions, key=rank)
    told = {name: getattr(best, name) for name in ("actor", "target", "place", "time")}
    for other in others:
        told = {name: getattr(other, name) if value is None else value for name, value in told.items()}
    return replace(best, **told)


def same_event(one: Event, other: Event) -> bool:
    """Say whether two mentions may be of one event: what one leaves open speaks against nothing."""
    return (
        one.subtype == other.subtype
        and (one.actor is None or other.actor is None or actor_code(one.actor) == actor_code(other.actor))
        and same_place(one.place, other.place)
        and (one.time is None or other.time is None or _overlap(one.time, other.time))
    )


def same_place(one: Place | None, other: Place | None) -> bool:
    """Say whether two places may be one: a sea and a country do not exclude each other, two countries do."""
    if one is None or other is None:
        return True
    if one.country and other.country:
        return one.country == other.country
    return one.area is None or other.area is None or one.area == other.area


def actor_code(actor: Participant) -> str:
    """Name an actor for grouping: its country, else its id, else its name."""
    return actor.country or actor.wikidata or (actor.name or actor.text).casefold()


def _overlap(one: EventTime, other: EventTime) -> bool:
    return one.first <= other.last and other.first <= one.last


def _vagueness(event: Event) -> int:
    return sum(each is None for each in (event.actor, event.place, event.time))


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
