"""Types of what judges events, compiled; see native_judge.pyx."""

from collections.abc import Callable, Collection, Mapping, Sequence

from pipeline.enrich.events.status import Cue, Index, Verdict
from pipeline.model import Status

class Judge:
    def __init__(
        self,
        classes: Mapping[str, frozenset[str]],
        cues: tuple[Index, Index, Index],
        order: Sequence[Status],
        verdict: Callable[[Status, str], Verdict],
        occurred: Verdict,
        reaches: tuple[int, ...],
    ) -> None: ...
    def __call__(
        self, words: list[str], at: int, sentence: tuple[int, int], *, verbal: bool, whole: Verdict | None = None
    ) -> Verdict: ...

class Phrases:
    def __init__(self, index: Index) -> None: ...
    def __call__(self, words: list[str], first: int, last: int) -> list[Cue]: ...

class Kinds:
    def __init__(self, known: Mapping[int, Collection[str]]) -> None: ...
    def __call__(self, words: list[str], first: int, last: int) -> int: ...
