"""Types of what finds triggers, compiled; see native_find.pyx."""

from collections.abc import Mapping

from pipeline.enrich.events.lexicon import Candidate, Trigger

class Openings:
    def __init__(
        self,
        candidates: Mapping[str, Mapping[str, tuple[Candidate, ...]]],
        bits: Mapping[str, int],
        month_after: frozenset[str],
    ) -> None: ...
    def __call__(
        self, words: list[str], sentences: list[tuple[int, int]], names: frozenset[int]
    ) -> list[tuple[int, int, list[Trigger]]]: ...
