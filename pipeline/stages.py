"""A stage binds one step to its topics: a record in, the records to append out. Both engines run stages only."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple, Protocol

from pipeline.envelope import Record


class Handled(NamedTuple):
    """What became of one record: exactly one outcome, and what to append before its offset is committed."""

    outcome: Literal["sent", "suppressed", "dead_lettered"]
    records: tuple[Record, ...] = ()
    reason: str | None = None  # of suppression or dead letter, from a closed list


class Stage(Protocol):
    """One stage of the walk; `handle` never raises."""

    @property
    def name(self) -> str: ...
    @property
    def source(self) -> str: ...

    def handle(self, record: Record, *, now: datetime) -> Handled:
        """Turn one record into exactly one outcome; `now` stamps headers only."""
        ...
