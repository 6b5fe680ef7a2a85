"""The words beside a name."""

from __future__ import annotations

import re
from typing import Final

NEAR: Final = 24  # code points; a word further off is not read whole
LAST_WORD: Final = re.compile(r"[\w'’.-]+$")
WORD_AFTER: Final = re.compile(r"[ \n]([\w'’-]+)")


def word_before(text: str, start: int) -> str:
    """Give the word that ends just before, one space or end of line away; "" where there is none."""
    if start == 0 or text[start - 1] not in " \n":
        return ""
    word = text[max(0, start - NEAR) : start - 1].rpartition(" ")[2]
    if word.isalpha():
        return word
    match = LAST_WORD.search(word)
    return match.group() if match else ""


def word_after(text: str, end: int) -> str:
    """Give the word that begins just after, one space or end of line away; "" where there is none."""
    match = WORD_AFTER.match(text, end, end + NEAR)
    return match[1] if match else ""
