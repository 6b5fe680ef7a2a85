"""Names put in order: ends trimmed, parts joined, the dot of an abbreviation kept, known longer names preferred."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from pipeline.enrich.compiled import native
from pipeline.enrich.names_words import ABBREVIATIONS, DOMAINS
from pipeline.model import EntityType

EDGES: Final = frozenset("of and for the The & - ' ’ . / , 's ’s".split())  # neither begin nor end a name
JOINTS: Final = frozenset("-/")  # between two parts without space they make one name


SYLLABLE: Final = re.compile(  # the second part of a Korean given name: Hong-keun
    r"(?:[bcdghjkmnprstwy]|ch|kk|sh|ss)?[wy]?(?:ae?|eo?|ee|eu|oo?|oe|ui?|i)(?:ng?|[klmpt])?"
)
NO_SYLLABLES: Final = frozenset("run won pen hit man men am an on pro to so no he me up".split())


Read = tuple[int, int, EntityType, float]  # as Found


class Found(NamedTuple):
    """A name in tokens; end exclusive."""

    first: int
    end: int
    type: EntityType
    confidence: float  # 0..1


def tidy_slowly(names: Iterable[Read], tokens: list[str], starts: list[int]) -> list[Found]:
    """Trim and join names, in order of text."""
    tidied: list[Found] = []
    for name in names:
        trimmed = _trim(Found(*name), tokens, starts)
        if trimmed is None or (tidied and trimmed.first < tidied[-1].end):
            continue
        if tidied and _joins(tidied[-1], trimmed, tokens, starts):
            last = tidied[-1]
            trimmed = last._replace(end=trimmed.end, confidence=min(last.confidence, trimmed.confidence))
            tidied.pop()
        tidied.append(trimmed)
    return tidied


def tidy_compiled(names: Iterable[Read], tokens: list[str], starts: list[int]) -> list[Read]:
    """Do the same, compiled."""
    return native.tidy(names, tokens, starts, (EDGES, JOINTS, ABBREVIATIONS, DOMAINS), _goes_on)


tidy: Final[Callable[[Iterable[Read], list[str], list[int]], Sequence[Read]]] = (
    tidy_slowly if native is None else tidy_compiled
)


def _trim(name: Found, tokens: Sequence[str], starts: Sequence[int]) -> Found | None:
    """Cut small words off both ends, take in the dot of an abbreviation; None when no name is left."""
    first, end, kind, confidence = name
    while first < end and tokens[first] in EDGES:
        first += 1
    while end > first and tokens[end - 1] in EDGES:
        end -= 1
    if first == end or (end - first == 1 and len(tokens[first]) == 1):
        return None
    last = tokens[end - 1]
    if end < len(tokens) and tokens[end] == "." and starts[end] == starts[end - 1] + len(last):
        if last.lower() in ABBREVIATIONS:
            end += 1
        elif end + 1 < len(tokens) and tokens[end + 1] in DOMAINS and starts[end + 1] == starts[end] + 1:
            end += 2
    if kind == "person" and end - first > 1 and _goes_on(tokens, starts, end):
        end += 2
    return Found(first, end, kind, confidence)


def _goes_on(tokens: Sequence[str], starts: Sequence[int], end: int) -> bool:
    """Tell whether a given name goes on in small letters after a hyphen."""
    if end + 1 >= len(tokens) or tokens[end] != "-" or starts[end + 1] != starts[end] + 1:
        return False
    follows = starts[end] == starts[end - 1] + len(tokens[end - 1])
    return follows and tokens[end + 1] not in NO_SYLLABLES and bool(SYLLABLE.fullmatch(tokens[end + 1]))


def _joins(left: Found, right: Found, tokens: Sequence[str], starts: Sequence[int]) -> bool:
    """Tell whether two names are parts of one, as in Itar-Tass."""
    return (
        left.type == right.type
        and left.end + 1 == right.first
        and tokens[left.end] in JOINTS
        and starts[right.first] - starts[left.end - 1] - len(tokens[left.end - 1]) == 1
    )


def spell_out(names: Sequence[Read], tokens: Sequence[str]) -> Sequence[Read]:
    """Give acronyms, wherever they stand, the type of the name they follow in brackets: Norwick Trade Council (NTC)."""
    limit = len(tokens) - 2
    stands_for = {
        tokens[end + 1]: (kind, confidence)
        for first, end, kind, confidence in names
        if end < limit
        and tokens[end] == "("
        and tokens[end + 2] == ")"
        and _abbreviates(tokens[end + 1], tokens[first:end])
    }
    if not stands_for:
        return names
    spelt = [name for name in names if name[1] - name[0] > 1 or tokens[name[0]] not in stands_for]
    taken = {index for first, end, _, _ in spelt for index in range(first, end)}
    for index, token in enumerate(tokens):
        if token in stands_for and index not in taken:
            spelt.append((index, index + 1, *stands_for[token]))
    return sorted(spelt)


def _abbreviates(acronym: str, words: Sequence[str]) -> bool:
    """Tell whether an acronym is made of the first letters of most of the words of a name."""
    if not acronym.isupper() or not 1 < len(acronym) <= len(words) + 1:
        return False
    initials = [word[0].upper() for word in words]
    return acronym[0] == initials[0] and sum(letter in initials for letter in acronym) >= len(acronym) - 1
