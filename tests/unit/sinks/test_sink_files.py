from __future__ import annotations

import io
from pathlib import Path

import pytest

from pipeline.errors import RouteError
from pipeline.resources import find
from pipeline.sinks import Receiver
from pipeline.sinks.console import ConsoleSink
from pipeline.sinks.file import FileSink
from pipeline.sinks.files import Surroundings, build_sinks
from pipeline.sinks.topic import TopicSink
from pipeline.sinks.webhook import WebhookSink
from tests.alerts import an_alert


@pytest.fixture
def build(tmp_path: Path):
    def build(text: str, environ: dict[str, str] | None = None) -> dict[str, Receiver]:
        path = tmp_path / "sinks.yaml"
        path.write_text(text, encoding="utf-8")
        sinks = build_sinks(path, Surroundings(tmp_path, environ or {}, io.StringIO(), append=lambda _records: None))
        for receiver in sinks.values():
            receiver.sink.close()
        return sinks

    return build


def test_each_type_builds_its_sink(build, tmp_path: Path):
    (tmp_path / "token").write_text("s3cret\n")
    sinks = build(
        f"""
sinks:
  console: {{type: console}}
  file: {{type: file, path: alerts.jsonl}}
  desk: {{type: webhook, url_env: DESK, bearer_token_file: {tmp_path}/token, timeout_seconds: 2, attempts: 9}}
  launches: {{type: topic, topic: alerts.launches.v1}}
""",
        {"DESK": "https://desk.example/hook"},
    )

    assert [type(receiver.sink) for receiver in sinks.values()] == [ConsoleSink, FileSink, WebhookSink, TopicSink]
    assert (sinks["desk"].timeout_seconds, sinks["desk"].retries.attempts) == (2.0, 9)
    assert (sinks["file"].timeout_seconds, sinks["file"].retries.attempts) == (10.0, 5)


def test_a_file_sink_starts_from_the_data_folder(build, tmp_path: Path):
    sinks = build("sinks: {file: {type: file, path: out/alerts.jsonl}}")

    sinks["file"].sink.write(an_alert(), timeout_seconds=1)

    assert (tmp_path / "out" / "alerts.jsonl").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "sinks:\n  desk: {type: webhok, url: 'https://x'}",
            "2: sink desk: no sink type is called 'webhok'; did you mean 'webhook'?",
        ),
        ("sinks:\n  desk: {}", "2: sink desk: no sink type is called ''; valid names: console, file, topic, webhook"),
        ("sinks:\n  desk:\n    type: webhook\n    ulr: x", "did you mean 'url'?"),
        ("sinks:\n  desk:\n    type: webhook", "2: sink desk: needs one of url, url_file, url_env"),
        ("sinks:\n  desk:\n    type: webhook\n    url: ftp://x", "4: sink desk: url must begin with https://"),
        ("sinks:\n  desk:\n    type: webhook\n    url: https://", "4: sink desk: url must begin with https://"),
        (
            "sinks:\n  desk:\n    type: webhook\n    url_env: NONE",
            "4: sink desk: the environment has no variable 'NONE'",
        ),
        (
            "sinks:\n  desk:\n    type: webhook\n    url: https://x\n    url_env: NONE",
            "only one of url, url_env can apply",
        ),
        ("sinks:\n  desk:\n    type: webhook\n    url_file: /none", "4: sink desk: /none cannot be read"),
        (
            "sinks:\n  desk:\n    type: webhook\n    url: https://x\n    ca_file: /none",
            "5: sink desk: /none is not a file",
        ),
        (
            "sinks:\n  desk:\n    type: webhook\n    url: https://x\n    headers: {a: 'b\n\n      c'}",
            "5: sink desk: header 'a' has characters",
        ),
        (
            "sinks:\n  desk:\n    type: console\n    timeout_seconds: 0",
            "4: sink desk: timeout_seconds is 0; it must be above 0",
        ),
        ("sinks:\n  desk:\n    type: console\n    attempts: 0", "4: sink desk: attempts is 0; one is the least"),
        ("sinks:\n  desk:\n    type: console\n    attempts: many", "Expected `int"),
        ("sinks:\n  a/b: {type: console}", "2: sink a/b: a name has letters"),
        ("sinks:\n  a: {type: console}\n  a: {type: console}", "found duplicate key"),
        ("sinks:\n  a: console", "Expected `object`"),
        ("snks: {}", "did you mean 'sinks'?"),
        ("sinks: {file: {type: file, path: ''}}", "is a folder"),
    ],
)
def test_what_is_wrong_is_told_with_line_and_nearest_name(build, tmp_path: Path, text: str, told: str):
    with pytest.raises(RouteError) as wrong:
        build(text)

    assert str(wrong.value).startswith(f"{tmp_path / 'sinks.yaml'}:")
    assert told in str(wrong.value)


def test_a_topic_sink_needs_a_log(tmp_path: Path):
    path = tmp_path / "sinks.yaml"
    path.write_text("sinks: {launches: {type: topic, topic: a.b.v1}}")

    with pytest.raises(RouteError, match="no log to append to"):
        build_sinks(path, Surroundings(tmp_path))


def test_the_shipped_sinks_can_be_built(tmp_path: Path):
    assert set(build_sinks(find("deploy/config/sinks.yaml"), Surroundings(tmp_path))) == {"console", "file"}
