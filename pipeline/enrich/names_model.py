"""The model of names: a linear chain over the tokens of each run, read for all runs of an article at once.

Every feature belongs to a word and looks from a slot (its own place, a neighbour's, the end of the run, …) or to the
place of a token in the article (`Place`). A word's features are looked up once and summed into a row that is kept, so
scoring an article is a handful of array look-ups; then forward-backward over all runs together gives, for every token,
the probability of every label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.names_runs import Run
from pipeline.enrich.names_words import END, START, describe

SLOTS: Final = ("-2", "-1", "+1", "+2", "before", "after", "first", "last", "only", "initial")
LABELS: Final = ("O", *(f"{mark}-{kind}" for kind in ("person", "org", "place", "misc") for mark in "BI"))
ROWS: Final = 1 << 15  # words whose rows are kept; about 14 MB
DATA: Final = Path(__file__).parent / "data" / "names.npz"

UNIT: Final = 32  # weights are whole numbers of 1 / UNIT
WIDTH: Final = len(SLOTS) + 1  # rows of a word: one for each slot, and its own
NOTHING: Final = ""  # a word without features
EDGES: Final = (START, END, NOTHING)  # stand after the tokens of an article
LEARNT_AT_START: Final = 12_000  # most frequent words; others when they are met
NEIGHBOURS: Final = np.array([[-2], [-1], [1], [2]])
SLOT: Final = np.arange(WIDTH)[:, None]

Bytes = NDArray[np.int8]
Shorts = NDArray[np.int16]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indexes = NDArray[np.intp]


Known = tuple[str, str, int, bool, bool]  # kind, all kinds, size, first and last token of a known name


# Where a token of a run stands in the article: first of its sentence; also written in lower case; times it stands in a
# run not at the start of a sentence, at most 2; 0 in a longer run, 1 alone, 2 alone and elsewhere inside a longer run;
# length of the run, at most 5; what known name it is part of. A plain tuple, since many are made.
Place = tuple[bool, bool, int, int, int, Known | None]


def place_features(place: Place) -> list[str]:
    """List the features of a place."""
    initial, in_lower, elsewhere, alone, length, known = place
    mark = "S" if initial else ""
    features = [f"dl{mark}={in_lower:d}", f"dm{mark}={elsewhere}", f"len={length}", f"dr={alone}"]
    if known is None:
        return [*features, "g0"]
    kind, kinds, size, first, last = known
    at = "B" if first else "I"
    return [*features, f"g{at}={kind}", f"ga{at}={kinds}", f"gl={kind}{size}", f"ge={kind}{last:d}"]


class Weights(NamedTuple):
    """What training gives: for each feature a row of weights, in units of 1 / UNIT."""

    own: dict[str, int]
    own_rows: Bytes  # feature × label
    near: dict[str, int]
    near_rows: Bytes  # feature × (slot × label)
    place: dict[str, int]
    place_rows: Bytes  # feature × label
    steps: Floats  # label before × label
    lexicon: dict[str, int]
    calibration: Floats  # slope, intercept of the log-odds


def load_weights(path: Path = DATA) -> Weights:
    """Read the shipped weights."""
    with np.load(path) as arrays:
        return weights_of(arrays)


def weights_of(arrays: Mapping[str, NDArray[Any]]) -> Weights:
    """Index what training wrote."""
    return Weights(
        _index(arrays["own_names"]),
        arrays["own_rows"],
        _index(arrays["near_names"]),
        arrays["near_rows"],
        _index(arrays["place_names"]),
        arrays["place_rows"],
        arrays["steps"],
        dict(zip(_text(arrays["lexicon_words"]), arrays["lexicon_codes"].tolist(), strict=True)),
        arrays["calibration"],
    )


def _text(array: NDArray[Any]) -> list[str]:
    text: str = array.tobytes().decode()
    return text.split("\n") if text else []


def _index(array: NDArray[Any]) -> dict[str, int]:
    return {name: index for index, name in enumerate(_text(array))}


class NameModel:
    """Gives, for every token of every run, the probability of every label."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.lexicon: Mapping[str, int] = weights.lexicon
        self._steps = np.exp(weights.steps.astype(np.float64))
        self._steps_back = np.ascontiguousarray(self._steps.T)
        self._rows: Shorts = np.zeros((ROWS * WIDTH, len(LABELS)), np.int16)  # word by word, slot by slot, own last
        self._words: dict[str, int] = {}
        self._place_rows: Shorts = np.zeros((ROWS, len(LABELS)), np.int16)
        self._places: dict[Place, int] = {}
        self._learn(list(islice(weights.lexicon, LEARNT_AT_START)))

    def read(self, tokens: Sequence[str], runs: Sequence[Run], places: Sequence[Place]) -> Doubles:
        """Give probabilities, token of a run × label, in order of runs; `places` has one for each of those tokens."""
        if not runs:
            return np.zeros((0, len(LABELS)))
        if len(self._words) + len(tokens) > ROWS:
            self._words.clear()
        table = np.fromiter(chain.from_iterable(runs), np.intp, 4 * len(runs)).reshape(-1, 4)
        lengths = table[:, 1] - table[:, 0]
        return self._spread(self._score(tokens, table, lengths, places), lengths)

    def _score(self, tokens: Sequence[str], runs: Indexes, lengths: Indexes, places: Sequence[Place]) -> Doubles:
        """Sum the weights of every token of every run."""
        first, end, begin, limit, size = np.repeat(np.column_stack([runs, lengths]), lengths, axis=0).T
        count = len(tokens)
        at = np.arange(len(first)) + np.repeat(runs[:, 0] - np.cumsum(lengths) + lengths, lengths)
        looks = np.empty((WIDTH, len(at)), np.intp)
        looks[:4] = at + NEIGHBOURS
        looks[4], looks[5] = first - 1, end
        around = looks[:6]
        around[around < begin] = count
        np.copyto(around, count + 1, where=(around >= limit) & (around < count))
        looks[6], looks[7] = first, end - 1
        looks[8] = np.where(size == 1, at, count + 2)
        looks[9] = np.where(at == begin, at, count + 2)
        looks[10] = at
        rows = self._rows_of(tokens, looks)[looks] * WIDTH + SLOT
        total = self._rows.take(rows, axis=0).sum(axis=0, dtype=np.int32)
        total += self._place_rows.take(self._rows_of_places(places), axis=0)
        scores: Doubles = total / UNIT
        return scores

    def _rows_of(self, tokens: Sequence[str], looks: Indexes) -> Indexes:
        """Give the row of each token looked at, and of START, END and nothing after the last token."""
        count = len(tokens)
        asked = np.zeros(count + len(EDGES), np.bool_)
        asked[looks] = True
        looked = np.flatnonzero(asked)
        words = list(map([*tokens, *EDGES].__getitem__, looked.tolist()))
        if new := set(words).difference(self._words):
            self._learn(sorted(new))
        found = list(map(self._words.__getitem__, words))
        rows = np.empty(count + len(EDGES), np.intp)
        rows[looked] = found
        return rows

    def _learn(self, words: Sequence[str]) -> None:
        """Sum and keep the rows of new words."""
        weights = self._weights
        lexicon, own_index, near_index = weights.lexicon, weights.own, weights.near
        own, near, own_cuts, near_cuts = [0], [0], [], []
        for word in words:
            features = describe(word, lexicon)
            own_cuts.append(len(own))
            own += [index for name in features.own if (index := own_index.get(name)) is not None] or [0]
            near_cuts.append(len(near))
            near += [index for name in features.near if (index := near_index.get(name)) is not None] or [0]
        first, count = len(self._words), len(words)
        rows = self._rows.reshape(ROWS, WIDTH * len(LABELS))[first : first + count]
        np.add.reduceat(weights.near_rows[near], near_cuts, dtype=np.int16, out=rows[:, : -len(LABELS)])
        np.add.reduceat(weights.own_rows[own], own_cuts, dtype=np.int16, out=rows[:, -len(LABELS) :])
        self._words.update(zip(words, range(first, first + count), strict=True))

    def _rows_of_places(self, places: Sequence[Place]) -> list[int]:
        known = self._places
        rows = [known.get(place, -1) for place in places]
        if -1 in rows:
            if len(known) + len(places) > ROWS:
                known.clear()
            rows = [known[place] if place in known else self._learn_place(place) for place in places]
        return rows

    def _learn_place(self, place: Place) -> int:
        """Sum and keep the row of a place."""
        weights = self._weights
        indexes = [weights.place[name] for name in place_features(place) if name in weights.place]
        row = self._places[place] = len(self._places)
        self._place_rows[row] = weights.place_rows[indexes].sum(axis=0, dtype=np.int16)
        return row

    def _spread(self, scores: Doubles, lengths: Indexes) -> Doubles:
        """Run forward and backward over all runs at once, the longest first; scores become probabilities."""
        weight = np.exp(scores - scores.max(axis=1, keepdims=True))
        order = np.argsort(-lengths, kind="stable")
        firsts = (np.cumsum(lengths) - lengths)[order]
        longest = int(lengths[order[0]])
        reach = np.arange(longest)[:, None] + firsts  # step × run: which token
        inside = np.arange(longest)[:, None] < lengths[order]
        active = inside.sum(axis=1).tolist()
        weight = weight.take(np.minimum(reach, len(scores) - 1), axis=0)
        forward, backward = weight.copy(), np.ones_like(weight)
        for step in range(1, longest):
            runs = active[step]
            forward[step, :runs] *= forward[step - 1, :runs] @ self._steps
        for step in range(longest - 2, -1, -1):
            runs = active[step + 1]
            backward[step, :runs] = (weight[step + 1, :runs] * backward[step + 1, :runs]) @ self._steps_back
        forward *= backward
        found = np.empty((len(scores), len(LABELS)))
        found[reach[inside]] = forward[inside]
        found /= found.sum(axis=1, keepdims=True)
        return found
