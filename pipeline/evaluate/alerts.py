"""Alerts: whether rules fire on the right articles, with the right status and actor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

import msgspec

from pipeline.detect.matching import detect, rank
from pipeline.detect.rules import load_rules
from pipeline.evaluate.spans import percent, prf
from pipeline.model import Article, EnrichedArticle, Event, Match
from pipeline.resources import find

Row = dict[str, Any]
Fire = Callable[[EnrichedArticle], Iterable[Match]]
RULES: Final = (
    "missile-launch",
    "air-strike",
    "drone-attack",
    "nuclear-test",
    "satellite-launch",
    "protest",
    "sanction",
    "military-exercise",
    "border-incursion",
    "naval-incident",
    "maritime-boarding",
    "cyber-attack",
)


class Outcome(NamedTuple):
    """What one rule did on one row, against what it should have done."""

    fired: bool
    should: bool
    status: bool | None  # None: not asked
    actor: bool | None
    where: bool | None
    evidence: bool | None


def score(
    rows: Iterable[Row],
    annotate: Callable[[Article], EnrichedArticle],
    *,
    keep: Callable[[Row], None] | None = None,
    fire: Fire | None = None,
) -> dict[str, object]:
    """Fire rules on every row; give precision and recall a rule, and accuracy of status, actor, where, evidence.

    `fire` defaults to the rules of the distribution. A rule that a row does not name must stay silent on it, unless
    the row leaves it `open`. Status is compared where the row gives one and the article holds an event of that type;
    actor, where and evidence only where the rule fired rightly.
    """
    fire = fire or shipped()
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    count = 0
    for row in rows:
        count += 1
        enriched = annotate(msgspec.convert(row["article"], Article))
        matches = {match.rule: match for match in fire(enriched)}
        for rule in RULES:
            if rule not in row.get("open", ()):
                outcomes[rule].append(compare(rule, row["expect"].get(rule), enriched, matches.get(rule)))
        if keep:
            keep({"id": row["id"], "rules": {rule: _shown(match) for rule, match in matches.items()}})
    flat = [outcome for some in outcomes.values() for outcome in some]
    rules = {rule: figures(some) for rule, some in outcomes.items()}
    return {"task": "alerts", "rows": count, **figures(flat), "rules": rules}


def shipped() -> Fire:
    """Give the rules of the distribution as one function.

    Raises:
        RuleError: a rule file is broken.
    """
    rules = load_rules([find("deploy/config") / "rules"])
    return lambda enriched: detect(enriched, rules)


def compare(rule: str, expected: Row | None, enriched: EnrichedArticle, match: Match | None) -> Outcome:
    """Compare one rule on one article; what is not asked, or cannot be told, is None."""
    if expected is None:
        return Outcome(match is not None, False, None, None, None, None)
    events = sorted((event for event in enriched.events if event.subtype == rule), key=rank)
    status = None
    if expected.get("status") and events:
        status = events[0].status == expected["status"]
    if match is None or match.event is None or not expected["fire"]:
        return Outcome(match is not None, expected["fire"], status, None, None, None)
    event = match.event
    return Outcome(
        True,
        True,
        status,
        _named(expected["actor"], event.actor) if "actor" in expected else None,
        _where(expected["target_or_area"], event) if "target_or_area" in expected else None,
        _evidence(expected["evidence"], event, enriched) if expected.get("evidence") else None,
    )


def figures(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Give precision, recall and F1 of firing, and the accuracy of what was compared, as percentages."""
    outcomes = list(outcomes)
    right = sum(o.fired and o.should for o in outcomes)
    gold, found = sum(o.should for o in outcomes), sum(o.fired for o in outcomes)
    shares = {f"{name}_percent": _share(outcomes, name) for name in ("status", "actor", "where", "evidence")}
    return {**prf(right, found, gold), "gold": gold, "found": found, **shares}


def _share(outcomes: list[Outcome], name: str) -> float | None:
    asked = [getattr(outcome, name) for outcome in outcomes if getattr(outcome, name) is not None]
    return percent(sum(asked), len(asked)) if asked else None


def _named(expected: str | None, thing: Any) -> bool:
    """Compare a country code or the name of a group; null asks for nothing."""
    if expected is None or thing is None:
        return expected is None and (thing is None or thing.country is None)
    names = {str(name).casefold() for name in (thing.country, thing.name, thing.text) if name}
    return expected.casefold() in names or any(expected.casefold() in name for name in names if len(name) > 2)


def _where(expected: str | None, event: Event) -> bool:
    if expected is None:
        return True
    codes = {code.casefold() for thing in (event.target, event.place) if thing for code in _codes(thing)}
    return expected.casefold() in codes


def _codes(thing: Any) -> list[str]:
    area = getattr(thing, "area", None)
    name = (thing.name or thing.text).replace(" ", "-")
    return [code for code in (thing.country, area, name) if code]


def _evidence(expected: str, event: Event, enriched: EnrichedArticle) -> bool:
    part = enriched.article.headline if event.quote.part == "headline" else enriched.article.body
    start = part.find(expected)
    return start >= 0 and event.quote.start < start + len(expected) and start < event.quote.end


def _shown(match: Match) -> Row:
    event = match.event
    if event is None:
        return {"event": None}
    return {
        "subtype": event.subtype,
        "status": event.status,
        "actor": event.actor.country or event.actor.text if event.actor else None,
        "quote": event.quote.text,
        "cues": list(event.cues),
    }
