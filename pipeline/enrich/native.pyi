"""Types of the compiled loops; see native.pyx."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from pipeline.enrich.gazetteer import Entry, Hit
from pipeline.enrich.names_context import Known
from pipeline.model import EntityType

Runs = list[tuple[int, int, int, int]]
Read = tuple[int, int, EntityType, float]

def cut(text: str) -> tuple[list[int], list[int], list[str], list[str], set[str], set[str]]: ...
def where(words: list[str], known: Container[str]) -> list[int]: ...
def find_runs(
    tokens: list[str],
    starts: list[int],
    sentences: list[tuple[int, int]],
    words: tuple[frozenset[str], ...],
    longest_gap: int,
    longest_run: int,
) -> Runs: ...
def known_tokens(
    starts: list[int], hits: Sequence[Hit], kinds_of: Callable[[tuple[Entry, ...]], tuple[str, str]]
) -> dict[int, Known]: ...
def lay_out(
    tokens: list[str], written: set[str], runs: Runs, known: Mapping[int, Known], start: str, end: str
) -> tuple[list[str], list[str], list[int], list[int], list[Known | None]]: ...
def shares(
    words: list[str],
    lengths: list[int],
    places: list[int],
    known: list[int],
    numbers: dict[str, int],
    rows: NDArray[Any],
    place_rows: NDArray[Any],
    known_rows: NDArray[Any],
    steps: NDArray[Any],
    slots: tuple[int, ...],
    unit: float,
    found: NDArray[Any],
) -> bool: ...
def remember(
    own: list[str],
    lengths: list[int],
    chances: NDArray[Any],
    label_weight: NDArray[Any],
    longer_weight: float,
    least_lean: float,
) -> None: ...
def decode(runs: Runs, chances: NDArray[Any], types: tuple[EntityType, ...]) -> list[Read]: ...
def tidy(
    names: Iterable[Read],
    tokens: list[str],
    starts: list[int],
    words: tuple[frozenset[str], ...],
    goes_on: Callable[[Sequence[str], Sequence[int], int], bool],
) -> list[Read]: ...
def calibrate(chance: float, slope: float, shift: float) -> float: ...
def closings(
    tokens: list[str],
    starts: list[int],
    closers: frozenset[str],
    quotes: frozenset[str],
    abbreviations: frozenset[str],
) -> list[int]: ...
def case_lost(
    tokens: list[str], sentences: list[tuple[int, int]], small: int, fewest: int
) -> list[tuple[int, int, bool]]: ...
