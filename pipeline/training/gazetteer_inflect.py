"""The forms a name takes in text: Russian cases, German genitives, Arabic articles after prepositions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

VOWELS: Final = "аеёиоуыэюя"
MARKS: Final = re.compile("[\u064b-\u0652\u0640]")  # Arabic vowel signs and stretching
ENDINGS: Final = (  # nominative ending, then genitive, dative, accusative, instrumental, prepositional
    ("ия", "ии", "ии", "ию", "ией", "ии"),
    ("ая", "ой", "ой", "ую", "ой", "ой"),
    ("ый", "ого", "ому", "ый", "ым", "ом"),
    ("ий", "ого", "ому", "ий", "им", "ом"),
    ("ое", "ого", "ому", "ое", "ым", "ом"),
    ("ее", "его", "ему", "ее", "им", "ем"),
    ("ые", "ых", "ым", "ые", "ыми", "ых"),
    ("ие", "их", "им", "ие", "ими", "их"),
    ("га", "ги", "ге", "гу", "гой", "ге"),
    ("ка", "ки", "ке", "ку", "кой", "ке"),
    ("ша", "ши", "ше", "шу", "шей", "ше"),
    ("а", "ы", "е", "у", "ой", "е"),
    ("я", "и", "е", "ю", "ей", "е"),
    ("ль", "ля", "лю", "ль", "лем", "ле"),
    ("рь", "ри", "ри", "рь", "рью", "ри"),
    ("нь", "ни", "ни", "нь", "нью", "ни"),
    ("сь", "си", "си", "сь", "сью", "си"),
    ("й", "я", "ю", "й", "ем", "е"),
    ("ы", "", "ам", "ы", "ами", "ах"),
    ("ре", "ря", "рю", "ре", "рем", "ре"),
)


def inflected(language: str, name: str) -> Sequence[str]:
    """Give the forms of a name, itself first."""
    if language == "ru":
        return _russian(name)
    if language == "de":
        return (name,) if name.endswith(("s", "z", "x", "ß")) or " " in name else (name, name + "s")
    if language == "ar":
        return _arabic(name)
    return (name,)


def _russian(name: str) -> Sequence[str]:
    """Decline a name of one or two words; longer names and those that do not decline stay as they are."""
    words = name.split(" ")
    if len(words) > 2 or name.isupper() or not name[-1].isalpha() or name[-1] in "иоэую":
        return (name,)
    tables = [_decline(word) for word in words]
    forms = [" ".join(case) for case in zip(*tables, strict=True)]
    if words[-1].endswith("ы"):
        forms += [" ".join([*(table[1] for table in tables[:-1]), words[-1][:-1] + "ов"])]
    return list(dict.fromkeys(form for form in forms if form.strip() and len(form) > 2))


def _decline(word: str) -> list[str]:
    """Give the six cases of a word by its ending; a stem in a consonant is a masculine noun."""
    if "-" in word and not word.endswith(("ое", "ий", "ая", "ие")):
        return [word] * 6
    for ending, *cases in ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            return [word, *(stem + case for case in cases)]
    if word[-1].lower() in VOWELS or word.isupper():
        return [word] * 6
    return [word, word + "а", word + "у", word, word + "ом", word + "е"]


def _arabic(name: str) -> Sequence[str]:
    """Write a name without vowel signs, with and without hamza, and with its article after a preposition."""
    bare = MARKS.sub("", name)
    spelt = {bare, re.sub("[أإآ]", "ا", bare)}
    clung = {"لل" + form[2:] for form in spelt if form.startswith("ال")}
    return sorted(spelt | clung | {name})
