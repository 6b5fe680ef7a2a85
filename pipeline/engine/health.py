"""Whether this process makes progress, told truthfully over HTTP: /metrics, /healthz, /readyz."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from pipeline.metrics import Metrics
from pipeline.stages import Handled


class Health:
    """Watches the stages of one process: who has started, who still works, who stands still while there is lag."""

    def __init__(self, metrics: Metrics, *, stall_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._stall_seconds = stall_seconds
        self._clock = clock
        self._topics: dict[str, str] = {}  # by stage, what it reads
        self._started: set[str] = set()
        self._progress: dict[str, float] = {}  # by topic
        self._lag: dict[str, dict[int, int]] = {}  # by topic and partition
        self._told: dict[str, float] = {}  # by topic, when its lag was last told
        self._stopped: dict[str, str] = {}

    def expect(self, stage: str, topic: str) -> None:
        """Wait for a stage that reads a topic: not ready until its lag was told once."""
        self._topics[stage] = topic
        self._progress[topic] = self._clock()

    def on_received(self, stage: str, records: int = 1) -> None:
        """Records were read and are in hand; each owes an outcome."""
        self._metrics.received.labels(stage).inc(records)

    def on_handled(self, stage: str, handled: Handled, *, seconds: float, age_seconds: float | None) -> None:
        """A record's outcome is durable."""
        self._progress[self._topics[stage]] = self._clock()
        self._metrics.handled(stage, handled.outcome, handled.reason, seconds, age_seconds)

    def on_lag(self, topic: str, partition: int, records: int) -> None:
        """The stage of a topic reads it, and has so many records to do in a partition."""
        lag = self._lag.setdefault(topic, {})
        lag[partition] = records
        self._told[topic] = self._clock()
        if not any(lag.values()):  # without lag, standing still is fine
            self._progress[topic] = self._clock()
        self._metrics.lag.labels(topic, str(partition)).set(records)

    def on_try(self, stage: str) -> None:
        """A stage works on, though no record has its outcome yet: a sink is tried again."""
        self._progress[self._topics[stage]] = self._clock()

    def on_stopped(self, stage: str, reason: str) -> None:
        """A stage stopped by itself and waits for a person."""
        self._stopped[stage] = reason

    def alive(self) -> tuple[bool, str]:
        """Say whether every stage still runs."""
        told = "; ".join(f"{stage}: {reason}" for stage, reason in self._stopped.items())
        return not self._stopped, told or "ok"

    def ready(self) -> tuple[bool, str]:
        """Say whether every stage has started and none stands still while there is lag."""
        alive, told = self.alive()
        if not alive:
            return False, told
        wrong = [told for stage, topic in self._topics.items() if (told := self._wrong_with(stage, topic))]
        return not wrong, "; ".join(wrong) or "ok"

    def _wrong_with(self, stage: str, topic: str) -> str:
        if topic not in self._lag:
            return f"{stage}: not started"
        silent = self._clock() - self._told[topic]
        if silent > self._stall_seconds:  # its loop hangs or the brokers are away: what it told last says nothing now
            return f"{stage}: not heard of for {silent:.0f} s"
        lag, still = sum(self._lag[topic].values()), self._clock() - self._progress[topic]
        stalls = lag > 0 and still > self._stall_seconds
        return f"{stage}: no progress for {still:.0f} s with {lag} records to do" if stalls else ""


def serve(health: Health, metrics: Metrics, *, host: str, port: int) -> ThreadingHTTPServer:
    """Serve /metrics, /healthz and /readyz in a thread; the caller shuts it down."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, CONTENT_TYPE_LATEST, generate_latest(metrics.registry))
            elif self.path in ("/healthz", "/readyz"):
                well, told = health.alive() if self.path == "/healthz" else health.ready()
                self._answer(200 if well else 503, "text/plain; charset=utf-8", f"{told}\n".encode())
            else:
                self._answer(404, "text/plain; charset=utf-8", b"try /metrics, /healthz or /readyz\n")

        def _answer(self, code: int, kind: str, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent: a scrape every few seconds is no news."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server
