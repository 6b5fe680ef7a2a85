"""`pipeline run all` on the embedded engine, as a process: publish from outside, watch, stop, start again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DEADLINE_SECONDS = 30.0
ARTICLE = {
    "uri": "urn:run:launch",
    "body": "North Korea fired a ballistic missile into the sea on Saturday, Japan’s coast guard said.",
    "published_at": "2026-03-14T12:00:00Z",
}


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.02)  # between looks at a condition with a deadline


class Worker:
    """A running `pipeline run all` and what it serves."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        self.port = next(json.loads(line)["port"] for line in lines if "serving_metrics" in line)

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def ready(self) -> bool:
        return self.get("/readyz")[0] == 200


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "PIPELINE_STORE_FILE": str(tmp_path / "log.db"),
        "PIPELINE_DATA_FOLDER": str(tmp_path),
        "PIPELINE_METRICS_PORT": "0",
    }


@contextmanager
def running(environ: dict[str, str]) -> Iterator[Worker]:
    command = [sys.executable, "-m", "pipeline.cli", "run", "all"]
    with subprocess.Popen(
        command, env=environ, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        try:
            worker = Worker(process)
            until(worker.ready)
            yield worker
        finally:
            process.kill()


def publish(environ: dict[str, str], *articles: dict[str, str]) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "publish"]
    text = "\n".join(map(json.dumps, articles))
    subprocess.run(command, env=environ, input=text, text=True, check=True, capture_output=True)


def test_an_article_published_from_outside_reaches_the_sink_and_a_restart_repeats_nothing(
    environ: dict[str, str], tmp_path: Path
):
    delivered = tmp_path / "alerts.jsonl"
    with running(environ) as worker:
        publish(environ, ARTICLE)
        until(lambda: delivered.exists() and delivered.read_text().endswith("\n"))
        until(lambda: 'pipeline_records_sent_total{stage="deliver"} 1.0' in worker.get("/metrics")[1])
        worker.process.kill()

    with running(environ) as worker:
        publish(environ, ARTICLE | {"uri": "urn:run:other", "body": "Rain fell on the valley."})
        until(lambda: 'stage="detect"} 1.0' in worker.get("/metrics")[1])
        worker.process.send_signal(signal.SIGTERM)
        assert worker.process.wait(timeout=DEADLINE_SECONDS) == 0

    assert len(delivered.read_text().splitlines()) == 1


def test_a_stage_that_drains_its_topic_into_the_dlq_stops_and_says_so(environ: dict[str, str]):
    environ |= {"PIPELINE_DEAD_LETTER_RECORDS": "10", "PIPELINE_ARTICLE_MAX_BYTES": "20"}
    with running(environ) as worker:
        publish(environ | {"PIPELINE_ARTICLE_MAX_BYTES": "2000"}, *(ARTICLE | {"uri": f"urn:{n}"} for n in range(20)))
        until(lambda: worker.get("/healthz")[0] == 503)
        assert "enrich" in worker.get("/healthz")[1]
