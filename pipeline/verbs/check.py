"""`pipeline check`: is everything an operator wrote usable, and does the broker answer."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipeline import codec
from pipeline.compose import all_topics, annotator, config_folder, open_log, read_routes, read_rules, read_sinks
from pipeline.envelope import Record
from pipeline.errors import PipelineError
from pipeline.settings import Settings
from pipeline.sinks import Receiver


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("--no-broker", action="store_true", help="do not reach the broker")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Check each part, tell every finding; exit 1 when something is wrong."""
    folder = config_folder(settings)
    checks: dict[str, Callable[[], str]] = {
        "settings": lambda: f"engine {settings.engine}",  # they were read to get here
        "rules": lambda: f"{len(read_rules(settings))} rules in {folder / 'rules'}",
        "sinks": lambda: f"{len(_sinks(settings, options.environ))} sinks in {folder / 'sinks.yaml'}",
        "routes": lambda: _routes(settings, folder, options.environ),
        "schemas": _schemas,
        "topics": lambda: f"{len(all_topics())} topics",
        "enrichment": lambda: _enrichment(settings),
    }
    if not options.no_broker:
        checks["broker"] = lambda: _broker(settings)
    found = [_report(name, check) for name, check in checks.items()]
    return 0 if all(found) else 1


def _report(name: str, check: Callable[[], str]) -> bool:
    try:
        print(f"ok     {name:11} {check()}")
    except PipelineError as exc:
        print(f"WRONG  {name:11} {exc}")
        return False
    return True


def _routes(settings: Settings, folder: Path, environ: Mapping[str, str]) -> str:
    read_routes(settings, _sinks(settings, environ))
    return f"{folder / 'routes.yaml'}"


def _sinks(settings: Settings, environ: Mapping[str, str]) -> dict[str, Receiver]:
    return read_sinks(settings, environ, append=_discard)


def _discard(records: Sequence[Record]) -> None:
    """Take what a topic sink would append: a check sends nothing."""


def _schemas() -> str:
    for name in codec.SCHEMAS.values():
        codec.validator(name)
    return f"{len(codec.SCHEMAS)} schemas"


def _enrichment(settings: Settings) -> str:
    annotator(settings)
    return "data and weights load"


def _broker(settings: Settings) -> str:
    log = open_log(settings, client_id="pipeline-check")
    try:
        for topic in all_topics():
            log.reader(topic.name, None).close()
    finally:
        log.close()
    where = settings.store_file if settings.engine == "embedded" else settings.brokers
    return f"{where} has every topic"
