"""What every sink promises, against real counterparts: a stream, a file, an HTTP server, both logs."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from pipeline.codec import decode
from pipeline.envelope import header
from pipeline.errors import SinkError, SinkUnavailable
from pipeline.ids import delivery_id
from pipeline.model import Alert
from pipeline.sinks import Sink
from pipeline.sinks.console import ConsoleSink
from pipeline.sinks.file import FileSink
from pipeline.sinks.topic import TopicSink
from pipeline.sinks.webhook import WebhookSink
from tests.alerts import an_alert
from tests.contracts.conftest import Bench, a_topic, open_log
from tests.http_receiver import Answer, HttpReceiver, answering, dropping, hanging, http_receiver, status, trickling

NOW = datetime(2026, 3, 16, 8, 0, tzinfo=UTC)


class Counterpart:
    """A sink and how to see what reached its other side."""

    def __init__(self, sink: Sink, seen: Callable[[], list[Alert]]) -> None:
        self.sink = sink
        self.seen = seen


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as running:
        yield running


@pytest.fixture
def webhook(receiver: HttpReceiver) -> Iterator[WebhookSink]:
    sink = WebhookSink("desk", httpx.URL(receiver.url), now=lambda: NOW)
    yield sink
    sink.close()


def a_console(_tmp_path: Path, _request: pytest.FixtureRequest, _stack: ExitStack) -> Counterpart:
    stream = io.StringIO()
    titles = {alert.title: alert for alert in (an_alert(), an_alert(revision=2, title="Second"))}

    def seen() -> list[Alert]:
        return [titles[line.strip()] for line in stream.getvalue().splitlines() if line.strip() in titles]

    return Counterpart(ConsoleSink(stream), seen)


def a_file(tmp_path: Path, _request: pytest.FixtureRequest, _stack: ExitStack) -> Counterpart:
    path = tmp_path / "new" / "alerts.jsonl"
    return Counterpart(FileSink(path), lambda: [decode(line, Alert) for line in path.read_bytes().splitlines()])


def a_webhook(_tmp_path: Path, request: pytest.FixtureRequest, _stack: ExitStack) -> Counterpart:
    receiver: HttpReceiver = request.getfixturevalue("receiver")
    sink = request.getfixturevalue("webhook")
    return Counterpart(sink, lambda: [decode(json.dumps(sent.body).encode(), Alert) for sent in receiver.requests])


def a_topic_sink(kind: str) -> Callable[[Path, pytest.FixtureRequest, ExitStack], Counterpart]:
    def make(tmp_path: Path, request: pytest.FixtureRequest, stack: ExitStack) -> Counterpart:
        address = str(tmp_path / "log.db") if kind == "embedded" else request.getfixturevalue("kafka").brokers
        bench = Bench(kind, address, stack)
        reader = bench.log.reader(bench.topic, None, start="earliest")
        stack.callback(reader.close)
        seen: list[Alert] = []

        def look() -> list[Alert]:
            while any(reader.lag().values()):
                seen.extend(decode(each.value or b"", Alert) for each in reader.read(limit=10, timeout_seconds=1))
            return seen

        return Counterpart(TopicSink(bench.topic, bench.log.append, now=lambda: NOW), look)

    return make


EVERY_SINK = [
    pytest.param(a_console, id="console"),
    pytest.param(a_file, id="file"),
    pytest.param(a_webhook, id="webhook"),
    pytest.param(a_topic_sink("embedded"), id="topic-embedded"),
    pytest.param(a_topic_sink("kafka"), id="topic-kafka", marks=pytest.mark.broker),
]


@pytest.fixture(params=EVERY_SINK)
def counterpart(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counterpart]:
    with ExitStack() as stack:
        yield request.param(tmp_path, request, stack)


def test_what_is_written_arrives_whole_and_in_order_per_incident(counterpart: Counterpart):
    alerts = [an_alert(), an_alert(revision=2, title="Second")]

    for alert in alerts:
        counterpart.sink.write(alert, timeout_seconds=10)

    assert counterpart.seen() == alerts


def test_the_same_alert_may_be_written_twice(counterpart: Counterpart):
    counterpart.sink.write(an_alert(), timeout_seconds=10)
    counterpart.sink.write(an_alert(), timeout_seconds=10)

    assert counterpart.seen() == [an_alert(), an_alert()]


def test_a_sink_can_be_closed_without_having_written(counterpart: Counterpart):
    if not isinstance(counterpart.sink, WebhookSink):  # its fixture closes it
        counterpart.sink.close()


def test_hostile_text_cannot_break_a_line(counterpart: Counterpart):
    hostile = an_alert(title="a\nb\x1b[2J‮ \u2028 c")

    counterpart.sink.write(hostile, timeout_seconds=10)
    counterpart.sink.write(an_alert(), timeout_seconds=10)

    assert counterpart.seen()[-1] == an_alert()


def test_a_repeat_has_the_same_idempotency_key_and_another_alert_another(webhook: WebhookSink, receiver: HttpReceiver):
    alerts = [an_alert(), an_alert(), an_alert(revision=2)]

    for alert in alerts:
        webhook.write(alert, timeout_seconds=5)

    keys = [sent.headers["idempotency-key"] for sent in receiver.requests]
    assert keys == [delivery_id(alert.id, "desk") for alert in alerts]
    assert keys[0] == keys[1] != keys[2]


def test_a_webhook_posts_json(webhook: WebhookSink, receiver: HttpReceiver):
    webhook.write(an_alert(), timeout_seconds=5)

    (sent,) = receiver.requests
    assert sent.path == "/hook"
    assert sent.headers["content-type"] == "application/json"
    assert decode(json.dumps(sent.body).encode(), Alert) == an_alert()


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_an_answer_about_now_is_worth_another_try(webhook: WebhookSink, receiver: HttpReceiver, code: int):
    receiver.will(status(code), status(200))

    with pytest.raises(SinkUnavailable, match=str(code)):
        webhook.write(an_alert(), timeout_seconds=5)

    webhook.write(an_alert(), timeout_seconds=5)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 409, 410, 413, 422, 301, 308])
def test_a_refusal_is_final(webhook: WebhookSink, receiver: HttpReceiver, code: int):
    receiver.will(status(code, location="http://127.0.0.1:9/elsewhere"))

    with pytest.raises(SinkError, match=str(code)) as refused:
        webhook.write(an_alert(), timeout_seconds=5)

    assert not refused.value.retriable
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ((NOW + timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT"), 90.0),
        ((NOW - timedelta(seconds=90)).strftime("%a, %d %b %Y %H:%M:%S GMT"), 0.0),
        ("soon", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_retry_after_is_heard_in_seconds_and_as_a_date(
    webhook: WebhookSink, receiver: HttpReceiver, told: str, seconds: float | None
):
    receiver.will(status(429, retry_after=told))

    with pytest.raises(SinkUnavailable) as refused:
        webhook.write(an_alert(), timeout_seconds=5)

    assert refused.value.retry_after_seconds == seconds


@pytest.mark.parametrize("behaviour", [hanging, trickling(b""), trickling(b"HTTP/1.1 200 OK\r\nx-slow: ")])
def test_who_does_not_answer_in_time_is_unavailable(webhook: WebhookSink, receiver: HttpReceiver, behaviour):
    receiver.will(behaviour)

    with pytest.raises(SinkUnavailable, match=r"0\.2 s"):
        webhook.write(an_alert(), timeout_seconds=0.2)


def test_after_the_status_a_slow_body_changes_nothing(webhook: WebhookSink, receiver: HttpReceiver):
    receiver.will(trickling(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n"))

    webhook.write(an_alert(), timeout_seconds=5)

    assert len(receiver.requests) == 1


def test_of_an_endless_answer_only_the_beginning_is_told(webhook: WebhookSink, receiver: HttpReceiver):
    receiver.will(answering(Answer(400, {}, b"no \x1b[31m" + b"x" * 1_000_000)))

    with pytest.raises(SinkError) as refused:
        webhook.write(an_alert(), timeout_seconds=5)

    assert "no [31mxxx" in str(refused.value)
    assert len(str(refused.value)) < 400


def test_a_connection_dropped_without_answer_is_unavailable(webhook: WebhookSink, receiver: HttpReceiver):
    receiver.will(dropping)

    with pytest.raises(SinkUnavailable):
        webhook.write(an_alert(), timeout_seconds=5)


def test_a_refused_connection_is_unavailable_and_does_not_tell_the_secret_path():
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    sink = WebhookSink("desk", httpx.URL(f"http://127.0.0.1:{port}/secret"), now=lambda: NOW)

    with pytest.raises(SinkUnavailable) as refused:
        sink.write(an_alert(), timeout_seconds=5)
    sink.close()

    assert "secret" not in str(refused.value)


def test_a_file_survives_rotation_and_a_torn_last_line(tmp_path: Path):
    path = tmp_path / "alerts.jsonl"
    sink = FileSink(path)
    sink.write(an_alert(), timeout_seconds=1)
    path.rename(tmp_path / "alerts.1.jsonl")
    path.write_bytes(b'{"torn":')

    sink.write(an_alert(revision=2), timeout_seconds=1)

    assert path.read_bytes().splitlines()[0] == b'{"torn":'
    assert decode(path.read_bytes().splitlines()[1], Alert) == an_alert(revision=2)


def test_a_file_that_cannot_be_written_is_unavailable(tmp_path: Path):
    (tmp_path / "in-the-way").write_text("a file, not a folder")

    with pytest.raises(SinkUnavailable, match="in-the-way"):
        FileSink(tmp_path / "in-the-way" / "alerts.jsonl").write(an_alert(), timeout_seconds=1)


def test_a_full_disk_is_unavailable():
    with pytest.raises(SinkUnavailable, match="No space"):
        FileSink(Path("/dev/full")).write(an_alert(), timeout_seconds=1)


def test_a_closed_console_is_unavailable():
    stream = io.StringIO()
    stream.close()

    with pytest.raises(SinkUnavailable):
        ConsoleSink(stream).write(an_alert(), timeout_seconds=1)


def test_a_console_that_cannot_write_a_letter_writes_another():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")

    ConsoleSink(stream).write(an_alert(title="Ñandú"), timeout_seconds=1)

    assert b"?and?" in raw.getvalue()
    stream.close()


def test_a_topic_that_does_not_exist_is_unavailable(tmp_path: Path):
    log = open_log("embedded", str(tmp_path / "log.db"))

    with pytest.raises(SinkUnavailable, match=r"alerts\.none\.v1"):
        TopicSink("alerts.none.v1", log.append, now=lambda: NOW).write(an_alert(), timeout_seconds=1)
    log.close()


def test_a_topic_sink_keys_by_incident_and_sends_cloudevents_headers(tmp_path: Path):
    log = open_log("embedded", str(tmp_path / "log.db"))
    log.apply([a_topic("alerts.launches.v1")])
    TopicSink("alerts.launches.v1", log.append, now=lambda: NOW).write(an_alert(), timeout_seconds=1)
    reader = log.reader("alerts.launches.v1", None)

    (record,) = reader.read(limit=10, timeout_seconds=1)

    assert record.key == an_alert().incident_id.encode()
    assert header(record.headers, "ce_id") == an_alert().id
    assert header(record.headers, "ce_type") == "alerts.launches.v1"
    reader.close()
    log.close()
