"""Every metric, once. Seconds, bytes, `_total`; labels are bounded, known label values start at zero."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from pipeline.errors import REASONS

STAGES: Final = ("enrich", "detect", "correlate", "deliver")
SUPPRESSIONS: Final = ("tombstone", "withheld", "no_rule", "duplicate", "retracts_nothing", "reassigned")
ALERT_SUPPRESSIONS: Final = ("update", "escalation", "retraction", "no_route", "already_sent")
SINK_FAILURES: Final = ("unavailable", "rejected", "bug")
STEP_SECONDS: Final = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
AGE_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 3600.0)


class Metrics:
    """The metrics of one process, in a registry of its own."""

    def __init__(self, stages: tuple[str, ...] = STAGES, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.received = self._counter("pipeline_records_received", "Records a stage took in", "stage")
        self.sent = self._counter("pipeline_records_sent", "Records whose outcome reached the next topic", "stage")
        self.suppressed = self._counter(
            "pipeline_records_suppressed", "Records that rightly lead nowhere", "stage", "reason"
        )
        self.dead_lettered = self._counter("pipeline_records_dead_lettered", "Records kept in a dlq", "stage", "reason")
        self.alerts_fired = self._counter("pipeline_alerts_fired", "Alert revisions", "rule", "severity")
        self.alerts_suppressed = self._counter("pipeline_alerts_suppressed", "Alerts not sent to a sink", "reason")
        self.sink_writes = self._counter("pipeline_sink_writes", "Alerts a sink took", "sink")
        self.sink_failures = self._counter("pipeline_sink_write_failures", "Tries that failed", "sink", "reason")
        self.step_seconds = self._histogram(
            "pipeline_step_duration_seconds", "CPU-bound work on one record", STEP_SECONDS, "stage"
        )
        self.record_age = self._histogram(
            "pipeline_record_age_seconds", "From a record's timestamp to its outcome", AGE_SECONDS, "stage"
        )
        self.sink_seconds = self._histogram(
            "pipeline_sink_write_duration_seconds", "One try at a sink", AGE_SECONDS, "sink"
        )
        self.lag = Gauge(
            "pipeline_consumer_lag_records",
            "Records after the committed offset",
            ("topic", "partition"),
            registry=self.registry,
        )
        self._start_at_zero(stages)

    def handled(self, stage: str, outcome: str, reason: str | None, seconds: float, age_seconds: float | None) -> None:
        """Count the one outcome of a record; `received` was counted when it was read."""
        if outcome == "sent":
            self.sent.labels(stage).inc()
        elif outcome == "suppressed":
            self.suppressed.labels(stage, reason or "duplicate").inc()
        else:
            self.dead_lettered.labels(stage, reason or "bug").inc()
        self.step_seconds.labels(stage).observe(seconds)
        if age_seconds is not None:
            self.record_age.labels(stage).observe(max(0.0, age_seconds))

    def know_rule(self, rule: str, severity: str) -> None:
        """Start a rule's count at zero, so that its first alert shows as a rise."""
        self.alerts_fired.labels(rule, severity)

    def know_sink(self, sink: str) -> None:
        """Start a sink's counts at zero."""
        self.sink_writes.labels(sink)
        self.sink_seconds.labels(sink)
        for reason in SINK_FAILURES:
            self.sink_failures.labels(sink, reason)

    def _start_at_zero(self, stages: tuple[str, ...]) -> None:
        for stage in stages:
            self.received.labels(stage)
            self.sent.labels(stage)
            self.step_seconds.labels(stage)
            self.record_age.labels(stage)
            for reason in REASONS:
                self.dead_lettered.labels(stage, reason)
            for reason in SUPPRESSIONS + (ALERT_SUPPRESSIONS if stage == "deliver" else ()):
                self.suppressed.labels(stage, reason)
        for reason in ALERT_SUPPRESSIONS:
            self.alerts_suppressed.labels(reason)

    def _counter(self, name: str, documentation: str, *labels: str) -> Counter:
        return Counter(name, documentation, labels, registry=self.registry)

    def _histogram(self, name: str, documentation: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(name, documentation, labels, buckets=buckets, registry=self.registry)
