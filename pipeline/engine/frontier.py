"""How far a reader may commit when records finish out of order: never past the lowest unfinished one."""

from __future__ import annotations


class Frontier:
    """Keeps, by partition, the unfinished offsets and the next offset after the highest one seen."""

    def __init__(self) -> None:
        self._open: dict[int, set[int]] = {}
        self._next: dict[int, int] = {}
        self._committed: dict[int, int] = {}

    def begin(self, partition: int, offset: int) -> bool:
        """Take up a record; false if it does not follow the one before it, so the partition was elsewhere meanwhile."""
        follows = self._next.get(partition) == offset
        self._open.setdefault(partition, set()).add(offset)
        self._next[partition] = offset + 1
        return follows

    def finish(self, partition: int, offset: int) -> None:
        """A record has its outcome, and the log has that."""
        self._open.get(partition, set()).discard(offset)

    def committable(self) -> dict[int, int]:
        """Give the offsets to commit that have changed since they were last given."""
        reached = {partition: min(self._open[partition], default=after) for partition, after in self._next.items()}
        changed = {
            partition: offset for partition, offset in reached.items() if self._committed.get(partition) != offset
        }
        self._committed |= changed
        return changed

    def forget(self, partition: int) -> None:
        """Drop a partition that another reader has taken over."""
        for kept in (self._open, self._next, self._committed):
            kept.pop(partition, None)

    @property
    def unfinished(self) -> int:
        """Count the records in hand."""
        return sum(map(len, self._open.values()))
