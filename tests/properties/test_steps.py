"""One record, one outcome, whatever the bytes; what is written can be read."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.codec import decode_article, encode
from pipeline.detect.incidents import Incidents
from pipeline.envelope import Record
from pipeline.model import Article, DeadLetter, EnrichedArticle, Match, Skipped
from pipeline.stages import Correlate, Detect, Enrich
from pipeline.steps import correlate_step, detect_step, enrich_step
from pipeline.topics import ENRICHED, MATCHED, RAW
from tests.builders import a_match, a_rule, an_event

NOW = datetime(2026, 3, 14, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
)
TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"))
ARTICLES = st.builds(
    Article,
    uri=TEXT.filter(bool),
    body=TEXT.filter(str.strip),
    headline=TEXT,
    version=st.integers(1, 2**53),
    published_at=st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    source=st.none() | TEXT,
    language=st.sampled_from([None, "en", "pt-BR"]),
    status=st.sampled_from(["usable", "withheld", "canceled"]),
)


def annotate(article: Article) -> EnrichedArticle:
    return EnrichedArticle(id="0" * 32, article=article)


@given(st.binary())
def test_every_record_has_exactly_one_outcome(value: bytes):
    assert isinstance(enrich_step(value, annotate), EnrichedArticle | Skipped | DeadLetter)
    assert isinstance(detect_step(value, []), tuple | Skipped | DeadLetter)
    assert isinstance(correlate_step(value, Incidents()), DeadLetter)


@given(JSON, st.sampled_from([RAW, ENRICHED, MATCHED]))
def test_any_json_is_handled_and_nothing_is_lost(value: object, topic: str):
    stage = {RAW: Enrich(annotate), ENRICHED: Detect([a_rule()]), MATCHED: Correlate()}[topic]
    from pipeline.codec import dump

    handled = stage.handle(Record(topic, b"k", dump(value), partition=0, offset=0), now=NOW)

    assert handled.outcome in ("sent", "suppressed", "dead_lettered")
    if handled.outcome == "dead_lettered":
        assert handled.records[0].value == dump(value)


@given(ARTICLES)
def test_an_article_survives_the_round_trip(article: Article):
    assert decode_article(encode(article)) == article


@given(ARTICLES)
def test_enriching_twice_gives_the_same_bytes(article: Article):
    record = Record(RAW, b"k", encode(article), partition=0, offset=0)

    assert Enrich(annotate).handle(record, now=NOW) == Enrich(annotate).handle(record, now=NOW)


MATCHES = st.builds(
    lambda uri, actor, place, day: a_match(an_event(actor=actor, place=place, day=day), rule=a_rule(), uri=uri),
    uri=st.sampled_from("abcdef"),
    actor=st.sampled_from(["KP", "IR"]),
    place=st.sampled_from([None, "JP", "GU"]),
    day=st.sampled_from([None, "2026-03-12", "2026-03-13", "2026-03-14"]),
)


@given(st.lists(MATCHES, max_size=20), st.data())
def test_a_restart_anywhere_loses_and_repeats_nothing(matches: list[Match], data: st.DataObject):
    undisturbed = Incidents()
    expected = [each for match in matches if not isinstance(each := undisturbed.correlate(match), Skipped)]
    cut = data.draw(st.integers(0, len(matches)))
    again = data.draw(st.integers(0, cut))  # what was not committed is read again

    before, after = Incidents(), Incidents()
    sent = [each for match in matches[:cut] if not isinstance(each := before.correlate(match), Skipped)]
    after.restore(sent)
    sent += [each for match in matches[again:] if not isinstance(each := after.correlate(match), Skipped)]

    assert sent == expected
