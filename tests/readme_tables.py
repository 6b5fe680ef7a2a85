"""What README shows of the code, made from the code; `python -m tests.readme_tables` rewrites it in place."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import msgspec
from prometheus_client.metrics import MetricWrapperBase

from pipeline.cli import VERBS
from pipeline.compose import all_topics, open_log
from pipeline.ingest import read
from pipeline.metrics import Metrics
from pipeline.resources import find
from pipeline.settings import DESCRIPTIONS, Settings, variable_of
from pipeline.sinks.render import render
from pipeline.verbs.demo import incidents, walk
from pipeline.verbs.publish import publish

SAMPLES = ("missile-launch-mid-body", "missile-launch-second-source")
README = Path(__file__).parents[1] / "README.md"


def tables() -> dict[str, list[str]]:
    """Give the rows of each reference table, by its heading."""
    return {"Verbs": verbs(), "Topics": topics(), "Metrics": metrics(), "Settings": settings()}


def verbs() -> list[str]:
    return [f"| `pipeline {name}` | {summary} |" for name, summary in VERBS.items()]


def topics() -> list[str]:
    return [f"| {t.name} | {t.key} | {t.value} | {t.partitions} partitions, {policy(t)} |" for t in all_topics()]


def policy(topic: object) -> str:
    hours = topic.retention_hours  # type: ignore[attr-defined]
    return "compacted" if hours is None else f"kept {hours // 24} d"


def metrics() -> list[str]:
    found = [each for each in vars(Metrics()).values() if isinstance(each, MetricWrapperBase)]
    rows = []
    for each in found:
        name = each._name + ("_total" if each._type == "counter" else "")
        rows.append(f"| {name} | {', '.join(each._labelnames)} | {each._documentation} |")
    return rows


def settings() -> list[str]:
    rows = []
    for field in msgspec.structs.fields(Settings):
        default = "" if field.default is None else str(field.default)
        rows.append(f"| {variable_of(field.name)} | {default} | {DESCRIPTIONS[field.name]} |")
    return rows


def alert() -> str:
    """The alert of two samples on one launch, as `make demo` prints it."""
    with tempfile.TemporaryDirectory() as folder:
        chosen = Settings(store_file=Path(folder) / "log.db", data_folder=Path(folder))
        log, metrics = open_log(chosen), Metrics()
        samples = [str(find(f"deploy/samples/{name}.json")) for name in SAMPLES]
        publish(read(samples), log)
        walk(log, chosen, {}, metrics)
        [found] = [each for each in incidents(log) if each.rule == "missile-launch"]
        log.close()
    return render(found)


def rewritten(text: str) -> str:
    shown = alert()
    text = re.sub(
        r"(As `make demo` prints it:\n\n```\n).*?(\n```)", lambda f: f[1] + shown + f[2], text, flags=re.DOTALL
    )
    for heading, rows in tables().items():
        pattern = rf"(### {heading}\n.*?\|---[^\n]*\n)(?:[|@][^\n]*\n)*"
        text = re.sub(pattern, lambda found, rows=rows: found[1] + "\n".join(rows) + "\n", text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
