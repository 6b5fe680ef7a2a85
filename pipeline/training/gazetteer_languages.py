"""Names of countries, capitals, seas and regions in other languages: CLDR through Babel and our own list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from babel import Locale

from pipeline.training.gazetteer_inflect import inflected
from pipeline.training.gazetteer_places import Row, table

LANGUAGES: Final = ("ko", "ja", "zh", "ru", "ar", "es", "fr", "de", "pt", "tr")  # the columns of languages.tsv
VARIANTS: Final = {"zh": ("zh", "zh_Hant"), "pt": ("pt", "pt_PT")}
LATIN: Final = frozenset({"es", "fr", "de", "pt", "tr"})
NOTHING: Final = -1  # the row of a word that only looks like a name
CITY: Final = 500_000  # people; smaller cities are not named in other languages
SAME_NAME: Final = 1_000_000  # people; cities of that size mostly keep their name in Latin letters
WORDS: Final = {  # words, and names of other things, that begin like a name of ours
    "ko": "인도적 인도주의 인도받 인도할 인도하 인도된 인도될 북한산 동해시 서해안고속도로 수단 사나 가자 "
    "신장 오만 이란성 중국집 북해",
    "ja": "東海 東海道 北海道 南海トラフ 南海電鉄 中国地方 中国電力 中国山地 日本橋 米 仏",
    "zh": "马里兰 马里奥 印第安 南海区 东海县 马里",
    "ru": "Того Газпром Чад",
    "ar": "مالي",
    "es": "Granada Dominica",
    "fr": "Maurice Dominique Réunion Grenade",
    "de": "",
    "pt": "Maurício Granada Dominica",
    "tr": "",
}


def territory(language: str, code: str) -> tuple[str, ...]:
    """Give CLDR's names of a territory: the usual one, short and variant forms, without what stands in brackets."""
    names = Locale.parse(language).territories
    found = (names.get(code), names.get(f"{code}_alt_short"), names.get(f"{code}_alt_variant"))
    bare = (re.sub(r"\s*[(（].*", "", name) for name in found if name)
    return tuple(name for name in bare if name and not name.isdigit())


def lines(world: list[Row]) -> Iterator[str]:
    """Give language, row of world.tsv and names for every name we have; row -1 holds words that are no names."""
    own = {line[0]: line[1:] for line in table("languages.tsv")}
    for number, language in enumerate(LANGUAGES):
        if WORDS[language]:
            yield f"{language}\t{NOTHING}\t{'|'.join(WORDS[language].split())}"
        cities = _cities(language)
        for index, row in enumerate(world):
            listed = own.get(_key(row), [""] * len(LANGUAGES))[number].split("|")
            names = [*listed, *_known(language, row, cities)]
            forms = _forms(language, names)
            if forms:
                yield f"{language}\t{index}\t{'|'.join(forms)}"


def _key(row: Row) -> str:
    """Say what languages.tsv calls a row."""
    if row.kind in {"sea", "area", "m49"}:
        return row.area
    return row.country if row.kind == "country" else f"city:{row.name}:{row.country}"


def _known(language: str, row: Row, cities: dict[str, tuple[str, ...]]) -> Iterable[str]:
    """Give the names CLDR has for a row."""
    if row.kind in {"country", "m49"}:
        code = row.country or row.area
        return [name for variant in VARIANTS.get(language, (language,)) for name in territory(variant, code)]
    if row.kind == "capital" or (row.kind == "city" and row.population >= CITY):
        named = cities.pop(row.name, ())
        keeps = language in LATIN and not named and (row.kind == "capital" or row.population >= SAME_NAME)
        return row.names if keeps else named
    return ()


def _cities(language: str) -> dict[str, tuple[str, ...]]:
    """Give the names of cities that stand for time zones, by English name."""
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for variant in VARIANTS.get(language, (language,)):
        for zone, names in Locale.parse(variant).time_zones.items():
            if city := names.get("city"):
                found[zone.rsplit("/", 1)[1].replace("_", " ")] += (city,)
    return dict(found)


def _forms(language: str, names: Iterable[str]) -> list[str]:
    """Give the names as they stand in text, each once."""
    barred = set(WORDS[language].split())
    forms = (form for name in names if name for form in inflected(language, name))
    return list(dict.fromkeys(form for form in forms if len(form) > 1 and form not in barred))
