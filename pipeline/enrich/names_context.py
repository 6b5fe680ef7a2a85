"""Runs laid out for the model: their words, those round them, and how the rest of the article looks at each.

The rest of the article tells whether a word is also written in lower case, stands in other runs, ends a longer run, or
is part of a name the gazetteer knows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

from pipeline.enrich.compiled import native
from pipeline.enrich.gazetteer import Entry, Hit
from pipeline.enrich.names_runs import Run
from pipeline.enrich.names_words import END, START

SEVERAL_KINDS = 4  # entries of a name that are looked at
REMEMBERED = 20_000  # names whose kinds are kept at hand
LONG = 5  # tokens; longer runs are told apart no more

Entries = tuple[Entry, ...]
Known = tuple[str, str, int, bool, bool]  # kind, all kinds, size, first and last token of a known name


class Place(NamedTuple):
    """Where a token of a run stands in its article."""

    initial: bool  # first of its sentence
    in_lower: bool  # also written in lower case
    elsewhere: int  # times it stands in a run, not at the start of a sentence; at most 2
    alone: int  # 0 in a longer run, 1 alone, 2 alone and elsewhere inside a longer run
    length: int  # of the run, at most LONG

    @classmethod
    def of(cls, number: int) -> Place:
        """Read a place from its number, below PLACES."""
        number, initial = divmod(number, 2)
        number, in_lower = divmod(number, 2)
        number, elsewhere = divmod(number, 3)
        length, alone = divmod(number, 3)
        return cls(bool(initial), bool(in_lower), elsewhere, alone, length + 1)


PLACES = 2 * 2 * 3 * 3 * LONG


class Layout(NamedTuple):
    """The runs of an article, end to end."""

    words: list[str]  # of each run: the two words before it, its own, the two after it
    own: list[str]  # of all runs, without those round them
    lengths: list[int]  # tokens of each run
    places: list[int]  # of each token of a run: the number of its Place
    known: list[Known | None]  # of each token of a run: the known name it is in


def lay_out(tokens: Sequence[str], written: Set[str], runs: Sequence[Run], known: Mapping[int, Known]) -> Layout:
    """Lay out the runs of an article; `written` are its different tokens, `known` those in known names."""
    elsewhere, ends = _mentions(tokens, runs)
    layout = Layout([], [], [], [], [])
    words, all_own, lengths, places, names = layout
    for first, end, sentence_first, sentence_end in runs:
        own = tokens[first:end]
        words.append(tokens[first - 2] if first > sentence_first + 1 else START)
        words.append(tokens[first - 1] if first > sentence_first else START)
        words += own
        all_own += own
        words.append(tokens[end] if end < sentence_end else END)
        words.append(tokens[end + 1] if end + 1 < sentence_end else END)
        length = end - first
        lengths.append(length)
        shape = 12 * (3 * (min(length, LONG) - 1) + (0 if length > 1 else 2 if own[0] in ends else 1))
        shape += first == sentence_first
        for word in own:
            seen = elsewhere.get(word, 0)
            places.append(shape + 2 * (word.lower() in written) + 4 * (seen if seen < 2 else 2))
            shape -= shape % 2  # only the first word can begin the sentence
        names += [known.get(index) for index in range(first, end)] if known else [None] * length
    return layout


def _mentions(tokens: Sequence[str], runs: Sequence[Run]) -> tuple[Counter[str], set[str]]:
    """Count the words of runs that do not begin a sentence, and collect those inside runs."""
    elsewhere: list[str] = []
    ends: set[str] = set()
    for first, end, sentence_first, _ in runs:
        elsewhere += tokens[first + 1 if first == sentence_first else first : end]
        if end - first > 1:
            ends.update(tokens[first + 1 : end])
    return Counter(elsewhere), ends


def known_tokens_slowly(starts: list[int], hits: Sequence[Hit]) -> dict[int, Known]:
    """Say, for each token in a known name, what it may be a name of."""
    known: dict[int, Known] = {}
    end, count = 0, len(starts)
    for start, stop, entries in hits:
        end = first = bisect_left(starts, start, end)
        while end < count and starts[end] < stop:
            end += 1
        kind, kinds = _remembered_kinds(entries)
        size = min(end - first, 3)
        for index in range(first, end):
            known[index] = (kind, kinds, size, index == first, index == end - 1)
    return known


def known_tokens_compiled(starts: list[int], hits: Sequence[Hit]) -> dict[int, Known]:
    """Say the same, compiled."""
    return native.known_tokens(starts, hits, _remembered_kinds)


known_tokens: Final = known_tokens_slowly if native is None else known_tokens_compiled


_met: Final[dict[int, tuple[Entries, tuple[str, str]]]] = {}  # by their address, with what keeps it theirs


def _remembered_kinds(entries: Entries) -> tuple[str, str]:
    """Name the kinds of entries, which a gazetteer gives again and again."""
    held = _met.get(id(entries))
    if held is None or held[0] is not entries:
        if len(_met) >= REMEMBERED:
            _met.clear()
        held = _met[id(entries)] = (entries, _kinds(entries))
    return held[1]


def _kinds(entries: Entries) -> tuple[str, str]:
    """Name the first kind of a name, cities by size, and all its kinds."""
    first = entries[0]
    kind = f"city{len(str(first.population))}" if first.kind == "city" else first.kind
    kinds = "+".join(sorted({entry.kind for entry in entries[:SEVERAL_KINDS]})) if len(entries) > 1 else first.kind
    return kind, kinds


def place_features(place: Place) -> list[str]:
    """List the features of a place."""
    mark = "S" if place.initial else ""
    return [
        f"dl{mark}={place.in_lower:d}",
        f"dm{mark}={place.elsewhere}",
        f"len={place.length}",
        f"dr={place.alone}",
    ]


def known_features(known: Known | None) -> list[str]:
    """List the features of a token in a known name, or in none."""
    if known is None:
        return ["g0"]
    kind, kinds, size, first, last = known
    at = "B" if first else "I"
    return [f"g{at}={kind}", f"ga{at}={kinds}", f"gl={kind}{size}", f"ge={kind}{last:d}"]
