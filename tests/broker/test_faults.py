"""Workers on a real Kafka, disturbed: nothing is lost, order holds, a restart is quick, an end is an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pipeline.engine import Record
from tests.broker.harness import KEYS, Bench, until
from tests.kafka_fixture import Broker

MANY = 10_000


def lag(worker) -> float:
    return worker.total("pipeline_consumer_lag_records")


def test_nothing_is_lost_and_no_key_out_of_order_when_a_worker_is_killed(bench: Bench):
    bench.publish(range(MANY))
    worker = bench.worker("static")
    bench.out.until(MANY // 5)

    worker.kill()
    worker.start()
    bench.out.until(MANY)

    assert bench.out.seen.keys() == set(range(MANY))
    newest: dict[bytes, int] = {}
    for record in bench.out.records:
        number = int(record.value.split()[0])
        following = newest.get(record.key, number - KEYS) + KEYS
        assert number <= following, "a record overtook an earlier one of its key"
        newest[record.key] = max(number, newest.get(record.key, -1))


def test_nothing_is_lost_while_workers_come_and_go(bench: Bench):
    count = 0

    def publish_more() -> None:
        nonlocal count
        bench.publish(range(count, count + 500))
        count += 500

    first = bench.worker()
    until(lambda: first.get("/readyz")[0] == 200, "the first worker is ready")
    second = bench.worker()  # partitions move to it: a rebalance in full flight
    until(lambda: publish_more() or second.total("pipeline_records_sent_total") > 0, "the second worker sends")
    publish_more()
    first.kill()  # and they move again when its session times out
    publish_more()
    bench.out.until(count)

    assert bench.out.seen.keys() == set(range(count))


def test_a_static_member_restarts_without_a_rebalance_for_its_peers(bench: Bench):
    bench.publish(range(200))
    peer, other = bench.worker("one"), bench.worker("two")
    until(lambda: all(each.get("/readyz")[0] == 200 for each in (peer, other)), "both are ready")
    joined = peer.said.count("Joined group")

    other.kill()
    other.start()
    until(lambda: other.get("/readyz")[0] == 200, "the restarted worker is ready")
    bench.publish(range(200, 400))
    bench.out.until(400)

    assert peer.said.count("Joined group") == joined


def test_a_worker_that_is_asked_to_end_commits_what_it_did(bench: Bench):
    bench.publish(range(500))
    worker = bench.worker("static")
    bench.out.until(500)

    assert worker.terminate(timeout_seconds=10) == 0

    worker.start()
    bench.publish(range(500, 600))
    bench.out.until(600)
    assert set(bench.out.seen.values()) == {1}


def test_a_worker_ends_within_its_deadline_while_it_joins(bench: Bench):
    bench.worker("peer")  # the group is busy with a member that never comes back
    worker = bench.worker(options={"stop_seconds": 3.0})
    until(lambda: "joining group" in worker.said, "it joins")

    worker.terminate(timeout_seconds=8)


def test_a_worker_ends_within_its_deadline_while_its_stage_hangs(bench: Bench):
    worker = bench.worker("static", options={"stop_seconds": 2.0})
    until(lambda: worker.get("/readyz")[0] == 200, "it is ready")
    bench.log.append([Record(bench.source, b"k", b"hang")])
    until(lambda: worker.get("/readyz")[0] == 503, "it says that it stands still")

    assert worker.terminate(timeout_seconds=8) == 1


def test_a_failing_stage_ends_the_worker_and_its_record_is_read_again(bench: Bench):
    bench.publish(range(10))
    bench.log.append([Record(bench.source, b"k", b"bug", partition=0), Record(bench.source, b"k", b"11", partition=0)])
    worker = bench.worker("static")

    assert worker.wait(timeout_seconds=20) != 0
    assert worker.start().wait(timeout_seconds=20) != 0

    assert 11 not in bench.out.look()


def test_a_poison_record_is_kept_with_its_story_and_stops_nobody(bench: Bench):
    poison = Record(bench.source, b"k", b"poison \xff\x00 bytes", (("ce_id", b"7"),), partition=1)
    bench.log.append([poison])
    bench.publish(range(100))
    worker = bench.worker("static")
    bench.out.until(100)

    reader = bench.log.reader(f"{bench.source}.dlq", None)
    [kept] = reader.read(limit=10, timeout_seconds=10)
    reader.close()

    assert (kept.key, kept.value) == (poison.key, poison.value)
    headers = dict(kept.headers)
    assert headers["ce_id"] == b"7"
    told = ("topic", "partition", "offset", "stage", "reason", "detail", "attempts")
    assert [headers[f"dlq.{name}"].decode() for name in told] == [
        bench.source,
        "1",
        "0",
        "enrich",
        "not_json",
        "poison",
        "1",
    ]
    assert headers["dlq.first_seen"].endswith(b"Z")
    assert worker.total("pipeline_records_dead_lettered_total", reason="not_json") == 1


def test_a_stage_with_too_many_dead_letters_stands_still_and_says_so(bench: Bench):
    bench.log.append([Record(bench.source, b"%d" % number, b"poison") for number in range(1000)])
    worker = bench.worker("static", options={"dead_letter_records": 50, "dead_letter_ratio": 0.5})

    until(lambda: "dead letters" in worker.get("/readyz")[1], "it says why it stopped")

    assert worker.total("pipeline_records_dead_lettered_total") == 50
    assert not worker.ended


def test_received_is_sent_and_suppressed_and_dead_lettered(bench: Bench):
    bench.publish(range(300))
    bench.log.append([Record(bench.source, b"k", None), Record(bench.source, b"k", b"poison")])
    worker = bench.worker("static")
    until(lambda: worker.total("pipeline_records_received_total") == 302, "all are counted")

    outcomes = {
        name: worker.total(f"pipeline_records_{name}_total") for name in ("sent", "suppressed", "dead_lettered")
    }

    assert outcomes == {"sent": 300, "suppressed": 1, "dead_lettered": 1}
    until(lambda: lag(worker) == 0, "no lag is left")


def test_a_missing_topic_is_named_at_the_start(bench: Bench):
    bench.source = "articles.nowhere.v1"
    worker = bench.worker()

    assert worker.wait(timeout_seconds=20) != 0
    assert "articles.nowhere.v1 does not exist" in worker.said


def test_nothing_is_lost_when_the_broker_is_killed(kafka: Broker, bench: Bench):
    bench.publish(range(MANY))
    worker = bench.worker("static")
    bench.out.until(MANY // 5)

    bench.disconnect()
    kafka.kill()
    kafka.start()
    bench.connect()
    bench.out.until(MANY, each=lambda: worker.start() if worker.ended else None)

    assert bench.out.seen.keys() == set(range(MANY))


def test_both_clients_give_a_key_the_same_partition(bench: Bench):
    keys = [f"incident-{number}".encode() for number in range(200)]
    bench.log.append([Record(bench.source, key, b"%d" % number) for number, key in enumerate(keys)])
    bench.worker("static")
    bench.out.until(200)

    written = bench.log.read_back(bench.source, range(4), since=datetime.now(UTC) - timedelta(hours=1))
    assert {r.key: r.partition for r in written} == {r.key: r.partition for r in bench.out.records}
