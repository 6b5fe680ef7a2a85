"""How good the annotations are: metrics over rows of labelled text.

A task scores rows (one JSON object each) against the production enrichment and gives figures that print as one JSON
line. Figures are percentages with one decimal unless their name says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from pipeline.evaluate import alerts, events, factuality, geo, linking, ner, stance_pair, stance_target
from pipeline.model import Article, EnrichedArticle

Row = dict[str, Any]
Annotate = Callable[[Article], EnrichedArticle]
Keep = Callable[[Row], None]


class Score(Protocol):
    """Measure `annotate` on rows; `keep` gets one prediction row per input row, in order."""

    def __call__(self, rows: Iterable[Row], annotate: Annotate, *, keep: Keep | None = None) -> dict[str, object]: ...


TASKS: Final[Mapping[str, Score]] = {
    "alerts": alerts.score,
    "events": events.score,
    "factuality": factuality.score,
    "geo": geo.score,
    "linking": linking.score,
    "ner": ner.score,
    "stance-pair": stance_pair.score,
    "stance-target": stance_target.score,
}
