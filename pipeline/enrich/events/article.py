"""What the rest of an article says about its events: disputes, retractions, and parts left out in one mention."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from pipeline.enrich.events.status import Standing, Verdict
from pipeline.model import Event

ASSERTED: Final = ("occurred", "claimed")
SETTLED: Final = ("denied", "cancelled", "drill", "historical", "habitual", "planned")


REAL_IN_DRILLS: Final = frozenset(("military-exercise", "troop-deployment", "protest", "sanction"))


def verdict_of(words: list[str], standing: Standing) -> Verdict | None:
    """Find what the article as a whole says of what others say in it: retracted or played before disputed."""
    found: Verdict | None = None
    for cue in standing(words, 0, len(words)):
        if cue.status in ("denied", "drill"):
            return Verdict(cue.status, " ".join(cue.words))
        found = found or Verdict(cue.status, " ".join(cue.words))
    return found


def settle(events: list[Event], verdict: Verdict | None, *, remembers: bool = False) -> list[Event]:
    """Apply a verdict of the article to what is only said in it.

    `remembers` says that the article is full of words of memory: what has no time in it is past.
    """
    denied = {event.subtype for event in events if event.status == "denied" and _said(event)}
    if verdict is not None:
        events = [_judged(event, verdict, denied) for event in events]
    elif denied:
        headed = any(event.status == "denied" and event.trigger.part == "headline" for event in events)
        found = Verdict("denied", "headline") if headed else Verdict("claimed", "denied by others")
        events = [_judged(event, found, denied) for event in events]
    return _headed(_dated(_rehearsed(events), remembers=remembers))


def _rehearsed(events: list[Event]) -> list[Event]:
    """What a headline calls a drill is one in the body."""
    drills = {event.subtype for event in events if event.trigger.part == "headline" and event.status == "drill"}
    if not drills:
        return events
    return [
        replace(event, status="drill", cues=(*event.cues, "status:drill:headline"))
        if event.subtype in drills and event.status in ASSERTED
        else event
        for event in events
    ]


def _headed(events: list[Event]) -> list[Event]:
    """A headline says what its article says: it takes the status of the body where that never tells of a fact."""
    told: dict[str, Event] = {}
    for event in events:
        if event.trigger.part == "body" and (event.subtype not in told or event.status in ASSERTED):
            told[event.subtype] = event
    return [
        replace(event, status=told[event.subtype].status, cues=(*event.cues, "status:body"))
        if event.trigger.part == "headline"
        and event.status in ASSERTED
        and event.subtype in told
        and told[event.subtype].status in SETTLED
        else event
        for event in events
    ]


def _dated(events: list[Event], *, remembers: bool) -> list[Event]:
    """A mention without a time belongs to the historical event that the article tells of, a headline to the first."""
    first: dict[str, Event] = {}
    found: list[Event] = []
    for event in events:
        if event.trigger.part == "body" or event.time is not None:
            first.setdefault(event.subtype, event)
    lead = next(iter(first.values()), None)
    for event in events:
        earlier = first.get(event.subtype) or lead or event
        past = remembers or earlier.status == "historical"
        if past and event.status == "occurred" and event.time is None:
            event = replace(event, status="historical", cues=(*event.cues, "status:historical:article"))
        found.append(event)
    return found


def _judged(event: Event, verdict: Verdict, denied: set[str]) -> Event:
    """A retraction denies what is said, or what the article also denies; a dispute makes it a claim."""
    said = _said(event) and (verdict.cue not in ("denied by others", "headline") or event.subtype in denied)
    if verdict.status == "drill" and event.subtype in REAL_IN_DRILLS:
        return event
    if verdict.status == "claimed" and verdict.cue != "denied by others" and _rumoured(event):
        verdict = Verdict("denied", verdict.cue)
    whole = verdict.status == "drill"
    if event.status not in ASSERTED or not (said or whole or (verdict.status == "denied" and event.subtype in denied)):
        return event
    return replace(event, status=verdict.status, cues=(*event.cues, f"status:{verdict.status}:article:{verdict.cue}"))


def _said(event: Event) -> bool:
    return any(cue.startswith("said:") for cue in event.cues)


def _rumoured(event: Event) -> bool:
    return any(cue.startswith("said:rumour:") for cue in event.cues)


def completed(events: list[Event]) -> list[Event]:
    """Give a mention without an actor the actor of a surer mention of the same kind."""
    known: dict[str, Event] = {}
    for event in events:
        if event.actor is not None and event.status in ASSERTED and event.actor.country:
            known.setdefault(event.subtype, event)
    return [
        replace(event, actor=known[event.subtype].actor, cues=(*event.cues, "actor:article"))
        if event.actor is None and event.status in ASSERTED and event.subtype in known
        else event
        for event in _placed(events)
    ]


def _placed(events: list[Event]) -> list[Event]:
    """Give a mention that says nowhere the target and the place of one of the same kind that does."""
    known: dict[str, Event] = {}
    for event in events:
        if event.status in ASSERTED and (event.target or event.place):
            known.setdefault(event.subtype, event)
    return [
        replace(event, target=known[event.subtype].target, place=known[event.subtype].place)
        if event.target is None and event.place is None and event.status in ASSERTED and event.subtype in known
        else event
        for event in events
    ]
