"""An alert as people read it: pure text, used by the console sink and by `pipeline demo`.

Words that come from articles are untrusted: control characters, terminal escapes and marks that reorder text are
taken out, so that an article can neither move a cursor nor disguise what is shown.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.model import Alert, Event, Participant, Region, Source, Span, Verdict

WIDTH: Final = 100
_INDENT: Final = 14
_SOURCES_SHOWN: Final = 5
_VERDICTS_SHOWN: Final = 8
_QUOTE_MAX: Final = 600
_FIELD_MAX: Final = 300
# Marks that reorder what is shown, and invisible ones that can hide text; joiners stay, scripts and emoji need them.
_REORDERING: Final = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C]))
_INVISIBLE: Final = frozenset(map(chr, [0xFEFF, 0x2060, 0x00AD, *range(0xE0000, 0xE0080)]))
_COLOURS: Final = {"critical": "\x1b[1;31m", "warning": "\x1b[1;33m", "info": "\x1b[1;36m"}
_DIM: Final = "\x1b[2m"
_PLAIN: Final = "\x1b[0m"


def clean(text: str, *, limit: int = _FIELD_MAX) -> str:
    """Make untrusted text fit for one line of a terminal; longer than `limit` code points is cut and marked."""
    kept = "".join(" " if _is_space(char) else char for char in text if not _is_hostile(char))
    line = " ".join(kept.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def render(alert: Alert, *, width: int = WIDTH, colour: bool = False) -> str:
    """Show an alert in lines of at most about `width` characters, without a newline at the end."""
    head = f"{alert.severity.upper()}  {clean(alert.rule)}  ({alert.kind})"
    lines = [f"{_COLOURS[alert.severity]}{head}{_PLAIN}" if colour else head]
    lines += textwrap.wrap(clean(alert.title), width - 2, initial_indent="  ", subsequent_indent="  ")
    for name, text in _fields(alert):
        label = f"  {name:<{_INDENT - 2}}"
        body = textwrap.wrap(text, max(20, width - _INDENT), break_on_hyphens=False) or [""]
        lines.append((f"{_DIM}{label}{_PLAIN}" if colour else label) + body[0])
        lines += [" " * _INDENT + line for line in body[1:]]
    return "\n".join(lines)


def _fields(alert: Alert) -> Iterator[tuple[str, str]]:
    if alert.event:
        yield from _event_fields(alert.event, alert.regions)
    elif alert.regions:
        yield "where", _regions(alert.regions)
    yield from zip(_labels("why"), map(_verdict, alert.why[:_VERDICTS_SHOWN]), strict=False)
    yield from zip(_labels("source"), map(_source, alert.sources[:_SOURCES_SHOWN]), strict=False)
    if len(alert.sources) > _SOURCES_SHOWN:
        yield "", f"and {len(alert.sources) - _SOURCES_SHOWN} more"
    yield "incident", f"{clean(alert.incident_id)} revision {alert.revision}"


def _event_fields(event: Event, regions: tuple[Region, ...]) -> Iterator[tuple[str, str]]:
    kind = "/".join(clean(part) for part in (event.type, event.mode) if part)
    yield "what", f"{clean(event.subtype)} [{kind}]: “{clean(event.trigger.text)}”"
    yield "status", event.status
    if event.actor or event.target:
        yield "who → whom", f"{_participant(event.actor)} → {_participant(event.target)}"
    yield "where", _where(event, regions)
    if event.time:
        days = dict.fromkeys((event.time.first.isoformat(), event.time.last.isoformat()))
        yield "when", " to ".join(days) + (f" (“{clean(event.time.text)}”)" if event.time.text else "")
    yield "quote", _quote(event.quote)


def _where(event: Event, regions: tuple[Region, ...]) -> str:
    place = event.place
    parts = []
    if place:
        code = place.country or place.area
        parts.append(clean(place.name or place.text) + (f" ({clean(code)})" if code else ""))
    return "; ".join([*parts, _regions(regions)]) if regions else "; ".join(parts) or "not told"


def _regions(regions: tuple[Region, ...]) -> str:
    """Name the regions of the event first, then those the article mentions."""
    here = dict.fromkeys(clean(region.code) for region in regions if region.role == "event")
    also = dict.fromkeys(clean(region.code) for region in regions if clean(region.code) not in here)
    if not here:
        return f"regions {', '.join(also)}"
    return f"regions {', '.join(here)}" + (f"; also named {', '.join(also)}" if also else "")


def _participant(who: Participant | None) -> str:
    if who is None:
        return "?"
    name = clean(who.name or who.text)
    return name + (f" ({clean(who.country)})" if who.country else "")


def _quote(span: Span) -> str:
    text = clean(span.text, limit=_QUOTE_MAX)
    quoted = text if text.startswith("“") else f"“{text}”"  # a sentence of speech brings its own marks
    return f"{quoted} [{span.part} {span.start}–{span.end}]"


def _verdict(verdict: Verdict) -> str:
    return f"{'' if verdict.held else 'not '}{clean(verdict.condition)}: {clean(verdict.because)}"


def _source(source: Source) -> str:
    when = source.published_at.strftime("%Y-%m-%d %H:%M UTC") if source.published_at else None
    parts: Iterable[str | None] = (source.headline, source.source, when, source.url or source.uri)
    return " · ".join(clean(part) for part in parts if part)


def _labels(first: str) -> Iterator[str]:
    yield first
    while True:
        yield ""


def _is_space(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Zl", "Zp")


def _is_hostile(char: str) -> bool:
    if char in _REORDERING or char in _INVISIBLE:
        return True
    return unicodedata.category(char) in ("Cc", "Cs", "Co") and not char.isspace()
