"""Whether events happened: UW (scores per event word) and TimeBank (polarity)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from pipeline.enrich.events.judging import Judging, factuality
from pipeline.enrich.events.status import load_cues, negated
from pipeline.enrich.reading import Reading
from pipeline.evaluate.spans import article_of, percent, prf
from pipeline.model import Article, EnrichedArticle

Row = dict[str, Any]
Judged = tuple[Row, str, float, bool]  # event, status, factuality, grammatically negated
CLASSES: Final = ("did_not", "uncertain", "did")


def score(
    rows: Iterable[Row],
    annotate: Callable[[Article], EnrichedArticle],  # noqa: ARG001 - events are given, only the status is judged
    *,
    keep: Callable[[Row], None] | None = None,
) -> dict[str, object]:
    """Judge every marked event: MAE and macro-F1 of three classes where rows score them, else F1 of negation."""
    judging = Judging(load_cues())
    pairs: list[Judged] = []
    count = 0
    for row in rows:
        count += 1
        reading = Reading(article_of(row))
        judged = [(event, *_judge(reading, event, judging)) for event in row["events"]]
        pairs += judged
        if keep:
            keep({"id": row.get("id"), "events": [_shown(*one) for one in judged]})
    figures = _scores(pairs) if pairs and "factuality" in pairs[0][0] else _polarity(pairs)
    return {"task": "factuality", "rows": count, "events": len(pairs), **figures}


def _judge(reading: Reading, event: Row, judging: Judging) -> tuple[str, float, bool]:
    start = event["start"] + reading.body_start
    token = next((i for i, end in enumerate(reading.ends) if end > start), len(reading.ends) - 1)
    first = next(first for first, last in reading.sentences if token < last)
    verdict, value = factuality(reading, token, judging)
    return verdict.status, value, negated(reading.lowered, token, first)


def _shown(event: Row, status: str, value: float, negative: bool) -> Row:
    polarity = "NEG" if negative else "POS"
    return {"start": event["start"], "end": event["end"], "status": status, "factuality": value, "polarity": polarity}


def three_way(value: float) -> str:
    """Class of a score: below -1 it did not happen, above 1 it did."""
    return CLASSES[0] if value < -1 else CLASSES[2] if value > 1 else CLASSES[1]


def _scores(pairs: Sequence[Judged]) -> dict[str, object]:
    gold = [three_way(event["factuality"]) for event, *_ in pairs]
    found = [three_way(value) for _, _, value, _ in pairs]
    error = sum(abs(event["factuality"] - value) for event, _, value, _ in pairs) / len(pairs)
    most = Counter(gold).most_common(1)[0][0]
    classes = {name: _figures(gold, found, name) for name in CLASSES}
    return {
        "mae": round(error, 3),
        "macro_f1": round(sum(f["f1"] for f in classes.values()) / 3, 1),
        "majority_macro_f1": round(sum(_figures(gold, [most] * len(gold), name)["f1"] for name in CLASSES) / 3, 1),
        "accuracy_percent": percent(sum(g == f for g, f in zip(gold, found, strict=True)), len(gold)),
        "classes": classes,
    }


def _polarity(pairs: Sequence[Judged]) -> dict[str, object]:
    gold = ["NEG" if event["polarity"] == "NEG" else "POS" for event, *_ in pairs]
    found = ["NEG" if negative else "POS" for *_, negative in pairs]
    return {"negation": {**_figures(gold, found, "NEG"), "gold": gold.count("NEG"), "found": found.count("NEG")}}


def _figures(gold: Sequence[str], found: Sequence[str], label: str) -> dict[str, float]:
    right = sum(g == f == label for g, f in zip(gold, found, strict=True))
    return prf(right, found.count(label), gold.count(label))
