"""A lane: one sink, its own queue and its own thread, so that a sink that hangs holds up nobody else."""

from __future__ import annotations

import contextlib
import math
import queue
import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from pipeline.envelope import Record
from pipeline.errors import SinkError
from pipeline.model import Alert
from pipeline.route import Plan
from pipeline.sinks import Receiver
from pipeline.sinks.retrying import Chance, Wait, Written, attempt, write

DEPTH: Final = 10_000
UNNOTED: Final = 10  # tries that may have ended without their line in the ledger: what a crash repeats, at most
PATIENCE_SECONDS: Final = 1.0
_LOOK_SECONDS: Final = 0.1  # between looks whether to stop
DROPPED: Final = Written(0, stopped=True)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class World(NamedTuple):
    """Time and chance, for whoever wants others."""

    now: Callable[[], datetime] = _utc_now
    clock: Callable[[], float] = time.monotonic
    chance: Chance = random.random
    wait: Wait | None = None  # between tries: seconds → whether the worker stops; by default waits for `stop`


REAL: Final = World()


class Job(NamedTuple):
    """One alert for one sink, with the record it came in; where `dropped` is true by its turn, it is not written."""

    record: Record
    alert: Alert
    plan: Plan
    dropped: Callable[[], bool] = lambda: False


class Result(NamedTuple):
    """What became of a job."""

    job: Job
    written: Written
    started_at: datetime
    finished_at: datetime


class Lane:
    """Writes jobs to its sink in order; results go to `done`, and each try with its seconds to `tried`, in its thread.

    Whoever takes a result says `noted` once it is durable; the lane runs at most UNNOTED results ahead of that.
    `tries` counts up while the lane works, for readiness.
    """

    def __init__(
        self,
        receiver: Receiver,
        done: Callable[[Result], None],
        tried: Callable[[SinkError | None, float], None],
        *,
        stop: threading.Event,
        world: World = REAL,
        depth: int = DEPTH,
    ) -> None:
        self.name = receiver.name
        self.tries = 0
        self._failing = False
        self._began = math.inf  # the try under way, if any
        self._ahead = threading.Semaphore(UNNOTED)
        self._receiver = receiver
        self._done = done
        self._tried = tried
        self._stop = stop
        self._world = world
        self._pause = world.wait or stop.wait
        self._jobs: queue.Queue[Job | None] = queue.Queue(depth)
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=f"sink-{receiver.name}", daemon=True)
        self._thread.start()

    def offer(self, job: Job) -> bool:
        """Queue a job if there is room."""
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        return True

    @property
    def stuck(self) -> bool:
        """Whether its last try failed or the one under way takes long: others should not wait for room here."""
        return self._failing or self._world.clock() - self._began > PATIENCE_SECONDS

    def noted(self) -> None:
        """A result is durable."""
        self._ahead.release()

    def close(self, *, timeout_seconds: float) -> None:
        """Wait for the end of the try the thread is in, and close the sink; `stop` is set.

        Jobs still queued are dropped: their records are not committed and come again. So does the job of a try that
        takes longer than `timeout_seconds`, which is left to itself.
        """
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(queue.Full):  # when it is full the thread is not asleep, and sees `stop`
            self._jobs.put_nowait(None)
        self._thread.join(timeout_seconds)
        if not self._thread.is_alive():
            self._receiver.sink.close()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None and self._may_go_on():
            started_at = self._world.now()
            written = DROPPED if job.dropped() else self._write(job.alert)
            self._done(Result(job, written, started_at, self._world.now()))

    def _may_go_on(self) -> bool:
        while not self._stop.is_set():
            if self._ahead.acquire(timeout=_LOOK_SECONDS):
                return not self._stop.is_set()
        return False

    def _write(self, alert: Alert) -> Written:
        return write(self._receiver, alert, wait=self._pause, chance=self._world.chance, attempt=self._try)

    def _try(self, receiver: Receiver, alert: Alert) -> SinkError | None:
        self._began = began = self._world.clock()
        self.tries += 1
        error = attempt(receiver, alert)
        self._failing, self._began = error is not None, math.inf
        self._tried(error, self._world.clock() - began)
        return error
