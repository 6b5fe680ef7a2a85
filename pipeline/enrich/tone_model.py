"""The tone model: a linear model over the words around a target, from a file of weights."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.compiled import native_tone
from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_words import PRONOUN
from pipeline.enrich.tone_features import (
    DECAY,
    HALF,
    KERNELS,
    NEAR,
    NEXT,
    PAIRS,
    REACH,
    ROLES,
    TAUS,
    Floats,
    Seen,
    Table,
    Words,
    build,
    count_marks,
    marks_in,
    of_sides,
)

FILE: Final = Path(__file__).parent / "data" / "tone.npz"
ZONES: Final = 7  # three left, three right, the target's own words
ZONE_OF: Final = np.stack([np.digitize(np.arange(REACH), near) + 3 * side for side, near in enumerate(NEAR)])
# How many features a known word is by zone: anywhere, its side, and its zone where it has one; only one as own word.
COUNTED: Final = np.array([3, 3, 2, 3, 3, 2, 1], np.float32)
FADING: Final = np.repeat(KERNELS, 4, axis=1)
Range = tuple[int, int]  # tokens, end exclusive
Place = tuple[Range, Range]  # tokens of a target and of its sentence


class Weights(NamedTuple):
    """A trained model for three classes: negative, neutral, positive."""

    dense: Floats  # features × 3
    zones: Floats  # words with weights of their own × 7 zones × 3
    pairs: Floats  # buckets × 3, the last row zero for "none"
    intercept: Floats


class Rows(NamedTuple):
    """The same laid out to be added up: the weights of words and pairs, and how many features each of them is."""

    pooled: Floats  # words for the left, words for the right × (taus × (3 + 1)): weighed vectors, and their weight
    dense: Floats  # the other features × 3
    zones: Floats  # seven zones of each known word × (3 + 1)
    pairs: Floats  # buckets × (3 + 1)
    intercept: Floats


class ToneModel:
    """Gives how likely each polarity is for targets of a reading."""

    def __init__(self, table: Table, weights: Weights, taught: frozenset[int], own: int) -> None:
        """Take what is known of words, the weights, checksums of the ids of the rows that taught them, and `own`.

        The first `own` words may have weights of their own.
        """
        self.table, self.weights, self.taught, self.own = table, weights, taught, own
        self._laid_out = rows = lay_out(weights, table)
        tables = (rows.zones, rows.pairs, rows.pooled, rows.dense, rows.intercept, table.said, table.said_at)
        laid_out = tuple(map(np.ascontiguousarray, (*tables, KERNELS, DECAY, ZONE_OF, ROLES)))
        if native_tone is not None:
            known = (table.numbers, table.marks, frozenset(table.quotes), PRONOUN)
            self._tones = native_tone.Tones(*known, laid_out, NEXT)

    def probabilities(self, reading: Reading, spans: Sequence[tuple[int, int]]) -> Floats:
        """Give negative, neutral and positive (targets × 3) for offsets into `Reading.text`."""
        return np.array(self.judge(reading, find_targets(reading, spans)), np.float32)

    def judge_slowly(self, reading: Reading, places: Sequence[Place]) -> Sequence[Sequence[float]]:
        """Give the same for targets that are found already."""
        targets, bounds = [place for place, _ in places], [bounds for _, bounds in places]
        seen = Words(reading, self.table, bounds).see(targets, bounds)
        odds: list[list[float]] = softmax(score(seen, self._laid_out)).tolist()
        return odds

    def judge_compiled(self, reading: Reading, places: Sequence[Place]) -> Sequence[Sequence[float]]:
        """Give the same, compiled."""
        text, quoted = reading.text, None
        if marks := marks_in(text, self.table.quotes):
            begins = {bounds[0] for _, bounds in places}
            counts = {begin: count_marks(text, marks, reading.starts[begin]) for begin in begins}
            quoted = [counts[bounds[0]] for _, bounds in places]
        return self._tones(reading.lowered, reading.tokens, places, quoted)

    judge = judge_slowly if native_tone is None else judge_compiled


def lay_out(weights: Weights, table: Table) -> Rows:
    """Lay weights out for the words of a table; those without weights of their own only count."""
    words, dimensions = table.vectors.shape
    zones = np.zeros((words, ZONES, 4), np.float32)
    zones[: len(weights.zones), :, :3] = weights.zones
    zones[1:, :, 3] = COUNTED
    pairs = np.ones((len(weights.pairs), 4), np.float32)
    pairs[:, :3] = weights.pairs
    pairs[PAIRS:] = 0
    cut = 2 * len(TAUS) * dimensions
    each = weights.dense[:cut].reshape(2, 1, len(TAUS), dimensions, 3)
    vectors = np.ones((2, words, len(TAUS), 4), np.float32)
    vectors[..., :3] = (table.vectors[:, None, None] @ each)[..., 0, :]
    vectors *= table.weight[:, None, None]
    pooled = vectors.reshape(2 * words, -1)
    return Rows(pooled, weights.dense[cut:], zones.reshape(-1, 4), pairs, weights.intercept)


def score(seen: Seen, rows: Rows) -> Floats:
    """Add up what every feature says (targets × 3); words and pairs by the root of how many there are."""
    count, right = len(seen.own), seen.sides & 1
    worded = rows.zones.take(seen.words * ZONES + ZONE_OF.take(right * REACH + seen.steps), axis=0)
    worded += rows.pairs.take(seen.pairs, axis=0)
    pooled = rows.pooled.take(seen.words + right * (len(rows.pooled) // 2), axis=0)
    pooled *= FADING.take(seen.steps, axis=0)
    summed = of_sides(seen.sides, 2 * count) @ np.concatenate([worded, pooled], axis=1)
    total = summed[:, :4].reshape(count, 2, 4).sum(1)
    total += rows.zones.take(seen.own * ZONES + ZONES - 1, axis=0).sum(1)
    found: Floats = seen.dense @ rows.dense + rows.intercept
    found += total[:, :3] / np.sqrt(np.maximum(total[:, 3:], 1))
    found += _averaged(summed[:, 4:].reshape(-1, 4)).reshape(count, -1, 3).sum(1)
    return found


def _averaged(pooled: Floats) -> Floats:
    """Divide what weighed vectors say by their weight."""
    average: Floats = pooled[:, :3] / (pooled[:, 3:] + HALF)
    return average


def softmax(scores: Floats) -> Floats:
    """Turn scores into probabilities."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    share: Floats = raised / raised.sum(1, keepdims=True)
    return share


def find_target(reading: Reading, start: int, end: int) -> Place:
    """Turn offsets into `Reading.text` into tokens, and give the sentence they begin in (both end exclusive)."""
    count = len(reading.starts)
    first = min(bisect_right(reading.ends, start), count - 1)
    last = max(bisect_left(reading.starts, end), first + 1)
    sentences = reading.sentences
    bounds = sentences[max(bisect_right(sentences, (first, count + 1)) - 1, 0)]
    return (first, last), (bounds[0], max(bounds[1], last))


def find_targets_slowly(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[Place]:
    """Do the same for many."""
    return [find_target(reading, start, end) for start, end in spans]


def find_targets_compiled(reading: Reading, spans: Sequence[tuple[int, int]]) -> list[Place]:
    """Do the same for many, compiled."""
    return native_tone.find_targets(spans, reading.starts, reading.ends, reading.sentences)


find_targets: Final = find_targets_slowly if native_tone is None else find_targets_compiled


def pack(table: Table, weights: Weights, notes: dict[str, Any]) -> dict[str, NDArray[Any]]:
    """Lay a model out as arrays for a file; vectors are kept in bytes, weights in half precision."""
    step = np.abs(table.vectors).max(0) / 127
    words = sorted(table.numbers, key=table.numbers.__getitem__)
    return {
        "words": np.array("\n".join(word for word in words if "’" not in word)),
        "vectors": np.round(table.vectors / step).astype(np.int8),
        "step": step.astype(np.float32),
        "weight": table.weight.astype(np.float16),
        "valence": table.valence.astype(np.float16),
        "marks": table.marks,
        "dense": weights.dense.astype(np.float32),
        "zones": weights.zones.astype(np.float16),
        "pairs": weights.pairs.astype(np.float16),
        "intercept": weights.intercept.astype(np.float32),
        "notes": np.array(json.dumps(notes)),
    }


def unpack(arrays: Any) -> ToneModel:
    """Read a model from the arrays of a file."""
    table = build(
        str(arrays["words"]).split("\n"),
        vectors=arrays["vectors"].astype(np.float32) * arrays["step"],
        weight=arrays["weight"].astype(np.float32),
        valence=arrays["valence"].astype(np.float32),
        marks=arrays["marks"],
    )
    notes = json.loads(str(arrays["notes"]))
    zones, pairs = arrays["zones"].astype(np.float32), arrays["pairs"].astype(np.float32)
    weights = Weights(arrays["dense"], zones, pairs, arrays["intercept"])
    return ToneModel(table, weights, frozenset(notes["taught"]), notes["own"])


@cache
def load() -> ToneModel:
    """Load the weights that ship with the product."""
    with np.load(FILE, allow_pickle=False) as arrays:
        return unpack(arrays)
