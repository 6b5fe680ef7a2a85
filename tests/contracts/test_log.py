"""What both engines promise: append, read from the committed offset, redelivery, order per key, headers, start."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.engine import Record
from pipeline.errors import EngineError
from tests.contracts.conftest import Bench, OpenReader, a_topic


def values(records: list[Record]) -> list[bytes | None]:
    return [record.value for record in records]


def test_what_was_appended_is_read_with_its_place_and_time(bench: Bench, reading: OpenReader):
    before = datetime.now(UTC) - timedelta(seconds=5)
    bench.append(b"one", b"two")

    first, second = bench.read(reading(), 2)

    assert (first.topic, first.key, first.value) == (bench.topic, b"k", b"one")
    assert (second.partition, second.offset) == (first.partition, first.offset + 1)
    assert before.timestamp() * 1000 <= first.timestamp_ms <= (before + timedelta(minutes=1)).timestamp() * 1000


def test_headers_arrive_in_order_and_may_repeat(bench: Bench, reading: OpenReader):
    headers = (("ce_id", b"1"), ("b", b"\x00\xff"), ("b", b""), ("traceparent", b"00-ab"))
    bench.log.append([Record(bench.topic, b"k", b"v", headers)])

    [record] = bench.read(reading(), 1)

    assert record.headers == headers


def test_a_null_value_and_a_null_key_stay_null(bench: Bench, reading: OpenReader):
    bench.log.append([Record(bench.topic, b"k", None), Record(bench.topic, None, b"")])

    records = bench.read(reading(), 2)

    assert {(record.key, record.value) for record in records} == {(b"k", None), (None, b"")}


def test_a_large_record_passes(bench: Bench, reading: OpenReader):
    large = b"x" * 6_000_000
    bench.append(large)

    [record] = bench.read(reading(), 1)

    assert record.value == large


def test_records_of_one_key_share_a_partition_in_order(bench: Bench, reading: OpenReader):
    keys = [f"key-{number}".encode() for number in range(20)]
    bench.log.append([Record(bench.topic, key, b"%d" % number) for number in range(10) for key in keys])

    records = bench.read(reading(), 200)

    for key in keys:
        of_key = [record for record in records if record.key == key]
        assert [int(record.value or b"") for record in of_key] == list(range(10))
        assert len({record.partition for record in of_key}) == 1
    assert len({record.partition for record in records}) == 3


def test_the_partition_asked_for_is_kept(bench: Bench, reading: OpenReader):
    bench.log.append([Record(bench.topic, b"k", b"v", partition=number) for number in range(3)])

    records = bench.read(reading(), 3)

    assert sorted(record.partition for record in records) == [0, 1, 2]


def test_a_read_gives_at_most_its_limit(bench: Bench, reading: OpenReader):
    bench.append(*[b"v"] * 10)
    reader = reading()

    sizes = [len(bench.read(reader, 4)), len(bench.read(reader, 4)), len(bench.read(reader, 2))]

    assert sizes == [4, 4, 2]


def test_an_empty_topic_reads_as_nothing(reading: OpenReader):
    assert reading().read(limit=10, timeout_seconds=0.1) == []


def test_a_reader_goes_on_after_its_committed_offset(bench: Bench, reading: OpenReader):
    bench.append(b"one", b"two", b"three")
    reader = reading()
    first, *_ = bench.read(reader, 3)
    reader.commit({first.partition: first.offset + 1})
    reader.close()

    assert values(bench.read(reading(), 2)) == [b"two", b"three"]


def test_what_was_not_committed_is_read_again_after_a_crash(bench: Bench, reading: OpenReader):
    bench.append(b"one", b"two")
    crashed = reading()
    assert values(bench.read(crashed, 2)) == [b"one", b"two"]
    crashed.close()  # without a commit

    assert values(bench.read(reading(), 2)) == [b"one", b"two"]


def test_a_restarted_process_goes_on_where_the_group_stood(bench: Bench, reading: OpenReader):
    bench.append(b"one", b"two")
    reader = reading()
    [first] = bench.read(reader, 1)
    reader.commit({first.partition: first.offset + 1})
    reader.close()
    again = bench.open().reader(bench.topic, f"g.{bench.topic}")

    assert values(bench.read(again, 1)) == [b"two"]
    again.close()


def test_groups_do_not_share_offsets(bench: Bench, reading: OpenReader):
    bench.append(b"one")
    one, other = reading("one"), reading("other")
    [record] = bench.read(one, 1)
    one.commit({record.partition: record.offset + 1})

    assert values(bench.read(other, 1)) == [b"one"]


def test_without_a_group_nothing_is_committed(bench: Bench, reading: OpenReader):
    bench.append(b"one")
    reader = reading(None)
    [record] = bench.read(reader, 1)
    reader.commit({record.partition: record.offset + 1})
    reader.close()

    assert values(bench.read(reading(None), 1)) == [b"one"]


@pytest.mark.parametrize("group", [None, "g"])
def test_a_reader_from_the_latest_sees_only_what_follows(bench: Bench, reading: OpenReader, group: str | None):
    bench.append(b"old")
    reader = reading(group, start="latest")
    bench.append(b"new")

    assert values(bench.read(reader, 1)) == [b"new"]


@pytest.mark.parametrize("group", [None, "g"])
def test_a_reader_starts_at_a_time(bench: Bench, reading: OpenReader, group: str | None):
    bench.append(b"old")
    [old] = bench.read(reading("watch"), 1)
    since = datetime.fromtimestamp((old.timestamp_ms + 1) / 1000, UTC)
    while datetime.now(UTC) <= since:
        pass  # a millisecond or two
    bench.append(b"new")

    assert values(bench.read(reading(group, start=since), 1)) == [b"new"]


def test_a_start_counts_only_where_nothing_is_committed(bench: Bench, reading: OpenReader):
    bench.append(b"one", b"two")
    reader = reading()
    first, _ = bench.read(reader, 2)
    reader.commit({first.partition: first.offset + 1})
    reader.close()

    assert values(bench.read(reading(start="latest"), 1)) == [b"two"]


def test_lag_counts_what_is_not_committed(bench: Bench, reading: OpenReader):
    bench.append(b"one", b"two", b"three")
    reader = reading()
    first, *_ = bench.read(reader, 3)
    reader.commit({first.partition: first.offset + 1})

    assert reader.lag()[first.partition] == 2
    assert sum(reader.lag().values()) == 2


def test_an_empty_commit_changes_nothing(bench: Bench, reading: OpenReader):
    bench.append(b"one")
    reader = reading()
    bench.read(reader, 1)

    reader.commit({})

    assert sum(reader.lag().values()) == 1


def test_an_unknown_topic_is_an_error_that_names_it(bench: Bench):
    with pytest.raises(EngineError, match=r"nowhere\.v1"):
        bench.log.append([Record("nowhere.v1", b"k", b"v")])
    with pytest.raises(EngineError, match=r"nowhere\.v1"):
        bench.log.reader("nowhere.v1", "g")


def test_applying_twice_creates_once(bench: Bench):
    fresh = a_topic(f"{bench.topic}.more")

    assert len(bench.log.apply([fresh])) == 1
    assert bench.log.apply([fresh]) == []


def test_another_partition_count_is_told_not_changed(bench: Bench, reading: OpenReader):
    [line] = bench.log.apply([a_topic(bench.topic, partitions=7)])

    assert bench.topic in line
    assert "3" in line
    assert "7" in line


def test_another_process_reads_while_this_one_writes(bench: Bench):
    command = [sys.executable, "-m", "tests.contracts.echo", bench.kind, bench.address, bench.topic, "50"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        for number in range(50):
            bench.append(b"%d" % number)
        out, _ = other.communicate(timeout=60)

    assert out.split() == [b"%d" % number for number in range(50)]


def test_without_a_group_lag_counts_what_this_reader_has_not_read(bench: Bench, reading: OpenReader):
    bench.append(b"one", b"two", b"three")
    reader = reading(None, start="earliest")

    assert sum(reader.lag().values()) == 3
    bench.read(reader, 3)
    assert sum(reader.lag().values()) == 0


def test_several_threads_may_append_at_once(bench: Bench, reading: OpenReader):
    def append(key: int) -> None:
        for number in range(20):
            bench.append(b"%d" % number, key=b"key-%d" % key)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(append, range(4)))

    records = bench.read(reading(), 80)
    for key in {record.key for record in records}:
        assert values([record for record in records if record.key == key]) == [b"%d" % number for number in range(20)]
    assert len(records) == 80
