"""One line that says what happened."""

from __future__ import annotations

from pipeline.model import Event, Participant, Place, Source


def title_of(rule: str, event: Event | None, source: Source) -> str:
    """Say who did what to whom and where, with its status; without an event, the headline."""
    if event is None:
        return f"{rule}: {source.headline or source.uri}"
    words = [event.subtype.replace("-", " "), f"({event.status})"]
    if event.actor:
        words.append(f"by {named(event.actor)}")
    if event.target:
        words.append(f"→ {named(event.target)}")
    if event.place:
        words.append(f"at {named(event.place)}")
    return " ".join(words)


def named(thing: Participant | Place) -> str:
    """Name a thing as known, with its country."""
    name = thing.name or thing.text
    return f"{name} ({thing.country})" if thing.country and thing.country != name else name
