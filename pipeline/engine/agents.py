"""Stages on faust: one agent a stage, at least once, in order, with offsets of our own.

Faust acknowledges a record even when its agent raises, skipped records after a rebalance included, and its commit can
pass an unfinished record. So the topics here are opened without faust's acks: an agent handles an event, hands what
comes out to the producer and queues the futures; one settler awaits them in order; only then an offset may be
committed. Whatever fails ends the whole worker, which reads again from its committed offsets when restarted.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

import faust
import structlog
import uvloop

from pipeline.engine import Record
from pipeline.engine.health import Health
from pipeline.engine.kafka import MAX_RECORD_BYTES, KafkaLog
from pipeline.engine.limits import DeadLetterLimit
from pipeline.engine.settling import Place, Settler
from pipeline.errors import EngineError
from pipeline.stages import Handled, Stage
from pipeline.topics import FIRED

_ENV_PREFIX: Final = "ARTICLE_PIPELINE_FAUST"  # an ambient BROKER_URL would beat our argument
_log = structlog.get_logger(__name__)


@runtime_checkable
class Stateful(Protocol):
    """A stage that keeps state by partition and gets it back from what it wrote."""

    def restore(self, records: Iterable[Record]) -> int: ...
    def forget(self, partitions: Iterable[int]) -> None: ...


class Options(NamedTuple):
    """How a worker joins and behaves."""

    brokers: str
    group: str
    instance_id: str | None = None  # static membership: a restart within the session timeout moves no partition
    session_timeout_seconds: float = 6.0
    heartbeat_seconds: float = 2.0
    commit_interval_seconds: float = 1.0
    linger_seconds: float = 0.003
    stop_seconds: float = 10.0
    dead_letter_ratio: float = 0.5  # of the last `dead_letter_records`; more stop the stage
    dead_letter_records: int = 1000
    state_topic: str = FIRED
    state_window: timedelta = timedelta(days=7)


def build_app(stages: Sequence[Stage], options: Options, health: Health) -> Worker:
    """Wire an agent for each stage into one faust app.

    Raises:
        EngineError: no broker answers, a topic is missing, or state and source topic differ in partitions.
    """
    worker = Worker(_app(options), options, health)
    with KafkaLog(options.brokers) as log:
        for stage in stages:
            partitions = log.partitions(stage.source)
            if isinstance(stage, Stateful) and partitions != log.partitions(options.state_topic):
                raise EngineError(f"{stage.source} and {options.state_topic} must have the same number of partitions")
    for stage in stages:
        worker.add(stage)
    return worker


def _app(options: Options) -> Any:
    return faust.App(
        options.group,
        env_prefix=_ENV_PREFIX,
        broker=[f"kafka://{each}" for each in options.brokers.split(",")],
        broker_client_id=f"pipeline-{options.group}",
        broker_session_timeout=options.session_timeout_seconds,
        broker_heartbeat_interval=options.heartbeat_seconds,
        broker_request_timeout=max(30.0, 2 * options.session_timeout_seconds),
        broker_commit_interval=options.commit_interval_seconds,
        consumer_group_instance_id=options.instance_id,
        consumer_auto_offset_reset="earliest",
        key_serializer="raw",
        value_serializer="raw",
        producer_acks=-1,
        producer_linger=options.linger_seconds,
        producer_max_batch_size=262_144,
        producer_max_request_size=MAX_RECORD_BYTES,
        stream_wait_empty=False,
        stream_buffer_maxsize=64,  # as fast as 4096, and a burst of 2 MB articles fits into a worker's memory
        store="memory://",
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        datadir=Path(tempfile.gettempdir()) / "article-pipeline-faust",
    )


class _Flow:
    """One stage's way through the app."""

    def __init__(self, stage: Stage, limit: DeadLetterLimit):
        self.stage = stage
        self.limit = limit
        self.settler = Settler()
        self.generation = -1  # of the group, for which the stage's state is restored
        self.partitions: list[int] = []  # whose state it keeps
        self.restoring = asyncio.Lock()


class Worker:
    """A faust app with our agents in it, from start to stop."""

    def __init__(self, app: Any, options: Options, health: Health):
        self.app = app
        self.stop_seconds = options.stop_seconds
        self._options = options
        self._health = health
        self._flows: list[_Flow] = []
        self._failed: asyncio.Future[None] | None = None
        self._told: set[Any] = set()  # partitions whose lag was told
        app.on_rebalance_complete.connect(self._restore_all)

    def add(self, stage: Stage) -> None:
        """Give a stage its agent, its settler and its share of the background tasks."""
        limit = DeadLetterLimit(ratio=self._options.dead_letter_ratio, window=self._options.dead_letter_records)
        flow = _Flow(stage, limit)
        self._flows.append(flow)
        topic = self.app.topic(stage.source, key_serializer="raw", value_serializer="raw", acks=False)

        async def agent(stream: Any) -> None:
            await self._guarded(self._pump(flow, stream))

        agent.__name__ = agent.__qualname__ = stage.name
        self.app.agent(topic, name=stage.name)(agent)

    async def _pump(self, flow: _Flow, stream: Any) -> None:
        """Handle every event of a stage's topic, in order."""
        stage, settler = flow.stage, flow.settler
        async for event in stream.events():
            message = event.message
            if message.generation_id != flow.generation:
                await self._restore(flow)
                if message.generation_id != flow.generation:
                    continue  # overtaken by another rebalance: whoever owns its partition now reads it again
            self._health.on_received(stage.name)
            record = _record(message)
            started = perf_counter()
            handled = stage.handle(record, now=datetime.now(UTC))
            seconds = perf_counter() - started
            sent = [await self._send(each) for each in handled.records]
            place = Place(message.tp, message.offset, message.generation_id)
            told = handled._replace(records=())  # the queue keeps no bodies
            await settler.put(place, sent, partial(self._tell, stage.name, told, seconds, record.timestamp_ms))
            if flow.limit.count(handled.outcome == "dead_lettered"):
                await self._stop_stage(flow)

    def _tell(self, stage: str, handled: Handled, seconds: float, timestamp_ms: int) -> None:
        age = datetime.now(UTC).timestamp() - timestamp_ms / 1000
        self._health.on_handled(stage, handled, seconds=seconds, age_seconds=age)

    async def _send(self, record: Record) -> Any:
        partition = record.partition if record.partition >= 0 else None
        return await self.app.producer.send(
            record.topic, record.key, record.value, partition, None, list(record.headers)
        )

    async def _stop_stage(self, flow: _Flow) -> None:
        """Wait for a person; the process stays, since a restart would feed the dead-letter topic again."""
        _log.error("stage_stopped", stage=flow.stage.name, reason=str(flow.limit))
        self._health.on_stopped(flow.stage.name, f"{flow.limit}; see `pipeline dlq list`")
        await asyncio.Event().wait()

    async def _restore_all(self, *_: object, **__: object) -> None:
        """Faust says that a rebalance is complete: restore state before any record flows."""
        for flow in self._flows:
            await self._guarded(self._restore(flow))

    async def _restore(self, flow: _Flow) -> None:
        """Drop all state of an earlier generation, whose last records may not be with the broker, and read it back."""
        async with flow.restoring:
            generation = self.app.consumer_generation_id
            if generation == flow.generation:
                return
            mine = sorted(tp.partition for tp in self.app.consumer.assignment() if tp.topic == flow.stage.source)
            if isinstance(flow.stage, Stateful):
                flow.stage.forget(flow.partitions)
                count = flow.stage.restore(await asyncio.to_thread(self._read_back, mine))
                _log.info("state_restored", stage=flow.stage.name, records=count)
            flow.partitions, flow.generation = mine, generation
            _log.info("partitions_assigned", stage=flow.stage.name, topic=flow.stage.source, partitions=mine)

    def _read_back(self, partitions: Sequence[int]) -> list[Record]:
        since = datetime.now(UTC) - self._options.state_window
        with KafkaLog(self._options.brokers) as log:
            return list(log.read_back(self._options.state_topic, partitions, since=since)) if partitions else []

    async def _guarded(self, work: Any) -> None:
        """Let a failure end the worker: going on would commit past the record that failed."""
        try:
            await work
        except asyncio.CancelledError:
            raise
        except BaseException as exc:
            if self._failed and not self._failed.done():
                self._failed.set_exception(exc)
            await asyncio.Event().wait()  # faust must not start the agent again

    async def _commit(self) -> None:
        offsets = {tp: offset for flow in self._flows for tp, offset in flow.settler.take().items()}
        if offsets:
            await self.app.consumer._commit(offsets)  # faust's own way commits its acks, which are off

    async def _work(self) -> None:
        """Start, then commit and tell the lag now and then."""
        await self.app.start()
        while True:
            await self._tell_lag()
            await asyncio.sleep(self._options.commit_interval_seconds)
            await self._commit()

    async def _tell_lag(self) -> None:
        consumer = self.app.consumer
        mine = consumer.assignment()
        try:
            ends = await consumer.highwaters(*mine) if mine else {}
        except Exception as exc:  # a broker may be away for a moment; what cannot be done without it fails elsewhere
            _log.warning("lag_unknown", reason=repr(exc))
            return
        for tp in self._told - mine:
            self._health.on_lag(tp.topic, tp.partition, 0)
        self._told = mine
        for flow in self._flows:
            for tp in (each for each in mine if each.topic == flow.stage.source):
                following = flow.settler.next_offset(tp) or consumer._committed_offset[tp] or 0
                self._health.on_lag(tp.topic, tp.partition, max(0, ends[tp] - following))

    async def serve(self, stop: asyncio.Event, ending: Callable[[], None]) -> None:
        """Run until `stop` or a failure, then settle and commit what was handled and leave; `ending` tells when.

        Raises:
            EngineError: the worker failed; restarted, it reads again what was not committed.
        """
        _log.info("worker_started", stages=[flow.stage.name for flow in self._flows], group=self._options.group)
        loop = asyncio.get_running_loop()
        self.app.loop = loop
        failed = self._failed = loop.create_future()
        chores = [self._work(), *(flow.settler.run() for flow in self._flows)]
        stopping = asyncio.ensure_future(stop.wait())
        crashed = asyncio.ensure_future(self.app._crashed.wait())
        tasks = [asyncio.ensure_future(self._guarded(chore)) for chore in chores]
        await asyncio.wait([stopping, crashed, failed], return_when=asyncio.FIRST_COMPLETED)
        ending()
        error = failed.exception() if failed.done() else self.app.crash_reason
        if error is None:
            await self._finish()
        for task in [*tasks, stopping, crashed]:
            task.cancel()
        with contextlib.suppress(Exception):  # what faust trips over while it stops is not why it stops
            await self.app.stop()
        if error is not None:
            raise EngineError(f"worker failed: {error!r}") from error
        _log.info("worker_stopped", stages=[flow.stage.name for flow in self._flows])

    async def _finish(self) -> None:
        """Take no more records, wait for those under way, commit."""
        try:
            self.app.consumer.stop_flow()
            self.app.flow_control.suspend()
            await asyncio.gather(*(flow.settler.drained() for flow in self._flows))
            await self._commit()
        except Exception as exc:
            _log.warning("stopped_early", reason=repr(exc))


def run(worker: Worker, *, leave: Callable[[int], Any] = os._exit) -> None:
    """Run a worker until SIGTERM or SIGINT; `leave` ends the process when stopping takes longer than its deadline.

    Raises:
        EngineError: the worker failed.
    """
    deadline = threading.Timer(worker.stop_seconds, _give_up, [leave])
    deadline.daemon = True
    uvloop.install()
    try:
        asyncio.run(_until_signal(worker, deadline))
    finally:
        deadline.cancel()


async def _until_signal(worker: Worker, deadline: threading.Timer) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def ending() -> None:
        if not deadline.is_alive():
            deadline.start()

    def ask(*_: object) -> None:
        ending()  # here and not in the loop, which a record may keep busy
        loop.call_soon_threadsafe(stop.set)

    before = {each: signal.signal(each, ask) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        await worker.serve(stop, ending)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _give_up(leave: Callable[[int], Any]) -> None:
    _log.error("stop_deadline_passed")  # what was not committed is read again: leaving is as safe as a crash
    leave(1)


def _record(message: Any) -> Record:
    headers = tuple((name, value or b"") for name, value in message.headers or ())
    millis = int((message.timestamp or 0) * 1000)
    return Record(message.topic, message.key, message.value, headers, message.partition, message.offset, millis)
