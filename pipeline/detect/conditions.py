"""Whether a condition holds on an article, and which words decided it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final

import msgspec

from pipeline.detect.rules import (
    Condition,
    EntityFilter,
    EventFilter,
    RegionFilter,
    StanceFilter,
    TextFilter,
    ToneFilter,
    some,
)
from pipeline.model import EnrichedArticle, Entity, Event, Part, Participant, Place, Region, Span, Stance, Tone, Verdict

FILTERS: Final = ("event", "entity", "region", "stance", "tone", "text")
PARTS: Final[tuple[Part, ...]] = ("headline", "body")


def holds(condition: Condition, enriched: EnrichedArticle) -> bool:
    """Say whether a condition holds."""
    return all(verdict.held for verdict in leaves(condition, enriched))


def leaves(condition: Condition, enriched: EnrichedArticle) -> Iterator[Verdict]:
    """Judge every key of a condition; all of them must hold."""
    for name in FILTERS:
        wanted = getattr(condition, name)
        if wanted is not None:
            yield JUDGES[name](wanted, enriched)
    if condition.source:
        yield _one_of("source", enriched.article.source, some(condition.source))
    if condition.language:
        yield _one_of("language", enriched.language, some(condition.language))
    for inner in condition.all:
        yield from leaves(inner, enriched)
    if condition.any:
        yield _any(condition.any, enriched)
    if condition.not_ is not None:
        yield _not(condition.not_, enriched)


def events_wanted(condition: Condition) -> list[EventFilter]:
    """List the event filters that can make a condition hold (those under `not` cannot)."""
    own = [condition.event] if condition.event else []
    return own + [wanted for inner in (*condition.all, *condition.any) for wanted in events_wanted(inner)]


def fits_event(wanted: EventFilter, event: Event) -> bool:
    """Say whether an event has all that a filter asks."""
    types, status = some(wanted.type), some(wanted.status)
    return (
        (not types or event.subtype in types or event.type in types)
        and (not status or event.status in status)
        and event.confidence >= wanted.confidence
        and _fits_one(some(wanted.actor), event.actor)
        and _fits_one(some(wanted.target), event.target)
        and _fits_one(some(wanted.place), event.place)
    )


def _fits_one(wanted: tuple[str, ...], thing: Participant | Place | None) -> bool:
    return not wanted or (thing is not None and bool(_names(thing) & {name.casefold() for name in wanted}))


def _names(thing: Participant | Place) -> set[str]:
    """Everything a rule may call a thing by, casefolded."""
    own_id = thing.wikidata if isinstance(thing, Participant) else thing.area
    return {name.casefold() for name in (thing.text, thing.name, thing.country, own_id) if name}


def _judge_event(wanted: EventFilter, enriched: EnrichedArticle) -> Verdict:
    found = [event for event in enriched.events if fits_event(wanted, event)]
    if found:
        told = "; ".join(f"{event.subtype} {event.status}: “{event.trigger.text}”" for event in found[:3])
        return _verdict("event", wanted, True, told, [event.quote for event in found[:3]])
    near = [event for event in enriched.events if {event.subtype, event.type} & {*some(wanted.type)}]
    told = "; ".join(f"{event.subtype} is {event.status}: “{event.trigger.text}”" for event in near[:3])
    return _verdict("event", wanted, False, told or "no such event in the article", [])


def _judge_entity(wanted: EntityFilter, enriched: EnrichedArticle) -> Verdict:
    found = [entity for entity in enriched.entities if _fits_entity(wanted, entity)]
    spans = [Span(start=e.start, end=e.end, text=e.text, part=e.part) for e in found[:3]]
    return _verdict("entity", wanted, bool(found), _quoted(e.text for e in found) or "not named", spans)


def _fits_entity(wanted: EntityFilter, entity: Entity) -> bool:
    ids = {entity.wikidata, str(entity.geonames) if entity.geonames else None, entity.area}
    names = {entity.text.casefold(), (entity.name or "").casefold()}
    return (
        (not wanted.id or bool(ids & {*some(wanted.id)}))
        and (not wanted.type or entity.type in some(wanted.type))
        and (not wanted.text or any(name.casefold() in names for name in some(wanted.text)))
        and (not wanted.country or entity.country in some(wanted.country))
    )


def _judge_region(wanted: RegionFilter, enriched: EnrichedArticle) -> Verdict:
    found = [region for region in enriched.regions if _fits_region(wanted, region)]
    told = ", ".join(f"{region.name} ({region.code}, {region.role})" for region in found[:5])
    return _verdict("region", wanted, bool(found), told or "no such region in the article", [])


def _fits_region(wanted: RegionFilter, region: Region) -> bool:
    return (
        (not wanted.code or region.code in some(wanted.code))
        and (not wanted.name or region.name.casefold() in {name.casefold() for name in some(wanted.name)})
        and (not wanted.type or region.type in some(wanted.type))
        and (wanted.role is None or region.role == wanted.role)
    )


def _judge_stance(wanted: StanceFilter, enriched: EnrichedArticle) -> Verdict:
    found = [stance for stance in enriched.stances if _fits_stance(wanted, stance)]
    told = "; ".join(f"{s.holder.text} {s.polarity} {s.target.text}" for s in found[:3])
    quotes = [stance.quote for stance in found[:3]]
    return _verdict("stance", wanted, bool(found), told or "no such position in the article", quotes)


def _fits_stance(wanted: StanceFilter, stance: Stance) -> bool:
    polarity = some(wanted.polarity)
    return (
        _fits_one(some(wanted.holder), stance.holder)
        and _fits_one(some(wanted.target), stance.target)
        and (not polarity or stance.polarity in polarity)
        and stance.strength >= wanted.strength
    )


def _judge_tone(wanted: ToneFilter, enriched: EnrichedArticle) -> Verdict:
    found = [tone for tone in enriched.tones if _fits_tone(wanted, tone)]
    told = "; ".join(f"{t.polarity} {t.target.text} ({t.confidence:.2f})" for t in found[:3])
    quotes = [tone.quote for tone in found[:3] if tone.quote is not None]
    return _verdict("tone", wanted, bool(found), told or "no such tone in the article", quotes)


def _fits_tone(wanted: ToneFilter, tone: Tone) -> bool:
    polarity = some(wanted.polarity)
    return (
        _fits_one(some(wanted.target), tone.target)
        and (not polarity or tone.polarity in polarity)
        and tone.confidence >= wanted.confidence
    )


def _judge_text(wanted: TextFilter, enriched: EnrichedArticle) -> Verdict:
    found = {
        phrase: _find(phrase, wanted.part, enriched)
        for key in ("any", "all", "none")
        for phrase in some(getattr(wanted, key))
    }
    hits = [phrase for phrase in some(wanted.any) if found[phrase]]
    missing = [phrase for phrase in some(wanted.all) if not found[phrase]]
    barred = [phrase for phrase in some(wanted.none) if found[phrase]]
    if some(wanted.any) and not hits:
        missing += some(wanted.any)
    held = not missing and not barred
    told = f"holds {_quoted(barred)}" if barred else f"lacks {_quoted(missing)}"
    seen = [phrase for phrase, spans in found.items() if spans]
    spans = [found[phrase][0] for phrase in seen]
    return _verdict("text", wanted, held, (_quoted(seen) or "none of the barred words") if held else told, spans)


def _find(phrase: str, part: Part | None, enriched: EnrichedArticle) -> list[Span]:
    found: list[Span] = []
    for name in PARTS if part is None else (part,):
        text = enriched.article.headline if name == "headline" else enriched.article.body
        for match in _pattern(phrase).finditer(text):
            if not any(f.part == name and f.start <= match.start() < f.end for f in enriched.furniture):
                found.append(Span(start=match.start(), end=match.end(), text=match.group(), part=name))
    return found


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, phrase.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _any(conditions: tuple[Condition, ...], enriched: EnrichedArticle) -> Verdict:
    judged = [list(leaves(condition, enriched)) for condition in conditions]
    held = [verdicts for verdicts in judged if all(v.held for v in verdicts)]
    chosen = held[0] if held else [verdict for verdicts in judged for verdict in verdicts]
    told = " or ".join(f"{v.condition}: {v.because}" for v in chosen[:5])
    spans = tuple(span for v in chosen for span in v.spans)[:3]
    return Verdict(condition="any", held=bool(held), because=told, spans=spans)


def _not(condition: Condition, enriched: EnrichedArticle) -> Verdict:
    judged = list(leaves(condition, enriched))
    inner = all(v.held for v in judged)
    told = "; ".join(f"{v.condition}: {v.because}" for v in judged if v.held == inner)
    return Verdict(condition="not", held=not inner, because=told)


def _one_of(name: str, value: str | None, wanted: tuple[str, ...]) -> Verdict:
    held = value is not None and value.casefold() in {item.casefold() for item in wanted}
    return Verdict(condition=f"{name}: {', '.join(wanted)}", held=held, because=f"{name} is {value or 'unknown'}")


def _verdict(name: str, wanted: msgspec.Struct, held: bool, because: str, spans: list[Span]) -> Verdict:
    asked = [(key, value) for key, value in msgspec.to_builtins(wanted).items() if value]
    text = ", ".join(f"{key}: {_shown(value)}" for key, value in asked)
    return Verdict(condition=f"{name} {{{text}}}", held=held, because=because, spans=tuple(spans))


def _shown(value: object) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, (list, tuple)) else str(value)


def _quoted(texts: Iterable[str]) -> str:
    return ", ".join(f"“{text}”" for text in list(dict.fromkeys(texts))[:5])


JUDGES: Final[dict[str, Callable[..., Verdict]]] = {
    "event": _judge_event,
    "entity": _judge_entity,
    "region": _judge_region,
    "stance": _judge_stance,
    "tone": _judge_tone,
    "text": _judge_text,
}
