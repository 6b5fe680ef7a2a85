"""Sentences of our own that teach the stance between two names: a grammar of templates and words, written out."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Final, Literal, NamedTuple

from pipeline.enrich.stance_cues import inflect

Label = Literal["neutral", "neg_forward", "pos_forward", "neg_backward", "pos_backward"]
Span = tuple[int, int]

SLOT: Final = re.compile(r"\{([^}]+)\}")
LETTER: Final = re.compile(r"\b[A-F]\b")
KINDS: Final = ("person", "person", "country", "group")
NEUTRAL_PAIRS: Final = 2  # of a sentence at most
POLAR: Final = {"v": "verb", "w": "verb", "n": "noun", "adj": "adjective", "pred": "predicate"}
FORMS: Final = {"past": "past", "pp": "participle", "ing": "gerund", "base": "base"}
IRREGULAR: Final = {"meet": "met", "see": "saw", "leave": "left", "write": "wrote"}


class Example(NamedTuple):
    """A sentence with two of its names, the first in the text first, and the stance between them."""

    text: str
    first: Span
    second: Span
    label: Label


class Grammar(NamedTuple):
    """The parts of the grammar file."""

    words: Mapping[str, Sequence[str]]
    names: Mapping[str, Sequence[str]]
    before: Sequence[str]
    after: Sequence[str]
    templates: Sequence[tuple[str, str]]  # sentence, who towards whom


def read_grammar() -> Grammar:
    """Read the grammar that ships beside this module."""
    text = (resources.files("pipeline.training") / "stance_grammar.txt").read_text(encoding="utf-8")
    parts: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            lines = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    words, names = ({h: v.split("|") for h, v in (_head(line) for line in parts[part])} for part in ("words", "names"))
    before, after = (parts[part][0].split("|") for part in ("before", "after"))
    return Grammar(words, names, before, after, [_head(line) for line in parts["templates"]])


def _head(line: str) -> tuple[str, str]:
    head, _, rest = line.rpartition(" :")
    return head.strip(), rest.strip()


def sentences(each: int, seed: int) -> list[Example]:
    """Write out every template `each` times; the same seed gives the same sentences."""
    grammar, chance = read_grammar(), random.Random(seed)
    return [
        example
        for template, relations in grammar.templates
        for _ in range(each)
        for example in _examples(grammar, chance, template, relations)
    ]


def _examples(grammar: Grammar, chance: random.Random, template: str, relations: str) -> Iterator[Example]:
    """Write a template out once and give the pairs of its names, not all that are neutral."""
    fixed = relations[-1:] if relations[-1:] in ("+", "-") else chance.choice("+-")
    polarity = "positive" if fixed == "+" else "negative"
    text = chance.choice(grammar.before) + template + chance.choice(grammar.after)
    text = SLOT.sub(lambda slot: _fill(grammar, chance, slot.group(1), polarity), text)
    text, spans = _name(grammar, chance, text)
    arrows = relations.rstrip("+-").split()
    silent = {frozenset((arrow[1], arrow[3])) for arrow in arrows if arrow.startswith("~")}
    towards = {(arrow[0], arrow[2]) for arrow in arrows if not arrow.startswith("~")}
    neutral: list[Example] = []
    order = sorted(spans, key=spans.__getitem__)
    for number, one in enumerate(order):
        for other in order[number + 1 :]:
            if frozenset((one, other)) in silent:
                continue
            label = _label(towards, one, other, polarity)
            example = Example(text, spans[one], spans[other], label)
            if label == "neutral":
                neutral.append(example)
            else:
                yield example
    chance.shuffle(neutral)
    yield from neutral[:NEUTRAL_PAIRS]


def _label(towards: set[tuple[str, str]], one: str, other: str, polarity: str) -> Label:
    """Say who of two names takes the polarity towards whom."""
    if (one, other) in towards:
        return "pos_forward" if polarity == "positive" else "neg_forward"
    if (other, one) in towards:
        return "pos_backward" if polarity == "positive" else "neg_backward"
    return "neutral"


def _fill(grammar: Grammar, chance: random.Random, slot: str, polarity: str) -> str:
    """Choose words for a slot."""
    head, *rest = slot.split()
    if head == "w":
        polarity = chance.choice(("negative", "positive"))
    if head in ("pred0", "neutral"):
        word = chance.choice(grammar.words["predicate neutral" if head == "pred0" else "neutral"])
    else:
        word = chance.choice(grammar.words.get(f"{POLAR.get(head, head)} {polarity}") or grammar.words[head])
    if rest == ["a"]:
        return ("an " if word[0] in "aeiou" else "a ") + word
    return _form(word, FORMS[rest[0]]) if rest else word


def _form(verb: str, form: str) -> str:
    """Inflect the first word of a verb."""
    first, *rest = verb.split()
    if form == "past" and first in IRREGULAR:
        inflected = IRREGULAR[first]
    else:
        forms: dict[str, str] = {name: word for word, name in inflect(first)}
        inflected = forms.get(form) or forms["past"]
    return " ".join([inflected, *rest])


def _name(grammar: Grammar, chance: random.Random, text: str) -> tuple[str, dict[str, Span]]:
    """Put names for letters, each its own last word; give the sentence and where each letter's name first stands."""
    names: dict[str, str] = {}
    for letter in dict.fromkeys(LETTER.findall(text)):
        taken = {name.split()[-1] for name in names.values()}
        choices = [name for name in grammar.names[chance.choice(KINDS)] if name.split()[-1] not in taken]
        names[letter] = chance.choice(choices)
    written, done = "", 0
    spans: dict[str, Span] = {}
    for match in LETTER.finditer(text):
        written += text[done : match.start()]
        letter, done = match.group(), match.end()
        spans.setdefault(letter, (len(written), len(written) + len(names[letter])))
        written += names[letter]
    written = (written + text[done:]).strip() + "."
    return written[0].upper() + written[1:], spans
