"""YAML 1.2 files, so that `NO` is Norway and not false; errors name file, line and nearest valid name."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pipeline.errors import ConfigError

T = TypeVar("T")
_PATH = re.compile(r" - at `(\$[^`]*)`")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_ENUM = re.compile(r"Invalid enum value '([^']*)'")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


def read_yaml(path: Path) -> Any:
    """Parse a YAML 1.2 file; mappings and sequences remember their lines.

    Raises:
        ConfigError: the file is missing, not UTF-8 or not YAML.
    """
    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise ConfigError(f"{path}:{line}: not YAML: {exc.problem}") from exc
    except (OSError, UnicodeDecodeError, YAMLError) as exc:
        raise ConfigError(f"{path}: cannot be read: {exc}") from exc


def read_yaml_as(path: Path, kind: type[T]) -> T:
    """Parse a YAML file into a typed struct.

    Raises:
        ConfigError: names file, line, field and the nearest valid name.
    """
    return convert(read_yaml(path), kind, path)


def convert(node: Any, kind: type[T], path: Path) -> T:
    """Turn a parsed YAML node into a typed struct.

    Raises:
        ConfigError: names file, line, field and the nearest valid name.
    """
    try:
        return msgspec.convert(plain(node), kind)
    except msgspec.ValidationError as exc:
        found, unknown = _PATH.search(str(exc)), _UNKNOWN.search(str(exc))
        where = found.group(1) if found else "$"
        line = line_of(node, f"{where}.{unknown.group(1)}" if unknown else where)
        raise ConfigError(f"{path}:{line}: {exc}{_hint(str(exc), kind, where)}") from exc


def plain(node: Any) -> Any:
    """Strip the line marks from a parsed node."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, str):
        return str(node)
    if isinstance(node, bool):
        return bool(node)
    if isinstance(node, int):
        return int(node)
    return float(node) if isinstance(node, float) else node


def line_of(node: Any, path: str) -> int:
    """Find the line (from 1) of a JSON path such as `$.when.event.status[0]` in a parsed node."""
    line = node.lc.line + 1 if hasattr(node, "lc") else 1
    for name, index in _STEP.findall(path):
        try:
            if name:
                line = node.lc.key(name)[0] + 1
                node = node[name]
            elif index != "...":
                line = node.lc.item(int(index))[0] + 1
                node = node[int(index)]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return int(line)


def nearest(name: str, known: list[str]) -> str:
    """Suggest the nearest valid name, as a clause to append to an error."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; valid names: {', '.join(sorted(known))}"


def _hint(message: str, kind: Any, where: str) -> str:
    if unknown := _UNKNOWN.search(message):
        return nearest(unknown.group(1), _field_names(kind, set()))
    if wrong := _ENUM.search(message):
        values = _values_at([kind], _STEP.findall(where))
        return nearest(wrong.group(1), values) if values else ""
    return ""


def _values_at(kinds: list[Any], steps: list[tuple[str, str]]) -> list[str]:
    """List the literal values that may stand at a path inside one of several types."""
    for name, _ in steps:
        inner = [argument for kind in kinds for argument in (kind, *getattr(kind, "__args__", ()))]
        structs = [each for each in inner if isinstance(each, type) and issubclass(each, msgspec.Struct)]
        if name:
            kinds = [f.type for each in structs for f in msgspec.structs.fields(each) if f.encode_name == name]
        else:
            kinds = inner
    return sorted({value for kind in kinds for value in _literals(kind)})


def _literals(kind: Any) -> list[str]:
    arguments = getattr(kind, "__args__", ())
    return [each for each in arguments if isinstance(each, str)] + [v for each in arguments for v in _literals(each)]


def _field_names(kind: Any, seen: set[Any]) -> list[str]:
    if kind in seen:
        return []
    seen.add(kind)
    names: list[str] = []
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for field in msgspec.structs.fields(kind):
            names += [field.encode_name, *_field_names(field.type, seen)]
    for argument in getattr(kind, "__args__", ()):
        names += _field_names(argument, seen)
    return names
