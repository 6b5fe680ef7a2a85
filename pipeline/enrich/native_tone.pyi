"""Types of what the tone model does, compiled; see native_tone.pyx."""

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

Range = tuple[int, int]

def find_targets(
    spans: Sequence[Range], starts: list[int], ends: list[int], sentences: list[Range]
) -> list[tuple[Range, Range]]: ...

class Tones:
    def __init__(
        self,
        numbers: Mapping[str, int],
        marks: NDArray[Any],
        quotes: frozenset[str],
        pronouns: frozenset[str],
        tables: tuple[NDArray[Any], ...],
        next_to: Mapping[tuple[int, ...], tuple[bool, ...]],
    ) -> None: ...
    def __call__(
        self,
        lowered: list[str],
        tokens: list[str],
        places: Sequence[tuple[Range, Range]],
        quoted: list[int] | None,
    ) -> list[tuple[float, float, float]]: ...
