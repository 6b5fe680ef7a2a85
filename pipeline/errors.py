"""What can go wrong, in one tree; each class knows its metric label and whether to try again.

    PipelineError
    ├── DecodeError                a value that no stage can read
    │   ├── NotJsonError           not_json
    │   ├── EncodingError          encoding       not UTF-8, NUL, lone surrogate
    │   ├── SchemaError            schema         missing or wrong field
    │   ├── SchemaVersionError     schema_version written by a newer producer
    │   ├── EmptyBodyError         empty_body
    │   └── TooLargeError          too_large
    ├── SinkError                  rejected       never will be written
    │   └── SinkUnavailable        unavailable    may answer later (retriable)
    ├── EngineError                engine         the log or broker cannot be used (retriable)
    └── ConfigError                config         settings, rules, routes, topics: file, line, nearest valid name
        ├── SettingsError
        ├── RuleError
        └── RouteError

`REASONS` is the closed list of dead-letter reasons and metric labels; "bug" is ours: keep the record, fix, replay.
"""

from __future__ import annotations

from typing import ClassVar, Final


class PipelineError(Exception):
    """Anything this product refuses; the message names the field, the value and the fix."""

    reason: ClassVar[str] = "bug"
    retriable: ClassVar[bool] = False


class DecodeError(PipelineError):
    """A value that no stage can read."""

    reason = "schema"


class NotJsonError(DecodeError):
    """The bytes are not one JSON document."""

    reason = "not_json"


class EncodingError(DecodeError):
    """The bytes or a text in them are not clean UTF-8: wrong encoding, NUL, lone surrogate."""

    reason = "encoding"


class SchemaError(DecodeError):
    """A field is missing, unknown, of the wrong type, or a time has no zone."""

    reason = "schema"


class SchemaVersionError(DecodeError):
    """Written under a schema version that this release does not know."""

    reason = "schema_version"


class EmptyBodyError(DecodeError):
    """The article has no words to read."""

    reason = "empty_body"


class TooLargeError(DecodeError):
    """The value is over the size limit."""

    reason = "too_large"


class SinkError(PipelineError):
    """The other side refused the alert and always will."""

    reason = "rejected"


class SinkUnavailable(SinkError):
    """The other side may answer later."""

    reason = "unavailable"
    retriable = True

    def __init__(self, message: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds  # what the other side asked for


class EngineError(PipelineError):
    """The log or the broker cannot be used."""

    reason = "engine"
    retriable = True


class ConfigError(PipelineError):
    """What the operator wrote cannot be used; says file, line and the nearest valid name."""

    reason = "config"


class SettingsError(ConfigError):
    """A PIPELINE_* variable is unknown or has a wrong value."""


class RuleError(ConfigError):
    """A rule file cannot be used."""


class RouteError(ConfigError):
    """A routes or sinks file cannot be used."""


REASONS: Final = (
    "not_json",
    "encoding",
    "schema",
    "schema_version",
    "empty_body",
    "too_large",
    "rejected",
    "unavailable",
    "bug",
)
