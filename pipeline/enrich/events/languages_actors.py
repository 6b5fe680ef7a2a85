"""Who acts, in another language: the states, peoples and groups of a sentence and the words beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.enrich.events.languages_data import Bounds, Found, Language, Markers, fold
from pipeline.enrich.events.languages_status import Site
from pipeline.enrich.parts import as_place
from pipeline.enrich.reading import Reading
from pipeline.model import Entity, Participant, Place

PARTS: Final = {"embedded": 1, "subject": 2}  # the less, the surer
SEEN: Final = frozenset(("missile-launch", "air-strike"))  # told of by those who detect or suffer it
WEAK: Final = 3


class Named(NamedTuple):
    """A state or group that a sentence names, by its place in the text."""

    start: int
    end: int  # exclusive
    code: str  # ISO 3166-1 alpha-2, EU, or the name of a group
    home: bool  # a body that names no state: the reader's own
    entity: Entity | None
    state: bool = False  # listed among the actors of the language, not any town


def named(entities: Sequence[Entity], reading: Reading, terms: Sequence[Found], sentence: Bounds) -> list[Named]:
    """Give what a sentence names, in order; the longer of two that overlap."""
    found: list[Named] = []
    for entity in entities:
        start = entity.start + (0 if entity.part == "headline" else reading.body_start)
        if sentence[0] <= start < sentence[1]:
            end = start + entity.end - entity.start
            found.append(Named(start, end, entity.country or "", False, entity))
    for term in terms:
        found += [
            Named(term.start, term.end, code, bool(n), None, True) for kind, code, n in term.roles if kind == "actor"
        ]
    listed = {(one.start, one.end): one.code for one in found if one.entity is None}
    found = [
        one._replace(code=listed[one.start, one.end], state=True) if (one.start, one.end) in listed else one
        for one in found
    ]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Named] = []
    for one in found:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept)


def actor_of(text: str, language: Language, some: Sequence[Named], site: Site) -> Named | None:
    """Give who acts: the agent of a passive, else a subject, else who is named without the mark of another part."""
    best: tuple[int, Named] | None = None
    for one in some:
        part = "subject" if one.home else part_of(text, one, language, site.sentence)
        if _modifies(text, one, language, site):
            part = "agent"
        if not one.code or part == "other":
            continue
        if part == "embedded" and site.subtype not in SEEN:
            part = "subject"
        outside = not site.clause[0] <= one.start < site.clause[1]
        weight = (0 if part == "agent" and one.state else PARTS.get(part, 3)) + outside + WEAK * one.home
        if best is None or weight < best[0]:
            best = weight, one
    return best[1] if best else None


def _modifies(text: str, one: Named, language: Language, site: Site) -> bool:
    """Tell whether an adjective of a people stands right beside the event: "Russian missile strike"."""
    if one.entity or one.home or not one.code.isupper() or language.source.anywhere:
        return False
    return text[_word_end(text, one.end) : site.words[0]] == " " or text[
        _word_end(text, site.words[1]) : one.start
    ] in (
        " ",
        " ال",
    )


def _word_end(text: str, at: int) -> int:
    """Give where the word ends that a stem begins."""
    while at < len(text) and text[at].isalnum():
        at += 1
    return at


def place_of(text: str, language: Language, some: Sequence[Named], site: Site) -> Named | None:
    """Give the first place of the event's clause that is marked as no actor."""
    for one in some:
        stands = one.entity and one.entity.type == "place" and site.clause[0] <= one.start < site.clause[1]
        if stands and part_of(text, one, language, site.sentence) == "other":
            return one
    return None


def part_of(text: str, one: Named, language: Language, sentence: Bounds) -> str:
    """Say which part a name has in its sentence: agent, subject, other, or nothing when unmarked."""
    if language.source.markers.after:
        match = _after(language.source.markers).match(text, one.end, sentence[1])
    else:
        match = _before(language.source.markers, language.source.anywhere).search(text, sentence[0], one.start)
    return match.lastgroup or "" if match else ""


@lru_cache(maxsize=16)
def _after(markers: Markers) -> re.Pattern[str]:
    """The first particle behind a name, over nouns and genitives."""
    kinds = [
        f"(?P<{kind}>{_either(getattr(markers, kind))})"
        for kind in ("agent", "embedded", "subject", "other")
        if getattr(markers, kind)
    ]
    return re.compile(rf"[^、，,。]{{0,16}}?(?:{'|'.join(kinds)})")


@lru_cache(maxsize=16)
def _before(markers: Markers, anywhere: bool) -> re.Pattern[str]:
    """A preposition in front of a name, over the words that may stand between."""
    kinds = [f"(?P<{kind}>{_either(getattr(markers, kind))})" for kind in ("agent", "other")]
    start = "" if anywhere else r"(?<!\w)"
    return re.compile(rf"{start}(?:{'|'.join(kinds)})(?:{markers.passed})$")


def _either(words: str) -> str:
    return "|".join(sorted((fold(word.strip()) for word in words.split(",") if word.strip()), key=len, reverse=True))


def participant(one: Named, reading: Reading) -> Participant:
    """Make a part of an event of a name."""
    span = reading.span(one.start, one.end)
    state = len(one.code) == 2 and one.code.isupper()
    entity = one.entity
    return Participant(
        text=span.text,
        start=span.start,
        end=span.end,
        part=span.part,
        type=entity.type if entity else "misc" if state else "org",
        name=entity.name if entity else None if state else one.code,
        country=one.code if state else None,
        wikidata=entity.wikidata if entity else None,
    )


def place(one: Named) -> Place | None:
    """Make a place of a named place."""
    return as_place(one.entity) if one.entity else None
