"""`pipeline run enrich|detect|deliver|all`: stages that run until told to stop."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING, Final, TextIO

import structlog

from pipeline import logs
from pipeline.compose import deliverer, open_log, stages_of
from pipeline.engine.health import Health, serve
from pipeline.engine.running import run_until
from pipeline.errors import ConfigError
from pipeline.metrics import Metrics
from pipeline.settings import Settings
from pipeline.topics import ENRICHED, FIRED, MATCHED, RAW

if TYPE_CHECKING:
    from pipeline.engine.agents import Options

WALK: Final = {"enrich": RAW, "detect": ENRICHED, "correlate": MATCHED, "deliver": FIRED}
_log = structlog.get_logger(__name__)
NAMES: Final = ("enrich", "detect", "deliver")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `run` takes."""
    parser.add_argument("stage", choices=(*NAMES, "all"), help="detect runs detect and correlate")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Run stages until SIGTERM or SIGINT."""
    logs.configure(settings.log_level, settings.log_format)
    names = NAMES if options.stage == "all" else (options.stage,)
    metrics = Metrics()
    health = Health(metrics, stall_seconds=settings.stall_seconds)
    expect(health, names)
    server = listen(health, metrics, settings)
    if server:
        _log.info("serving_metrics", host=settings.metrics_host, port=server.server_address[1])
    try:
        if settings.engine == "embedded":
            run_embedded(names, settings, options.environ, metrics, health)
        else:
            run_kafka(options.stage, settings, options.environ, metrics, health)
    finally:
        if server:
            server.shutdown()
    return 0


def listen(health: Health, metrics: Metrics, settings: Settings) -> ThreadingHTTPServer | None:
    """Serve /metrics, /healthz and /readyz, unless the port is -1.

    Raises:
        ConfigError: the address is taken or not ours.
    """
    if settings.metrics_port < 0:
        return None
    try:
        return serve(health, metrics, host=settings.metrics_host, port=settings.metrics_port)
    except OSError as exc:
        where = f"{settings.metrics_host}:{settings.metrics_port}"
        raise ConfigError(f"PIPELINE_METRICS_PORT: cannot listen on {where}: {exc}; choose another, or -1") from exc


def stop_on_signals() -> threading.Event:
    """Make an event that SIGTERM and SIGINT set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def run_embedded(
    names: Sequence[str],
    settings: Settings,
    environ: Mapping[str, str],
    metrics: Metrics,
    health: Health,
    *,
    stream: TextIO | None = None,
) -> None:
    """Run the named stages as threads over one SQLite log, until SIGTERM or SIGINT; console sinks write to `stream`."""
    stop = stop_on_signals()
    stages = stages_of(names, settings, metrics)
    log = open_log(settings)
    try:
        also: list[Callable[[], None]] = []
        if "deliver" in names:
            deliver = deliverer(log, settings, environ, metrics=metrics, health=health, stop=stop, stream=stream)
            also.append(deliver.run)
        run_until(stop, log, stages, settings, health, also)
    finally:
        log.close()


def run_kafka(name: str, settings: Settings, environ: Mapping[str, str], metrics: Metrics, health: Health) -> None:
    """Run faust agents, or the deliver worker, against the brokers.

    Raises:
        ConfigError: `all` was asked for; on Kafka each stage is a process of its own.
        EngineError: the worker failed; restarted, it reads again what was not committed.
    """
    if name == "all":
        raise ConfigError("on Kafka run enrich, detect and deliver as processes of their own; docker-compose.yml does")
    if name == "deliver":
        _deliver(settings, environ, metrics, health)
    else:
        from pipeline.engine import agents  # faust takes half a second to import

        stages = stages_of((name,), settings, metrics)
        agents.run(agents.build_app(stages, kafka_options(name, settings), health))


def expect(health: Health, names: Sequence[str]) -> None:
    """Have health wait for every stage of the named workers."""
    for stage, topic in WALK.items():
        if stage in names or (stage == "correlate" and "detect" in names):
            health.expect(stage, topic)


def _deliver(settings: Settings, environ: Mapping[str, str], metrics: Metrics, health: Health) -> None:
    log = open_log(settings, client_id="pipeline-deliver")
    try:
        deliverer(log, settings, environ, metrics=metrics, health=health, stop=stop_on_signals()).run()
    finally:
        log.close()


def kafka_options(name: str, settings: Settings) -> Options:
    """Say how a faust worker joins and behaves, as the settings have it."""
    from pipeline.engine.agents import Options

    return Options(
        brokers=settings.brokers,
        group=f"{settings.group_prefix}.{name}",
        instance_id=settings.instance_id,
        session_timeout_seconds=settings.session_timeout_seconds,
        heartbeat_seconds=settings.heartbeat_seconds,
        commit_interval_seconds=settings.commit_interval_seconds,
        linger_seconds=settings.linger_seconds,
        stop_seconds=settings.stop_seconds,
        dead_letter_ratio=settings.dead_letter_ratio,
        dead_letter_records=settings.dead_letter_records,
        state_window=timedelta(hours=settings.incident_window_hours),
    )
