"""How names stand in text: word boundaries by language, and names that are common words when case is lost."""

from __future__ import annotations

from typing import Final

MARKS: Final = frozenset(".)")  # a name ending so needs no boundary after it
UNSPACED: Final = frozenset({"ko", "ja", "zh", "th", "lo", "km", "my"})
ARABIC_PREFIXES: Final = frozenset("وبلفك")
CAPITALS_AMBIGUOUS: Final = frozenset("who is it in an or so at as am do if of on to the fed sun cop man march".split())
LOWER_AMBIGUOUS: Final = CAPITALS_AMBIGUOUS | frozenset(
    "turkey china chad jordan georgia polish finn pole dane guinea us un eu uk roma nice reading mobile bath male "
    "union "
    "apple meta shell amazon oracle vale kia ford shell target gap next orange intel sap philips times guardian labour "
    "senate congress house fiat bp ap congo swede turk turks lima victoria quito split brest essen hull cork derby "
    "most of march best swedes panama java scots scot thai lao kiwi poles danes china's turkey's german measles".split()
)


def unspaced(language: str) -> bool:
    """Tell whether names need no boundary: unspaced scripts, and Korean, whose particles cling to the word."""
    return language in UNSPACED


def starts_word(text: str, start: int, language: str) -> bool:
    """Tell whether what clings to the front of a name is a particle of the language."""
    if language != "ar" or text[start - 1] not in ARABIC_PREFIXES:
        return False
    return start == 1 or not text[start - 2].isalnum()
