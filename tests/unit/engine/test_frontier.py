from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.engine.frontier import Frontier


def test_a_commit_never_passes_the_lowest_unfinished_record():
    frontier = Frontier()
    for offset in range(3):
        frontier.begin(0, offset)

    frontier.finish(0, 1)
    assert frontier.committable() == {0: 0}
    frontier.finish(0, 0)
    assert frontier.committable() == {0: 2}
    frontier.finish(0, 2)
    assert frontier.committable() == {0: 3}


def test_what_has_not_changed_is_not_committed_again():
    frontier = Frontier()
    frontier.begin(0, 0)
    frontier.finish(0, 0)
    frontier.committable()

    assert frontier.committable() == {}


def test_a_gap_tells_that_the_partition_was_elsewhere():
    frontier = Frontier()

    assert [frontier.begin(0, 5), frontier.begin(0, 6), frontier.begin(0, 9)] == [False, True, False]


@given(st.permutations(range(12)), st.integers(0, 12))
def test_in_whatever_order_records_finish_only_finished_ones_are_passed(order: list[int], count: int):
    frontier = Frontier()
    for offset in range(12):
        frontier.begin(0, offset)
    for offset in order[:count]:
        frontier.finish(0, offset)

    reached = frontier.committable()[0]

    assert set(range(reached)) <= set(order[:count])
    assert reached == 12 or reached not in order[:count]
