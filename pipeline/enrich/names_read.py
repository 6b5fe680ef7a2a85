"""Names read by the model: runs of capitalised words in, names with a type and a chance out.

Where the package was built with a C compiler, `read` is the same compiled.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final

import numpy as np

from pipeline.enrich.compiled import native
from pipeline.enrich.gazetteer import Hit
from pipeline.enrich.names_context import Layout, known_tokens, lay_out
from pipeline.enrich.names_model import Doubles, NameModel
from pipeline.enrich.names_runs import LONGEST_GAP, LONGEST_RUN, Run, find_runs
from pipeline.enrich.names_tidy import Found, Read
from pipeline.enrich.names_words import ABBREVIATIONS, DAYS, DOMAINS, END, FUNCTION, LOOSE, PARTICLES, START
from pipeline.model import EntityType

TYPES: Final[tuple[EntityType, ...]] = ("misc", "person", "person", "org", "org", "place", "place", "misc", "misc")
KIND_OF_LABEL: Final = np.array([[(label + 1) // 2 == kind for kind in range(5)] for label in range(9)], np.float64)
LABEL_OF_KIND: Final = np.ascontiguousarray(KIND_OF_LABEL.T)
LABEL_WEIGHT: Final = np.array([0.3, 1, 1, 1.5, 1.5, 1, 1, 1, 1])  # none, person, org, place, misc: B and I
LONGER_WEIGHT: Final = 6.0  # what a mention inside a longer name counts, against one alone
LEAST_LEAN: Final = 0.02
RUN_WORDS: Final = (DAYS, FUNCTION, PARTICLES, LOOSE, ABBREVIATIONS, DOMAINS)


def read_slowly(
    tokens: list[str],
    written: Set[str],
    starts: list[int],
    sentences: list[tuple[int, int]],
    hits: Sequence[Hit],
    model: NameModel,
) -> Sequence[Read]:
    """Find the names among the tokens of an article, `written` the different ones; hits are the known names in it."""
    runs = find_runs(tokens, starts, sentences)
    if not runs:
        return []
    layout = lay_out(tokens, written, runs, known_tokens(starts, hits))
    return decode(runs, remember(layout, model.read(layout)))


def read_compiled(
    tokens: list[str],
    written: set[str],
    starts: list[int],
    sentences: list[tuple[int, int]],
    hits: Sequence[Hit],
    model: NameModel,
) -> Sequence[Read]:
    """Find the same names, compiled."""
    runs = native.find_runs(tokens, starts, sentences, RUN_WORDS, LONGEST_GAP, LONGEST_RUN)
    if not runs:
        return []
    layout = Layout(*native.lay_out(tokens, written, runs, known_tokens(starts, hits), START, END))
    chances = model.read_compiled(layout)
    native.remember(layout.own, layout.lengths, chances, LABEL_WEIGHT, LONGER_WEIGHT, LEAST_LEAN)
    return native.decode(runs, chances, TYPES)


read: Final = read_slowly if native is None else read_compiled


def remember(layout: Layout, probabilities: Doubles) -> Doubles:
    """Let a word that stands alone lean towards what the article's other mentions of it are.

    Mentions inside longer names count more: who "Moen" is, "Eva Moen" tells. "No name" counts less than the model
    says and organisations more, since it was taught by texts that leave names out, organisations most of all.
    """
    numbers: dict[str, int] = {}
    which = np.array([numbers.setdefault(word, len(numbers)) for word in layout.own], np.intp)
    lengths = np.array(layout.lengths)
    alone = np.repeat(lengths == 1, lengths)
    kinds = probabilities @ KIND_OF_LABEL
    kinds[~alone] *= LONGER_WEIGHT
    totals = np.zeros((len(numbers), kinds.shape[1]))
    np.add.at(totals, which, kinds)
    totals /= totals.sum(axis=1, keepdims=True)
    totals += LEAST_LEAN
    weighed = probabilities.copy()
    weighed[alone] *= (totals**2).take(which[alone], axis=0) @ LABEL_OF_KIND
    weighed *= LABEL_WEIGHT
    weighed /= weighed.sum(axis=1, keepdims=True)
    return weighed


def decode(runs: Sequence[Run], probabilities: Doubles) -> list[Found]:
    """Turn probabilities of labels into names."""
    best = probabilities.argmax(axis=1)
    labels = best.tolist()
    chances = probabilities[np.arange(len(best)), best].tolist()
    names: list[Found] = []
    position = 0
    for run in runs:
        open_kind: EntityType | None = None
        for index in range(run.first, run.end):
            label = labels[position]
            if label:
                kind = TYPES[label]
                if kind == open_kind and label % 2 == 0:
                    first, _, _, lowest = names[-1]
                    names[-1] = Found(first, index + 1, kind, min(lowest, chances[position]))
                else:
                    names.append(Found(index, index + 1, kind, chances[position]))
                open_kind = kind
            else:
                open_kind = None
            position += 1
    return names
