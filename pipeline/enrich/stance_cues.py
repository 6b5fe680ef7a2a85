"""Words of position, read from data: which words tell a stance, how firm it is, and where its target stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final, Literal, NamedTuple

from pipeline.model import Via

Kind = Literal["verb", "noun", "agent", "adjective", "naming", "asking"]
Form = Literal["base", "present", "past", "participle", "gerund", "word"]

# Infinitive: past tense, past participle. Everything else is inflected by rule.
IRREGULAR: Final = {
    "speak": ("spoke", "spoken"),
    "come": ("came", "come"),
    "fight": ("fought", "fought"),
    "hit": ("hit", "hit"),
    "take": ("took", "taken"),
    "find": ("found", "found"),
    "say": ("said", "said"),
    "tear": ("tore", "torn"),
    "lay": ("laid", "laid"),
    "uphold": ("upheld", "upheld"),
    "stand": ("stood", "stood"),
    "stick": ("stuck", "stuck"),
    "throw": ("threw", "thrown"),
    "put": ("put", "put"),
    "think": ("thought", "thought"),
    "pay": ("paid", "paid"),
    "lend": ("lent", "lent"),
    "give": ("gave", "given"),
    "tell": ("told", "told"),
    "beat": ("beat", "beaten"),
    "break": ("broke", "broken"),
    "build": ("built", "built"),
    "choose": ("chose", "chosen"),
    "feed": ("fed", "fed"),
    "flee": ("fled", "fled"),
    "forgive": ("forgave", "forgiven"),
    "grow": ("grew", "grown"),
    "hide": ("hid", "hidden"),
    "hurt": ("hurt", "hurt"),
    "lead": ("led", "led"),
    "lose": ("lost", "lost"),
    "mislead": ("misled", "misled"),
    "overcome": ("overcame", "overcome"),
    "overthrow": ("overthrew", "overthrown"),
    "shine": ("shone", "shone"),
    "shoot": ("shot", "shot"),
    "sink": ("sank", "sunk"),
    "steal": ("stole", "stolen"),
    "teach": ("taught", "taught"),
    "win": ("won", "won"),
    "withhold": ("withheld", "withheld"),
}
DOUBLED: Final = frozenset("abhor ban bar dog expel extol gut plot rap rebut rip rob shun slam snub stab".split())
BE: Final = frozenset("is are was were be been being am 's 're ’s ’re".split())


class Cue(NamedTuple):
    """A form of a word of position; `rest` are the further words of a phrase, `after` what leads to the target."""

    words: str  # as the data file gives it, for explain
    form: Form
    kind: Kind
    positive: bool
    strength: float  # 0..1
    via: Via
    rest: tuple[str, ...]
    after: frozenset[str]


@cache
def load() -> dict[str, tuple[Cue, ...]]:
    """Read the cues: lower-cased first word to its readings, longest phrase first."""
    text = (resources.files("pipeline.enrich") / "data" / "stance.cues").read_text(encoding="utf-8")
    cues: dict[str, list[Cue]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            for first, cue in _read(line):
                cues.setdefault(first, []).append(cue)
    return {word: tuple(sorted(found, key=lambda cue: -len(cue.rest))) for word, found in cues.items()}


@cache
def second_words() -> dict[str, frozenset[str]]:
    """Give the words that only begin phrases, with the words that such a phrase goes on with."""
    phrased = {word: cues for word, cues in load().items() if all(cue.rest for cue in cues)}
    return {word: frozenset(cue.rest[0] for cue in cues) for word, cues in phrased.items()}


@cache
def evaluative() -> dict[str, bool]:
    """Read words that judge whom they name: lower-cased word to whether it is good."""
    text = (resources.files("pipeline.enrich") / "data" / "tone.lexicon").read_text(encoding="utf-8")
    judged: dict[str, bool] = {}
    for line in text.splitlines():
        head, _, words = line.partition(" : ")
        if head.startswith("word "):
            judged.update(dict.fromkeys(words.split(", "), head.endswith("positive")))
    return judged


def _read(line: str) -> Iterator[tuple[str, Cue]]:
    """Give every form of every word of a line."""
    head, _, words = line.partition(" : ")
    kind, polarity, strength, via, after = head.split()
    leads = frozenset() if after == "_" else frozenset(after.split("|"))
    for phrase in words.split(", "):
        first, *rest = phrase.split()
        forms = inflect(first) if kind in ("verb", "naming", "asking") else [(first, "word")]
        for form, name in forms:
            yield (
                form,
                Cue(phrase, name, kind, polarity == "support", float(strength), via, tuple(rest), leads),  # type: ignore[arg-type]
            )


def inflect(verb: str) -> list[tuple[str, Form]]:
    """Give the forms of an English verb; a form that is both past and participle comes as past."""
    stem = verb[:-1] if verb.endswith("e") else verb + verb[-1] if verb in DOUBLED else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        present, past = verb[:-1] + "ies", verb[:-1] + "ied"
    else:
        present, past = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"), stem + "ed"
    past, participle = IRREGULAR.get(verb, (past, past))
    forms: list[tuple[str, Form]] = [(verb, "base"), (present, "present"), (past, "past"), (stem + "ing", "gerund")]
    if participle not in (past, verb):
        forms.append((participle, "participle"))
    return forms
