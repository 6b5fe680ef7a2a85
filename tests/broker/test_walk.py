"""The command as a user runs it, on a real Kafka: samples become alerts, bad input its reason, kills change nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.codec import decode
from pipeline.envelope import Record, header
from pipeline.model import Alert
from pipeline.topics import ENRICHED, FIRED, RAW, dead_letters
from tests.bench.soak import articles
from tests.broker.harness import until
from tests.broker.walk import Walk
from tests.kafka_fixture import Broker
from tests.kafka_server import Unavailable

SAMPLES = sorted(str(path) for path in Path("deploy/samples").glob("*.json"))
GOOD = {"uri": "urn:example:good", "body": "Ships stayed in port on Monday.", "published_at": "2026-03-16T07:10:00Z"}


@pytest.fixture(scope="module")
def walk(kafka: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """The workers on a broker of their own; `kafka` says loudly when there can be none."""
    with ExitStack() as stack:
        yield own_walk(stack, tmp_path_factory.mktemp("walk"))


def own_walk(stack: ExitStack, folder: Path) -> Walk:
    try:
        return Walk(stack, folder)
    except Unavailable as exc:
        pytest.skip(f"NO KAFKA of our own, which topics of the real names need: {exc}")


def cli(walk: Walk, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command against the walk's broker."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIPELINE_")}
    environment = clean | {"PIPELINE_ENGINE": "kafka", "PIPELINE_BROKERS": walk.brokers}
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments], env=environment, capture_output=True, text=True, timeout=60
    )


def samples(times: int) -> list[Record]:
    return [record for path in SAMPLES for record in articles(path, times)]


def bad(value: bytes | None, *, ce_type: str = RAW) -> Record:
    return Record(RAW, b"urn:example:bad", value, (("ce_type", ce_type.encode()),))


def row(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


BAD: Sequence[tuple[str, Record]] = [
    ("not_json", bad(b"{")),
    ("encoding", bad(b'{"uri": "urn:x", "body": "caf\xe9"}')),
    ("encoding", bad(row(body="a\0b"))),
    ("encoding", bad(b'{"uri": "urn:x", "body": "\\ud800"}')),
    ("schema", bad(b'{"uri": "urn:x"}')),
    ("schema", bad(row(body=7))),
    ("schema", bad(row(published_at="2026-03-16T07:10:00"))),
    ("empty_body", bad(row(body=" "))),
    ("too_large", bad(row(body="word " * 1_000_000))),
    ("schema_version", bad(row(), ce_type="articles.raw.v9")),
]


def test_samples_become_alerts_that_subscribers_see(walk: Walk):
    published = cli(walk, "publish", *SAMPLES)
    assert (published.returncode, published.stdout) == (0, "")
    until(walk.is_done, "every group is at the end")

    rules = {decode(record.value or b"", Alert).rule for record in walk.all(FIRED)}
    assert "missile-launch" in rules
    seen = cli(walk, "subscribe", "alerts", "--event", "missile-launch", "--from", "1h", "--limit", "1")
    assert json.loads(seen.stdout.splitlines()[0])["event"]["subtype"] == "missile-launch"


def test_every_bad_record_has_its_reason_and_the_good_ones_go_on(walk: Walk):
    before = len(walk.all(ENRICHED))
    capitals = bad(row(uri="urn:example:capitals", body="Acme " * 100_000))
    walk.log.append([*(record for _, record in BAD), bad(None), capitals, bad(row()), bad(row())])
    until(walk.is_done, "every group is at the end")

    kept = walk.all(dead_letters(RAW))
    assert sorted(str(header(record.headers, "dlq.reason")) for record in kept) == sorted(reason for reason, _ in BAD)
    assert {record.value for record in kept} == {record.value for _, record in BAD}
    assert len(walk.all(ENRICHED)) == before + 3  # the 100,000 words, and one article twice
    assert walk.workers["enrich"].get("/readyz")[0] == 200


def test_what_each_process_received_it_sent_suppressed_or_kept(walk: Walk):
    for stage, counts in walk.counts().items():
        assert counts["received"] == counts["sent"] + counts["suppressed"] + counts["dead_lettered"], stage
        assert counts["received"] > 0


def test_check_finds_nothing_wrong_with_a_running_walk(walk: Walk):
    checked = cli(walk, "check")

    assert checked.returncode == 0, checked.stderr


def test_every_worker_killed_once_changes_no_alert(kafka: Broker, tmp_path: Path):
    with ExitStack() as stack:
        outcome = own_walk(stack, tmp_path).run(samples(100), kill=True)

    assert outcome.lost == set()
    assert outcome.conserved
    assert outcome.as_undisturbed
    assert outcome.delivered == outcome.alerts.keys()
