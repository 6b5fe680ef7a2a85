from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engine.settling import Place, Settler


async def _put(settler: Settler, offset: int, *outcomes: Awaitable[object], partition: int = 0, generation: int = 1):
    await settler.put(Place(partition, offset, generation), outcomes, lambda: None)


def _future() -> asyncio.Future[None]:
    return asyncio.get_running_loop().create_future()


def run(scene):
    """Run a scene beside a settler at work; the settler ends with it."""

    async def both() -> None:
        settler = Settler(limit=100)
        task = asyncio.ensure_future(settler.run())
        try:
            await scene(settler, task)
        finally:
            task.cancel()

    asyncio.run(both())


def test_a_record_without_outcomes_settles_at_once():
    async def scene(settler: Settler, _: object) -> None:
        await _put(settler, 7)
        await settler.drained()

        assert settler.take() == {0: 8}
        assert settler.take() == {}
        assert settler.next_offset(0) == 8

    run(scene)


def test_nothing_settles_past_an_unfinished_record():
    async def scene(settler: Settler, _: object) -> None:
        first = _future()
        await _put(settler, 1, first)
        await _put(settler, 2)
        await asyncio.sleep(0)
        assert settler.take() == {}

        first.set_result(None)
        await settler.drained()
        assert settler.take() == {0: 3}

    run(scene)


def test_a_record_settles_with_the_last_of_its_outcomes():
    async def scene(settler: Settler, _: object) -> None:
        first, second = _future(), _future()
        await _put(settler, 1, first, second)
        first.set_result(None)
        await asyncio.sleep(0)
        assert settler.take() == {}

        second.set_result(None)
        await settler.drained()
        assert settler.take() == {0: 2}

    run(scene)


def test_a_failed_outcome_ends_the_settler_before_its_record():
    async def scene(settler: Settler, task: asyncio.Future[None]) -> None:
        failed = _future()
        failed.set_exception(OSError("no broker"))
        await _put(settler, 1)
        await _put(settler, 2, failed)
        await _put(settler, 3)

        with pytest.raises(OSError, match="no broker"):
            await task
        assert settler.take() == {0: 2}

    run(scene)


def test_what_an_earlier_generation_left_settles_without_a_trace():
    async def scene(settler: Settler, _: object) -> None:
        late = _future()
        await _put(settler, 50, late, generation=1)
        await _put(settler, 41, generation=2)
        late.set_result(None)
        await settler.drained()

        assert settler.take() == {0: 42}

    run(scene)


def test_a_full_queue_makes_its_feeder_wait():
    async def scene(_: Settler, __: object) -> None:
        settler = Settler(limit=2)
        await _put(settler, 1)
        await _put(settler, 2)

        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(_put(settler, 3), 0.01)

    run(scene)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=20),
    st.randoms(use_true_random=False),
)
def test_no_commit_ever_passes_an_unfinished_record(records, random):
    """Records of three partitions, some with an outcome to await; outcomes come in any order."""

    async def scene(settler: Settler, _: object) -> None:
        waiting: dict[tuple[int, int], asyncio.Future[None]] = {}
        offsets = [0, 0, 0]
        for partition, waits in records:
            outcome = _future()
            if waits:
                waiting[partition, offsets[partition]] = outcome
            else:
                outcome.set_result(None)
            await _put(settler, offsets[partition], outcome, partition=partition)
            offsets[partition] += 1
        committed: dict[int, int] = {}
        while waiting:
            waiting.pop(random.choice(sorted(waiting))).set_result(None)
            await asyncio.sleep(0)
            committed |= settler.take()
            assert all(offset >= committed.get(partition, 0) for partition, offset in waiting)
        await settler.drained()
        committed |= settler.take()
        assert committed == {partition: count for partition, count in enumerate(offsets) if count}

    run(scene)
