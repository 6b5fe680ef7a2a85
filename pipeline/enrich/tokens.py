"""Where words and marks begin and end: one definition, `TOKEN`, and a way to apply it to a whole text at once.

`cut` gives what `TOKEN.finditer` gives. It works on the characters as an array: neighbours of one kind belong together;
the few places where a mark joins what it stands between (don't, 3.5, U.S.) are then looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import cache
from itertools import compress, count
from typing import Any, Final

import numpy as np
import numpy.typing as npt

TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*\d*"  # words, O'Neill, don't; hyphens split
    r"|['’][sS]\b"
    r"|\S"
)
MARK, SPACE, DIGIT, LETTER = 0, 1, 2, 3
PLANE: Final = 0x10000  # code points of the basic plane; the rest is rare enough to be asked one by one

Kinds = npt.NDArray[np.uint8]


def cut(text: str) -> tuple[list[int], list[int]]:
    """Give where each token of a text starts and where it ends, exclusive; the text holds no surrogates."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    kinds = _kinds(codes, text)
    joined = _joined(kinds)  # joined[i]: character i belongs to the token of the one before
    _join_marks(text, kinds, joined)
    begins = (kinds != SPACE) & ~joined
    ends = np.empty_like(begins)
    ends[:-1] = ~joined[1:]
    ends[-1:] = True
    ends &= kinds != SPACE
    return np.flatnonzero(begins).tolist(), (np.flatnonzero(ends) + 1).tolist()


def where(words: Iterable[str], known: Container[str]) -> list[int]:
    """Give the indexes of the words that are known."""
    return list(compress(count(), map(known.__contains__, words)))


def kind_of(character: str) -> int:
    """Tell letters, digits, white space and marks apart as the `re` module does."""
    if character.isspace():
        return SPACE
    if character.isdecimal():
        return DIGIT
    return LETTER if character.isalnum() else MARK


@cache
def _table() -> Kinds:
    return np.fromiter((kind_of(chr(code)) for code in range(PLANE)), np.uint8, PLANE)


def _kinds(codes: npt.NDArray[np.uint32], text: str) -> Kinds:
    kinds = _table()[np.minimum(codes, PLANE - 1)]
    if not text.isascii():
        for place in np.flatnonzero(codes >= PLANE).tolist():
            kinds[place] = kind_of(text[place])
    return kinds


def _joined(kinds: Kinds) -> npt.NDArray[np.bool_]:
    """Letters join letters; digits join digits, and the letters before them."""
    joined = np.zeros(len(kinds), dtype=np.bool_)
    before, here = kinds[:-1], kinds[1:]
    joined[1:] = (before >= DIGIT) & ((here == DIGIT) | ((here == LETTER) & (before == LETTER)))
    return joined


def _join_marks(text: str, kinds: Kinds, joined: npt.NDArray[np.bool_]) -> None:
    """Let an apostrophe, a decimal mark or the dots of an acronym join what they stand between."""
    done = 0
    for place in np.flatnonzero((kinds[:-1] == MARK) & (kinds[1:] >= DIGIT)).tolist():
        mark = text[place]
        if mark in "'’":
            _apostrophe(text, place, kinds, joined)
        elif mark in ".,:" and place >= done:
            if place and kinds[place + 1] == DIGIT and kinds[place - 1] == DIGIT and _begins_number(place - 1, kinds):
                joined[place] = joined[place + 1] = True
            elif mark == "." and kinds[place + 1] == LETTER:
                done = _acronym(text, place, kinds, joined)


def _apostrophe(text: str, place: int, kinds: Any, joined: Any) -> None:
    """An s alone clings to its apostrophe; other letters join the word before."""
    after = place + 2
    alone = after >= len(text) or (kinds[after] < DIGIT and text[after] != "_")
    if text[place + 1] in "sS" and alone:
        joined[place + 1] = True
    elif place and kinds[place - 1] == LETTER and kinds[place + 1] == LETTER and not _clings(text, place - 1, joined):
        joined[place] = joined[place + 1] = True


def _clings(text: str, place: int, joined: Any) -> bool:
    """Tell the s of a token that is an apostrophe and an s."""
    return bool(place and joined[place] and text[place - 1] in "'’" and not joined[place - 1])


def _begins_number(place: int, kinds: Any) -> bool:
    """Tell a number from the digits at the end of a word."""
    while place and kinds[place] == DIGIT:
        place -= 1
    return bool(kinds[place] != LETTER)


def _acronym(text: str, place: int, kinds: Any, joined: Any) -> int:
    """Join single letters with dots from the one before `place` on; give where the acronym ends, or `place`."""
    first = place - 1
    if first < 0 or kinds[first] != LETTER or joined[first]:
        return place
    end = first
    while end + 1 < len(text) and kinds[end] == LETTER and text[end + 1] == ".":
        end += 2
    if end - first < 4:
        return place
    joined[first + 1 : end] = True
    if end < len(text):
        joined[end] = False
    return end
