"""Case given back to text that lost it: flashes and headlines in capitals, headlines with Every Word capitalised,
texts in lower case.

A word is written as the rest of the article writes it, else as the language mostly does. Only the reader of names
sees the result, token by token; offsets and the text itself stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final, Literal

from pipeline.enrich.compiled import native
from pipeline.enrich.names_words import frequency

Case = Literal["capitals", "title"]
Lost = tuple[int, int, Case]  # tokens of a sentence, end exclusive

FEWEST: Final = 3  # words with letters that tell how a sentence is written
SMALL: Final = 3  # letters; title case leaves words this short alone
ACRONYM: Final = 4  # letters; a shorter unknown word in capitals is left so
RARER: Final = 6  # steps of frequency by which a form must be rarer to be given up in title case; 3 a doubling


def recase(tokens: list[str], sentences: list[tuple[int, int]], lexicon: Mapping[str, int]) -> list[str]:
    """Give the tokens with case restored where it says nothing; the same list where it does."""
    lost = case_lost(tokens, sentences)
    if not lost:
        return tokens
    restored = list(tokens)
    told = _told(tokens, sentences, lost)
    for first, end, case in lost:
        for index in range(first, end):
            if tokens[index][0].isupper():
                restored[index] = _restore(tokens[index], index == first, case, told, lexicon)
    return restored


def recase_lower(tokens: list[str], lexicon: Mapping[str, int]) -> list[str]:
    """Capitalise the words of a text in lower case that the language mostly writes with a capital."""
    return [_likelier(token, lexicon, 0) if token.islower() and len(token) > 1 else token for token in tokens]


def case_lost_slowly(tokens: list[str], sentences: list[tuple[int, int]]) -> list[Lost]:
    """Give the sentences whose case says nothing."""
    return [(first, end, case) for first, end in sentences if (case := case_of(tokens, first, end))]


def case_lost_compiled(tokens: list[str], sentences: list[tuple[int, int]]) -> list[Lost]:
    """Give the same, compiled."""
    lost = native.case_lost(tokens, sentences, SMALL, FEWEST)
    return [(first, end, "capitals" if capitals else "title") for first, end, capitals in lost]


case_lost: Final = case_lost_slowly if native is None else case_lost_compiled


def case_of(tokens: Sequence[str], first: int, end: int) -> Case | None:
    """Say whether a sentence is all in capitals, or has one on every longer word; None when case means something."""
    words = longer = 0
    capitals = True
    for token in tokens[first:end]:
        if not token[0].isalpha():
            continue
        if len(token) > SMALL:
            if token[0].islower():
                return None
            longer += 1
        words += 1
        capitals = capitals and token.isupper()
    if words < FEWEST:
        return None
    return "capitals" if capitals else "title" if longer > FEWEST else None


def _told(tokens: Sequence[str], sentences: Sequence[tuple[int, int]], lost: Sequence[Lost]) -> Set[str]:
    """Collect the words that stand inside sentences whose case means something."""
    without = {first for first, _, _ in lost}
    told: set[str] = set()
    for first, end in sentences:
        if first not in without:
            told.update(tokens[first + 1 : end])
    return told


def _restore(token: str, initial: bool, case: Case, told: Set[str], lexicon: Mapping[str, int]) -> str:
    """Write one word as the article does elsewhere, else as the language does."""
    lower = token.lower()
    cased = token if case == "title" else token.capitalize()
    if token in told and case == "capitals":
        return token
    if cased in told and lower not in told:
        return cased
    if lower in told and cased not in told:
        return cased if initial else lower
    if case == "title":
        return token if initial else _likelier(lower, lexicon, RARER)
    if len(token) <= ACRONYM and lower not in lexicon and cased not in lexicon:
        return token
    likelier = _likelier(lower, lexicon, 0)
    return likelier.capitalize() if initial else likelier


def _likelier(lower: str, lexicon: Mapping[str, int], rarer: int) -> str:
    """Choose between a word in lower case and capitalised; unknown words are names."""
    cased = lower.capitalize()
    return lower if frequency(lower, lexicon) + rarer < frequency(cased, lexicon) else cased
