"""The command as people use it, on the embedded engine; nothing is patched, files and output are real."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.cli import main
from pipeline.compose import all_topics
from pipeline.engine.embedded import EmbeddedLog
from pipeline.envelope import Record, bury
from pipeline.model import DeadLetter
from tests.builders import NOON

LAUNCH = {
    "uri": "urn:cli:launch",
    "headline": "Fishing fleet told to stay in port",
    "body": "North Korea fired a ballistic missile into the sea off its east coast on Saturday, the coast guard said.",
    "published_at": "2026-03-14T07:30:00+09:00",
    "source": "Harbour Gazette",
}
QUIET = {"uri": "urn:cli:quiet", "body": "The town library opened a new reading room on Saturday."}


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Pipeline = Callable[..., Ran]


@pytest.fixture
def pipeline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Pipeline:
    environ = {
        "PIPELINE_STORE_FILE": str(tmp_path / "log.db"),
        "PIPELINE_DATA_FOLDER": str(tmp_path),
        "PIPELINE_METRICS_PORT": "-1",
    }

    def run(*arguments: object, **more: str) -> Ran:
        code = main([str(each) for each in arguments], environ | more)
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(map(json.dumps, (LAUNCH, QUIET))) + "\n", encoding="utf-8")
    return path


def test_demo_prints_alerts_as_json_lines_and_nothing_else(pipeline: Pipeline, articles: Path):
    ran = pipeline("demo", "--json", articles)

    [alert] = ran.rows()
    assert (ran.code, alert["rule"], alert["event"]["status"]) == (0, "missile-launch", "occurred")
    assert alert["event"]["actor"]["country"] == "KP"
    assert "fired a ballistic missile" in alert["event"]["quote"]["text"]


def test_demo_tells_the_samples_and_where_to_read_on(pipeline: Pipeline):
    ran = pipeline("demo")

    assert ran.code == 0
    for told in (
        "missile-launch",
        "protest",
        "sanction",
        "who → whom",
        "why",
        "metrics.prom",
        "pipeline subscribe alerts",
    ):
        assert told in ran.out


def test_demo_gives_two_articles_on_one_launch_one_alert_with_two_sources(pipeline: Pipeline):
    alerts = pipeline("demo", "--json").rows()
    launches = [each for each in alerts if each["rule"] == "missile-launch"]

    assert [len(alert["sources"]) for alert in launches] == [2]


def test_annotate_writes_a_line_an_article(pipeline: Pipeline, articles: Path):
    ran = pipeline("annotate", articles)

    assert ran.code == 0
    assert [row["article"]["uri"] for row in ran.rows()] == ["urn:cli:launch", "urn:cli:quiet"]
    for row in ran.rows():
        for part in ("entities", "events"):
            for each in row.get(part, []):
                span = each if part == "entities" else each["trigger"]
                text = row["article"]["headline" if span.get("part") == "headline" else "body"]
                assert text[span["start"] : span["end"]] == span["text"]


def test_annotate_tells_bad_articles_with_file_and_line_and_goes_on(pipeline: Pipeline, tmp_path: Path):
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"uri": "a"}\nnot json\n{"id": "c", "text": "Rain fell."}\n', encoding="utf-8")

    ran = pipeline("annotate", path)

    assert ran.code == 1
    assert [row["article"]["uri"] for row in ran.rows()] == ["c"]
    assert f"{path}:1" in ran.err
    assert f"{path}:2" in ran.err
    assert "Traceback" not in ran.err


def test_what_was_published_twice_is_one_alert(pipeline: Pipeline, articles: Path):
    ran = pipeline("demo", "--json", articles, articles)

    assert len(ran.rows()) == 1
    assert ran.rows()[0]["revision"] == 1


def test_subscribe_filters_and_starts_where_it_is_told(pipeline: Pipeline, articles: Path, tmp_path: Path):
    pipeline("publish", articles)
    store = {"PIPELINE_STORE_FILE": str(demo_store(pipeline, articles))}
    subscribe = ("subscribe", "alerts", "--timeout", "0.1", "--from")

    assert len(pipeline(*subscribe, "2h", "--region", "KP", "--event", "missile-launch", **store).rows()) == 1
    assert pipeline(*subscribe, "2h", "--region", "NO", **store).rows() == []
    assert pipeline(*subscribe, "latest", **store).rows() == []
    assert len(pipeline(*subscribe, "2h", "--region", "kp", "--region", "norway", **store).rows()) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("--from", "yesterday"), "write an age"),
        (("--event", "missle-launch"), "did you mean 'missile-launch'?"),
        (("--severity", "high"), "valid names: critical, info, warning"),
        (("--status", "ocurred"), "'occurred'"),
        (("--limit", "0"), "one record is the least"),
    ],
)
def test_a_filter_that_nothing_can_pass_is_refused(pipeline: Pipeline, wrong: tuple[str, str], told: str):
    ran = pipeline("subscribe", "alerts", "--timeout", "0.1", *wrong)

    assert ran.code == 2
    assert told in ran.err


def test_subscribe_passes_over_what_is_no_record(pipeline: Pipeline, tmp_path: Path):
    log = EmbeddedLog(tmp_path / "log.db")
    log.apply(all_topics())
    junk = [b"{", None, b'{"event": "x", "regions": [1]}', b"[]", b"\xff"]
    log.append([Record("alerts.fired.v1", b"k", value) for value in junk])
    log.close()
    store = {"PIPELINE_STORE_FILE": str(tmp_path / "log.db")}

    ran = pipeline("subscribe", "alerts", "--from", "earliest", "--timeout", "0.1", "--region", "KP", **store)

    assert (ran.code, ran.out) == (0, "")
    assert ran.err.count("passed over") == 4


def test_subscribe_remembers_its_place_under_a_group(pipeline: Pipeline):
    out = pipeline("demo").out
    store = {"PIPELINE_STORE_FILE": next(w for w in out.split() if w.startswith("PIPELINE_STORE_FILE=")).split("=")[1]}
    subscribe = ("subscribe", "alerts", "--from", "earliest", "--group", "desk", "--timeout", "0.1")

    first = pipeline(*subscribe, "--limit", "1", **store).rows()
    rest = pipeline(*subscribe, **store).rows()

    assert len(first) == 1
    assert first[0]["id"] not in {row["id"] for row in rest}
    assert pipeline(*subscribe, **store).rows() == []


def demo_store(pipeline: Pipeline, articles: Path) -> Path:
    out = pipeline("demo", articles).out
    return Path(next(word for word in out.split() if word.startswith("PIPELINE_STORE_FILE=")).split("=")[1])


def test_dead_letters_are_listed_shown_and_replayed(pipeline: Pipeline, tmp_path: Path):
    log = EmbeddedLog(tmp_path / "log.db")
    log.apply(all_topics())
    letter = DeadLetter(value=b"oops", stage="enrich", reason="not_json", detail="told why")
    log.append([bury(Record("articles.raw.v1", b"k", b"oops", partition=1, offset=2), letter, now=NOON)])
    log.close()

    assert "not_json 1" in pipeline("dlq", "list").out
    [shown] = pipeline("dlq", "show", "articles.raw.v1").rows()
    assert (shown["reason"], shown["value"], shown["offset"], shown["attempts"]) == ("not_json", "oops", 2, 1)
    assert "1 sent again" in pipeline("dlq", "replay", "articles.raw.v1").out
    assert "0 sent again" in pipeline("dlq", "replay", "articles.raw.v1").out


def test_rules_of_the_distribution_pass_their_own_tests(pipeline: Pipeline):
    ran = pipeline("rules", "test")

    assert ran.code == 0, ran.out


def test_check_says_what_is_wrong_with_file_line_and_nearest_name(pipeline: Pipeline, tmp_path: Path):
    from pipeline.resources import find

    config = tmp_path / "config"
    (config / "rules").mkdir(parents=True)
    for name in ("routes.yaml", "sinks.yaml"):
        (config / name).write_bytes((find("deploy/config") / name).read_bytes())
    rule = "- name: x\n  severity: info\n  when:\n    event: {type: misile-launch}\n"
    (config / "rules" / "mine.yaml").write_text(rule, encoding="utf-8")

    ran = pipeline("check", PIPELINE_CONFIG_FOLDER=str(config))

    assert ran.code == 1
    assert "mine.yaml:4" in ran.out
    assert "'missile-launch'" in ran.out
    assert "ok     schemas" in ran.out


def test_check_is_content_with_what_ships(pipeline: Pipeline):
    ran = pipeline("check")

    assert (ran.code, "WRONG" in ran.out) == (0, False)


def test_a_misspelt_setting_is_named(pipeline: Pipeline):
    ran = pipeline("topics", "list", PIPELINE_BROKER="x:9092")

    assert ran.code == 2
    assert "PIPELINE_BROKERS" in ran.err


def test_a_file_that_is_no_log_is_named(pipeline: Pipeline, tmp_path: Path):
    (tmp_path / "log.db").write_text("not a database, but long enough to be looked at as one" * 20)
    ran = pipeline("topics", "apply")

    assert ran.code == 2
    assert "log.db" in ran.err
