"""Puts the parts together for a verb: engine, enrichment, rules, stages, routes and sinks, as the settings say."""

from __future__ import annotations

import sys
import threading
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from pipeline import topics
from pipeline.detect.rules import Rule, load_rules
from pipeline.engine import Log
from pipeline.engine.delivering import Deliverer
from pipeline.engine.embedded import EmbeddedLog
from pipeline.engine.health import Health
from pipeline.engine.running import group_of, limit_of
from pipeline.enrich.deep import load_spacy
from pipeline.enrich.pipeline import known_types, standard
from pipeline.metrics import Metrics
from pipeline.resources import find
from pipeline.route import Route, load_tree
from pipeline.settings import Settings
from pipeline.sinks import Receiver
from pipeline.sinks.files import Surroundings, build_sinks
from pipeline.sinks.retrying import Retries
from pipeline.sinks.topic import Append
from pipeline.stages import Correlate, Detect, Enrich, Stage
from pipeline.steps import Annotate


def open_log(settings: Settings, *, client_id: str = "pipeline") -> Log:
    """Open the log of the chosen engine; the embedded one creates its topics.

    Raises:
        EngineError: the file or the brokers cannot be used.
    """
    if settings.engine == "embedded":
        log = EmbeddedLog(settings.store_file)
        log.apply(all_topics())
        return log
    from pipeline.engine.kafka import KafkaLog  # kafka-python takes 0.2 s to import

    return KafkaLog(
        settings.brokers,
        client_id=client_id,
        instance_id=settings.instance_id,
        session_timeout_seconds=settings.session_timeout_seconds,
    )


def all_topics() -> tuple[topics.Topic, ...]:
    """Read every topic of the distribution."""
    return topics.load(find("schemas/topics"))


def config_folder(settings: Settings) -> Path:
    """Name the folder with rules/, routes.yaml and sinks.yaml."""
    return settings.config_folder or find("deploy/config")


def read_rules(settings: Settings, paths: list[Path] | None = None) -> tuple[Rule, ...]:
    """Read the rules of the configuration, or of the given files.

    Raises:
        RuleError: names file, line and the nearest valid name.
    """
    return load_rules(paths or [config_folder(settings) / "rules"], known_types())


def annotator(settings: Settings) -> Annotate:
    """Build the standard enrichment, with the deep tier where one is set; loads its data once.

    Raises:
        ConfigError: the deep model cannot be loaded.
    """
    return standard(load_spacy(settings.deep_model) if settings.deep_model else None)


def enrich_stage(settings: Settings) -> Enrich:
    """Build the enrich stage."""
    return Enrich(annotator(settings), max_bytes=settings.article_max_bytes)


def detect_stage(settings: Settings, metrics: Metrics) -> Detect:
    """Build the detect stage; every rule's count starts at zero."""
    rules = read_rules(settings)
    for rule in rules:
        metrics.know_rule(rule.name, rule.severity)
    return Detect(rules)


def correlate_stage(settings: Settings, metrics: Metrics) -> Correlate:
    """Build the correlate stage."""
    return Correlate(
        limit=settings.incident_limit_count,
        on_alert=lambda alert: metrics.alerts_fired.labels(alert.rule, alert.severity).inc(),
    )


def stages_of(names: Sequence[str], settings: Settings, metrics: Metrics) -> list[Stage]:
    """Build the stages of `enrich` and `detect` (detect runs detect and correlate)."""
    stages: list[Stage] = []
    if "enrich" in names:
        stages.append(enrich_stage(settings))
    if "detect" in names:
        stages += [detect_stage(settings, metrics), correlate_stage(settings, metrics)]
    return stages


def read_sinks(
    settings: Settings, environ: Mapping[str, str], *, append: Append | None = None, stream: TextIO | None = None
) -> dict[str, Receiver]:
    """Build the sinks of the configuration, by name; opening nothing before their first write.

    Raises:
        RouteError: names file, line and the nearest valid name.
    """
    surroundings = Surroundings(
        folder=settings.data_folder,
        environ=environ,
        stream=stream or sys.stdout,
        append=append,
        timeout_seconds=settings.sink_timeout_seconds,
        retries=Retries(attempts=settings.sink_attempts_count),
    )
    return build_sinks(config_folder(settings) / "sinks.yaml", surroundings)


def read_routes(settings: Settings, sinks: Collection[str]) -> Route:
    """Read the routing tree; labels that rules add may be matched on.

    Raises:
        RouteError: names file, line and the nearest valid name.
    """
    labels = {label for rule in read_rules(settings) for label in rule.labels}
    return load_tree(config_folder(settings) / "routes.yaml", sinks=sinks, labels=labels)


def deliverer(
    log: Log,
    settings: Settings,
    environ: Mapping[str, str],
    *,
    metrics: Metrics,
    health: Health,
    stop: threading.Event,
    stream: TextIO | None = None,
) -> Deliverer:
    """Build the deliver worker with its sinks; every sink's counts start at zero.

    Raises:
        RouteError: routes or sinks cannot be used.
    """
    sinks = read_sinks(settings, environ, append=log.append, stream=stream)
    for name in sinks:
        metrics.know_sink(name)
    return Deliverer(
        log,
        read_routes(settings, sinks),
        sinks,
        group=group_of(settings, "deliver"),
        stop=stop,
        health=health,
        metrics=metrics,
        limit=limit_of(settings),
        ledger_capacity=settings.ledger_limit_count,
        stop_seconds=settings.stop_seconds,
    )
