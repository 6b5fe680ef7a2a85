from __future__ import annotations

from typing import Any

import pytest

from pipeline.codec import decode, encode
from pipeline.envelope import Record, header
from pipeline.model import Alert, Article, EnrichedArticle, Match
from pipeline.stages import Correlate, Detect, Enrich
from pipeline.topics import ENRICHED, FIRED, MATCHED, RAW
from tests.builders import NOON, a_match, a_rule, an_article, an_enriched_article, an_event


def annotate(article: Article) -> EnrichedArticle:
    if "crash" in article.body:
        raise ZeroDivisionError("our bug")
    return EnrichedArticle(id="1" * 32, article=article)


def a_record(value: bytes | None, topic: str = RAW, **told: Any) -> Record:
    return Record(topic, b"key", value, **{"partition": 3, "offset": 17, **told})


def test_enrich_sends_the_article_on_with_cloudevents_headers():
    handled = Enrich(annotate).handle(a_record(encode(an_article(uri="urn:x"))), now=NOON)

    [sent] = handled.records
    assert (handled.outcome, sent.topic, sent.key) == ("sent", ENRICHED, b"urn:x")
    told = {name: header(sent.headers, name) for name, _ in sent.headers}
    assert told["ce_id"] == "1" * 32
    assert told["ce_specversion"] == "1.0"
    assert told["ce_type"] == ENRICHED
    assert told["ce_source"] == "/article-pipeline/enrich"
    assert told["ce_time"] == "2026-03-14T12:00:00.000Z"
    assert told["ce_subject"] == "urn:x"
    assert (told["content-type"] or "").startswith("application/json")


def test_a_trace_goes_on_from_stage_to_stage():
    cause = (("traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"),)
    [sent] = Enrich(annotate).handle(a_record(encode(an_article()), headers=cause), now=NOON).records

    trace = header(sent.headers, "traceparent") or ""
    assert trace.startswith("00-" + "a" * 32)
    assert "b" * 16 not in trace


@pytest.mark.parametrize(
    ("value", "headers", "reason"),
    [
        (b"oops", (), "not_json"),
        (b"\xff", (), "encoding"),
        (b"{}", (), "schema"),
        (b'{"uri":"a","body":""}', (), "empty_body"),
        (b'{"uri":"a","body":"x"}', (("ce_type", b"articles.raw.v9"),), "schema_version"),
        (b'{"uri":"a","body":"' + b"x" * 5_000_000 + b'"}', (), "too_large"),
        (b'{"uri":"a","body":"crash"}', (), "bug"),
    ],
)
def test_what_enrich_refuses_is_kept_with_its_reason(value: bytes, headers: Any, reason: str):
    handled = Enrich(annotate).handle(a_record(value, headers=headers), now=NOON)

    [kept] = handled.records
    assert (handled.outcome, handled.reason) == ("dead_lettered", reason)
    assert (kept.topic, kept.key, kept.value) == (f"{RAW}.dlq", b"key", value)
    told = {name: header(kept.headers, f"dlq.{name}") for name in ("topic", "partition", "offset", "stage", "reason")}
    assert told == {"topic": RAW, "partition": "3", "offset": "17", "stage": "enrich", "reason": reason}
    assert header(kept.headers, "dlq.detail")
    assert header(kept.headers, "dlq.first_seen") == "2026-03-14T12:00:00.000Z"
    assert header(kept.headers, "dlq.attempts") == "1"


def test_a_dead_letter_that_fails_again_counts_its_attempts():
    [first] = Enrich(annotate).handle(a_record(b"oops"), now=NOON).records
    [again] = Enrich(annotate).handle(first._replace(topic=RAW), now=NOON).records

    assert header(again.headers, "dlq.attempts") == "2"
    assert [name for name, _ in again.headers].count("dlq.attempts") == 1


@pytest.mark.parametrize(
    ("value", "reason"), [(None, "tombstone"), (encode(an_article(status="withheld")), "withheld")]
)
def test_what_rightly_leads_nowhere_is_suppressed(value: bytes | None, reason: str):
    handled = Enrich(annotate).handle(a_record(value), now=NOON)

    assert (handled.outcome, handled.reason, handled.records) == ("suppressed", reason, ())


def test_detect_keys_its_matches_by_incident():
    value = encode(an_enriched_article(an_event(actor="KP"), an_event(actor="IR")))
    handled = Detect([a_rule()]).handle(a_record(value, ENRICHED), now=NOON)

    assert [record.topic for record in handled.records] == [MATCHED, MATCHED]
    assert [decode(record.value or b"", Match).key.encode() for record in handled.records] == [
        record.key for record in handled.records
    ]


def test_detect_suppresses_an_article_that_no_rule_wants():
    handled = Detect([a_rule()]).handle(a_record(encode(an_enriched_article()), ENRICHED), now=NOON)

    assert (handled.outcome, handled.reason) == ("suppressed", "no_rule")


def test_an_alert_stays_on_the_partition_of_its_matches():
    [sent] = Correlate().handle(a_record(encode(a_match()), MATCHED), now=NOON).records

    assert (sent.topic, sent.partition) == (FIRED, 3)
    assert sent.key == decode(sent.value or b"", Alert).incident_id.encode()


def test_correlate_restored_from_its_alerts_knows_what_it_sent():
    [sent] = Correlate().handle(a_record(encode(a_match()), MATCHED), now=NOON).records
    restored = Correlate()

    assert restored.restore([sent._replace(offset=0), a_record(b"not ours", FIRED)]) == 1
    assert restored.handle(a_record(encode(a_match()), MATCHED), now=NOON).reason == "duplicate"


def test_correlate_forgets_partitions_that_moved():
    correlate = Correlate()
    correlate.handle(a_record(encode(a_match()), MATCHED), now=NOON)
    correlate.forget([3])

    assert correlate.handle(a_record(encode(a_match()), MATCHED), now=NOON).outcome == "sent"
