"""Rules as data: what to watch for, how urgent it is, and the articles that prove it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import ConfigError, RuleError
from pipeline.model import EntityType, Part, Polarity, RegionRole, RegionType, Severity, Status
from pipeline.yaml import convert, line_of, nearest, read_yaml

Some = str | tuple[str, ...]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of what a rule file may hold: an unknown key is an error."""


class EventFilter(Strict, frozen=True):
    """An event with all of these; a list means any of its items."""

    type: Some = ()  # our subtype, or a PLOVER type in capitals
    status: Status | tuple[Status, ...] = ()
    actor: Some = ()  # ISO 3166-1 alpha-2, Wikidata id, or name
    target: Some = ()
    place: Some = ()  # ISO 3166-1 alpha-2, code of a sea or area, or name
    confidence: float = 0.0  # at least


class EntityFilter(Strict, frozen=True):
    """A named thing with all of these."""

    id: Some = ()  # Wikidata id, area code, or GeoNames id as text
    type: EntityType | tuple[EntityType, ...] = ()
    text: Some = ()  # as written, or the canonical name
    country: Some = ()


class RegionFilter(Strict, frozen=True):
    """A region with all of these."""

    code: Some = ()
    name: Some = ()
    type: RegionType | tuple[RegionType, ...] = ()
    role: RegionRole | None = None


class StanceFilter(Strict, frozen=True):
    """A position with all of these."""

    holder: Some = ()
    target: Some = ()
    polarity: Polarity | tuple[Polarity, ...] = ()
    strength: float = 0.0  # at least


class ToneFilter(Strict, frozen=True):
    """How the article speaks of something, whoever speaks; only the first few things an article names have a tone."""

    target: Some = ()  # ISO 3166-1 alpha-2, Wikidata id, or name
    polarity: Polarity | tuple[Polarity, ...] = ()
    confidence: float = 0.0  # at least


class TextFilter(Strict, frozen=True):
    """Whole words or phrases, in any case."""

    any: Some = ()
    all: Some = ()
    none: Some = ()
    part: Part | None = None  # headline or body; absent means both


class Condition(Strict, frozen=True):
    """What must hold; several keys mean all of them."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    not_: Condition | None = msgspec.field(default=None, name="not")
    event: EventFilter | None = None
    entity: EntityFilter | None = None
    region: RegionFilter | None = None
    stance: StanceFilter | None = None
    tone: ToneFilter | None = None
    text: TextFilter | None = None
    source: Some = ()
    language: Some = ()


class Rule(Strict, frozen=True):
    """What to watch for; `fires_on` and `silent_on` name article files in `articles/` beside the rule file."""

    name: str
    severity: Severity
    when: Condition
    labels: dict[str, str] = {}
    note: str = ""  # for the owner
    fires_on: tuple[str, ...] = ()
    silent_on: tuple[str, ...] = ()
    file: str = ""  # where it was read from


def some(value: Any) -> tuple[Any, ...]:
    """Read one value or a list of them as a tuple."""
    return (value,) if isinstance(value, str) else tuple(value)


def load_rules(paths: Iterable[Path], known_types: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """Read rule files; a folder stands for its `*.yaml`.

    Raises:
        RuleError: names file, line, and the nearest valid name.
    """
    rules: list[Rule] = []
    seen: dict[str, str] = {}
    for path in _files(paths):
        node = _read(path)
        for index, item in enumerate(node):
            rule = _convert(item, path)
            where = f"{path}:{line_of(node, f'$[{index}]')}"
            if rule.name in seen:
                raise RuleError(f"{where}: rule {rule.name!r} is already in {seen[rule.name]}; rename one")
            seen[rule.name] = where
            _check_condition(rule.when, item["when"], path, known_types)
            rules.append(msgspec.structs.replace(rule, file=str(path)))
    return tuple(rules)


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not found:
            raise RuleError(f"{path}: no *.yaml file in it; write a rule or name another folder")
        files += found
    return files


def _read(path: Path) -> Any:
    try:
        node = read_yaml(path)
    except ConfigError as exc:
        raise RuleError(str(exc)) from exc
    if not isinstance(node, list):
        raise RuleError(f"{path}:1: a rule file is a list; begin each rule with '- name: …'")
    return node


def _convert(item: Any, path: Path) -> Rule:
    try:
        return convert(item, Rule, path)
    except ConfigError as exc:
        raise RuleError(str(exc)) from exc


def _check_condition(condition: Condition, node: Any, path: Path, known_types: frozenset[str]) -> None:
    """An empty condition holds everywhere, and an unknown event type nowhere: neither can be what is meant."""
    if condition == Condition():
        raise RuleError(
            f"{path}:{line_of(node, '$')}: an empty condition; name an event, entity, region, stance, tone, text"
        )
    if condition.event and known_types:
        for name in some(condition.event.type):
            if name not in known_types:
                line = line_of(node, "$.event.type")
                raise RuleError(f"{path}:{line}: unknown event type {name!r}{nearest(name, sorted(known_types))}")
    for key in ("all", "any"):
        for index, inner in enumerate(getattr(condition, key)):
            _check_condition(inner, node[key][index], path, known_types)
    if condition.not_:
        _check_condition(condition.not_, node["not"], path, known_types)
