"""Sentences made by a small grammar: contexts of news that the clean sets hardly have, filled with names.

They teach the words round a name, so many names are made up: what the model has never seen must be read by its context.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from pipeline.enrich.gazetteer import DATA
from pipeline.training.names_features import Example, Span
from pipeline.training.names_lexicon import people

GRAMMAR: Final = Path(__file__).parent / "names_grammar.txt"
SLOT: Final = re.compile(r"\{(\w+)\}")
RULE: Final = re.compile(r"(\w+) = (.*)")
TYPES: Final = {
    **dict.fromkeys("person surname".split(), "person"),
    **dict.fromkeys("agency paper ministry body party acr university company newco team nick museum".split(), "org"),
    **dict.fromkeys("city country palace river sea region street".split(), "place"),
    "adj": "misc",
}
KINDS: Final = {  # slots filled from the gazetteer
    "known": "org",
    "town": "city",
    "capital": "capital",
    "country": "country",
    "demonym": "demonym",
    "sea": "sea",
    "province": "admin",
}
SYLLABLES: Final = (
    "ba be bi bo bra bu ca ce co cra da de di do dra el en fa fe fi fo ga ge go gra ha he ho in ka ke ki ko la "
    "le li lo lu ma me mi mo na ne ni no nor om or pa pe pi po pra qua ra re ri ro sa se si so sta te ti to "
    "tra ul va ve vi vo wa we za zo"
).split()
LETTERS: Final = "ABCDEFGIKLMNOPRSTU"  # of acronyms


class Grammar:
    """Writes sentences; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._rules, self.sentences = read_grammar()
        first, last = people()
        self._rules |= {"first": sorted(first), "last": sorted(last)}
        for slot, kind in KINDS.items():
            self._rules[slot] = known_names(kind)

    def write(self, sentence: str) -> Example:
        """Fill the slots of a sentence; names are labelled by the slot they fill."""
        text, names, at = "", list[Span](), 0
        for match in SLOT.finditer(sentence):
            text += sentence[at : match.start()]
            at = match.end()
            value = self._value(match[1])
            if kind := TYPES.get(match[1].lower()):
                names.append((len(text), len(text) + len(value), kind))
            text += value
        return Example(text + sentence[at:], "", names)

    def _value(self, slot: str) -> str:
        """Draw what a slot stands for, slots within it too."""
        if slot.isupper():
            return self._value(slot.lower()).upper()
        draw = self._random
        if slot == "n":
            return str(draw.choice((draw.randint(1, 9), draw.randint(10, 99))))
        if slot == "year":
            return str(draw.randint(1975, 2025))
        if slot == "coin":
            return "".join(draw.choices(SYLLABLES, k=draw.choice((2, 2, 3)))).capitalize()
        if slot == "acr":
            return "".join(draw.choices(LETTERS, k=draw.choice((3, 3, 4))))
        return SLOT.sub(lambda match: self._value(match[1]), draw.choice(self._rules[slot]))


def known_names(kind: str) -> list[str]:
    """Give the names of one kind that the gazetteer has."""
    rows = (line.split("\t") for line in gzip.decompress((DATA / "world.tsv.gz").read_bytes()).decode().splitlines())
    return sorted({row[-1].split("|")[0] if kind == "demonym" else row[1] for row in rows if row[0] == kind})


def read_grammar() -> tuple[dict[str, list[str]], list[str]]:
    """Read the rules and the sentences."""
    rules: dict[str, list[str]] = {}
    sentences = []
    for line in GRAMMAR.read_text(encoding="utf-8").splitlines():
        if rule := RULE.fullmatch(line):
            rules[rule[1]] = rule[2].split(" | ")
        elif line and not line.startswith("#"):
            sentences.append(line)
    return rules, sentences


def made(rounds: int, seed: int = 7) -> Iterator[Example]:
    """Write every sentence so many times."""
    grammar = Grammar(seed)
    for _ in range(rounds):
        for sentence in grammar.sentences:
            yield grammar.write(sentence)
