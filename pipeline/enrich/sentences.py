"""Where sentences end: at closing punctuation before a new start, at paragraph ends, and after a headline.

A blank line or an indented line ends a paragraph. A single line break ends one too unless the text is wrapped, as
wire copy is: then no line is long and the next line's first word would not have fitted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from pipeline.enrich.compiled import native
from pipeline.enrich.tokens import where

CLOSERS: Final = frozenset(".!?…。！？؟")
QUOTES: Final = frozenset("\"'”’»)]」』")
ABBREVIATIONS: Final = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt maj adm cmdr sen rep gov pres rev hon st jr sr no vs inc ltd corp co cos "
    "bros messrs jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
LINE_END: Final = re.compile(r"\n\s*")
WRAPPED_AT_MOST: Final = 100  # code points in the longest line of a wrapped text
SLACK: Final = 12  # code points by which lines of a wrapped text may fall short of the longest


def split(text: str, tokens: list[str], starts: list[int]) -> list[tuple[int, int]]:
    """Cut the tokens of a text into sentences: ranges of token indexes, end exclusive, that cover every token."""
    bounds = {len(tokens), *closings(tokens, starts)}
    if "\n" in text:
        bounds.update(bisect_left(starts, offset) for offset in paragraph_starts(text))
    bounds.discard(0)
    ordered = sorted(bounds)
    return list(zip([0, *ordered], ordered, strict=False))


def closings_slowly(tokens: list[str], starts: list[int]) -> list[int]:
    """Give the indexes of tokens behind the marks that close a sentence."""
    closing = (index for index in where(tokens, CLOSERS) if _closes(tokens, starts, index))
    return [_after_quotes(tokens, starts, index) for index in closing]


def closings_compiled(tokens: list[str], starts: list[int]) -> list[int]:
    """Give the same, compiled."""
    return native.closings(tokens, starts, CLOSERS, QUOTES, ABBREVIATIONS)


closings: Final = closings_slowly if native is None else closings_compiled


def paragraph_starts(text: str) -> list[int]:
    """Give the offsets after which a new paragraph begins, the first one left out."""
    longest = max(map(len, text.split("\n")))
    wrapped = longest <= WRAPPED_AT_MOST
    found, before = [], 0
    for match in LINE_END.finditer(text):
        gap = match.group()
        if len(gap) > 1 or not wrapped or _falls_short(text, before, match, longest):
            found.append(match.end())
        before = match.end()
    return found


def _falls_short(text: str, before: int, line_end: re.Match[str], longest: int) -> bool:
    """Tell a line that was ended from one that was wrapped: the next word would have fitted on it."""
    after = line_end.end()
    space = text.find(" ", after, after + longest)
    word = (space if space >= 0 else after + longest) - after
    return line_end.start() - before + 1 + min(word, SLACK) < longest - SLACK


def _after_quotes(tokens: Sequence[str], starts: Sequence[int], index: int) -> int:
    """Give the index after a closing mark and the quotes that cling to it."""
    end = index + 1
    while end < len(tokens) and tokens[end] in QUOTES and starts[end] == starts[end - 1] + 1:
        end += 1
    return end


def _closes(tokens: Sequence[str], starts: Sequence[int], index: int) -> bool:
    """Tell a full stop from the dot of an abbreviation or an initial."""
    if tokens[index] != ".":
        return True
    if index:
        before = tokens[index - 1]
        clings = starts[index - 1] + len(before) == starts[index]
        if clings and (before.lower() in ABBREVIATIONS or (len(before) == 1 and before.isupper())):
            return False
        if (
            clings
            and index + 1 < len(tokens)
            and starts[index + 1] == starts[index] + 1
            and tokens[index + 1][0].isdigit()
        ):
            return False  # "an M51.3"
    after = index + 1
    while after < len(tokens) and tokens[after] in QUOTES:
        after += 1
    return after >= len(tokens) or not tokens[after][0].islower()
