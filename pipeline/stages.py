"""A stage binds one step to its topics: a record in, the records to append out. Both engines run stages only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final, Literal, NamedTuple, Protocol

from pipeline.codec import ARTICLE_MAX_BYTES, decode, encode
from pipeline.detect.incidents import LIMIT, Incidents
from pipeline.detect.rules import Rule
from pipeline.envelope import Record, bury, seal
from pipeline.errors import PipelineError
from pipeline.model import Alert, DeadLetter, Skipped
from pipeline.steps import Annotate, correlate_step, detect_step, enrich_step
from pipeline.topics import ENRICHED, FIRED, MATCHED, RAW

Outcome = Literal["sent", "suppressed", "dead_lettered"]


class Handled(NamedTuple):
    """What became of one record: exactly one outcome, and what to append before its offset is committed."""

    outcome: Outcome
    records: tuple[Record, ...] = ()
    reason: str | None = None  # of suppression or dead letter, from a closed list


class Stage(Protocol):
    """One stage of the walk; `handle` never raises."""

    @property
    def name(self) -> str: ...
    @property
    def source(self) -> str: ...

    def handle(self, record: Record, *, now: datetime) -> Handled:
        """Turn one record into exactly one outcome; `now` stamps headers only."""
        ...


class Enrich:
    """articles.raw.v1 → articles.enriched.v1; stateless."""

    name: Final = "enrich"
    source: Final = RAW

    def __init__(self, annotate: Annotate, *, max_bytes: int = ARTICLE_MAX_BYTES) -> None:
        self._annotate = annotate
        self._max_bytes = max_bytes

    def handle(self, record: Record, *, now: datetime) -> Handled:
        """Annotate one article."""
        outcome = enrich_step(record.value, self._annotate, headers=record.headers, max_bytes=self._max_bytes)
        if isinstance(outcome, (Skipped, DeadLetter)):
            return _set_aside(record, outcome, now)
        uri = outcome.article.uri
        sealed = seal(
            ENRICHED,
            uri,
            encode(outcome),
            record_id=outcome.id,
            stage=self.name,
            subject=uri,
            now=now,
            cause=record.headers,
        )
        return Handled("sent", (sealed,))


class Detect:
    """articles.enriched.v1 → rules.matched.v1, keyed so that an incident's matches share a partition; stateless."""

    name: Final = "detect"
    source: Final = ENRICHED

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def handle(self, record: Record, *, now: datetime) -> Handled:
        """Try every rule on one enriched article."""
        outcome = detect_step(record.value, self._rules, headers=record.headers)
        if isinstance(outcome, (Skipped, DeadLetter)):
            return _set_aside(record, outcome, now)
        sealed = (
            seal(
                MATCHED,
                match.key,
                encode(match),
                record_id=match.id,
                stage=self.name,
                subject=match.source.uri,
                now=now,
                cause=record.headers,
            )
            for match in outcome
        )
        return Handled("sent", tuple(sealed))


class Correlate:
    """rules.matched.v1 → alerts.fired.v1; keeps the open incidents of its partitions.

    An alert goes to the partition of its matches, so that `restore` finds a partition's incidents in the same
    partition of alerts.fired.v1: both topics have the same number of partitions.
    """

    name: Final = "correlate"
    source: Final = MATCHED

    def __init__(self, *, limit: int = LIMIT, on_alert: Callable[[Alert], None] | None = None) -> None:
        self._limit = limit
        self._on_alert = on_alert
        self._incidents: dict[int, Incidents] = {}

    def handle(self, record: Record, *, now: datetime) -> Handled:
        """Give the next revision of the incident of one match."""
        outcome = correlate_step(record.value, self._of(record.partition), headers=record.headers)
        if isinstance(outcome, (Skipped, DeadLetter)):
            return _set_aside(record, outcome, now)
        if self._on_alert:
            self._on_alert(outcome)
        incident = outcome.incident_id
        sealed = seal(
            FIRED,
            incident,
            encode(outcome),
            record_id=outcome.id,
            stage=self.name,
            subject=incident,
            now=now,
            cause=record.headers,
        )
        return Handled("sent", (sealed._replace(partition=record.partition),))

    def restore(self, records: Iterable[Record]) -> int:
        """Take up incidents from alerts.fired.v1 records; say how many were readable."""
        count = 0
        for record in records:
            try:
                alert = decode(record.value or b"", Alert)
            except PipelineError:
                continue  # deliver keeps it in the dlq; it cannot be an incident of ours
            self._of(record.partition).restore((alert,))
            count += 1
        return count

    def forget(self, partitions: Iterable[int]) -> None:
        """Drop the incidents of partitions that another worker took over."""
        for partition in partitions:
            self._incidents.pop(partition, None)

    def _of(self, partition: int) -> Incidents:
        return self._incidents.setdefault(partition, Incidents(limit=self._limit))


def _set_aside(record: Record, outcome: Skipped | DeadLetter, now: datetime) -> Handled:
    if isinstance(outcome, Skipped):
        return Handled("suppressed", reason=outcome.reason)
    return Handled("dead_lettered", (bury(record, outcome, now=now),), outcome.reason)
