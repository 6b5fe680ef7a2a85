"""The routing tree, and the pure walk that turns an alert into planned deliveries.

An alert walks down: at each level the first route whose matchers hold takes it (and the following ones too, where
that route says `continue`); if none does, the parent keeps it. So that an incident comes once, `updated` revisions
are suppressed unless a route says `send_updates: true`; `send_escalations` and `send_retractions` are on.
"""

from __future__ import annotations

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


class Route(NamedTuple):
    """One node of the tree, with what it inherits already filled in."""

    path: str  # from the root, for people: 'route.routes[0] {severity="critical"}'
    receivers: tuple[str, ...]
    matchers: tuple[Matcher, ...] = ()
    continues: bool = False
    sends: frozenset[AlertKind] = frozenset({"fired", "escalated", "retracted"})
    routes: tuple[Route, ...] = ()


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
    for child in tree.routes:
        found = walk(child, labels)
        takers += found
        if found and not child.continues:
            break
    return tuple(takers) or (tree,)


def sinks_of(tree: Route) -> frozenset[str]:
    """Name every sink that a tree can send to."""
    return frozenset(tree.receivers).union(*map(sinks_of, tree.routes))
