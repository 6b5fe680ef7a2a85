"""Types of what finds the parts of events, compiled; see native_cast.pyx."""

from collections.abc import Mapping
from enum import IntFlag

from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.mentions import Mention
from pipeline.model import Entity

Reach: type[IntFlag]
Sort: type[IntFlag]

class Caster:
    def __init__(
        self, classes: Mapping[int, frozenset[str]], sides: Mapping[str, str], governing: frozenset[int]
    ) -> None: ...
    def __call__(
        self, words: list[str], hit: Hit, inside: list[Mention], named: list[Mention]
    ) -> tuple[Entity | None, tuple[Entity, ...], Entity | None, tuple[str, ...]]: ...
