"""What the tone model sees of a target: the words around it, and its own words where they are no name.

The words of the targets' sentences are looked up once. Then all targets are read together, as one list of the words on
their sides, so that the work is a fixed number of operations on small arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import product, repeat
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_words import PRONOUN, QUOTE

REACH: Final = 40  # words on each side
TAUS: Final = (2.0, 8.0, 99.0)  # words over which the weight of a word's vector falls to 1/e
DECAYS: Final = (4.0, 8.0, 12.0, 99.0)  # the same for what a lexicon says of a word
PAIRS: Final = 1 << 16  # buckets of neighbouring words
OWN: Final = 4  # last words of the target that count, where they are no name
SLOTS: Final = 8  # anywhere, left, right, two zones left, two zones right, in the target
NEAR: Final = ((2, 6), (3, 8))  # where the zones end, left and right
MARKS: Final = {"negation": 1, "be": 2, "by": 4, "say": 8, "quote": 16, "stop": 32, "of": 64, "against": 128}
MARKS_OF_NEXT: Final = ("by", "of", "against")
LEXICONS: Final = ("vader", "textblob", "word", "verb-doer", "verb-done")
ANYWHERE: Final = 3  # lexicons, from the first on, whose words count alike for doer and done-to
CONTEXT: Final = 3  # tokens before a sentence that may turn its first
TURNED: Final = -0.6  # what is left of a word after a negation
HALF: Final = np.float32(0.5)  # weight that an average of vectors is drawn towards nothing with

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Marks = NDArray[np.uint8]
Span = tuple[int, int, int, int]  # tokens: a target and its sentence, ends exclusive


class Table(NamedTuple):
    """What is known of each word; row 0 is the unknown word, row 1 the target itself."""

    numbers: Mapping[str, int]
    vectors: Floats  # words × dimensions
    weight: Floats  # how much a word tells by its rarity, 0 for words without a vector
    valence: Floats  # words × lexicons, -1..1
    marks: Marks
    said: Floats  # rows as in `say`
    said_at: Ints  # first of the four rows of each word there, 0 where no lexicon has it
    quotes: tuple[str, ...]  # quotation marks


class Seen(NamedTuple):
    """The features of the targets of one reading; a side is twice the number of its target, one more for the right."""

    dense: Floats  # targets × features: what the lexicons say on each side, and where the target stands
    sides: Ints  # of each word beside a target, side by side, nearest first
    steps: Ints  # how far from the target it stands, 0 next to it
    words: Ints  # its id, 0 where unknown
    pairs: Ints  # bucket of it and its neighbour towards the target, `PAIRS` where one is unknown
    own: Ints  # targets × `OWN`: word ids of the target itself, last first, 0 where none


class Beside(NamedTuple):
    """The words beside targets, as in `Seen`, with the tokens they are."""

    sides: Ints
    steps: Ints
    tokens: Ints
    words: Ints


class Words:
    """The words of some sentences of a reading, looked up once."""

    def __init__(self, reading: Reading, table: Table, sentences: Iterable[tuple[int, int]]) -> None:
        """Look up the tokens of sentences, each a range of tokens, with the few before that may turn its first."""
        self.reading, self.table = reading, table
        self.shifts: dict[int, int] = {}  # first token of a sentence: what is to be added to its tokens
        self.begins: list[tuple[int, int]] = []  # first token of a sentence, its place here
        lowered: list[str] = []
        for start, end in sorted(set(sentences)):
            before = reading.lowered[max(start - CONTEXT, 0) : start]
            lowered += [""] * (CONTEXT - len(before)) + before
            self.begins.append((start, len(lowered)))
            self.shifts[start] = len(lowered) - start
            lowered += reading.lowered[start:end]
            lowered.append("")  # what follows a sentence turns nothing in it
        self.ids: Ints = np.array([*map(table.numbers.get, lowered, repeat(0))], dtype=np.int64)
        self.marks = table.marks.take(self.ids)

    @cached_property
    def states(self) -> Marks:
        """How each token is to be read: bit 1 after a negation, 2 before "by", 4 after a form of "be"."""
        states, marks = np.zeros_like(self.marks), self.marks
        two = marks[1:-2] | marks[2:-1]
        states[CONTEXT:] = (two & MARKS["be"]) << 1 | (two | marks[:-CONTEXT]) & MARKS["negation"]
        states[:-1] |= (marks[1:] & MARKS["by"]) >> 1
        return states

    def valence(self, tokens: Ints) -> Floats:
        """Give what the lexicons say of some tokens (tokens × lexicons), turned round after a negation."""
        values = self.table.valence.take(self.ids.take(tokens), axis=0)
        values[(self.states.take(tokens) & 1) > 0] *= TURNED
        return values

    @cached_property
    def quotes(self) -> list[int]:
        """How many quotation marks of the article stand before each token."""
        text, starts = self.reading.text, self.reading.starts
        marks = marks_in(text, self.table.quotes)
        if not marks:
            return [0] * len(self.ids)
        counted: list[int] = np.cumsum((self.marks & MARKS["quote"]) > 0).tolist()
        counted.insert(0, 0)
        for (begin, place), end in zip(self.begins, [*[at for _, at in self.begins[1:]], len(self.ids)], strict=True):
            missing = count_marks(text, marks, starts[begin]) - counted[place]
            if missing:
                counted[place:end] = [count + missing for count in counted[place:end]]
        return counted

    def see(self, targets: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]]) -> Seen:
        """Read targets, each a range of tokens within the range of its sentence; both sides of all at once."""
        spans = self.place(targets, bounds)
        beside = self._beside(np.array(spans, dtype=np.int64))
        dense = np.concatenate([self._lexicon(beside, spans), self._shape(spans)], axis=1)
        return Seen(dense, beside.sides, beside.steps, beside.words, _pairs(beside), self.own(targets, bounds))

    def place(self, targets: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]]) -> list[Span]:
        """Turn ranges of the reading's tokens into places among these words."""
        found: list[Span] = []
        for (first, last), (start, end) in zip(targets, bounds, strict=True):
            shift = self.shifts[start]
            found.append((first + shift, last + shift, start + shift, end + shift))
        return found

    def _beside(self, spans: Ints) -> Beside:
        """List the words within reach of each target in its sentence."""
        edges = (spans[:, :2] - ONE_LEFT).reshape(-1)
        lengths = np.minimum(np.abs(spans[:, :2] - spans[:, 2:]), REACH).reshape(-1)
        sides = np.arange(len(edges)).repeat(lengths)
        steps = np.arange(len(sides)) - (lengths.cumsum() - lengths).take(sides)
        tokens = edges.take(sides) + np.where(sides & 1, steps, -steps)
        return Beside(sides, steps, tokens, self.ids.take(tokens))

    def own(self, targets: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]]) -> Ints:
        """Give the target's own words, last first: "the suspect", "they"; never a name, so that none is prejudged."""
        own, tokens = np.zeros((len(targets), OWN), np.int64), self.reading.tokens
        for row, ((first, last), (start, _)) in enumerate(zip(targets, bounds, strict=True)):
            for column, token in enumerate(range(last - 1, max(first, last - OWN) - 1, -1)):
                if tokens[token].islower() or tokens[token].lower() in PRONOUN:
                    own[row, column] = self.ids[token + self.shifts[start]]
        return own

    def _lexicon(self, beside: Beside, spans: Sequence[Span]) -> Floats:
        """Sum what the lexicons say on each side (targets × features, those of the left side first)."""
        at = self.table.said_at.take(beside.words)
        hits = at.nonzero()[0]
        sides, steps, tokens = beside.sides.take(hits), beside.steps.take(hits), beside.tokens.take(hits)
        said = self.table.said.take(at.take(hits) + ROLES.take((sides & 1) << 3 | self.states.take(tokens)), axis=0)
        faded = said[:, :SIGNED, None] * DECAY.take(steps, axis=0)[:, None]
        which = of_sides(sides, 2 * len(spans))
        summed = which @ np.concatenate([faded.reshape(len(hits), OFTEN), said[:, SIGNED:]], axis=1)
        told = np.zeros((2 * len(spans), LEXICAL), np.float32)
        told[:, :OFTEN] = summed[:, :OFTEN]
        np.log1p(summed[:, OFTEN:NEAREST], out=told[:, OFTEN:NEAREST])
        _nearest(said[:, :SIGNED], sides, steps, told[:, NEAREST:ALOUD])
        told[:, ALOUD + ANYWHERE : ALOUD + 2 * ANYWHERE] = summed[:, NEAREST:]
        if any(self.quotes):
            aloud = np.array(self.quotes, np.float32).take(tokens) % 2
            _move_aloud(which @ (said[:, -ANYWHERE:] * aloud[:, None]), self._opened(spans), told[:, ALOUD:])
        return told.reshape(len(spans), -1)

    def _opened(self, spans: Sequence[Span]) -> list[int]:
        """Tell which sides begin inside quotation marks."""
        opened = []
        for first, last, start, end in spans:
            opened += [self.quotes[first - 1] % 2 if first > start else 0, self.quotes[last] % 2 if last < end else 0]
        return opened

    def _shape(self, spans: Sequence[Span]) -> Floats:
        """Describe where each target stands: how far in, in quotation marks, next to which function words."""
        marks, quotes, rows = self.marks.tolist(), self.quotes, []
        for first, last, start, end in spans:
            before = marks[first - 1] if first > start else 0
            after = marks[last] if last < end else 0
            opened, closing = quotes[first] - quotes[start], quotes[end - 1] - quotes[start]
            where = ((first - start) / 30, (end - last) / 30, first == start, opened % 2, closing > 0)
            rows.append((*where, *NEXT[before, after]))
        return np.array(rows, np.float32)


def marks_in(text: str, marks: Iterable[str]) -> list[str]:
    """Give the marks that stand in a text."""
    return [mark for mark in marks if mark in text]


def count_marks(text: str, marks: Iterable[str], end: int) -> int:
    """Count marks in the first code points of a text."""
    return sum([text.count(mark, 0, end) for mark in marks])


ONE_LEFT: Final = np.array([1, 0])
KERNELS: Final = np.exp(-np.arange(REACH)[:, None] / np.array(TAUS)).astype(np.float32)
DECAY: Final = np.exp(-np.arange(REACH)[:, None] / np.array(DECAYS)).astype(np.float32)
SIGNED: Final = 2 * len(LEXICONS)
# Columns of what the lexicons say on a side: fading with distance; how often; the nearest; aloud and not, if aloud.
OFTEN: Final = SIGNED * len(DECAYS)
NEAREST: Final = OFTEN + SIGNED
ALOUD: Final = NEAREST + SIGNED
LEXICAL: Final = ALOUD + 4 * ANYWHERE
# Which of the four rows of a word in `Table.said` by side (8: right of the target) and state of the token: 1 after a
# negation, 2 where the target is who a verb is done to. Left of it verbs are, unless "by" stands between; right of it
# only passives and those before "by".
ROLES: Final = np.array([(state & 1) + 2 * ((state & 6 > 0) if state & 8 else not state & 2) for state in range(16)])


def build(words: Sequence[str], vectors: Floats, weight: Floats, valence: Floats, marks: Marks) -> Table:
    """Put what is known of words together, the first word in row 2; an apostrophe may be curly."""
    index = {word: number for number, word in enumerate(words, 2)}
    curly = {word.replace("'", "’"): number for word, number in index.items() if "'" in word}
    quotes = tuple(mark for mark in QUOTE if mark in index)
    return Table({**index, **curly}, vectors, weight, valence, marks, *say(valence), quotes)


def say(valence: Floats) -> tuple[Floats, Ints]:
    """Lay out what the lexicons (words × lexicons) say of words: see `Table`.

    Each word that any lexicon has gets four rows: as it is or negated, as said of a verb's doer or of whom it is done
    to. Columns: good and then bad by lexicon, the same as 0 or 1, and the sum of both for the lexicons without roles.
    """
    known = np.flatnonzero(valence.any(1))
    at = np.zeros(len(valence), np.int64)
    at[known] = 4 * np.arange(1, len(known) + 1)
    values = np.zeros((len(known) + 1, 2, 2, valence.shape[1]), np.float32)
    values[1:] = valence[known][:, None, None] * np.array([[[1], [TURNED]]], np.float32)
    values[:, 0, :, -1] = values[:, 1, :, -2] = 0
    signed = np.concatenate([np.maximum(values, 0), np.minimum(values, 0)], axis=-1)
    said = np.concatenate([signed, signed != 0, values[..., :ANYWHERE]], axis=-1, dtype=np.float32)
    return said.reshape(-1, said.shape[-1]), at


def _next_to(before: int, after: int) -> tuple[bool, ...]:
    """Say which function words stand next to a target, by the marks before and after it."""
    kinds = [(before, name) for name in MARKS_OF_NEXT]
    kinds += [(before, "say"), (after, "say"), (after, "be"), (after, "stop")]
    return tuple((mark & MARKS[name]) > 0 for mark, name in kinds)


NEXT: Final = {pair: _next_to(*pair) for pair in product(range(256), repeat=2)}


def of_sides(sides: Ints, count: int) -> Floats:
    """Give a matrix that adds up rows by their sides."""
    which: Floats = (sides == np.arange(count)[:, None]).astype(np.float32)
    return which


def pool(seen: Seen, table: Table) -> Floats:
    """Average the vectors of each side, nearer words heavier, once for each tau."""
    which = of_sides(seen.sides, 2 * len(seen.own))
    weights = table.weight.take(seen.words)[:, None] * KERNELS.take(seen.steps, axis=0)
    vectors = table.vectors.take(seen.words, axis=0)
    summed = np.stack([which @ (weight[:, None] * vectors) for weight in weights.T], axis=1)
    pooled: Floats = summed / ((which @ weights)[:, :, None] + HALF)
    return pooled.reshape(len(seen.own), -1)


def _nearest(signed: Floats, sides: Ints, steps: Ints, near: Floats) -> None:
    """Fill in what the nearest word of each lexicon says on each side, and the same by its distance."""
    hits, columns = signed.nonzero()
    hits, columns = hits[::-1], columns[::-1]  # the nearest last, so that it stays
    said, at, lexicons = signed[hits, columns], sides.take(hits), columns % len(LEXICONS)
    near[at, lexicons] = said
    near[at, lexicons + len(LEXICONS)] = said / (1 + steps.take(hits))


def _move_aloud(spoken: Floats, opened: Sequence[int], told: Floats) -> None:
    """Tell what is said inside quotation marks from the rest, and both again for sides that begin inside."""
    told[:, :ANYWHERE] = spoken
    told[:, ANYWHERE : 2 * ANYWHERE] -= spoken
    told[:, 2 * ANYWHERE :] = told[:, : 2 * ANYWHERE] * np.array(opened, np.float32)[:, None]


def _pairs(beside: Beside) -> Ints:
    """Put each word and its neighbour towards the target, the target itself at last, into a bucket."""
    words = beside.words
    inner = np.ones_like(words)
    inner[1:] = words[:-1]
    inner[beside.steps == 0] = 1
    right = (beside.sides & 1) > 0
    first, second = np.where(right, inner, words), np.where(right, words, inner)
    buckets: Ints = (first * 2654435761 + second * 40503) % 4294967291 % PAIRS
    buckets[(words == 0) | (inner == 0)] = PAIRS
    return buckets
