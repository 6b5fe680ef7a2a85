"""The routing tree, and the pure walk that turns an alert into planned deliveries.

An alert walks down: at each level the first route whose matchers hold takes it (and the following ones too, where
that route says `continue`); if none does, the parent keeps it. So that an incident comes once, `updated` revisions
are suppressed unless a route says `send_updates: true`; `send_escalations` and `send_retractions` are on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple

from pipeline.ids import delivery_id
from pipeline.model import Alert, AlertKind
from pipeline.route.labels import Labels, labels_of
from pipeline.route.matchers import Matcher

Suppression = Literal["update", "escalation", "retraction"]

_SUPPRESSIONS: Final[dict[AlertKind, Suppression]] = {
    "updated": "update",
    "escalated": "escalation",
    "retracted": "retraction",
}


@dataclass(frozen=True)
class Route:
    """One node of the tree, with what it inherits already filled in."""

    path: str  # from the root, for people: 'route.routes[0] {severity="critical"}'
    receivers: tuple[str, ...]
    matchers: tuple[Matcher, ...] = ()
    continues: bool = False
    sends: frozenset[AlertKind] = frozenset({"fired", "escalated", "retracted"})
    routes: tuple[Route, ...] = ()

    def candidates(self, labels: Labels) -> list[Route]:
        """Give the routes below that may take these labels, in their order: all that do, and few that do not.

        A tree is wide where desks each have their route; most of them name a value that the labels lack.
        """
        found = {*self._others}
        for label, places in self._places.items():
            for value in labels.get(label, ()):
                found.update(places.get(value, ()))
        return [self.routes[index] for index in sorted(found)]

    @cached_property
    def _places(self) -> dict[str, dict[str, list[int]]]:
        """By label and value, the places of the routes whose first equality asks for it."""
        places: dict[str, dict[str, list[int]]] = {}
        for index, child in enumerate(self.routes):
            if asked := child.asks_for:
                places.setdefault(asked.label, {}).setdefault(asked.value, []).append(index)
        return places

    @cached_property
    def _others(self) -> list[int]:
        return [index for index, child in enumerate(self.routes) if not child.asks_for]

    @property
    def asks_for(self) -> Matcher | None:
        """Its first matcher that only labels with one value satisfy."""
        return next((each for each in self.matchers if each.operator == "=" and each.value), None)


class Plan(NamedTuple):
    """What is to become of one alert revision at one sink; `id` is the delivery's, the same on every replay."""

    id: str
    sink: str
    route: str  # path of the route that decided
    suppressed: Suppression | None = None


class Decision(NamedTuple):
    """An alert and what is to become of it, one plan a sink; without plans no route wants it."""

    alert: Alert
    plans: tuple[Plan, ...]


def route(alert: Alert, tree: Route) -> tuple[Plan, ...]:
    """Decide which sinks an alert goes to: one plan a sink, in the order of the file.

    A sink that several routes name is planned once; it is suppressed only where all of them suppress it.
    """
    plans: dict[str, Plan] = {}
    for node in walk(tree, labels_of(alert)):
        suppressed = None if alert.kind in node.sends else _SUPPRESSIONS[alert.kind]
        for sink in node.receivers:
            if sink not in plans or (plans[sink].suppressed and not suppressed):
                plans[sink] = Plan(delivery_id(alert.id, sink), sink, node.path, suppressed)
    return tuple(plans.values())


def walk(tree: Route, labels: Labels) -> tuple[Route, ...]:
    """Find the routes that take these labels; empty if not even `tree` does."""
    if not all(matcher.holds(labels) for matcher in tree.matchers):
        return ()
    takers: list[Route] = []
    for child in tree.candidates(labels):
        found = walk(child, labels)
        takers += found
        if found and not child.continues:
            break
    return tuple(takers) or (tree,)


def sinks_of(tree: Route) -> frozenset[str]:
    """Name every sink that a tree can send to."""
    return frozenset(tree.receivers).union(*map(sinks_of, tree.routes))
