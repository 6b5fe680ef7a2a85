from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from pipeline.engine.health import Health, serve
from pipeline.metrics import Metrics
from pipeline.stages import Handled


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    health = Health(Metrics(), stall_seconds=30, clock=clock)
    health.expect("enrich", "articles.raw.v1")
    return health


def test_a_stage_that_has_not_started_is_not_ready(health: Health):
    assert health.ready() == (False, "enrich: not started")


def test_standing_still_without_lag_is_ready(health: Health, clock: Clock):
    health.on_lag("articles.raw.v1", 0, 0)
    clock.now = 1000
    health.on_lag("articles.raw.v1", 0, 0)

    assert health.ready() == (True, "ok")


def test_standing_still_with_lag_is_not_ready_until_progress(health: Health, clock: Clock):
    health.on_lag("articles.raw.v1", 0, 7)
    clock.now = 31
    health.on_lag("articles.raw.v1", 0, 7)

    assert health.ready() == (False, "enrich: no progress for 31 s with 7 records to do")
    health.on_handled("enrich", Handled("sent"), seconds=0.001, age_seconds=0.1)
    assert health.ready() == (True, "ok")


def test_a_stage_that_is_not_heard_of_is_not_ready(health: Health, clock: Clock):
    health.on_lag("articles.raw.v1", 0, 0)
    clock.now = 31

    assert health.ready() == (False, "enrich: not heard of for 31 s")


def test_a_record_in_hand_shows_as_received_until_it_has_its_outcome(clock: Clock):
    metrics = Metrics()
    health = Health(metrics, stall_seconds=30, clock=clock)
    health.expect("enrich", "articles.raw.v1")

    health.on_received("enrich", 2)
    health.on_handled("enrich", Handled("sent"), seconds=0.001, age_seconds=0.1)

    count = metrics.registry.get_sample_value
    assert count("pipeline_records_received_total", {"stage": "enrich"}) == 2
    assert count("pipeline_records_sent_total", {"stage": "enrich"}) == 1


def test_a_stopped_stage_is_not_alive(health: Health):
    health.on_stopped("enrich", "too many dead letters")

    assert health.alive() == (False, "enrich: too many dead letters")


def test_health_and_metrics_are_served(health: Health):
    metrics = Metrics()
    server = serve(health, metrics, host="127.0.0.1", port=0)
    base = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with urllib.request.urlopen(f"{base}/metrics") as answer:
            assert b'pipeline_records_received_total{stage="enrich"} 0.0' in answer.read()
        with urllib.request.urlopen(f"{base}/healthz") as answer:
            assert answer.read() == b"ok\n"
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{base}/readyz")
        with caught.value as refused:
            assert (refused.code, refused.read()) == (503, b"enrich: not started\n")
    finally:
        server.shutdown()
        server.server_close()
