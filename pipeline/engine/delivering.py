"""The deliver worker: reads fired alerts, routes them, and sees each through to every sink it goes to.

    reader ─▶ deliver_step (pure) ─▶ a lane a sink: tries, pauses ─▶ ledger line, or dead letter ─▶ commit

Sinks are independent: each has its lane (queue and thread), and what fails at one is neither repeated nor held up at
the others. Only the worker's thread touches the log. An alert counts as delivered when its ledger line is in the log;
after a crash between the two, the sink sees the alert again under the same delivery id. Several workers share the
work by partition: a worker reads the ledger again whenever it gets a partition that was elsewhere, and drops what is
queued of a partition it loses.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import structlog

from pipeline.engine import Log
from pipeline.engine.frontier import Frontier
from pipeline.engine.health import Health
from pipeline.engine.lane import DEPTH, REAL, Job, Lane, Result, World
from pipeline.engine.ledger import CAPACITY, Ledger, line
from pipeline.engine.limits import DeadLetterLimit
from pipeline.envelope import Record, bury
from pipeline.errors import EngineError, SinkError, SinkUnavailable
from pipeline.metrics import Metrics
from pipeline.model import Alert, DeadLetter, Delivery, DeliveryState, Skipped
from pipeline.route import Decision, Plan, Route
from pipeline.sinks import Receiver
from pipeline.sinks.retrying import Written
from pipeline.stages import Handled
from pipeline.steps import deliver_step
from pipeline.topics import FIRED

STAGE: Final = "deliver"
_log = structlog.get_logger(__name__)
_BATCH: Final = 200
_IDLE_SECONDS: Final = 0.25  # how long to wait for alerts when nothing is in hand
_BUSY_SECONDS: Final = 0.005  # and when results of sinks are awaited: the window in which a crash repeats a delivery
_LOOK_SECONDS: Final = 0.5  # between looks at the lag
_SHARE_OF_LANES: Final = 0.7  # of the time to stop: the rest is for the log
_DETAIL_MAX: Final = 500


class _Work:
    """A record in hand: how many of its deliveries are out, and what has become of the others."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.seconds = 0.0  # of the step
        self.lost = False  # its partition went to another worker, which does it again
        self.out = 1  # one more than the deliveries, until all of them are set going
        self.sent = 0
        self.failed: list[str] = []  # reasons
        self.suppressed: list[str] = []

    @property
    def place(self) -> tuple[int, int]:
        return self.record.partition, self.record.offset

    def outcome(self) -> Handled:
        if self.failed:
            return Handled("dead_lettered", reason=self.failed[0])
        if self.sent:
            return Handled("sent")
        return Handled("suppressed", reason=self.suppressed[0])


def _job(work: _Work, alert: Alert, plan: Plan) -> Job:
    return Job(work.record, alert, plan, lambda: work.lost)


class Deliverer:
    """Delivers alerts from a log; `run` until `stop` is set, or `drain` once.

    Args:
        sinks: every sink that `tree` names; the worker closes them in the end.
        stop_seconds: from `stop` to the end of `run` at most, whatever hangs.
        limit: when the step refuses more than this, the worker stands still.
        depth: how many alerts may wait for one sink.

    Raises (from `run` and `drain`):
        EngineError: the log cannot be used; nothing is committed that was not seen through.
    """

    def __init__(
        self,
        log: Log,
        tree: Route,
        sinks: Mapping[str, Receiver],
        *,
        group: str,
        stop: threading.Event,
        health: Health,
        metrics: Metrics,
        limit: DeadLetterLimit,
        world: World = REAL,
        depth: int = DEPTH,
        ledger_capacity: int = CAPACITY,
        stop_seconds: float = 10.0,
    ) -> None:
        self._log, self._tree, self._world = log, tree, world
        self._health, self._metrics = health, metrics
        self._stop, self._stop_seconds = stop, stop_seconds
        self._limit, self._refused_too_many = limit, False
        self._reader = log.reader(FIRED, group)
        self._ledger = Ledger(log, capacity=ledger_capacity)
        self._frontier = Frontier()
        self._open: dict[tuple[int, int], _Work] = {}  # by partition and offset
        self._done: list[_Work] = []  # to be closed once the outbox is in the log
        self._outbox: list[Record] = []
        self._flying: dict[str, list[_Work]] = {}  # by delivery that is out, the records that wait for it
        self._again: list[Job] = []  # dropped, and wanted after all
        self._tries, self._looked = 0, float("-inf")
        self._ended = threading.Event()  # for the lanes: they outlive `stop` until the worker lets go
        self._results: queue.SimpleQueue[Result] = queue.SimpleQueue()
        self._lanes = {name: self._lane(sink, depth) for name, sink in sinks.items()}

    def run(self) -> None:
        """Deliver until `stop` is set, then finish the tries under way, note and commit them, and close."""
        try:
            self._ledger.catch_up()
            while not self._stop.is_set():
                self._turn()
                if self._refused_too_many:
                    self._stand_still()
            self._end_lanes()
            self._settle(self._finished())
        except EngineError as exc:
            self._health.on_stopped(STAGE, str(exc))
            raise
        finally:
            self._close()

    def _stand_still(self) -> None:
        """Wait for a person: a restart would go on feeding the dead-letter topic. What is in hand is seen through."""
        _log.error("stage_stopped", stage=STAGE, reason=str(self._limit))
        self._health.on_stopped(STAGE, f"{self._limit}; see `pipeline dlq list`")
        while not self._stop.wait(_IDLE_SECONDS):
            self._settle(self._finished())

    def drain(self) -> None:
        """Deliver what there is, and close; for one pass over a log that nobody else writes to."""
        try:
            self._ledger.catch_up()
            while (self._open or any(self._reader.lag().values())) and not self._stop.is_set():
                self._turn()
        finally:
            self._close()

    @property
    def unfinished(self) -> int:
        """Count the alerts in hand; may be read from another thread."""
        return len(self._open)

    def _turn(self) -> None:
        records = self._reader.read(limit=_BATCH, timeout_seconds=_BUSY_SECONDS if self._open else _IDLE_SECONDS)
        works = [work for work in map(_Work, records) if work.place not in self._open]
        self._health.on_received(STAGE, len(works))
        follows = [self._frontier.begin(*work.place) for work in works]
        self._open |= {work.place: work for work in works}
        if not all(follows):
            self._ledger.catch_up()  # a partition is new to us: others may have delivered what we now read
        for work in works:
            self._take(work)
        self._settle(self._finished())
        again, self._again = self._again, []
        for job in again:
            self._place(job)
        self._look()

    def _look(self) -> None:
        """Tell readiness (a sink that is tried again is progress, too) and notice partitions that moved away."""
        tries = sum(lane.tries for lane in self._lanes.values())
        if tries != self._tries:
            self._tries = tries
            self._health.on_try(STAGE)
        if self._world.clock() - self._looked >= _LOOK_SECONDS:
            self._looked = self._world.clock()
            lag = self._reader.lag()
            for partition, records in lag.items():
                self._health.on_lag(FIRED, partition, records)
            for partition in {partition for partition, _ in self._open} - lag.keys():
                self._lose(partition)

    def _lose(self, partition: int) -> None:
        for place in [place for place in self._open if place[0] == partition]:
            self._open.pop(place).lost = True
            moved = Handled("suppressed", reason="reassigned")
            self._health.on_handled(STAGE, moved, seconds=0.0, age_seconds=None)
        self._frontier.forget(partition)

    def _take(self, work: _Work) -> None:
        began = self._world.clock()
        decision = deliver_step(work.record.value, self._tree, headers=work.record.headers)
        work.seconds = self._world.clock() - began
        # A sink that is down is no bad deploy: only what the step itself refuses counts.
        self._refused_too_many |= self._limit.count(isinstance(decision, DeadLetter))
        if isinstance(decision, Decision):
            for plan in decision.plans:
                self._start(work, decision.alert, plan)
            if not decision.plans:
                self._suppress(work, "no_route")
        elif isinstance(decision, Skipped):
            work.suppressed.append(decision.reason)
        else:
            work.failed.append(decision.reason)
            self._outbox.append(bury(work.record, decision, now=self._world.now()))
        self._back(work)

    def _start(self, work: _Work, alert: Alert, plan: Plan) -> None:
        """Set one delivery going, unless it is not to be."""
        if plan.suppressed:
            self._suppress(work, plan.suppressed)
            self._outbox.append(self._line(work.record, alert, plan, "suppressed", reason=plan.suppressed))
        elif self._ledger.has_sent(plan.id):
            self._suppress(work, "already_sent")
        elif plan.id in self._flying:
            work.out += 1
            self._flying[plan.id].append(work)
            self._suppress(work, "already_sent")
        else:
            work.out += 1
            self._flying[plan.id] = [work]
            self._place(_job(work, alert, plan))

    def _suppress(self, work: _Work, reason: str) -> None:
        work.suppressed.append(reason)
        self._metrics.alerts_suppressed.labels(reason).inc()

    def _place(self, job: Job) -> None:
        """Queue a job; wait for room at a busy sink, but not at a stuck one, which would hold up the others."""
        lane = self._lanes[job.plan.sink]
        while not lane.offer(job):
            if lane.stuck:
                self._overflow(job)
                return
            if self._stop.is_set():
                return  # stays open, so it is not committed
            self._settle(self._finished(wait_seconds=_BUSY_SECONDS))

    def _overflow(self, job: Job) -> None:
        error, at = SinkUnavailable(f"{job.plan.sink} does not keep up and its queue is full"), self._world.now()
        self._metrics.sink_failures.labels(job.plan.sink, error.reason).inc()
        self._settle([Result(job, Written(0, error), at, at)])

    def _finished(self, *, wait_seconds: float | None = None) -> list[Result]:
        results: list[Result] = []
        with contextlib.suppress(queue.Empty):
            if wait_seconds is not None:
                results.append(self._results.get(timeout=wait_seconds))
            while True:
                results.append(self._results.get_nowait())
        return results

    def _settle(self, results: Sequence[Result]) -> None:
        """Note results in the log, then in memory, then commit: in this order nothing is lost."""
        ended = [result for result in results if not result.written.stopped]
        for result in results:
            if result.written.stopped:
                self._drop(result.job)
                self._lanes[result.job.plan.sink].noted()
        self._outbox += [record for result in ended for record in self._records(result)]
        if self._outbox:
            self._log.append(self._outbox)
            self._outbox = []
        for result in ended:
            self._note(result)
            if result.written.attempts:
                self._lanes[result.job.plan.sink].noted()
        for work in self._done:
            del self._open[work.place]
            self._frontier.finish(*work.place)
            age_seconds = self._world.now().timestamp() - work.record.timestamp_ms / 1000
            self._health.on_handled(STAGE, work.outcome(), seconds=work.seconds, age_seconds=age_seconds)
        self._done = []
        if reached := self._frontier.committable():
            self._reader.commit(reached)

    def _records(self, result: Result) -> list[Record]:
        job, (attempts, error, _) = result.job, result.written
        told = self._line(
            job.record,
            job.alert,
            job.plan,
            "failed" if error else "sent",
            finished_at=result.finished_at,
            attempts=attempts,
            first_attempt_at=result.started_at if attempts else None,
            reason=error.reason if error else None,
            detail=str(error)[:_DETAIL_MAX] if error else None,
        )
        if error is None:
            return [told]
        letter = DeadLetter(value=job.record.value, stage=STAGE, reason=error.reason, detail=str(error))
        dead = bury(job.record, letter, now=self._world.now())
        return [told, dead._replace(headers=(*dead.headers, ("dlq.sink", job.plan.sink.encode())))]

    def _note(self, result: Result) -> None:
        plan, error = result.job.plan, result.written.error
        works = self._flying.pop(plan.id)
        owner = next((work for work in works if not work.lost), works[0])
        if error:
            owner.failed.append(error.reason)
            _log.warning(
                "delivery_failed", sink=plan.sink, alert=result.job.alert.id, reason=error.reason, detail=str(error)
            )
        else:
            owner.sent += 1
            self._ledger.note_sent(plan.id)
        for work in works:
            self._back(work)

    def _drop(self, job: Job) -> None:
        """Take back a job that was not written: its record is another worker's now, or came back to us meanwhile."""
        works = [work for work in self._flying.pop(job.plan.id) if not work.lost]
        if works:
            self._flying[job.plan.id] = works
            self._again.append(_job(works[0], job.alert, job.plan))

    def _back(self, work: _Work) -> None:
        work.out -= 1
        if work.out == 0 and not work.lost:
            self._done.append(work)

    def _line(self, record: Record, alert: Alert, plan: Plan, state: DeliveryState, **told: Any) -> Record:
        delivery = Delivery(
            id=plan.id,
            alert_id=alert.id,
            incident_id=alert.incident_id,
            sink=plan.sink,
            state=state,
            **{"finished_at": self._world.now()} | told,
        )
        return line(delivery, cause=record.headers)

    def _lane(self, receiver: Receiver, depth: int) -> Lane:
        tried = partial(self._tried, receiver.name)
        return Lane(receiver, self._results.put, tried, stop=self._ended, world=self._world, depth=depth)

    def _tried(self, sink: str, error: SinkError | None, seconds: float) -> None:
        """Count one try; called in the thread of the lane, which metrics allow."""
        self._metrics.sink_seconds.labels(sink).observe(seconds)
        if error:
            self._metrics.sink_failures.labels(sink, error.reason).inc()
        else:
            self._metrics.sink_writes.labels(sink).inc()

    def _end_lanes(self) -> None:
        self._ended.set()
        deadline = self._world.clock() + _SHARE_OF_LANES * self._stop_seconds
        for lane in self._lanes.values():
            lane.close(timeout_seconds=max(0.0, deadline - self._world.clock()))

    def _close(self) -> None:
        self._end_lanes()
        self._ledger.close()
        self._reader.close()
