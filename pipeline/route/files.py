"""Reads the routing tree from a file in Alertmanager's vocabulary.

route:
  receiver: [console, file]         # sinks; inherited by the routes below
  routes:
    - matchers: ['severity="critical"', 'region=~"KP|KR|JP"']
      receiver: desk
      continue: true                # go on to the next route beside this one
    - match: {kind: retracted}
      receiver: []                  # nobody
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pipeline.errors import ConfigError, RouteError
from pipeline.model import AlertKind
from pipeline.route.labels import CLOSED, LABELS
from pipeline.route.matchers import Matcher, build_matcher, parse_matcher
from pipeline.route.tree import Route
from pipeline.yaml import convert, line_of, nearest, read_yaml


class RouteConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A route as written; what is left out is inherited."""

    receiver: str | list[str] | None = None
    match: dict[str, str | list[str]] = {}
    match_re: dict[str, str] = {}
    matchers: list[str] = []
    continues: bool = msgspec.field(name="continue", default=False)
    send_updates: bool | None = None
    send_escalations: bool | None = None
    send_retractions: bool | None = None
    routes: list[RouteConfig] = []


class RoutesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A routes file as written."""

    route: RouteConfig


def load_tree(path: Path, *, sinks: Collection[str], labels: Collection[str] = ()) -> Route:
    """Read a routes file and check every name in it; `labels` are those that rules add to ours.

    Raises:
        RouteError: names file, line, field and the nearest valid name.
    """
    try:
        node = read_yaml(path)
        config = convert(node, RoutesFile, path).route
    except ConfigError as exc:
        raise RouteError(str(exc)) from exc
    return _Reader(path, node, frozenset(sinks), frozenset(LABELS) | frozenset(labels)).root(config)


class _Reader(NamedTuple):
    """What is needed to check one file; `where` is a JSON path into it."""

    path: Path
    node: Any
    sinks: frozenset[str]
    labels: frozenset[str]

    def root(self, config: RouteConfig) -> Route:
        where = "$.route"
        if config.matchers or config.match or config.match_re:
            raise self.error(where, "the root route takes every alert; move its matchers to a route below it")
        if config.continues:
            raise self.error(f"{where}.continue", "the root route has no route beside it to continue to")
        if config.receiver is None:
            raise self.error(where, f"the root route needs a receiver; sinks: {', '.join(sorted(self.sinks))}")
        return self.build(config, where, Route(path="", receivers=()))

    def build(self, config: RouteConfig, where: str, parent: Route) -> Route:
        matchers = tuple(self.matchers(config, where))
        shown = ", ".join(map(str, matchers))
        route = Route(
            path=where.removeprefix("$.") + (f" {{{shown}}}" if shown else ""),
            receivers=parent.receivers if config.receiver is None else self.receivers(config.receiver, where),
            matchers=matchers,
            continues=config.continues,
            sends=_sends(config, parent.sends),
        )
        children = (self.build(child, f"{where}.routes[{i}]", route) for i, child in enumerate(config.routes))
        return replace(route, routes=tuple(children))

    def receivers(self, receiver: str | list[str], where: str) -> tuple[str, ...]:
        if isinstance(receiver, str):
            return (self.sink(receiver, f"{where}.receiver"),)
        names = [self.sink(name, f"{where}.receiver[{index}]") for index, name in enumerate(receiver)]
        return tuple(dict.fromkeys(names))

    def sink(self, name: str, where: str) -> str:
        if name not in self.sinks:
            raise self.error(where, f"no sink is called {name!r}{nearest(name, sorted(self.sinks))}")
        return name

    def matchers(self, config: RouteConfig, where: str) -> Iterator[Matcher]:
        for index, text in enumerate(config.matchers):
            at = f"{where}.matchers[{index}]"
            try:
                matcher = parse_matcher(text)
            except RouteError as exc:
                raise self.error(at, str(exc)) from exc
            yield self.check(matcher, at)
        for label, value in config.match.items():
            yield self.any_of(label, [value] if isinstance(value, str) else value, f"{where}.match.{label}")
        for label, pattern in config.match_re.items():
            at = f"{where}.match_re.{label}"
            try:
                matcher = build_matcher(label, "=~", pattern)
            except RouteError as exc:
                raise self.error(at, str(exc)) from exc
            yield self.check(matcher, at)

    def any_of(self, label: str, values: list[str], where: str) -> Matcher:
        if not values:
            raise self.error(where, f"{label} has an empty list of values, which nothing matches")
        matchers = [self.check(Matcher(label, "=", value), where) for value in values]
        if len(matchers) == 1:
            return matchers[0]
        return build_matcher(label, "=~", "|".join(map(re.escape, values)))

    def check(self, matcher: Matcher, where: str) -> Matcher:
        label, _, value, pattern = matcher
        if label not in self.labels:
            raise self.error(where, f"no label is called {label!r}{nearest(label, sorted(self.labels))}")
        known = CLOSED.get(label, ())
        if known and not (value in known if pattern is None else any(map(pattern.fullmatch, known))):
            raise self.error(where, f"{label} is never {value!r}{nearest(value, list(known))}")
        return matcher

    def error(self, where: str, message: str) -> RouteError:
        return RouteError(f"{self.path}:{line_of(self.node, where)}: {message}")


def _sends(config: RouteConfig, inherited: frozenset[AlertKind]) -> frozenset[AlertKind]:
    switches: dict[AlertKind, bool | None] = {
        "updated": config.send_updates,
        "escalated": config.send_escalations,
        "retracted": config.send_retractions,
    }
    on = {kind for kind, switch in switches.items() if switch or (switch is None and kind in inherited)}
    return frozenset(on | {"fired"})
