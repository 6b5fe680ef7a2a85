"""Reads the sinks file and builds what it names.

sinks:
  console: {type: console}
  file: {type: file, path: data/alerts.jsonl}
  desk:
    type: webhook
    url_file: /run/secrets/desk_url     # or url, or url_env: the name of an environment variable
    bearer_token_env: DESK_TOKEN        # or bearer_token_file; a secret never stands in this file
    timeout_seconds: 5
    attempts: 5                         # pauses between them double from first_pause_seconds on
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple, TextIO

import httpx
import msgspec

from pipeline.errors import ConfigError, RouteError
from pipeline.sinks import Receiver, Sink
from pipeline.sinks.console import ConsoleSink
from pipeline.sinks.file import FileSink
from pipeline.sinks.retrying import Retries
from pipeline.sinks.topic import Append, TopicSink
from pipeline.sinks.webhook import WebhookSink
from pipeline.yaml import convert, line_of, nearest, read_yaml

_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[\x20-\x7e]*")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Surroundings(NamedTuple):
    """What sinks use of the world outside their file."""

    folder: Path  # relative paths of file sinks start here
    environ: Mapping[str, str] = {}
    stream: TextIO = sys.stdout  # of console sinks
    colour: bool = False
    append: Append | None = None  # of topic sinks
    now: Callable[[], datetime] = _utc_now
    timeout_seconds: float = 10.0  # of one try, where a sink does not say
    retries: Retries = Retries()  # where a sink does not say


class SinkConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every sink has."""

    type: str
    timeout_seconds: float | None = None
    attempts: int | None = None
    first_pause_seconds: float | None = None
    longest_pause_seconds: float | None = None


class ConsoleConfig(SinkConfig, frozen=True, kw_only=True):
    """Alerts as people read them, on standard output."""


class FileConfig(SinkConfig, frozen=True, kw_only=True):
    """JSON Lines in a file."""

    path: str


class WebhookConfig(SinkConfig, frozen=True, kw_only=True):
    """HTTP POST; exactly one of url, url_file, url_env."""

    url: str | None = None
    url_file: str | None = None
    url_env: str | None = None
    bearer_token_file: str | None = None
    bearer_token_env: str | None = None
    headers: dict[str, str] = {}
    ca_file: str | None = None  # PEM of the authority that signed the receiver's certificate


class TopicConfig(SinkConfig, frozen=True, kw_only=True):
    """Alerts on a topic of their own."""

    topic: str


class SinksFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sinks file as written."""

    sinks: dict[str, dict[str, Any]]


def build_sinks(path: Path, surroundings: Surroundings) -> dict[str, Receiver]:
    """Build every sink of a file, by name.

    Raises:
        RouteError: names file, line, field and the nearest valid name.
    """
    try:
        node = read_yaml(path)
        names = convert(node, SinksFile, path).sinks
        return {name: _build(name, node, path, surroundings) for name in names}
    except ConfigError as exc:
        raise RouteError(str(exc)) from exc


def _build(name: str, node: Any, path: Path, surroundings: Surroundings) -> Receiver:
    def wrong(message: str, field: str = "") -> RouteError:
        where = f"$.sinks.{name}" + (f".{field}" if field else "")
        return RouteError(f"{path}:{line_of(node, where)}: sink {name}: {message}")

    written = node["sinks"][name]
    if not _NAME.fullmatch(name):
        raise wrong("a name has letters, digits, '.', '_' and '-', at most 63")
    kind = str(written.get("type", ""))
    if kind not in TYPES:
        raise wrong(f"no sink type is called {kind!r}{nearest(kind, sorted(TYPES))}", "type")
    config_type, build = TYPES[kind]
    config = convert(written, config_type, path)
    try:
        patience = _patience(config, surroundings)
        return Receiver(name, build(name, config, surroundings), *patience)
    except _FieldError as exc:
        raise wrong(str(exc), exc.field) from exc


class _FieldError(ConfigError):
    """A field of a sink cannot be used; the place in the file is added by `_build`."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def _patience(config: SinkConfig, surroundings: Surroundings) -> tuple[float, Retries]:
    """Take timeout and retries from a sink, or what it leaves out from its surroundings."""
    told = {name: getattr(config, name) for name in Retries.__struct_fields__ if getattr(config, name) is not None}
    retries = msgspec.structs.replace(surroundings.retries, **told)
    timeout_seconds = surroundings.timeout_seconds if config.timeout_seconds is None else config.timeout_seconds
    if timeout_seconds <= 0:
        raise _FieldError("timeout_seconds", f"timeout_seconds is {timeout_seconds:g}; it must be above 0")
    if retries.attempts < 1:
        raise _FieldError("attempts", f"attempts is {retries.attempts}; one is the least")
    for field in ("first_pause_seconds", "longest_pause_seconds"):
        if getattr(retries, field) < 0:
            raise _FieldError(field, f"{field} is {getattr(retries, field):g}; a pause cannot be below 0")
    return timeout_seconds, retries


def _console(_name: str, _config: ConsoleConfig, surroundings: Surroundings) -> Sink:
    return ConsoleSink(surroundings.stream, colour=surroundings.colour)


def _file(_name: str, config: FileConfig, surroundings: Surroundings) -> Sink:
    path = surroundings.folder / config.path
    if path.is_dir():
        raise _FieldError("path", f"{path} is a folder; name a file in it")
    return FileSink(path)


def _topic(_name: str, config: TopicConfig, surroundings: Surroundings) -> Sink:
    if surroundings.append is None:
        raise _FieldError("topic", "there is no log to append to here")
    return TopicSink(config.topic, surroundings.append, now=surroundings.now)


def _webhook(name: str, config: WebhookConfig, surroundings: Surroundings) -> Sink:
    url = _one_of(config, "url", surroundings.environ)
    if url is None:
        raise _FieldError("", "needs one of url, url_file, url_env")
    token = _one_of(config, "bearer_token", surroundings.environ)
    headers = config.headers | ({"authorization": f"Bearer {token}"} if token else {})
    for header, value in headers.items():
        if not (_HEADER_NAME.fullmatch(header) and _HEADER_VALUE.fullmatch(value)):
            raise _FieldError("headers", f"header {header!r} has characters that no HTTP header can carry")
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as exc:
        raise _FieldError("url", f"url cannot be used: {exc}") from exc
    if address.scheme not in ("http", "https") or not address.host:
        raise _FieldError("url", "url must begin with https:// (or http://) and name a host")
    return WebhookSink(name, address, now=surroundings.now, headers=headers, ca_file=_ca_file(config))


def _ca_file(config: WebhookConfig) -> str | None:
    if config.ca_file is not None and not Path(config.ca_file).is_file():
        raise _FieldError("ca_file", f"{config.ca_file} is not a file")
    return config.ca_file


def _one_of(config: WebhookConfig, field: str, environ: Mapping[str, str]) -> str | None:
    """Read a value that stands in the file, in another file, or in an environment variable; at most one of these."""
    ways = {name: getattr(config, name, None) for name in (field, f"{field}_file", f"{field}_env")}
    told = {name: value for name, value in ways.items() if value is not None}
    if len(told) > 1:
        raise _FieldError(list(told)[1], f"only one of {', '.join(told)} can apply")
    for name, value in told.items():
        if name.endswith("_env") and value not in environ:
            raise _FieldError(name, f"the environment has no variable {value!r}")
        text = environ[value] if name.endswith("_env") else _secret(name, value) if name.endswith("_file") else value
        if not text.strip():
            raise _FieldError(name, f"{value} is empty")
        return str(text).strip()
    return None


def _secret(field: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise _FieldError(field, f"{path} cannot be read: {exc}") from exc


TYPES: Final[Mapping[str, tuple[type[Any], Callable[[str, Any, Surroundings], Sink]]]] = {
    "console": (ConsoleConfig, _console),
    "file": (FileConfig, _file),
    "webhook": (WebhookConfig, _webhook),
    "topic": (TopicConfig, _topic),
}
