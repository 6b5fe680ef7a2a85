from __future__ import annotations

from pipeline.engine.limits import DeadLetterLimit


def test_a_window_that_is_not_full_never_passes():
    limit = DeadLetterLimit(ratio=0.1, window=10)

    assert not any(limit.count(True) for _ in range(9))


def test_more_than_the_ratio_of_a_full_window_passes():
    limit = DeadLetterLimit(ratio=0.5, window=4)

    assert [limit.count(dead) for dead in (True, True, False, False, True)] == [False, False, False, False, False]
    assert limit.count(True) is False  # two of the last four
    assert limit.count(True) is True


def test_what_left_the_window_counts_no_more():
    limit = DeadLetterLimit(ratio=0.5, window=4)
    for _ in range(3):
        limit.count(True)
    for _ in range(4):
        limit.count(False)

    assert not limit.count(True)
    assert str(limit) == "1 of the last 4 records became dead letters (limit 50%)"
