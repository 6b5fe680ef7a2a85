"""How names stand in text: word boundaries by language, and names that are common words when case is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

MARKS: Final = frozenset(".)")  # a name ending so needs no boundary after it
SAMPLE: Final = 400  # code points
SCRIPTS: Final = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
)
ARABIC_PREFIXES: Final = frozenset("وبلفك")
CAPITALS_AMBIGUOUS: Final = frozenset("who is it in an or so at as am do if of on to the fed sun cop man march".split())
LOWER_AMBIGUOUS: Final = CAPITALS_AMBIGUOUS | frozenset(
    "turkey china chad jordan georgia polish finn pole dane guinea us un eu uk roma nice reading mobile bath male "
    "union "
    "apple meta shell amazon oracle vale kia ford shell target gap next orange intel sap philips times guardian labour "
    "senate congress house fiat bp ap congo swede turk turks lima victoria quito split brest essen hull cork derby "
    "most of march best swedes panama java scots scot thai lao kiwi poles danes china's turkey's german measles".split()
)


Boundary = Callable[[str, int, int], bool]


def boundary(language: str) -> Boundary:
    """Give the test of whether a name stands as a word of its own in a language."""
    return BOUNDARIES.get(language, spaced)


def spaced(text: str, start: int, end: int) -> bool:
    """Words are set apart by spaces and marks."""
    if start and text[start - 1].isalnum():
        return False
    return end == len(text) or not text[end].isalnum() or text[end - 1] in MARKS


def korean(text: str, start: int, end: int) -> bool:
    """Particles cling to the end of a word, never to its front."""
    del end
    return start == 0 or not text[start - 1].isalnum()


def japanese(text: str, start: int, end: int) -> bool:
    """A word in katakana ends where katakana ends; elsewhere there is no boundary."""
    if start and _katakana(text[start]) and _katakana(text[start - 1]):
        return False
    return end == len(text) or not (_katakana(text[end - 1]) and _katakana(text[end]))


def chinese(text: str, start: int, end: int) -> bool:
    """There is no boundary."""
    del text
    return start < end


def arabic(text: str, start: int, end: int) -> bool:
    """One-letter conjunctions and prepositions cling to the front of a word."""
    if end < len(text) and text[end].isalnum():
        return False
    if start == 0 or not text[start - 1].isalnum():
        return True
    return text[start - 1] in ARABIC_PREFIXES and (start == 1 or not text[start - 2].isalnum())


def script(text: str) -> str:
    """Guess the language of a text by the script its start is written in; Latin letters say English."""
    start = text[:SAMPLE]
    if start.isascii():
        return "en"
    letters = sum(letter.isalpha() for letter in start)
    for language, pattern in SCRIPTS:
        if len(pattern.findall(start)) * 3 > letters:
            return language
    return "en"


def _katakana(letter: str) -> bool:
    return "\u30a1" <= letter <= "\u30fa" or letter == "ー"


BOUNDARIES: Final[dict[str, Boundary]] = {"ko": korean, "ja": japanese, "zh": chinese, "ar": arabic}
