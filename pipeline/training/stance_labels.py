"""Natural sentences with labels of our own that teach the stance between two names.

`stance_news.jsonl` is written for this project, in the manner of a news agency; its names are invented.
`stance_newsmtsc.tsv` labels sentences of NewsMTSC by id and offsets, without their text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from itertools import combinations
from typing import Final, NamedTuple, cast

from pipeline.training.stance_sentences import Example, Label, Span

SIGNS: Final = {"-": "neg", "+": "pos"}


class Marks(NamedTuple):
    """The names of a sentence in order, and the sign of what one (its place among them) holds of another."""

    names: tuple[Span, ...]
    stances: Mapping[tuple[int, int], str]


def news() -> Iterator[Example]:
    """Give the labelled pairs of the news sentences of our own."""
    for line in _read("stance_news.jsonl"):
        row = json.loads(line)
        for first, second, label in row["pairs"]:
            spans = [(start := row["text"].index(name), start + len(name)) for name in (first, second)]
            yield Example(row["text"], spans[0], spans[1], label)


def marks() -> dict[str, Marks]:
    """Read the labels of NewsMTSC by id of the sentence."""
    rows = (line.split("\t") for line in _read("stance_newsmtsc.tsv") if not line.startswith("#"))
    return {row_id: Marks(tuple(map(_span, names.split())), _stances(stances)) for row_id, names, stances in rows}


def pairs(text: str, marked: Marks) -> Iterator[Example]:
    """Give every two names of a sentence; where nothing is marked they are neutral."""
    for one, other in combinations(range(len(marked.names)), 2):
        label = "neutral"
        for way, held in (("forward", (one, other)), ("backward", (other, one))):
            if held in marked.stances:
                label = f"{SIGNS[marked.stances[held]]}_{way}"
        yield Example(text, marked.names[one], marked.names[other], cast("Label", label))


def _read(name: str) -> list[str]:
    return (resources.files("pipeline.training") / name).read_text(encoding="utf-8").strip("\n").split("\n")


def _span(text: str) -> Span:
    """Read "6-11"."""
    start, end = text.split("-")
    return int(start), int(end)


def _stances(text: str) -> dict[tuple[int, int], str]:
    """Read "2>3- 1>3+", places counted from one."""
    return {(int(each[0]) - 1, int(each[2]) - 1): each[3] for each in text.split()}
