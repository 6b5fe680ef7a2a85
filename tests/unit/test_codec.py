from __future__ import annotations

import pytest

from pipeline.codec import decode, decode_article, dump, encode, to_wire
from pipeline.errors import (
    DecodeError,
    EmptyBodyError,
    EncodingError,
    NotJsonError,
    SchemaError,
    SchemaVersionError,
    TooLargeError,
)
from pipeline.model import Article, EnrichedArticle
from tests.builders import an_article, an_enriched_article, an_event


def test_an_article_survives_the_round_trip():
    article = an_article(headline="Köln – “quoted”", version=3, source="Wire", language="de", url="https://x.test/1")

    assert decode_article(encode(article)) == article


def test_an_enriched_article_survives_the_round_trip():
    enriched = an_enriched_article(an_event(place="JP", day="2026-03-14"), entities=("Acme",), regions=("KP",))

    assert decode(encode(enriched), EnrichedArticle) == enriched


def test_what_is_unknown_is_absent_on_the_wire():
    assert encode(Article(uri="urn:test:1", body="x")) == b'{"uri":"urn:test:1","body":"x"}'


def test_a_noun_is_written_as_its_plain_json_types_are():
    enriched = an_enriched_article(
        an_event(place="JP", day="2026-03-14"), entities=("Köln “\x1b\u2028”",), regions=("KP",)
    )

    assert encode(enriched) == dump(to_wire(enriched))


@pytest.mark.parametrize(
    ("value", "error", "told"),
    [
        (b"", NotJsonError, "not one JSON document"),
        (b"not json", NotJsonError, "not json"),
        (b'{"uri":"a","body":"x"} more', NotJsonError, "unexpected content"),
        (b'{"uri":"a","body":"caf\xe9"}', EncodingError, "byte 22 (0xe9) is not UTF-8"),
        (b'{"uri":"a","body":"\\ud800x"}', EncodingError, "surrogate"),
        (b'{"uri":"a","body":"x\\u0000y"}', EncodingError, "NUL"),
        (b"[]", SchemaError, "object"),
        (b'{"uri":"a"}', SchemaError, "body"),
        (b'{"uri":7,"body":"x"}', SchemaError, "field uri: 7"),
        (b'{"uri":"a","body":"x","boddy":"y"}', SchemaError, "boddy"),
        (b'{"uri":"a","body":"x","version":0}', SchemaError, "field version: 0"),
        (b'{"uri":"a","body":"x","published_at":"2026-03-14T12:00:00"}', SchemaError, "zone"),
        (b'{"uri":"a","body":"x","schema_version":2}', SchemaVersionError, "field schema_version is 2"),
        (b'{"uri":"a","body":" \\n "}', EmptyBodyError, "no words"),
        (b'{"uri":"a","body":"' + b"x" * 5_000_000 + b'"}', TooLargeError, "5000021 bytes"),
    ],
)
def test_what_is_refused_is_named(value: bytes, error: type[DecodeError], told: str):
    with pytest.raises(error) as caught:
        decode_article(value)

    assert told in str(caught.value)


def test_a_cancelled_article_may_have_no_words():
    assert decode_article(b'{"uri":"a","body":"","status":"canceled"}').status == "canceled"


def test_a_text_that_mentions_an_escape_is_no_nul():
    assert decode_article(rb'{"uri":"a","body":"write \\u0000 for it"}').body == r"write \u0000 for it"
