"""Texts and labels the model of names learns from: licence-clean sets, people's labels and machines'.

Machines' labels are spans by row id, kept in `names_teacher.jsonl.gz` beside this file (no text); see data/NAMES.md.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.training.names_factbook import factbook_texts
from pipeline.training.names_features import Example, Span

TEACHER: Final = Path(__file__).parent / "names_teacher.jsonl.gz"
BY_PEOPLE: Final = ("ner/wikigold", "ner/uner_ewt_dev", "ner/uner_ewt_test", "ner/uner_pud")
BY_MACHINE: Final = ("ner/gum", "ner/re3d", "stance/newsmtsc_train", "events/plover_a")


def examples(data: Path) -> Iterator[Example]:
    """Give every example in a fixed order; rows whose licence forbids training are left out."""
    for set_name in BY_PEOPLE:
        for row in rows(data, set_name):
            yield Example(row["text"], "", [(e["start"], e["end"], e["type"]) for e in row["entities"]])
    teacher = teacher_labels()
    for set_name, row_id, text in unlabelled(data):
        yield Example(text, "", teacher.get((set_name, row_id), []))


def unlabelled(data: Path) -> Iterator[tuple[str, str, str]]:
    """Give set, row id and text of what a machine labels."""
    for set_name in BY_MACHINE:
        for row in rows(data, set_name):
            yield set_name, row["id"], row["text"]
    for row_id, text in factbook_texts():
        yield "factbook", row_id, text


def rows(data: Path, set_name: str) -> Iterator[dict[str, Any]]:
    """Give the rows of a set that may be trained on."""
    with (data / f"{set_name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("train_ok", True):
                yield row


def teacher_labels() -> dict[tuple[str, str], list[Span]]:
    """Read the machine's spans by set and row id."""
    labels: dict[tuple[str, str], list[Span]] = {}
    for line in gzip.decompress(TEACHER.read_bytes()).split(b"\n"):
        set_name, row_id, spans = json.loads(line)
        labels[set_name, row_id] = [(start, end, kind) for start, end, kind in spans]
    return labels
