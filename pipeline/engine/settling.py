"""Which offsets may be committed: those whose outcomes the broker has, in order, and none past an unfinished one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

Partition = Any  # a hashable topic and partition: the client's own type


class Place(NamedTuple):
    """Where a record stood, and in which generation of the group it was read."""

    partition: Partition
    offset: int
    generation: int


class _Entry(NamedTuple):
    place: Place
    outcomes: Sequence[Awaitable[Any]]
    done: Callable[[], None]


class Settler:
    """Awaits outcomes in the order of their records and remembers, by partition, the next offset to read.

    The queue is bounded, so a slow broker slows the stage and not the memory. Records of an earlier generation settle
    without a trace: whoever owns their partition now reads them again.
    """

    def __init__(self, *, limit: int = 1000):
        self._queue: asyncio.Queue[_Entry] = asyncio.Queue(limit)
        self._next: dict[Partition, int] = {}
        self._dirty: set[Partition] = set()
        self._generation = -1

    async def put(self, place: Place, outcomes: Sequence[Awaitable[Any]], done: Callable[[], None]) -> None:
        """Queue a record behind the ones before it; waits while the queue is full."""
        if place.generation != self._generation:
            self._restart(place.generation)
        await self._queue.put(_Entry(place, outcomes, done))

    async def run(self) -> None:
        """Settle for ever.

        Raises:
            Exception: the first outcome that failed; nothing after it is settled.
        """
        while True:
            entry = await self._queue.get()
            for outcome in entry.outcomes:
                await outcome
            if entry.place.generation == self._generation:
                self._next[entry.place.partition] = entry.place.offset + 1
                self._dirty.add(entry.place.partition)
            entry.done()
            self._queue.task_done()

    async def drained(self) -> None:
        """Wait until everything queued is settled."""
        await self._queue.join()

    def take(self) -> dict[Partition, int]:
        """Give the next offsets that changed since the last call."""
        changed = {partition: self._next[partition] for partition in self._dirty}
        self._dirty.clear()
        return changed

    def next_offset(self, partition: Partition) -> int | None:
        """Give the next offset of a partition, where any record of this generation is settled."""
        return self._next.get(partition)

    def _restart(self, generation: int) -> None:
        self._generation = generation
        self._next.clear()
        self._dirty.clear()
