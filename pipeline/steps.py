"""Bytes in, one outcome out: one total function a stage. A broad `except` stands here and nowhere in the core."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from pipeline.codec import ARTICLE_MAX_BYTES, SCHEMA_VERSION, decode, decode_article
from pipeline.detect.incidents import Incidents
from pipeline.detect.matching import detect
from pipeline.detect.rules import Rule
from pipeline.envelope import Headers, header
from pipeline.errors import PipelineError, SchemaVersionError
from pipeline.model import Alert, Article, DeadLetter, EnrichedArticle, Match, Skipped
from pipeline.route import Decision, Route, route

T = TypeVar("T")
Annotate = Callable[[Article], EnrichedArticle]
TOMBSTONE: Final = Skipped(reason="tombstone")
WITHHELD: Final = Skipped(reason="withheld")
NO_RULE: Final = Skipped(reason="no_rule")


def enrich_step(
    value: bytes | None, annotate: Annotate, *, headers: Headers = (), max_bytes: int = ARTICLE_MAX_BYTES
) -> EnrichedArticle | Skipped | DeadLetter:
    """Turn one articles.raw.v1 value into exactly one outcome; never raises."""

    def work(present: bytes) -> EnrichedArticle | Skipped:
        check_version(headers, "articles.raw")
        article = decode_article(present, max_bytes=max_bytes)
        return WITHHELD if article.status == "withheld" else annotate(article)

    return _attempt("enrich", value, work)


def detect_step(
    value: bytes | None, rules: Sequence[Rule], *, headers: Headers = ()
) -> tuple[Match, ...] | Skipped | DeadLetter:
    """Turn one articles.enriched.v1 value into the matches of every rule that fires; never raises."""

    def work(present: bytes) -> tuple[Match, ...] | Skipped:
        check_version(headers, "articles.enriched")
        return detect(decode(present, EnrichedArticle), rules) or NO_RULE

    return _attempt("detect", value, work)


def correlate_step(value: bytes | None, incidents: Incidents, *, headers: Headers = ()) -> Alert | Skipped | DeadLetter:
    """Turn one rules.matched.v1 value into the next revision of its incident; never raises."""

    def work(present: bytes) -> Alert | Skipped:
        check_version(headers, "rules.matched")
        return incidents.correlate(decode(present, Match))

    return _attempt("correlate", value, work)


def deliver_step(value: bytes | None, tree: Route, *, headers: Headers = ()) -> Decision | Skipped | DeadLetter:
    """Turn one alerts.fired.v1 value into what is to be sent where; never raises."""

    def work(present: bytes) -> Decision:
        check_version(headers, "alerts.fired")
        alert = decode(present, Alert)
        return Decision(alert, route(alert, tree))

    return _attempt("deliver", value, work)


def check_version(headers: Headers, family: str) -> None:
    """Refuse a value whose CloudEvents type names a schema version this release does not read.

    Raises:
        SchemaVersionError: `ce_type` is another version of the same topic family.
    """
    told = header(headers, "ce_type")
    if told and told.startswith(f"{family}.v") and told != f"{family}.v{SCHEMA_VERSION}":
        raise SchemaVersionError(
            f"header ce_type is {told!r}; this release reads {family}.v{SCHEMA_VERSION}: upgrade it"
        )


def _attempt(stage: str, value: bytes | None, work: Callable[[bytes], T]) -> T | Skipped | DeadLetter:
    if value is None:
        return TOMBSTONE
    try:
        return work(value)
    except PipelineError as exc:
        return DeadLetter(value=value, stage=stage, reason=exc.reason, detail=str(exc))
    except Exception as exc:  # our bug: keep the record, fix, replay
        return DeadLetter(value=value, stage=stage, reason="bug", detail=repr(exc))
