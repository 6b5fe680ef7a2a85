"""Our events in other people's words: PLOVER, CAMEO, and the types of WikiEvents, RAMS and CASIE.

PLOVER codes the event of the main clause and has types of its own for intentions: a planned kindness is AGREE, a
planned or threatened harm is THREATEN. What stands below a demand, a refusal, an offer or a threat is its content, not
an event. Who is named without a country belongs to the country of the other side: coders call that domestic.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from pipeline.model import Event, Participant

KIND: Final = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"))
HARM: Final = frozenset(("SANCTION", "COERCE", "ASSAULT", "FIGHT", "MOBILIZE", "REJECT", "PROTEST"))
PLOVER: Final = KIND | HARM | {"INVESTIGATE", "DEMAND", "DISAPPROVE", "THREATEN"}
DOMESTIC: Final = frozenset(
    ("PROTEST", "COERCE", "CONCEDE", "FIGHT", "ASSAULT", "INVESTIGATE", "REJECT", "DEMAND", "DISAPPROVE", "THREATEN")
)
HAPPENED: Final = frozenset(("occurred", "claimed", "historical", "habitual"))
INTENDED: Final = frozenset(("planned", "threatened"))

Coding = tuple[str, Event]


def plover(events: Iterable[Event]) -> list[Coding]:
    """Code the events of one article as PLOVER would, in order of text: its type, and ours."""
    coded: list[Coding] = []
    for _, group in groupby(events, key=lambda event: (event.quote.part, event.quote.start)):
        coded += _sentence(list(group))
    return coded


def _sentence(events: list[Event]) -> list[Coding]:
    """Code the foreground of a sentence: its first event, or all of it that shares the trigger."""
    typed = [(kind, event) for event in events if (kind := plover_type(event))]
    front = [pair for pair in typed if not in_background(pair[1])] or typed
    if not front:
        return []
    kind, head = front[0]
    if kind == "AGREE" and head.subtype == "promise" and _harmful(events, head):
        kind = "THREATEN"
    return [(kind, event) for _, event in front if event.trigger == head.trigger]


def _harmful(events: list[Event], head: Event) -> bool:
    """Tell whether what is promised is a harm: "prepared to impose martial law"."""
    later = [event for event in events if event.trigger.start > head.trigger.start]
    return bool(later) and later[0].type in HARM and later[0].status in INTENDED


def in_background(event: Event) -> bool:
    """Tell whether an event stands in a subordinate clause or a phrase."""
    return any(cue.startswith("background:") for cue in event.cues)


def plover_type(event: Event) -> str | None:
    """Give the PLOVER type of one event on its own, or None where PLOVER has none."""
    if event.type not in PLOVER:
        return None
    if event.status in INTENDED and event.type in HARM | KIND:
        return "THREATEN" if event.type in HARM else "AGREE"
    if event.status not in HAPPENED:
        return None
    return event.type


def countries(kind: str, event: Event) -> tuple[str | None, str | None]:
    """Give source and target country of a coding; a side without one is domestic to the other or the place."""
    source = event.actor.country if event.actor else None
    target = event.target.country if event.target else None
    place = event.place.country if event.place else None
    if kind in DOMESTIC:
        if target is None and not international(event.target):
            target = place or source
        if source is None and not international(event.actor):
            source = place or target
    return source, target


def international(side: Participant | None) -> bool:
    """Tell a known body of no country, such as the United Nations, from people and groups of unknown country."""
    return side is not None and side.country is None and side.type == "org" and side.name is not None
