"""Builders show only what matters to a test; everything else has a sensible value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from pipeline.detect.matching import detect
from pipeline.detect.rules import Condition, EventFilter, Rule
from pipeline.model import Article, EnrichedArticle, Entity, Event, EventTime, Match, Participant, Place, Region, Span

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def an_article(**told: Any) -> Article:
    return Article(**({"uri": "urn:test:1", "body": "Words were said.", "published_at": NOON} | told))


def a_participant(name: str, country: str | None = None) -> Participant:
    return Participant(text=name, start=0, end=len(name), name=name, country=country)


def a_place(name: str, country: str | None = None, area: str | None = None) -> Place:
    return Place(text=name, start=0, end=len(name), name=name, country=country, area=area)


def an_event(subtype: str = "missile-launch", status: str = "occurred", **told: Any) -> Event:
    actor, place, day = told.pop("actor", "KP"), told.pop("place", None), told.pop("day", None)
    return Event(
        type=told.pop("type", "ASSAULT"),
        subtype=subtype,
        status=status,  # type: ignore[arg-type]  # tests name statuses as plain strings
        trigger=Span(start=10, end=15, text="fired"),
        quote=Span(start=0, end=16, text="The North fired."),
        actor=a_participant(actor, actor) if actor else None,
        place=a_place(place, place) if place else None,
        time=EventTime(first=date.fromisoformat(day), last=date.fromisoformat(day)) if day else None,
        **told,
    )


def an_enriched_article(
    *events: Event, entities: tuple[str, ...] = (), regions: tuple[str, ...] = (), **told: Any
) -> EnrichedArticle:
    article = an_article(**told)
    return EnrichedArticle(
        id="0" * 32,
        article=article,
        language=article.language,
        entities=tuple(Entity(type="org", text=name, start=0, end=len(name)) for name in entities),
        regions=tuple(Region(type="country", code=code, name=code) for code in regions),
        events=events,
    )


def a_rule(name: str = "missile-launch", *, when: Condition | None = None, severity: str = "critical") -> Rule:
    default = Condition(event=EventFilter(type=name, status=("occurred", "claimed")))
    return Rule(name=name, severity=severity, when=when or default)  # type: ignore[arg-type]


def a_match(event: Event | None = None, *, rule: Rule | None = None, **told: Any) -> Match:
    [match] = detect(an_enriched_article(event or an_event(), **told), [rule or a_rule()])
    return match
