"""Where sentences end: at closing punctuation before a new start, at blank lines, and after a headline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.enrich.reading import Reading

CLOSERS: Final = frozenset(".!?…。！？؟")
QUOTES: Final = frozenset("\"'”’»)]")
ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt maj adm sen rep gov pres rev hon st jr sr no vs inc ltd corp co "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


def split(reading: Reading) -> list[tuple[int, int]]:
    """Cut the tokens of a reading into sentences."""
    tokens, spans, text = reading.tokens, reading.spans, reading.text
    bounds: list[tuple[int, int]] = []
    first, count, index = 0, len(tokens), 0
    while index < count:
        token = tokens[index]
        end = index + 1
        if token in CLOSERS and _closes(tokens, spans, index):
            while end < count and tokens[end] in QUOTES and spans[end][0] == spans[end - 1][1]:
                end += 1
            bounds.append((first, end))
            first = end
        elif end < count and "\n" in (gap := text[spans[index][1] : spans[end][0]]) and _breaks(gap):
            bounds.append((first, end))
            first = end
        index = end
    if first < count:
        bounds.append((first, count))
    return bounds


def _closes(tokens: list[str], spans: list[tuple[int, int]], index: int) -> bool:
    """Tell a full stop from the dot of an abbreviation or an initial."""
    if tokens[index] != ".":
        return True
    if index and spans[index - 1][1] == spans[index][0]:
        before = tokens[index - 1]
        if before.lower() in ABBREVIATIONS or (len(before) == 1 and before.isupper()):
            return False
    after = index + 1
    while after < len(tokens) and tokens[after] in QUOTES:
        after += 1
    return after >= len(tokens) or not tokens[after][0].islower()


def _breaks(gap: str) -> bool:
    """A blank line ends a sentence; a single line break may be a wrapped line."""
    return gap.count("\n") > 1
