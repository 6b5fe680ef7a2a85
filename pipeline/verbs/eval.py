"""`pipeline eval TASK FILE… [--predictions OUT] [--peer spacy]`."""

from __future__ import annotations

import argparse
import gzip
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline.codec import dump, parse
from pipeline.compose import annotator
from pipeline.errors import ConfigError, PipelineError
from pipeline.evaluate import TASKS, Keep
from pipeline.evaluate.peers import PEERS
from pipeline.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `eval` takes."""
    parser.add_argument("task", choices=sorted(TASKS), help="what to measure")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON Lines in the house format, .gz too")
    parser.add_argument("--peer", choices=sorted(PEERS), help="measure a peer on the same files too (extra `peers`)")
    parser.add_argument("--predictions", type=Path, metavar="OUT", help="write one prediction row per input row")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print one JSON line of figures (a second one for the peer)."""
    score = TASKS[options.task]
    with ExitStack() as stack:
        keep = _keeper(options.predictions, stack)
        figures = score(rows(options.files), annotator(settings), keep=keep)
    said = {"task": options.task, "files": [path.name for path in options.files]}
    _print({**said, **figures})
    if options.peer:
        _print({**said, "peer": options.peer, **score(rows(options.files), PEERS[options.peer]())})
    return 0


def rows(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Read labelled rows, file after file.

    Raises:
        ConfigError: names file and line of what cannot be read.
    """
    for path in paths:
        opened = gzip.open if path.suffix == ".gz" else open
        try:
            with opened(path, "rb") as lines:
                for number, line in enumerate(lines, start=1):
                    if line.strip():
                        yield _row(line, path, number)
        except OSError as exc:
            raise ConfigError(f"{path}: cannot be read: {exc}") from exc


def _row(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        row = parse(line)
    except PipelineError as exc:
        raise ConfigError(f"{path}:{number}: {exc}") from exc
    if not isinstance(row, dict):
        raise ConfigError(f"{path}:{number}: a row is a JSON object, not {line[:40]!r}")
    return row | {"_file": str(path)}


def _keeper(path: Path | None, stack: ExitStack) -> Keep | None:
    if path is None:
        return None
    try:
        out = stack.enter_context(path.open("wb"))
    except OSError as exc:
        raise ConfigError(f"{path}: cannot be written: {exc}") from exc

    def keep(row: dict[str, Any]) -> None:
        out.write(dump(row) + b"\n")

    return keep


def _print(figures: dict[str, object]) -> None:
    sys.stdout.write(dump(figures).decode() + "\n")
