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

from pipeline.enrich.reading import Reading
from pipeline.enrich.tone_features import NEAR, REACH, Floats, Seen, Table, Words

FILE: Final = Path(__file__).parent / "data" / "tone.npz"
ZONES: Final = 7  # three left, three right, the target's own words
ZONE_OF: Final = tuple(np.digitize(np.arange(REACH), near) + 3 * side for side, near in enumerate(NEAR))


class Weights(NamedTuple):
    """A trained model for three classes: negative, neutral, positive."""

    dense: Floats  # features × 3
    zones: Floats  # words with weights of their own × 7 zones × 3
    pairs: Floats  # buckets × 3, the last row zero for "none"
    intercept: Floats


class ToneModel:
    """Gives how likely each polarity is for targets of a reading."""

    def __init__(self, table: Table, weights: Weights, taught: frozenset[int], own: int) -> None:
        """Take what is known of words, the weights, checksums of the ids of the rows that taught them, and `own`.

        The first `own` words may have weights of their own.
        """
        self.table, self.weights, self.taught, self.own = table, weights, taught, own

    def probabilities(self, reading: Reading, spans: Sequence[tuple[int, int]]) -> Floats:
        """Give negative, neutral and positive (targets × 3) for offsets into `Reading.text`."""
        places = [find_target(reading, start, end) for start, end in spans]
        words = Words(reading, self.table, max(bounds[1] for _, bounds in places))
        seen = words.see([place for place, _ in places], [bounds for _, bounds in places])
        return softmax(score(seen, self.weights))


def score(seen: Seen, weights: Weights) -> Floats:
    """Add up what every feature says (targets × 3)."""
    total: Floats = weights.zones[seen.words[2], ZONES - 1].sum(1)
    for words, zones in zip(seen.words, ZONE_OF, strict=False):
        total = total + weights.zones[words, zones].sum(1)
    total = (total + weights.pairs[seen.pairs].sum(1)) * seen.scale[:, None]
    return total + seen.dense @ weights.dense + weights.intercept


def softmax(scores: Floats) -> Floats:
    """Turn scores into probabilities."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    share: Floats = raised / raised.sum(1, keepdims=True)
    return share


def find_target(reading: Reading, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Turn offsets into `Reading.text` into tokens, and give the sentence they begin in (both end exclusive)."""
    count = len(reading.starts)
    first = min(bisect_right(reading.ends, start), count - 1)
    last = max(bisect_left(reading.starts, end), first + 1)
    sentences = reading.sentences
    bounds = sentences[max(bisect_right(sentences, (first, count + 1)) - 1, 0)]
    return (first, last), (bounds[0], max(bounds[1], last))


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
    index = {word: number for number, word in enumerate(str(arrays["words"]).split("\n"), 2)}
    table = Table(
        numbers={**index, **{word.replace("'", "’"): number for word, number in index.items() if "'" in word}},
        vectors=arrays["vectors"].astype(np.float32) * arrays["step"],
        weight=arrays["weight"].astype(np.float32),
        valence=arrays["valence"].astype(np.float32),
        marks=arrays["marks"],
    )
    notes = json.loads(str(arrays["notes"]))
    zones = np.zeros((len(table.marks), ZONES, 3), np.float32)
    zones[: len(arrays["zones"])] = arrays["zones"]
    weights = Weights(arrays["dense"], zones, arrays["pairs"].astype(np.float32), arrays["intercept"])
    return ToneModel(table, weights, frozenset(notes["taught"]), notes["own"])


@cache
def load() -> ToneModel:
    """Load the weights that ship with the product."""
    with np.load(FILE, allow_pickle=False) as arrays:
        return unpack(arrays)
