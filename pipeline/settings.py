"""Every setting, once: `PIPELINE_<NOUN>_<UNIT>`, each also as `…_FILE` naming a file that holds the value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from pipeline.errors import SettingsError
from pipeline.yaml import nearest

PREFIX: Final = "PIPELINE_"
TEST_PREFIX: Final = "PIPELINE_TEST_"  # read by the test suite only

Count = Annotated[int, msgspec.Meta(ge=1)]
Port = Annotated[int, msgspec.Meta(ge=-1, le=65535)]
Span = Annotated[float, msgspec.Meta(gt=0, le=1e9)]  # of time
Pause = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
Share = Annotated[float, msgspec.Meta(gt=0, le=1)]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may set; the field name in capitals after PIPELINE_ is the variable."""

    engine: Literal["embedded", "kafka"] = "embedded"
    brokers: str = "localhost:9092"  # host:port, comma-separated
    store_file: Path = Path("pipeline.db")  # the embedded engine's file
    config_folder: Path | None = None  # rules/, routes.yaml, sinks.yaml; absent: those that ship
    data_folder: Path = Path()  # where file sinks write
    group_prefix: str = "pipeline"  # consumer groups are <prefix>.<stage>
    instance_id: str | None = None  # static membership: the same name after a restart takes its partitions back
    metrics_host: str = "127.0.0.1"
    metrics_port: Port = 9464  # 0: any free port; -1: no server
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"
    article_max_bytes: Count = 2_000_000
    deep_model: str | None = None  # a spaCy pipeline, by package name or folder
    batch_records: Count = 100
    linger_seconds: Pause = 0.003
    commit_interval_seconds: Span = 1.0
    session_timeout_seconds: Span = 6.0
    heartbeat_seconds: Span = 2.0
    stop_seconds: Span = 10.0  # from SIGTERM to exit
    stall_seconds: Span = 30.0  # without progress while there is lag: not ready
    dead_letter_ratio: Share = 0.5  # above this share of the last records the stage stops
    dead_letter_records: Count = 1000  # how many last records the ratio looks at
    incident_limit_count: Count = 200_000  # open incidents kept by partition
    incident_window_hours: Span = 168.0  # how far back open incidents are restored after a restart
    sink_timeout_seconds: Span = 10.0
    sink_attempts_count: Count = 5
    ledger_limit_count: Count = 1_000_000  # deliveries remembered for deduplication


DESCRIPTIONS: Final[dict[str, str]] = {
    "engine": "which engine runs the walk: embedded (one process, one file) or kafka",
    "brokers": "Kafka brokers, host:port, comma-separated",
    "store_file": "file of the embedded engine",
    "config_folder": "folder with rules/, routes.yaml and sinks.yaml; absent: those that ship",
    "data_folder": "folder that relative paths of file sinks start in",
    "group_prefix": "consumer groups are <prefix>.<stage>",
    "instance_id": "static member name; the same after a restart takes its partitions back at once",
    "metrics_host": "address that /metrics, /healthz and /readyz listen on",
    "metrics_port": "their port; 0 any free one, -1 no server",
    "log_level": "debug, info, warning or error",
    "log_format": "json or console",
    "article_max_bytes": "largest articles.raw.v1 value; larger ones go to the dlq",
    "deep_model": "spaCy pipeline (package name or folder) that finds entities instead of ours; extra `deep`",
    "batch_records": "records taken at once",
    "linger_seconds": "how long a producer waits for more to send together",
    "commit_interval_seconds": "how often offsets are committed",
    "session_timeout_seconds": "a worker silent for this long loses its partitions",
    "heartbeat_seconds": "how often a worker says it lives",
    "stop_seconds": "from SIGTERM to exit at most",
    "stall_seconds": "no progress for this long while there is lag: not ready",
    "dead_letter_ratio": "a stage stops when more than this share of its last records are dead letters",
    "dead_letter_records": "how many last records that ratio looks at",
    "incident_limit_count": "open incidents kept by partition; the least recently reported leave first",
    "incident_window_hours": "how far back open incidents are restored after a restart",
    "sink_timeout_seconds": "one write to a sink takes at most this long",
    "sink_attempts_count": "tries of a delivery before it is a dead letter",
    "ledger_limit_count": "deliveries remembered for deduplication",
}


def load(environment: Mapping[str, str]) -> Settings:
    """Read the settings from an environment.

    Raises:
        SettingsError: a PIPELINE_* variable is unknown (names the nearest) or its value is wrong.
    """
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    given: dict[str, Any] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable.startswith(TEST_PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in fields and name.endswith("_file") and name.removesuffix("_file") in fields:
            name, text = name.removesuffix("_file"), _read(variable, text)
        if name not in fields:
            known = [variable_of(field) for field in fields]
            raise SettingsError(f"{variable}: unknown setting{nearest(variable, known)}")
        given[name] = _convert(variable, text, fields[name].type)
    return Settings(**given)


def variable_of(field: str) -> str:
    """Name the environment variable of a setting."""
    return PREFIX + field.upper()


def _convert(variable: str, text: str, kind: Any) -> Any:
    if kind in (Path, Path | None):
        return Path(text)
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as exc:
        raise SettingsError(f"{variable}: value {text!r}: {exc}; {DESCRIPTIONS[_name(variable)]}") from exc


def _name(variable: str) -> str:
    name = variable.removeprefix(PREFIX).lower()
    return name if name in DESCRIPTIONS else name.removesuffix("_file")


def _read(variable: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{variable}: {path!r} cannot be read: {exc}") from exc
