"""What acts, words and standings say of the other party, read from data: for the stance between two given names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, Literal

from pipeline.enrich.stance_cues import Cue, inflect

Part = Literal["verb", "noun", "adjective", "word"]

AFTER_NOUN: Final = frozenset("of to against at over about on for toward towards with".split())
AFTER_ADJECTIVE: Final = frozenset("of to with at about over by toward towards in for".split())
AFTER_AGENT: Final = frozenset(("of", "to"))
STRENGTH: Final = 0.9
# Nouns of the lexicon that name who acts, not the act.
AGENTS: Final = frozenset(
    "enemy foe adversary rival opponent critic detractor nemesis traitor aggressor challenger ally partner friend "
    "supporter backer admirer fan advocate champion defender protector sponsor patron donor loyalist confidant mentor "
    "hero idol".split()
)


@cache
def acts() -> dict[str, dict[Part, float]]:
    """Read what a word says by its part of speech: lower-cased word to -1 (bad) or 1 (good)."""
    known: dict[str, dict[Part, float]] = {}
    for part, value, word in _lines():
        for form in _forms(part, word):
            if part != "word" or form not in known:
                known.setdefault(form, {}).setdefault(part, value)
    return known


@cache
def cues() -> dict[str, tuple[Cue, ...]]:
    """Give the same as words of position, for the walk from a word to its subject and object."""
    found: dict[str, dict[str, Cue]] = {}
    for part, value, word in _lines():
        if part == "word":
            continue
        if part == "verb":
            for form, name in inflect(word):
                cue = Cue(word, name, "verb", value > 0, STRENGTH, "action", (), frozenset())
                found.setdefault(form, {}).setdefault("verb", cue)
        else:
            after = AFTER_NOUN if part == "noun" else AFTER_ADJECTIVE
            for form in _forms(part, word):
                cue = Cue(word, "word", part, value > 0, STRENGTH, "action", (), after)
                found.setdefault(form, {}).setdefault(part, cue)
                if word in AGENTS:
                    found[form].setdefault("agent", cue._replace(kind="agent", after=AFTER_AGENT))
    return {word: tuple(readings.values()) for word, readings in found.items()}


def _forms(part: Part, word: str) -> list[str]:
    """Give the forms of a word."""
    if part == "verb":
        return [form for form, _ in inflect(word)]
    return [word, _plural(word)] if part == "noun" else [word]


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _lines() -> Iterator[tuple[Part, float, str]]:
    """Read the lexicon of acts, then of the lexicon of tone what fits: verbs by whom they are done to, and words."""
    parts: dict[str, Part] = {"verb": "verb", "noun": "noun", "adjective": "adjective"}
    yield from _read("stance.lexicon", parts)
    yield from _read("tone.lexicon", {"verb-done": "verb", "word": "word"})


def _read(name: str, parts: dict[str, Part]) -> Iterator[tuple[Part, float, str]]:
    """Read the lines of a lexicon that begin with one of these parts."""
    text = (resources.files("pipeline.enrich") / "data" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        head, colon, words = line.partition(" : ")
        if not colon or line.startswith("#") or (part := parts.get(head.split()[0])) is None:
            continue
        for word in words.split(", "):
            yield part, 1.0 if head.endswith("positive") else -1.0, word
