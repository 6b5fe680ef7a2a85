"""What the tone model sees of a target: the words around it, and its own words where they are no name.

Every word is looked up once an article. Then all targets of the article are read together, as two tables of words
(left and right of the target, nearest first), so that the work is a fixed number of array operations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_words import PRONOUN

REACH: Final = 40  # words on each side
TAUS: Final = (2.0, 8.0, 99.0)  # words over which the weight of a word's vector falls to 1/e
DECAYS: Final = (4.0, 8.0, 12.0, 99.0)  # the same for what a lexicon says of a word
PAIRS: Final = 1 << 16  # buckets of neighbouring words
OWN: Final = 4  # last words of the target that count, where they are no name
SLOTS: Final = 8  # anywhere, left, right, two zones left, two zones right, in the target
NEAR: Final = ((2, 6), (3, 8))  # where the zones end, left and right
MARKS: Final = {"negation": 1, "be": 2, "by": 4, "say": 8, "quote": 16, "stop": 32, "of": 64, "against": 128}
MARKS_OF_NEXT: Final = ("by", "of", "against")

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Table(NamedTuple):
    """What is known of each word; row 0 is the unknown word, row 1 the target itself."""

    numbers: Mapping[str, int]
    vectors: Floats  # words × dimensions
    weight: Floats  # how much a word tells by its rarity, 0 for words without a vector
    valence: Floats  # words × (general lexicons …, word, doer, done), -1..1
    marks: NDArray[np.uint8]


class Seen(NamedTuple):
    """The features of the targets of one reading: one row a target."""

    dense: Floats
    words: tuple[Ints, Ints, Ints]  # word ids left, right (nearest first) and of the target, 0 where none
    pairs: Ints  # buckets of neighbouring words, -1 where none
    scale: Floats  # 1 / square root of the number of word and pair features


class Words:
    """The words of a reading, looked up once."""

    def __init__(self, reading: Reading, table: Table, last: int | None = None) -> None:
        """Look up every token, or those before `last`."""
        self.reading, self.table = reading, table
        self.ids = np.array(list(map(table.numbers.get, reading.lowered[:last], repeat(0))), dtype=np.int64)

    @cached_property
    def marks(self) -> NDArray[np.uint8]:
        """What kind of function word each token is."""
        return self.table.marks[self.ids]

    @cached_property
    def valence(self) -> Floats:
        """What the lexicons say of each token, turned round after a negation; verbs as said of doer and done-to."""
        negated = _any_before((self.marks & MARKS["negation"]) > 0, 3)
        return self.table.valence[self.ids] * np.where(negated, np.float32(-0.6), np.float32(1))[:, None]

    @cached_property
    def passive(self) -> NDArray[np.bool_]:
        """Which tokens stand right after a form of "be"."""
        return _any_before((self.marks & MARKS["be"]) > 0, 2)

    @cached_property
    def by(self) -> NDArray[np.bool_]:
        """Which tokens stand before "by"."""
        return np.append((self.marks[1:] & MARKS["by"]) > 0, False)

    @cached_property
    def quotes(self) -> Ints:
        """How many quotation marks stand before each token."""
        return np.concatenate(([0], np.cumsum((self.marks & MARKS["quote"]) > 0)))[:-1].astype(np.int64)

    def see(self, targets: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]]) -> Seen:
        """Read targets, each a range of tokens within the range of its sentence; both sides of all at once."""
        spans, limits = np.array(targets, dtype=np.int64), np.array(bounds, dtype=np.int64)
        places = np.concatenate([spans[:, :1] - 1 - STEPS, spans[:, 1:] + STEPS])
        inside = (places >= np.tile(limits[:, :1], (2, 1))) & (places < np.tile(limits[:, 1:], (2, 1)))
        places *= inside
        words = self.ids[places] * inside
        told = [_beside(self._pool(words)), _beside(self._lexicon(places, inside)), self._shape(spans, limits)]
        pairs, named = _beside(_pairs(words)), self._own(spans)
        known = np.concatenate([_beside(words) > 0, pairs >= 0, named > 0], axis=1).astype(np.float32)
        scale = 1 / np.sqrt(np.maximum(known @ COUNTED, 1))
        sides = words[: len(spans)], words[len(spans) :], named
        return Seen(np.concatenate(told, axis=1), sides, pairs, scale)

    def _own(self, spans: Ints) -> Ints:
        """Give the target's own words, last first: "the suspect", "they"; never a name, so that none is prejudged."""
        own, tokens = np.zeros((len(spans), OWN), np.int64), self.reading.tokens
        for row, (first, last) in enumerate(spans.tolist()):
            for column, token in enumerate(range(last - 1, max(first, last - OWN) - 1, -1)):
                if tokens[token].islower() or tokens[token].lower() in PRONOUN:
                    own[row, column] = self.ids[token]
        return own

    def _pool(self, words: Ints) -> Floats:
        """Average the vectors of each side, nearer words heavier, once for each tau."""
        weights = self.table.weight[words][:, None, :] * KERNELS
        total = weights.sum(2, keepdims=True) + np.float32(0.5)
        pooled: Floats = (weights @ self.table.vectors[words]) / total
        return pooled.reshape(len(words), -1)

    def _lexicon(self, places: Ints, inside: NDArray[np.bool_]) -> Floats:
        """Sum what the lexicons say on each side; a verb counts for the role that the target has."""
        count = len(places) // 2
        values = self.valence.T[:, places] * inside  # lexicon × side × word
        done = self.by[places]
        done[count:] |= self.passive[places[count:]]
        done[:count] ^= True
        values[-1] *= done
        values[-2] *= ~done
        signed = np.concatenate([np.maximum(values, 0), np.minimum(values, 0)])
        fading = (signed.reshape(-1, REACH) @ DECAY).reshape(len(signed), len(places), -1).swapaxes(0, 1)
        often = np.log1p(np.count_nonzero(signed, axis=2))
        told = [fading.reshape(len(places), -1), often.T, self._nearest(values).T, self._quoted(places, values[:3]).T]
        return np.concatenate(told, axis=1, dtype=np.float32, casting="same_kind")

    def _nearest(self, values: Floats) -> Floats:
        """Give what the nearest word of any of the lexicons says, and the same by its distance."""
        first = (values != 0).argmax(2)
        value = np.take_along_axis(values, first[:, :, None], axis=2)[:, :, 0]
        return np.concatenate([value, value / (1 + first)])

    def _quoted(self, places: Ints, values: Floats) -> Floats:
        """Sum what the lexicons say inside quotation marks alone."""
        inside = (self.quotes[places] & 1).astype(np.float32)
        spoken = (values * inside).sum(2)
        told, own = values.sum(2) - spoken, inside[:, 0]
        return np.concatenate([spoken, told, spoken * own, told * own])

    def _shape(self, spans: Ints, limits: Ints) -> Floats:
        """Describe where the target stands: how far in, in quotation marks, next to which function words."""
        before, after = spans[:, 0] - limits[:, 0], limits[:, 1] - spans[:, 1]
        last = len(self.ids) - 1
        marks_before = np.where(before > 0, self.marks[np.maximum(spans[:, 0] - 1, 0)], 0)
        marks_after = np.where(after > 0, self.marks[np.minimum(spans[:, 1], last)], 0)
        opened = self.quotes[spans[:, 0]] - self.quotes[limits[:, 0]]
        closing = self.quotes[np.minimum(limits[:, 1], last)] - self.quotes[limits[:, 0]]
        columns = [before / 30, after / 30, before == 0, opened % 2, closing > 0]
        columns += [(marks_before & MARKS[name]) > 0 for name in MARKS_OF_NEXT]
        columns += [(marks & MARKS["say"]) > 0 for marks in (marks_before, marks_after)]
        columns += [(marks_after & MARKS["be"]) > 0, (marks_after & MARKS["stop"]) > 0]
        return np.stack(columns, axis=1).astype(np.float32)


STEPS: Final = np.arange(REACH)
# How many features a known word is on each side (anywhere, its side, its zone where it has one), a pair, its own word.
COUNTED: Final = np.repeat(
    np.array([3, 2, 3, 2, 1], np.float32),
    [NEAR[0][1], REACH - NEAR[0][1], NEAR[1][1], REACH - NEAR[1][1], 2 * REACH + OWN],
)
KERNELS: Final = np.exp(-np.arange(REACH)[None, :] / np.array(TAUS)[:, None]).astype(np.float32)
DECAY: Final = np.exp(-np.arange(REACH)[:, None] / np.array(DECAYS)[None, :]).astype(np.float32)


def _beside(sides: Any) -> Any:
    """Put the right sides of all targets, the second half of the rows, beside their left sides."""
    count = len(sides) // 2
    return np.concatenate([sides[:count], sides[count:]], axis=1)


def _any_before(marked: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Tell for each token whether one of the `reach` tokens before it is marked."""
    found = np.zeros_like(marked)
    for step in range(1, reach + 1):
        found[step:] |= marked[:-step]
    return found


def _pairs(words: Ints) -> Ints:
    """Put neighbouring words, beginning with the target, into buckets; -1 where one is unknown."""
    chain = np.concatenate([np.ones((len(words), 1), np.int64), words], axis=1)
    count = len(words) // 2
    first, second = chain[:, 1:].copy(), chain[:, :-1].copy()  # as they follow each other on the left
    first[count:], second[count:] = chain[count:, :-1], chain[count:, 1:]
    buckets = (first * 2654435761 + second * 40503) % 4294967291 % PAIRS
    return np.where((first > 0) & (second > 0), buckets, -1)
