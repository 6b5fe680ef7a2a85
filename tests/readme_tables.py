"""The reference tables of README, made from the code; `python -m tests.readme_tables` rewrites them in place."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from prometheus_client.metrics import MetricWrapperBase

from pipeline.cli import VERBS
from pipeline.compose import all_topics
from pipeline.metrics import Metrics
from pipeline.settings import DESCRIPTIONS, Settings, variable_of

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


def rewritten(text: str) -> str:
    for heading, rows in tables().items():
        pattern = rf"(### {heading}\n.*?\|---[^\n]*\n)(?:[|@][^\n]*\n)*"
        text = re.sub(pattern, lambda found, rows=rows: found[1] + "\n".join(rows) + "\n", text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text(encoding="utf-8")), encoding="utf-8")
