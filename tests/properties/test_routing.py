"""However a tree is made, walking it by its index finds what asking every route finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.route import Matcher, Route
from pipeline.route.labels import Labels
from pipeline.route.matchers import build_matcher
from pipeline.route.tree import walk

NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.sampled_from(["", "1", "2"])
MATCHERS = st.builds(build_matcher, NAMES, st.sampled_from(["=", "!=", "=~", "!~"]), VALUES)
LABELS = st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=2).map(tuple))


def a_route(path: str, matchers: list[Matcher], continues: bool, routes: list[Route]) -> Route:
    return Route(path, ("console",), tuple(matchers), continues, routes=tuple(routes))


TREES = st.recursive(
    st.builds(a_route, st.uuids().map(str), st.lists(MATCHERS, max_size=2), st.booleans(), st.just([])),
    lambda below: st.builds(
        a_route, st.uuids().map(str), st.lists(MATCHERS, max_size=2), st.booleans(), st.lists(below, max_size=6)
    ),
    max_leaves=12,
)


def ask_every_route(tree: Route, labels: Labels) -> tuple[Route, ...]:
    if not all(matcher.holds(labels) for matcher in tree.matchers):
        return ()
    takers: list[Route] = []
    for child in tree.routes:
        found = ask_every_route(child, labels)
        takers += found
        if found and not child.continues:
            break
    return tuple(takers) or (tree,)


@given(TREES, LABELS)
def test_the_index_changes_nothing(tree: Route, labels: Labels):
    assert walk(tree, labels) == ask_every_route(tree, labels)
