"""Whether this process makes progress, told truthfully over HTTP: /metrics, /healthz, /readyz."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from pipeline.engine import Record
from pipeline.metrics import Metrics
from pipeline.stages import Handled


class Health:
    """Watches the stages of one process: who has started, who still works, who stands still while there is lag."""

    def __init__(self, metrics: Metrics, *, stall_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._metrics = metrics
        self._stall_seconds = stall_seconds
        self._clock = clock
        self._started: dict[str, bool] = {}
        self._progress: dict[str, float] = {}
        self._lag: dict[str, dict[int, int]] = {}
        self._topics: dict[str, str] = {}
        self._failed: dict[str, str] = {}

    def expect(self, stage: str, topic: str) -> None:
        """Wait for a stage that reads a topic: not ready until it has started."""
        self._started[stage] = False
        self._topics[stage] = topic
        self._progress[stage] = self._clock()

    def started(self, stage: str) -> None:
        """A stage has its partitions and reads."""
        self._started[stage] = True
        self._progress[stage] = self._clock()

    def handled(self, stage: str, record: Record, handled: Handled, seconds: float) -> None:
        """A record has its outcome, acknowledged."""
        self._progress[stage] = self._clock()
        age = time.time() - record.timestamp_ms / 1000 if record.timestamp_ms >= 0 else None
        self._metrics.handled(stage, handled.outcome, handled.reason, seconds, age)

    def lag(self, stage: str, lag: dict[int, int]) -> None:
        """The lag of a stage, by partition; without lag, standing still is fine."""
        if not any(lag.values()):
            self._progress[stage] = self._clock()
        for partition in self._lag.get(stage, {}).keys() - lag.keys():
            self._metrics.lag.remove(self._topics[stage], str(partition))
        self._lag[stage] = lag
        for partition, count in lag.items():
            self._metrics.lag.labels(self._topics[stage], str(partition)).set(count)

    def failed(self, stage: str, why: str) -> None:
        """A stage has stopped for good."""
        self._failed[stage] = why

    def alive(self) -> tuple[bool, str]:
        """Say whether every stage still runs."""
        told = "; ".join(f"{stage}: {why}" for stage, why in self._failed.items())
        return not self._failed, told or "ok"

    def ready(self) -> tuple[bool, str]:
        """Say whether every stage has started and none stands still while there is lag."""
        alive, told = self.alive()
        if not alive:
            return False, told
        now = self._clock()
        wrong = [f"{stage}: not started" for stage, started in self._started.items() if not started]
        for stage, lag in self._lag.items():
            still = now - self._progress[stage]
            if sum(lag.values()) and still > self._stall_seconds:
                wrong.append(f"{stage}: no progress for {still:.0f} s with {sum(lag.values())} records to do")
        return not wrong, "; ".join(wrong) or "ok"


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
