"""The triggers of an article, in order of text.

Where the package was built with a C compiler, the same is compiled: `native_find.pyx` holds the rules of `openings`,
`clauses`, `match` and `constraints` once more, and takes its words from them; what opens at a noun is so rare that it
calls `match.anchored`.
"""

from __future__ import annotations

from typing import Final, Protocol

from pipeline.enrich.events import clauses, constraints, match, words
from pipeline.enrich.events.clauses import bounds
from pipeline.enrich.events.compiled import native_find
from pipeline.enrich.events.lexicon import Index
from pipeline.enrich.events.match import Hit, settle
from pipeline.enrich.events.openings import Openings
from pipeline.enrich.reading import Reading

NONE: Final = frozenset[int]()
CLASSES: Final = {  # closed classes of words by their name in `native_find.Sort`
    name: some
    for module in (clauses, words, constraints, match)
    for name, some in vars(module).items()
    if isinstance(some, frozenset)
}


class Finder(Protocol):
    """Finds the triggers of an article."""

    def __call__(
        self, reading: Reading, names: frozenset[int] = NONE, teams: frozenset[int] = NONE
    ) -> tuple[list[Hit], list[str]]:
        """Find them, in order of text, where two overlap the more specific stays; and give the words as `marked`.

        `names` are tokens that are part of a name and so begin no trigger: "United States", "Amnesty International";
        `teams` are words of weapons that are part of one.
        """
        ...


class SlowFinder:
    """Finds them by an index of triggers."""

    def __init__(self, index: Index) -> None:
        self._openings = Openings(index)
        self._named = index.named

    def __call__(
        self, reading: Reading, names: frozenset[int] = NONE, teams: frozenset[int] = NONE
    ) -> tuple[list[Hit], list[str]]:
        words, sentences = match.marked(reading, self._named, teams), reading.sentences
        hits: list[Hit] = []
        group: list[Hit] = []
        last, clause = -1, (0, 0)
        for at, number, triggers in self._openings(words, sentences, names):
            if number != last:
                hits += settle(group)
                group, last = [], number
            if not clause[0] <= at < clause[1]:
                clause = bounds(words, *sentences[number], at)
            group += match.match(words, triggers, at, clause, sentences[number])
        return hits + settle(group), words


def finder_of(index: Index) -> Finder:
    """Build the finder for an index, compiled where it can be."""
    return SlowFinder(index) if native_find is None else compiled_finder(index)


def compiled_finder(index: Index) -> Finder:
    """Build the compiled one."""
    classes = {int(number): CLASSES[name] for name, number in native_find.Sort.__members__.items()}
    known_as = (match.AT_SEA, match.COMMON, Hit, match.anchored)
    find = native_find.Finder(index.candidates, index.bits, index.named, classes, words.MONTH_AFTER, known_as)

    def finder(
        reading: Reading, names: frozenset[int] = NONE, teams: frozenset[int] = NONE
    ) -> tuple[list[Hit], list[str]]:
        tokens = [] if reading.text.islower() else reading.tokens
        return find(reading.lowered, tokens, reading.sentences, names, teams)

    return finder
