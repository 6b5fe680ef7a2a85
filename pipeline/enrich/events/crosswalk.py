"""Our events in other people's words: PLOVER, CAMEO, and the types of WikiEvents, RAMS and CASIE.

PLOVER codes one event a clause and has types of its own for intentions: a planned kindness is AGREE, a planned or
threatened harm is THREATEN. What stands below a demand, a refusal, an offer or a threat is its content, not an event.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from pipeline.model import Event

KIND: Final = frozenset(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"))
HARM: Final = frozenset(("SANCTION", "COERCE", "ASSAULT", "FIGHT", "MOBILIZE", "REJECT", "PROTEST"))
PLOVER: Final = KIND | HARM | {"INVESTIGATE", "DEMAND", "DISAPPROVE", "THREATEN"}
FRAMES: Final = frozenset(("AGREE", "DEMAND", "REJECT", "THREATEN", "DISAPPROVE"))
HAPPENED: Final = frozenset(("occurred", "claimed", "historical", "habitual"))


def plover(events: Iterable[Event]) -> list[tuple[str, Event]]:
    """Code the events of one article as PLOVER would, in order of text: its type, and ours."""
    coded: list[tuple[str, Event]] = []
    for _, group in groupby(events, key=lambda event: (event.quote.part, event.quote.start)):
        coded += _sentence(list(group))
    return coded


def _sentence(events: list[Event]) -> list[tuple[str, Event]]:
    """Code the foreground of a sentence: its first event, or all of it that shares the trigger."""
    typed = [(kind, event) for event in events if (kind := plover_type(event))]
    front = [pair for pair in typed if not in_background(pair[1])] or typed
    return [pair for pair in front if pair[1].trigger == front[0][1].trigger]


def in_background(event: Event) -> bool:
    """Tell whether an event stands in a subordinate clause or a phrase."""
    return any(cue.startswith("background:") for cue in event.cues)


def plover_type(event: Event) -> str | None:
    """Give the PLOVER type of one event on its own, or None where PLOVER has none."""
    if event.type not in PLOVER:
        return None
    if event.status in ("planned", "threatened") and event.type in HARM | KIND:
        return "THREATEN" if event.type in HARM else "AGREE"
    if event.status not in HAPPENED:
        return None
    return event.type
