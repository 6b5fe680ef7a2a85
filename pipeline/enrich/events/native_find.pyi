"""Types of what finds triggers, compiled; see native_find.pyx."""

from collections.abc import Callable, Mapping
from enum import IntFlag

from pipeline.enrich.events.lexicon import Candidate, Trigger
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.mentions import Mention
from pipeline.model import Entity

Anchored = Callable[[list[str], Trigger, int, tuple[int, int]], list[Hit]]
Reach: type[IntFlag]
Sort: type[IntFlag]

class Finder:
    def __init__(
        self,
        candidates: Mapping[str, Mapping[str, tuple[Candidate, ...]]],
        bits: Mapping[str, int],
        named: frozenset[str],
        classes: Mapping[int, frozenset[str]],
        months: frozenset[str],
        known_as: tuple[str, str, type[Hit], Anchored],
    ) -> None: ...
    def __call__(
        self,
        words: list[str],
        tokens: list[str],
        sentences: list[tuple[int, int]],
        names: frozenset[int],
        teams: frozenset[int],
    ) -> tuple[list[Hit], list[str]]: ...

def mentions(
    starts: list[int], entities: tuple[Entity, ...], body_start: int, made: type[Mention]
) -> list[Mention]: ...
