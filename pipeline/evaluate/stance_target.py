"""Tone towards marked targets: macro-F1 of negative, neutral, positive (NewsMTSC).

Rows that taught the shipped weights are judged by five models trained here, each on the other four fifths; rows of one
article stay together. That needs the extra `train`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final
from zlib import crc32

import numpy as np

from pipeline.enrich.reading import Reading
from pipeline.enrich.tone_features import Floats
from pipeline.enrich.tone_model import load
from pipeline.errors import ConfigError
from pipeline.evaluate.spans import article_of, percent
from pipeline.model import Article, EnrichedArticle

Row = dict[str, Any]
NAMES: Final = ("negative", "neutral", "positive")
CROSS_VALIDATED: Final = "5-fold cross-validation, rows of an article together"
SHIPPED: Final = "shipped weights"


def score(
    rows: Iterable[Row],
    annotate: Callable[[Article], EnrichedArticle],  # noqa: ARG001 - targets are given, only the tone is judged
    *,
    keep: Callable[[Row], None] | None = None,
) -> dict[str, object]:
    """Judge every marked target.

    Raises:
        ConfigError: the rows taught the model and the extra `train` is not installed.
    """
    rows = list(rows)
    taught = sum(crc32(str(row.get("id")).encode()) in load().taught for row in rows)
    held_out = taught * 2 > len(rows)
    odds = _cross_validated(rows) if held_out else _shipped(rows)
    gold = [target["polarity"] for row in rows for target in row["targets"]]
    guessed = [int(one) - 1 for one in odds.argmax(1)] if gold else []
    if keep:
        _keep(rows, guessed, odds, keep)
    figures = {"task": "stance-target", "rows": len(rows), "targets": len(gold)}
    return {**figures, "by": CROSS_VALIDATED if held_out else SHIPPED, **three_way(gold, guessed)}


def three_way(gold: Sequence[int], guessed: Sequence[int]) -> dict[str, object]:
    """Give accuracy, macro-F1 and F1 of each class, for polarities -1, 0, 1."""
    scores = {}
    for value, name in zip((-1, 0, 1), NAMES, strict=True):
        right = sum(one == other == value for one, other in zip(gold, guessed, strict=True))
        scores[name] = 200 * right / max(gold.count(value) + guessed.count(value), 1)
    right = sum(one == other for one, other in zip(gold, guessed, strict=True))
    rounded = {name: round(value, 1) for name, value in scores.items()}
    return {"macro_f1": round(sum(scores.values()) / 3, 1), "accuracy": percent(right, len(gold)), "f1": rounded}


def _shipped(rows: Sequence[Row]) -> Floats:
    """Judge with the weights that ship."""
    model, found = load(), [np.zeros((0, 3), np.float32)]
    for row in rows:
        reading = Reading(article_of(row))
        spans = [
            (target["start"] + reading.body_start, target["end"] + reading.body_start) for target in row["targets"]
        ]
        if spans:
            found.append(model.probabilities(reading, spans))
    return np.concatenate(found)


def _cross_validated(rows: Sequence[Row]) -> Floats:
    """Judge each row with a model that saw none of its article."""
    try:
        from pipeline.training.tone import cross_validate, examples
    except ImportError as missing:
        raise ConfigError(
            "these rows taught the tone model: install article-pipeline[train] to judge them"
        ) from missing
    model = load()
    return cross_validate(examples(rows, model.table, model.own), model.own)


def _keep(rows: Sequence[Row], guessed: Sequence[int], odds: Floats, keep: Callable[[Row], None]) -> None:
    """Give one prediction row per input row."""
    answers = iter(zip(guessed, odds.max(1).tolist(), strict=True))
    for row in rows:
        targets = []
        for target in row["targets"]:
            polarity, confidence = next(answers)
            targets.append({**target, "polarity": polarity, "confidence": round(confidence, 3)})
        keep({"id": row.get("id"), "targets": targets})
