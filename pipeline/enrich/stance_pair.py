"""The stance between two given names: a small linear model over named evidence, from a file of weights.

Each stance has a score: a weight for every piece of the frame, by direction and a little by polarity, and one for every
thing said, by direction alone, so that what is learnt of opposition serves support. Neutral scores zero.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_clause import Clause, Marked, locate
from pipeline.enrich.stance_evidence import Evidence, Pair, gather
from pipeline.enrich.stance_lexicon import cues as acts_as_cues
from pipeline.enrich.stance_rules import find_cues, positions
from pipeline.enrich.tokens import where
from pipeline.enrich.tone_model import ToneModel, find_target, load
from pipeline.model import Span

PairLabel = Literal["neutral", "neg_p_to_q", "pos_p_to_q", "neg_q_to_p", "pos_q_to_p"]
Direction = Literal["forward", "backward"]

FILE: Final = Path(__file__).parent / "data" / "stance.weights.json"
NAME: Final = re.compile(r"[A-Z][\w.&’'-]*(?:\s+[A-Z][\w.&’'-]*)*")
DIRECTIONS: Final[tuple[Direction, ...]] = ("forward", "backward")
REASONS: Final = 5  # pieces of evidence told with a judgement


class Judged(NamedTuple):
    """A stance between p and q with a confidence (0..1) and the evidence that weighed most, as "name: weight"."""

    label: PairLabel
    confidence: float
    cues: tuple[str, ...]


class Weights(NamedTuple):
    """Weights by direction; a stance is (direction, 0 for opposition or 1 for support)."""

    base: Mapping[str, tuple[float, float]]  # each stance alone, by direction: opposition, support
    frame: Mapping[str, Mapping[str, tuple[float, float]]]  # direction, evidence: weight for opposition, for support
    said: Mapping[str, Mapping[str, float]]  # direction, evidence: weight


def between(reading: Reading, p: Span, q: Span) -> Judged:
    """Say who takes which position towards whom; offsets count in `Reading.text`."""
    pair = look(reading, (p.start, p.end), (q.start, q.end))
    if pair is None:
        return Judged("neutral", 0.5, ())
    weighed = weigh(gather(pair), weights())
    scores = {stance: sum(found.values()) for stance, found in weighed.items()}
    best = max(scores, key=scores.__getitem__)
    total = 1 + sum(np.exp(score) for score in scores.values())
    if scores[best] <= 0:
        return Judged("neutral", round(float(1 / total), 3), ())
    ordered = (p.start, p.end) <= (q.start, q.end)
    confidence = round(float(np.exp(scores[best]) / total), 3)
    return Judged(_named(*best, ordered=ordered), confidence, _reasons(weighed[best]))


def weigh(evidence: Evidence, learnt: Weights) -> dict[tuple[Direction, int], dict[str, float]]:
    """Give what each piece of evidence adds to each stance."""
    weighed = {}
    for direction in DIRECTIONS:
        frame, said = learnt.frame[direction], learnt.said[direction]
        for polarity, told in enumerate((evidence.oppose, evidence.support)):
            found = {"": learnt.base[direction][polarity]}
            found |= {name: value * frame[name][polarity] for name, value in evidence.frame.items() if name in frame}
            found |= {name: value * said[name] for name, value in told.items() if name in said}
            weighed[direction, polarity] = found
    return weighed


def _named(direction: Direction, polarity: int, *, ordered: bool) -> PairLabel:
    """Turn the order of the text into p and q."""
    forward = (direction == "forward") == ordered
    if polarity:
        return "pos_p_to_q" if forward else "pos_q_to_p"
    return "neg_p_to_q" if forward else "neg_q_to_p"


def _reasons(found: Mapping[str, float]) -> tuple[str, ...]:
    """Name the evidence that weighed most."""
    named = sorted((name for name in found if name), key=lambda name: -abs(found[name]))
    return tuple(f"{name}: {found[name]:+.2f}" for name in named[:REASONS])


def look(reading: Reading, p: tuple[int, int], q: tuple[int, int], tone: ToneModel | None = None) -> Pair | None:
    """Read the rules and the tone with p and q, and every other run of capitals, as names; None where they overlap."""
    mentions = locate(reading, _spans(reading.text, p, q))
    known = {mention.number: mention for mention in mentions}
    if 0 not in known or 1 not in known:
        return None
    (_, one), (_, other) = find_target(reading, *p), find_target(reading, *q)
    bounds = (min(one[0], other[0]), max(one[1], other[1]))
    inside = [mention for mention in mentions if bounds[0] <= mention.first and mention.last <= bounds[1]]
    odds = (tone or load()).probabilities(reading, [p, q])
    first, second = known[0], known[1]
    if first.first > second.first:
        first, second, odds = second, first, odds[::-1]
    found = tuple(positions(reading, find_cues(reading), mentions))
    cues = acts_as_cues()
    acted = tuple(positions(reading, where(reading.lowered, cues), mentions, cues))
    return Pair(reading, first, second, Clause(reading, bounds, inside), found, acted, odds)


def _spans(text: str, p: tuple[int, int], q: tuple[int, int]) -> list[Marked]:
    """Give p, q and the runs of capitals that touch neither."""
    spans: list[Marked] = [(*p, 0, None, False), (*q, 1, None, False)]
    for match in NAME.finditer(text):
        start, end = match.span()
        if all(end <= first or last <= start for first, last in (p, q)):
            spans.append((start, end, len(spans), None, False))
    return spans


@cache
def weights() -> Weights:
    """Load the weights that ship with the product."""
    return Weights(**json.loads(FILE.read_text(encoding="utf-8")))
