"""The lexicon of the model of names: Brown clusters and lists of first names and surnames, from clean packages."""

from __future__ import annotations

import gzip
import importlib
import json
import pkgutil
import re
from collections.abc import Container, Mapping
from importlib.resources import files
from math import log2
from typing import Final

from pipeline.enrich.names_words import FIRST_NAME, RANK, RAREST, SURNAME

SURNAMES_OF_CENSUS: Final = 20_000
FIRST_NAMES_OF_CENSUS: Final = 5_000
WORDS_WITH_CLUSTER: Final = 120_000
LATIN: Final = re.compile(r"[A-ZÀ-Þ][a-zß-ÿāčēģīķļņšūž'-]+")
WORD: Final = re.compile(r"[^\W_]{1,20}")


def build_lexicon() -> dict[str, int]:
    """Give words with their cluster and flags, in a fixed order."""
    first, last = people()
    clusters = brown_clusters()
    words = [*clusters, *sorted((first | last) - clusters.keys())]  # the most frequent first
    return {word: _code(word, place, clusters, first, last) for place, word in enumerate(words)}


def _code(word: str, place: int, clusters: Mapping[str, int], first: Container[str], last: Container[str]) -> int:
    """Pack what is known of a word into one number."""
    rank = min(int(3 * log2(place + 1)), RAREST - 1) if word in clusters else RAREST - 1
    flags = (FIRST_NAME if word in first else 0) | (SURNAME if word in last else 0)
    return clusters.get(word, 0) | flags | rank << RANK


def brown_clusters() -> dict[str, int]:
    """Give the cluster of the most frequent words that have one."""
    data = files("spacy_lookups_data") / "data"
    found: dict[str, int] = json.loads(gzip.decompress((data / "en_lexeme_cluster.json.gz").read_bytes()))
    kept = [word for word, cluster in found.items() if cluster and WORD.fullmatch(word)]
    return {word: found[word] for word in kept[:WORDS_WITH_CLUSTER]}


def people() -> tuple[set[str], set[str]]:
    """Give first names and surnames: the US Census lists, and those of Faker for about sixty countries."""
    first = set(_census("dist.male.first", FIRST_NAMES_OF_CENSUS)) | set(
        _census("dist.female.first", FIRST_NAMES_OF_CENSUS)
    )
    last = set(_census("dist.all.last", SURNAMES_OF_CENSUS))
    package = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for field in dir(provider):
            names = getattr(provider, field)
            target = first if "first" in field else last if "last" in field else None
            if target is not None and isinstance(names, list | tuple | dict | set):
                target.update(name for name in map(str, names) if LATIN.fullmatch(name))
    return first, last


def _census(name: str, count: int) -> list[str]:
    lines = (files("names") / name).read_text(encoding="utf-8").splitlines()
    return [line.split()[0].capitalize() for line in lines[:count]]
