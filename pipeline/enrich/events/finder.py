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
from pipeline.enrich.events.match import AT_SEA, Hit, settle
from pipeline.enrich.events.openings import Openings

CLASSES: Final = {  # closed classes of words by their name in `native_find.Sort`
    name: some
    for module in (clauses, words, constraints, match)
    for name, some in vars(module).items()
    if isinstance(some, frozenset)
}


class Finder(Protocol):
    """Finds the triggers of an article."""

    def __call__(self, words: list[str], sentences: list[tuple[int, int]], names: frozenset[int]) -> list[Hit]:
        """Find them, in order of text; where two overlap the more specific stays.

        `names` are tokens that are part of a name and so begin no trigger: "United States", "Amnesty International".
        """
        ...


class SlowFinder:
    """Finds them by an index of triggers."""

    def __init__(self, index: Index) -> None:
        self._openings = Openings(index)

    def __call__(self, words: list[str], sentences: list[tuple[int, int]], names: frozenset[int]) -> list[Hit]:
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
        return hits + settle(group)


def finder_of(index: Index) -> Finder:
    """Build the finder for an index, compiled where it can be."""
    return SlowFinder(index) if native_find is None else compiled_finder(index)


def compiled_finder(index: Index) -> Finder:
    """Build the compiled one."""
    classes = {int(number): CLASSES[name] for name, number in native_find.Sort.__members__.items()}
    return native_find.Finder(index.candidates, index.bits, classes, words.MONTH_AFTER, AT_SEA, Hit, match.anchored)
