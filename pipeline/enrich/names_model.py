"""The model of names: a linear chain over the tokens of each run, read for all runs of an article at once.

Every feature belongs to a word and looks from a slot (its own place, a neighbour's, the end of the run, …) or to the
place of a token in the article. A word's features are looked up once and summed into a row that is kept, so
scoring an article is a handful of array look-ups; then forward-backward over all runs together gives, for every token,
the probability of every label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.compiled import native
from pipeline.enrich.names_context import PLACES, Known, Layout, Place, known_features, place_features
from pipeline.enrich.names_words import END, START, describe

SLOTS: Final = ("-1", "+1", "before", "after", "before 2", "after 2", "first", "last", "only", "initial")
LABELS: Final = ("O", *(f"{mark}-{kind}" for kind in ("person", "org", "place", "misc") for mark in "BI"))
ROWS: Final = 1 << 15  # words whose rows are kept; about 6 MB
DATA: Final = Path(__file__).parent / "data" / "names.npz"
UNIT: Final = 32  # weights are whole numbers of 1 / UNIT
WIDTH: Final = len(SLOTS) + 1  # rows of a word: one for each slot, and its own
BEFORE, AFTER = SLOTS.index("-1"), SLOTS.index("+1")
RUN_SLOTS: Final = np.arange(SLOTS.index("before"), SLOTS.index("only") + 1)[:, None]
INITIAL: Final = SLOTS.index("initial")
OWN: Final = len(SLOTS)
SEEN_FROM: Final = (BEFORE, AFTER, SLOTS.index("before"), INITIAL, OWN)  # for the compiled loop
NOTHING: Final = ""  # a word without features
LEARNT_AT_START: Final = 12_000  # most frequent words; others when they are met

Bytes = NDArray[np.int8]
Shorts = NDArray[np.int16]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Indexes = NDArray[np.intp]


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
        self._places = np.array([self._place_row(place_features(Place.of(number))) for number in range(PLACES)])
        self._known_rows: Shorts = np.zeros((ROWS, len(LABELS)), np.int16)
        self._known: dict[Known | None, int] = {}
        self._learn([NOTHING, START, END, *islice(weights.lexicon, LEARNT_AT_START)])

    def read(self, layout: Layout) -> Doubles:
        """Give probabilities, token of a run × label, in order of runs."""
        if not layout.lengths:
            return np.zeros((0, len(LABELS)))
        lengths = np.array(layout.lengths)
        return self._spread(self._score(layout, lengths), lengths)

    def read_compiled(self, layout: Layout) -> Doubles:
        """Give the same, compiled; where words are new their rows are made first."""
        found = np.empty((len(layout.places), len(LABELS)))
        words = (layout.words, layout.lengths, layout.places, self._rows_of_known(layout.known), self._words)
        rows = (self._rows, self._places, self._known_rows, self._steps)
        if not native.shares(*words, *rows, SEEN_FROM, UNIT, found):
            self._rows_of(layout.words)
            native.shares(*words, self._rows, *rows[1:], SEEN_FROM, UNIT, found)
        return found

    def _score(self, layout: Layout, lengths: Indexes) -> Doubles:
        """Sum the weights of every token of every run."""
        words = self._rows_of(layout.words) * WIDTH
        places = np.array(layout.places)
        ends = np.cumsum(lengths + 4)  # of the words of each run, with those round it
        shift = ends - np.cumsum(lengths) - 2
        at = np.arange(len(places)) + np.repeat(shift, lengths)
        own = words[at]
        begin, end = ends - lengths - 2, ends - 2
        first = words[begin]
        only = np.where(lengths == 1, first, 0)  # row 0 is of no word
        around = [words[begin - 1], words[end], words[begin - 2], words[end + 1], first, words[end - 1], only]
        of_runs = self._rows.take(np.array(around) + RUN_SLOTS, axis=0).sum(axis=0, dtype=np.int32)
        initial = np.where(places % 2, own, 0) + INITIAL
        looks = np.array([own + OWN, words[at - 1] + BEFORE, words[at + 1] + AFTER, initial])
        total = self._rows.take(looks, axis=0).sum(axis=0, dtype=np.int32)
        total += np.repeat(of_runs, lengths, axis=0)
        total += self._places.take(places, axis=0)
        total += self._known_rows.take(self._rows_of_known(layout.known), axis=0)
        scores: Doubles = total / UNIT
        return scores

    def _rows_of(self, words: Sequence[str]) -> Indexes:
        """Give the row of each word, made now where it is new."""
        known = self._words
        rows = [known.get(word, -1) for word in words]
        if -1 in rows:
            if len(known) + len(words) > len(self._rows) // WIDTH:
                self._forget(len(words) + 1)
            self._learn(sorted({word for word in words if word not in known}))
            rows = [known[word] for word in words]
        return np.array(rows, np.intp)

    def _forget(self, count: int) -> None:
        """Make room for so many words: forget those known, and grow for an article with more than the table holds."""
        self._words.clear()
        if count > len(self._rows) // WIDTH:
            self._rows = np.zeros((count * WIDTH, len(LABELS)), np.int16)
        self._learn([NOTHING])

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
        rows = self._rows.reshape(-1, WIDTH * len(LABELS))[first : first + count]
        np.add.reduceat(weights.near_rows[near], near_cuts, dtype=np.int16, out=rows[:, : -len(LABELS)])
        np.add.reduceat(weights.own_rows[own], own_cuts, dtype=np.int16, out=rows[:, -len(LABELS) :])
        self._words.update(zip(words, range(first, first + count), strict=True))

    def _rows_of_known(self, names: Sequence[Known | None]) -> list[int]:
        """Give the row of each known name a token is in, made now where it is new."""
        known = self._known
        rows = [known.get(name, -1) for name in names]
        if -1 in rows:
            if len(known) + len(names) > len(self._known_rows):
                known.clear()
                if len(names) > len(self._known_rows):
                    self._known_rows = np.zeros((len(names), len(LABELS)), np.int16)
            for name in names:
                if name not in known:
                    known[name] = len(known)
                    self._known_rows[known[name]] = self._place_row(known_features(name))
            rows = [known[name] for name in names]
        return rows

    def _place_row(self, features: Sequence[str]) -> Shorts:
        """Sum the rows of features of a place or a known name."""
        weights = self._weights
        indexes = [index for name in features if (index := weights.place.get(name)) is not None]
        row: Shorts = weights.place_rows[indexes].sum(axis=0, dtype=np.int16)
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
