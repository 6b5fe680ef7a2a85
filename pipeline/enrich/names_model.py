"""The model of names: a linear chain over the tokens of each run, read for all runs of an article at once.

Every feature belongs to a word and looks from a slot (its own place, a neighbour's, the end of the run, …) or to the
place of a token in the article (`Place`). A word's features are looked up once and summed into a row that is kept, so
scoring an article is a handful of array look-ups; then forward-backward over all runs together gives, for every token,
the probability of every label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

Floats = NDArray[np.float32]
Indexes = NDArray[np.intp]


Known = tuple[str, str, int, bool, bool]  # kind, all kinds, size, first and last token of a known name


class Place(NamedTuple):
    """Where a token of a run stands in the article, as far as the model looks."""

    initial: bool  # first of its sentence
    in_lower: bool  # also written in lower case in this article
    elsewhere: int  # 0, 1, 2: times it stands in a run not at the start of a sentence
    alone: int  # 0: in a longer run; 1: alone, 2: alone, and elsewhere the end of a longer run
    length: int  # of the run, at most 5
    known: Known | None = None


def place_features(place: Place) -> list[str]:
    """List the features of a place."""
    mark = "S" if place.initial else ""
    features = [
        f"dl{mark}={place.in_lower:d}",
        f"dm{mark}={place.elsewhere}",
        f"len={place.length}",
        f"dr={place.alone}",
    ]
    if place.known is None:
        return [*features, "g0"]
    kind, kinds, size, first, last = place.known
    at = "B" if first else "I"
    return [*features, f"g{at}={kind}", f"ga{at}={kinds}", f"gl={kind}{size}", f"ge={kind}{last:d}"]


class Weights(NamedTuple):
    """What training gives: for each feature a row of weights."""

    own: dict[str, int]
    own_rows: Floats  # feature × label
    near: dict[str, int]
    near_rows: Floats  # feature × slot × label
    place: dict[str, int]
    place_rows: Floats  # feature × label
    steps: Floats  # label before × label
    lexicon: dict[str, int]
    calibration: Floats  # slope, intercept of the log-odds


def load_weights(path: Path = DATA) -> Weights:
    """Read the shipped weights."""
    with np.load(path) as arrays:
        return Weights(
            _index(arrays["own_names"]),
            _rows(arrays, "own"),
            _index(arrays["near_names"]),
            _rows(arrays, "near").reshape(-1, len(SLOTS), len(LABELS)),
            _index(arrays["place_names"]),
            _rows(arrays, "place"),
            arrays["steps"],
            dict(zip(_text(arrays["lexicon_words"]), arrays["lexicon_codes"].tolist(), strict=True)),
            arrays["calibration"],
        )


def _text(array: NDArray[Any]) -> list[str]:
    text: str = array.tobytes().decode()
    return text.split("\n") if text else []


def _index(array: NDArray[Any]) -> dict[str, int]:
    return {name: index for index, name in enumerate(_text(array))}


def _rows(arrays: Mapping[str, NDArray[Any]], name: str) -> Floats:
    """Undo the scaling of whole-number weights, one scale a table."""
    rows: Floats = arrays[f"{name}_rows"].astype(np.float32) * arrays[f"{name}_scale"]
    return rows


class NameModel:
    """Gives, for every token of every run, the probability of every label."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._steps: Floats = np.exp(weights.steps)
        self._steps_back: Floats = np.ascontiguousarray(self._steps.T)
        self._own: Floats = np.zeros((ROWS, len(LABELS)), np.float32)
        self._near: Floats = np.zeros((len(SLOTS), ROWS, len(LABELS)), np.float32)
        self._words: dict[str, int] = {}
        self._places: dict[Place, list[float]] = {}

    def read(self, tokens: Sequence[str], runs: Sequence[Run], places: Sequence[Place]) -> Floats:
        """Give probabilities, token of a run × label, in order of runs; `places` has one for each of those tokens."""
        if not runs:
            return np.zeros((0, len(LABELS)), np.float32)
        if len(self._words) + len(tokens) + 2 > ROWS:
            self._words.clear()
        lengths = np.array([run.end - run.first for run in runs])
        return self._spread(self._score(tokens, runs, places), lengths)

    def _score(self, tokens: Sequence[str], runs: Sequence[Run], places: Sequence[Place]) -> Floats:
        """Sum the weights of every token of every run."""
        table = np.array(runs, np.intp)
        lengths = table[:, 1] - table[:, 0]
        spread = np.repeat(np.arange(len(runs)), lengths)
        at = np.arange(len(spread)) + np.repeat(table[:, 0] - np.cumsum(lengths) + lengths, lengths)
        begin, limit, count = table[spread, 2], table[spread, 3], len(tokens)
        around = [np.where(at - step < begin, count, at - step) for step in (2, 1)]
        around += [np.where(at + step >= limit, count + 1, at + step) for step in (1, 2)]
        before = np.where(table[:, 0] > table[:, 2], table[:, 0] - 1, count)
        after = np.where(table[:, 1] < table[:, 3], table[:, 1], count + 1)
        rows = self._rows_of(tokens, np.concatenate([at, *around, before, after]))
        own, near = rows[at], self._near
        total: Floats = self._own[own]
        for slot, where in enumerate(around):
            total += near[slot, rows[where]]
        first, last = rows[table[:, 0]], rows[table[:, 1] - 1]
        of_run = near[4, rows[before]] + near[5, rows[after]] + near[6, first] + near[7, last]
        of_run[lengths == 1] += near[8, first[lengths == 1]]
        total += of_run[spread]
        initial = np.flatnonzero(at == begin)
        total[initial] += near[9, own[initial]]
        total += np.array([self._places.get(place) or self._place(place) for place in places], np.float32)
        return total

    def _rows_of(self, tokens: Sequence[str], wanted: Indexes) -> Indexes:
        """Give the row of each token, START and END after them; made now for those wanted and not known."""
        words = [*tokens, START, END]
        rows = np.array([self._words.get(word, -1) for word in words], np.intp)
        new = {words[index] for index in wanted[rows[wanted] < 0].tolist()}
        if new:
            self._add(sorted(new))
            rows = np.array([self._words.get(word, -1) for word in words], np.intp)
        return rows

    def _add(self, words: Sequence[str]) -> None:
        """Sum and keep the rows of new words."""
        weights = self._weights
        own, near, own_cuts, near_cuts = [0], [0], [], []
        for word in words:
            features = describe(word, weights.lexicon)
            own_cuts.append(len(own))
            own += [index for name in features.own if (index := weights.own.get(name)) is not None] or [0]
            near_cuts.append(len(near))
            near += [index for name in features.near if (index := weights.near.get(name)) is not None] or [0]
        first = len(self._words)
        rows = slice(first, first + len(words))
        self._own[rows] = np.add.reduceat(weights.own_rows[own], own_cuts)
        self._near[:, rows] = np.add.reduceat(weights.near_rows[near], near_cuts).transpose(1, 0, 2)
        self._words.update(zip(words, range(first, first + len(words)), strict=True))

    def _place(self, place: Place) -> list[float]:
        """Sum and keep the row of a place."""
        weights = self._weights
        indexes = [weights.place[name] for name in place_features(place) if name in weights.place]
        row: list[float] = weights.place_rows[indexes].sum(axis=0).tolist()
        if len(self._places) < ROWS:
            self._places[place] = row
        return row

    def _spread(self, scores: Floats, lengths: Indexes) -> Floats:
        """Run forward and backward over all runs at once; scores become probabilities."""
        scores -= scores.max(axis=1, keepdims=True)
        longest, runs = int(lengths.max()), len(lengths)
        inside = np.arange(longest) < lengths[:, None]
        padded: Floats = np.ones((runs, longest, len(LABELS)), np.float32)
        padded[inside] = np.exp(scores)
        weight = np.ascontiguousarray(padded.transpose(1, 0, 2))
        forward, backward = np.empty_like(weight), np.ones_like(weight)
        forward[0] = weight[0]
        for step in range(1, longest):
            forward[step] = (forward[step - 1] @ self._steps) * weight[step]
            forward[step] /= forward[step].sum(axis=1, keepdims=True)
        for step in range(longest - 2, -1, -1):
            more = inside[:, step + 1]
            back = (weight[step + 1, more] * backward[step + 1, more]) @ self._steps_back
            backward[step, more] = back / back.sum(axis=1, keepdims=True)
        found: Floats = (forward * backward).transpose(1, 0, 2)[inside]
        found /= found.sum(axis=1, keepdims=True)
        return found
