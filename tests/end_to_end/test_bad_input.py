"""Every kind of bad input has its reason in the dlq or a defined no-op, and stops nothing."""

from __future__ import annotations

import io
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from pipeline.codec import encode
from pipeline.compose import deliverer, open_log, stages_of
from pipeline.engine import Log, Record
from pipeline.engine.health import Health
from pipeline.engine.running import drain
from pipeline.envelope import header
from pipeline.metrics import STAGES, Metrics
from pipeline.settings import Settings
from pipeline.topics import ENRICHED, FIRED, MATCHED, RAW
from pipeline.verbs.run import NAMES, expect
from tests.builders import an_article

GOOD = an_article(uri="urn:good", body="North Korea fired a ballistic missile into the sea on Saturday, Japan said.")
TWO_MEGABYTES = 2_000_000
CAPITALISED = " ".join(f"Word{chr(97 + number % 26)}{number}x" for number in range(100_000))
BAD = {
    "not JSON": (b"<html>", "not_json"),
    "wrong encoding": ('{"uri":"a","body":"Köln"}'.encode("latin-1"), "encoding"),
    "missing field": (b'{"uri":"a"}', "schema"),
    "wrong field": (b'{"uri":"a","body":["x"]}', "schema"),
    "time without zone": (b'{"uri":"a","body":"x","published_at":"2026-03-14T12:00:00"}', "schema"),
    "empty body": (b'{"uri":"a","body":"\\n"}', "empty_body"),
    "over the limit": (b'{"uri":"a","body":"' + b"x " * 2_500_000 + b'"}', "too_large"),
    "null bytes": (b'{"uri":"a","body":"x\\u0000y"}', "encoding"),
    "lone surrogate": (b'{"uri":"a","body":"\\udc00"}', "encoding"),
    "unknown schema version": (b'{"uri":"a","body":"x","schema_version":7}', "schema_version"),
}


class Walk(NamedTuple):
    log: Log
    settings: Settings
    metrics: Metrics

    def take(self, *records: Record) -> None:
        """Publish records and take them through every stage."""
        self.log.append(records)
        health = Health(self.metrics, stall_seconds=30)
        expect(health, NAMES)
        drain(self.log, stages_of(NAMES, self.settings, self.metrics), self.settings, health)
        unseen, stop = io.StringIO(), threading.Event()
        deliverer(self.log, self.settings, {}, metrics=self.metrics, health=health, stop=stop, stream=unseen).drain()

    def read(self, topic: str) -> list[Record]:
        reader = self.log.reader(topic, None, start="earliest")
        try:
            return reader.read(limit=10_000, timeout_seconds=0)
        finally:
            reader.close()

    def count(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0

    def conserved(self) -> bool:
        def total(name: str, stage: str) -> float:
            families = {family.name: family for family in self.metrics.registry.collect()}
            return sum(
                s.value for s in families[name].samples if s.name.endswith("_total") and s.labels["stage"] == stage
            )

        outcomes = ("pipeline_records_sent", "pipeline_records_suppressed", "pipeline_records_dead_lettered")
        return all(
            total("pipeline_records_received", stage) == sum(total(name, stage) for name in outcomes)
            for stage in STAGES
        )


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    settings = replace(Settings(), store_file=tmp_path / "log.db", data_folder=tmp_path)
    log = open_log(settings)
    yield Walk(log, settings, Metrics())
    log.close()


def raw(value: bytes | None, key: bytes = b"k") -> Record:
    return Record(RAW, key, value)


@pytest.mark.parametrize(("value", "reason"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_kept_with_its_reason_and_the_next_goes_on(walk: Walk, value: bytes, reason: str):
    walk.take(raw(value), raw(encode(GOOD)))

    [kept] = walk.read(f"{RAW}.dlq")
    assert (kept.value, header(kept.headers, "dlq.reason")) == (value, reason)
    assert len(walk.read(FIRED)) == 1
    assert walk.conserved()


def test_a_tombstone_leads_nowhere(walk: Walk):
    walk.take(raw(None), raw(encode(GOOD)))

    assert walk.read(f"{RAW}.dlq") == []
    assert walk.count("pipeline_records_suppressed_total", stage="enrich", reason="tombstone") == 1
    assert len(walk.read(FIRED)) == 1


def test_a_body_of_a_hundred_thousand_capitalised_words_is_annotated(walk: Walk):
    walk.take(raw(encode(an_article(uri="urn:capitals", body=CAPITALISED))), raw(encode(GOOD)))

    assert len(walk.read(ENRICHED)) == 2
    assert len(walk.read(FIRED)) == 1


def test_the_same_article_version_twice_gives_one_alert_and_one_delivery(walk: Walk, tmp_path: Path):
    walk.take(raw(encode(GOOD)), raw(encode(GOOD)))

    assert len(walk.read(MATCHED)) == 2
    assert len(walk.read(FIRED)) == 1
    assert walk.count("pipeline_records_suppressed_total", stage="correlate", reason="duplicate") == 1
    assert len((tmp_path / "alerts.jsonl").read_text().splitlines()) == 1
    assert walk.conserved()


def test_every_stage_refuses_what_it_cannot_read_and_goes_on(walk: Walk):
    walk.take(*(Record(topic, b"k", b"oops") for topic in (RAW, ENRICHED, MATCHED, FIRED)), raw(encode(GOOD)))

    kept = Counter(
        (header(record.headers, "dlq.stage"), header(record.headers, "dlq.reason"))
        for topic in (RAW, ENRICHED, MATCHED, FIRED)
        for record in walk.read(f"{topic}.dlq")
    )
    assert kept == {(stage, "not_json"): 1 for stage in STAGES}
    assert walk.conserved()


def test_a_restart_with_the_walk_half_done_repeats_no_alert(walk: Walk):
    walk.take(raw(encode(GOOD)))
    walk.take(raw(encode(GOOD)))  # new stages, as after a restart: incidents are rebuilt from the alerts

    assert len(walk.read(FIRED)) == 1
