"""Events in other languages: patterns over sentences as text, since words are not always spaced nor inflected alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import msgspec

from pipeline.enrich.events.lexicon import DATA, Subtype
from pipeline.enrich.reading import Reading
from pipeline.model import Entity, Event, Participant, Status
from pipeline.yaml import read_yaml_as

LANGUAGES: Final = frozenset(path.stem for path in (DATA / "languages").glob("*.yaml"))
END: Final = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])|\n+")
YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)|([一二三四五六七八九〇零]{4})年")
DIGITS: Final = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {"零": "0"}
ORDER: Final[tuple[Status, ...]] = (
    "drill",
    "cancelled",
    "denied",
    "threatened",
    "hypothetical",
    "planned",
    "historical",
    "habitual",
    "claimed",
)
GROUPS: Final = frozenset(("Houthi", "Hezbollah", "Hamas"))  # actors that are no state
NO_STATE: Final = frozenset(("protest",))  # people act there
CLOSE: Final = 14  # code points between a word of aim and who is aimed at
SURE: Final = 0.8


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language as written."""

    events: dict[str, list[list[str]]]
    status: dict[Status, list[str]]
    actors: dict[str, str]
    aims: list[str]
    unless: dict[str, str] = {}


class Language(NamedTuple):
    """One language, ready to be matched."""

    triggers: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]
    unless: dict[str, re.Pattern[str]]
    status: tuple[tuple[Status, re.Pattern[str]], ...]
    actors: tuple[tuple[str, re.Pattern[str]], ...]
    aims: re.Pattern[str] | None


@cache
def load_language(code: str) -> Language:
    """Read the patterns of one language.

    Raises:
        ConfigError: the file is not as described.
    """
    written = read_yaml_as(DATA / "languages" / f"{code}.yaml", Written)
    triggers = tuple(
        (subtype, tuple(map(_compiled, patterns))) for subtype, lines in written.events.items() for patterns in lines
    )
    return Language(
        triggers,
        {subtype: _compiled(pattern) for subtype, pattern in written.unless.items()},
        tuple((status, _compiled("|".join(written.status[status]))) for status in ORDER if status in written.status),
        tuple((code, _compiled(pattern)) for code, pattern in written.actors.items()),
        re.compile(rf"\b(?:{'|'.join(written.aims)})\b", re.IGNORECASE) if written.aims else None,
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    starts = r"(?<![^\W_])" if pattern[:1].isascii() or "\u0400" <= pattern[:1] <= "\u06ff" else ""
    return re.compile(f"{starts}(?:{pattern})", re.IGNORECASE)


def events_in(
    reading: Reading, code: str, subtypes: dict[str, Subtype], entities: tuple[Entity, ...], published: date | None
) -> list[Event]:
    """Find the events of a text in the language `code`, one of a subtype in a sentence."""
    language = load_language(code)
    found: list[Event] = []
    for start, end in _sentences(reading.text):
        text = reading.text[start:end]
        seen: set[str] = set()
        for subtype, patterns in language.triggers:
            trigger = patterns[0].search(text)
            if trigger is None or subtype in seen or not all(pattern.search(text) for pattern in patterns[1:]):
                continue
            if subtype in language.unless and language.unless[subtype].search(text):
                continue
            seen.add(subtype)
            status, cue = _status(text, language, published)
            found.append(
                Event(
                    type=subtypes[subtype].type,
                    subtype=subtype,
                    status=status,
                    trigger=reading.span(start + trigger.start(), start + trigger.end()),
                    quote=reading.span(start, end),
                    mode=subtypes[subtype].mode,
                    actor=None if subtype in NO_STATE else _actor(text, start, language, reading, entities),
                    confidence=SURE,
                    cues=(f"trigger:{trigger.group().casefold()}", *((f"status:{status}:{cue}",) if cue else ())),
                )
            )
    return found


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*(match.start() for match in END.finditer(text)), len(text)]:
        stretch = text[start:end]
        left = start + len(stretch) - len(stretch.lstrip())
        right = start + len(stretch.rstrip())
        if left < right:
            yield left, right
        start = end


def _status(text: str, language: Language, published: date | None) -> tuple[Status, str]:
    """The first status, in order, whose cue stands in the sentence; a year gone by is history."""
    for status, pattern in language.status:
        if (match := pattern.search(text)) is not None:
            return status, match.group()
        if status == "historical" and (year := _year(text)) and (published is None or year < published.year):
            return status, str(year)
    return "occurred", ""


def _year(text: str) -> int | None:
    match = YEAR.search(text)
    if match is None:
        return None
    return int(match.group(1) or "".join(DIGITS[sign] for sign in match.group(2)))


def _actor(
    text: str, start: int, language: Language, reading: Reading, entities: tuple[Entity, ...]
) -> Participant | None:
    """The first named side that no word of aim leads to: subjects come before objects in all of these languages."""
    named = [
        (match.start(), match.end(), code) for code, pattern in language.actors for match in pattern.finditer(text)
    ]
    for entity in entities:
        at = entity.start + (0 if entity.part == "headline" else reading.body_start) - start
        if entity.country and 0 <= at < len(text) and not any(left <= at < right for left, right, _ in named):
            named.append((at, at + len(entity.text), entity.country))
    named.sort()
    free = [side for side in named if not _aimed(text, side[0], language)]
    if not free:
        return None
    left, right, code = free[0]
    span = reading.span(start + left, start + right)
    country = None if code in GROUPS else code
    return Participant(
        text=span.text, start=span.start, end=span.end, part=span.part, name=None if country else code, country=country
    )


def _aimed(text: str, at: int, language: Language) -> bool:
    """Tell whether a preposition of aim or place leads to a name, at most an adjective between."""
    if language.aims is None:
        return False
    before = text[max(0, at - CLOSE) : at].rstrip()
    last = before.split()[-1:] if before else []
    return bool(last) and language.aims.fullmatch(last[0]) is not None
