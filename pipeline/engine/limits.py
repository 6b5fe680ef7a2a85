"""A stop for bad deploys: too many dead letters among the last records end a stage before it drains its topic."""

from __future__ import annotations

from collections import deque


class DeadLetterLimit:
    """Watches the last `window` outcomes; passed when more than `ratio` (0..1) of a full window are dead letters."""

    def __init__(self, *, ratio: float, window: int):
        self._ratio = ratio
        self._recent: deque[bool] = deque(maxlen=window)
        self._dead = 0

    def count(self, dead_lettered: bool) -> bool:
        """Count one outcome; tell whether the limit is passed."""
        recent = self._recent
        if len(recent) == recent.maxlen:
            self._dead -= recent[0]
        recent.append(dead_lettered)
        self._dead += dead_lettered
        return len(recent) == recent.maxlen and self._dead > self._ratio * len(recent)

    def __str__(self) -> str:
        return f"{self._dead} of the last {len(self._recent)} records became dead letters (limit {self._ratio:.0%})"
