"""The stance between two given names: first the rules, then tone, lexicons and roles, weighed by hand."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

import numpy as np

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_clause import Clause, Marked, Mention, locate
from pipeline.enrich.stance_rules import Position, find_cues, positions
from pipeline.enrich.stance_words import SAYING
from pipeline.enrich.tone_features import Floats, Words
from pipeline.enrich.tone_model import find_target, load
from pipeline.model import Span

PairLabel = Literal["neutral", "neg_p_to_q", "pos_p_to_q", "neg_q_to_p", "pos_q_to_p"]

NAME: Final = re.compile(r"[A-Z][\w.&’'-]*(?:\s+[A-Z][\w.&’'-]*)*")
AGAINST_A_STANCE: Final = 2.2  # log odds: most pairs of names have none
TRUSTED: Final = 0.3  # confidence from which a rule decides


class Pair(NamedTuple):
    """Two names in the order of the text, with everything that the rules found in the reading."""

    reading: Reading
    first: Mention
    second: Mention
    clause: Clause
    found: tuple[Position, ...]
    tone: Floats  # 2 × 3: first and second, negative, neutral, positive


class Role(NamedTuple):
    """What a name does in its sentence."""

    subject: bool
    speaks: bool
    quoted: bool
    by: bool  # stands after "by"
    held: frozenset[str]  # polarities of stances it has towards anyone
    met: frozenset[str]  # polarities of stances towards it


def between(reading: Reading, p: Span, q: Span) -> tuple[PairLabel, float]:
    """Say who takes which position towards whom, with a confidence (0..1); offsets count in `Reading.text`."""
    pair = look(reading, (p.start, p.end), (q.start, q.end))
    if pair is None:
        return "neutral", 0.5
    ordered = (p.start, p.end) <= (q.start, q.end)
    told = by_rule(pair)
    if told is not None:
        return _named(told[0], ordered=ordered), told[1]
    scores = {"neutral": 0.0, **evidence(pair)}
    best = max(scores, key=scores.__getitem__)
    odds = np.exp(np.array(list(scores.values())) - scores[best])
    return _named(best, ordered=ordered), round(float(1 / odds.sum()), 3)


def _named(label: str, *, ordered: bool) -> PairLabel:
    """Turn the order of the text into p and q."""
    polarity, _, direction = label.partition("_")
    forward = (direction == "forward") == ordered
    if polarity == "neg":
        return "neg_p_to_q" if forward else "neg_q_to_p"
    if polarity == "pos":
        return "pos_p_to_q" if forward else "pos_q_to_p"
    return "neutral"


def look(reading: Reading, p: tuple[int, int], q: tuple[int, int]) -> Pair | None:
    """Read the rules and the tone with p and q, and every other run of capitals, as names; None where they overlap."""
    mentions = locate(reading, _spans(reading.text, p, q))
    known = {mention.number: mention for mention in mentions}
    if 0 not in known or 1 not in known:
        return None
    (_, one), (_, other) = find_target(reading, *p), find_target(reading, *q)
    bounds = (min(one[0], other[0]), max(one[1], other[1]))
    inside = [mention for mention in mentions if bounds[0] <= mention.first and mention.last <= bounds[1]]
    tone = load().probabilities(reading, [p, q])
    first, second = known[0], known[1]
    if first.first > second.first:
        first, second, tone = second, first, tone[::-1]
    return Pair(
        reading,
        first,
        second,
        Clause(reading, bounds, inside),
        tuple(positions(reading, find_cues(reading), mentions)),
        tone,
    )


def _spans(text: str, p: tuple[int, int], q: tuple[int, int]) -> list[Marked]:
    """Give p, q and the runs of capitals that touch neither."""
    spans: list[Marked] = [(*p, 0, None, False), (*q, 1, None, False)]
    for match in NAME.finditer(text):
        start, end = match.span()
        if all(end <= first or last <= start for first, last in (p, q)):
            spans.append((start, end, len(spans), None, False))
    return spans


def by_rule(pair: Pair) -> tuple[str, float] | None:
    """Give the surest stance that the rules tell between the two, by the order of the text."""
    best: tuple[str, float] | None = None
    for position in pair.found:
        if position.polarity == "neutral" or position.confidence < TRUSTED:
            continue
        polarity = "pos" if position.polarity == "support" else "neg"
        for holder, target, way in ((pair.first, pair.second, "forward"), (pair.second, pair.first, "backward")):
            held = holder in position.holders and target in position.targets
            if held and (best is None or position.confidence > best[1]):
                best = f"{polarity}_{way}", round(position.confidence, 3)
    return best


def evidence(pair: Pair) -> dict[str, float]:
    """Weigh each stance against neutral (log odds) where no rule joins the two.

    The weights are set by hand: what counts is the tone towards the target, what the words between do to it, who
    speaks, and who has a stance towards others.
    """
    tone = np.log(pair.tone + 0.02)
    tone = tone - tone[:, 1:2]
    good, bad = _between(pair)
    first, second = _role(pair, pair.first), _role(pair, pair.second)
    apart = max(pair.second.first - pair.first.last, 0)
    names = sum(pair.first.last <= mention.first < pair.second.first for mention in pair.clause.mentions)
    forward = 0.4 * first.speaks + 0.3 * first.subject + 0.2 * (names == 0) - 0.6 * second.speaks
    forward += 0.3 * (second.quoted > first.quoted) - 0.15 * max(np.log1p(apart) - 2, 0) - AGAINST_A_STANCE
    backward = 0.9 * second.speaks - 0.6 * first.speaks + 0.9 * second.by + 0.3 * (first.quoted > second.quoted)
    backward -= AGAINST_A_STANCE
    scores = {}
    for polarity, column, words, mark in (("neg", 0, bad, "oppose"), ("pos", 2, good, "support")):
        toward_first, toward_second = tone[:, column]
        scores[f"{polarity}_forward"] = forward + 0.6 * toward_second + 0.25 * toward_first
        scores[f"{polarity}_forward"] += words[-1] + 0.4 * words[2] + 0.3 * words[0]
        scores[f"{polarity}_forward"] += 1.2 * (mark in second.met) + 0.5 * (mark in first.held)
        scores[f"{polarity}_backward"] = backward + 0.6 * toward_first + 0.25 * toward_second + 0.4 * words[2]
        scores[f"{polarity}_backward"] += 1.2 * (mark in first.met) + 0.5 * (mark in second.held)
    return {label: float(value) for label, value in scores.items()}


def _between(pair: Pair) -> tuple[Floats, Floats]:
    """Say how good and how bad the words between the two are, by lexicon, at most 1.5 each."""
    words = Words(pair.reading, load().table, [(pair.clause.first, pair.clause.last)])
    shift = words.shifts[pair.clause.first]
    values = words.valence(np.arange(pair.first.last + shift, pair.second.first + shift))
    good: Floats = np.minimum(np.maximum(values, 0).sum(0), 1.5)
    bad: Floats = np.minimum(np.maximum(-values, 0).sum(0), 1.5)
    return good, bad


def _role(pair: Pair, mention: Mention) -> Role:
    """Look at one name in its sentence and at what the rules found about it."""
    clause, words = pair.clause, pair.clause.words
    behind = words[mention.last : min(mention.last + 4, clause.last)]
    before = words[mention.first - 1] if mention.first > clause.first else ""
    speaker = clause.speaker()
    return Role(
        subject=clause.may_act(mention),
        speaks=before in SAYING
        or any(word in SAYING for word in behind)
        or bool(speaker and mention in speaker.mentions),
        quoted=mention.first in clause.quoted,
        by=before == "by",
        held=frozenset(one.polarity for one in pair.found if mention in one.holders),
        met=frozenset(one.polarity for one in pair.found if mention in one.targets),
    )
