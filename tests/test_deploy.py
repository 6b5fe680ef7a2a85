"""What `docker compose up` starts is pinned, confined, watched and consistent with the code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline import __version__, settings, topics
from pipeline.cli import VERBS
from pipeline.metrics import Metrics
from pipeline.yaml import plain, read_yaml

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = plain(read_yaml(ROOT / "docker-compose.yml"))
RULES = plain(read_yaml(ROOT / "deploy/prometheus/rules/pipeline.yml"))
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("topics", "enrich", "detect", "deliver")
LASTING = [name for name in SERVICES if name != "topics"]


def _merged(name: str) -> dict[str, Any]:
    """Resolve `<<` as compose does: our reader leaves YAML 1.1 merge keys to it."""
    return _resolved(SERVICES[name])


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    node = dict(node)
    while "<<" in node:
        node = node.pop("<<") | node
    return {key: _resolved(each) if isinstance(each, dict) else each for key, each in node.items()}


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_is_pinned_to_a_version(name: str):
    assert re.search(r":v?\d+\.\d+\.\d+$", _merged(name)["image"])


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_confined(name: str):
    service = _merged(name)

    assert service["read_only"] is True
    assert not service["user"].startswith(("0", "root"))
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])


@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_service_has_a_health_check(name: str):
    assert _merged(name)["healthcheck"]["test"]


@pytest.mark.parametrize("name", ["enrich", "detect", "deliver"])
def test_a_worker_waits_for_its_broker_and_topics(name: str):
    waits = {other: each["condition"] for other, each in _merged(name)["depends_on"].items()}

    assert waits == {"kafka": "service_healthy", "topics": "service_completed_successfully"}


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_is_given_known_settings_and_a_verb(name: str):
    service = _merged(name)

    settings.load({key: str(value) for key, value in service["environment"].items() if "${" not in str(value)})
    assert set(service["environment"]) <= {settings.variable_of(each) for each in settings.DESCRIPTIONS}
    assert service["command"][0] in VERBS


def test_our_image_carries_our_version():
    assert {_merged(name)["image"] for name in OURS} == {f"article-pipeline:{__version__}"}


def test_ports_are_published_on_loopback_only():
    published = [port for name in SERVICES for port in _merged(name).get("ports", ())]

    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_no_secret_is_in_the_files():
    text = (ROOT / "docker-compose.yml").read_text() + (ROOT / ".env.example").read_text() + DOCKERFILE

    assert not re.search(r"(?i)(password|secret|token|api_?key)\s*[:=]\s*\S", text)


def test_every_variable_of_the_compose_file_is_in_the_example():
    used = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))

    assert used == set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))


@pytest.mark.skipif(
    not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode != 0,
    reason="no docker compose here",
)
def test_compose_accepts_the_file():
    done = subprocess.run(["docker", "compose", "config", "-q"], cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_is_built_in_stages_and_runs_as_nobody_special():
    assert len(re.findall(r"^FROM \S+:\d+\.\d+\.\d+", DOCKERFILE, re.M)) == 2
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.M)


def test_what_the_image_copies_exists_and_is_not_ignored():
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.M)
    kept = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.M))

    for path in (path for line in copied for path in line.split()):
        assert (ROOT / path).exists()
        assert path in kept


def test_every_dependency_is_pinned_and_no_pin_names_an_address():
    lines = (ROOT / "deploy/constraints.txt").read_text().splitlines()
    pins = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]

    assert not any("://" in line or "@" in line for line in lines)
    assert {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", each).group()).lower() for each in wanted} <= pins


def _expressions() -> list[str]:
    return [rule["expr"] for group in RULES["groups"] for rule in group["rules"]]


def test_rules_ask_only_for_metrics_we_have():
    known = {
        f"{family.name}{suffix}" for family in Metrics().registry.collect() for suffix in ("", "_total", "_bucket")
    }

    asked = {name for each in _expressions() for name in re.findall(r"(?<!:)\bpipeline_\w+", each)}
    assert asked
    assert asked <= known


def test_rules_ask_only_for_topics_we_have():
    known = {topic.name for topic in topics.load(ROOT / "schemas/topics")}

    asked = {name for each in _expressions() for name in re.findall(r'topic="([^"]+)"', each)}
    assert asked
    assert asked <= known


def test_conservation_is_watched_with_every_outcome():
    [rule] = [
        each for group in RULES["groups"] for each in group["rules"] if each.get("alert") == "RecordsNotConserved"
    ]

    for outcome in ("received", "sent", "suppressed", "dead_lettered"):
        assert f"pipeline_records_{outcome}_total" in rule["expr"]


@pytest.mark.skipif(not shutil.which("promtool"), reason="no promtool here")
@pytest.mark.parametrize("arguments", [["check", "config", "prometheus.yml"], ["test", "rules", "pipeline.test.yml"]])
def test_prometheus_accepts_its_files(arguments: list[str]):
    folder = ROOT / "deploy/prometheus"
    done = subprocess.run(["promtool", *arguments], cwd=folder, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_scrapes_every_worker():
    config = plain(read_yaml(ROOT / "deploy/prometheus/prometheus.yml"))
    names = [name for job in config["scrape_configs"] for dns in job.get("dns_sd_configs", ()) for name in dns["names"]]

    assert names == ["enrich", "detect", "deliver"]
    assert json.dumps(config).count("rules/*.yml") == 1
