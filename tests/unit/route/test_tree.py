from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RouteError
from pipeline.ids import delivery_id
from pipeline.model import Region
from pipeline.resources import find
from pipeline.route import Plan, Route, labels_of, load_tree, route, sinks_of
from tests.alerts import an_alert, an_event

SINKS = ("console", "file", "desk", "sea-desk", "night")


@pytest.fixture
def read(tmp_path: Path):
    def read(text: str) -> Route:
        path = tmp_path / "routes.yaml"
        path.write_text(text, encoding="utf-8")
        return load_tree(path, sinks=SINKS, labels=("desk",))

    return read


def sinks(plans: tuple[Plan, ...]) -> list[str]:
    return [plan.sink for plan in plans if plan.suppressed is None]


def test_an_alert_that_no_route_takes_goes_to_the_default(read):
    tree = read("""
route:
  receiver: [console, file]
  routes:
    - match: {severity: info}
      receiver: desk
""")

    assert sinks(route(an_alert(severity="critical"), tree)) == ["console", "file"]


def test_the_first_route_that_matches_takes_the_alert(read):
    tree = read("""
route:
  receiver: console
  routes:
    - matchers: ['severity="critical"']
      receiver: desk
    - match: {region: KP}
      receiver: night
""")

    assert sinks(route(an_alert(), tree)) == ["desk"]


def test_continue_lets_the_routes_after_it_take_the_alert_too(read):
    tree = read("""
route:
  receiver: console
  routes:
    - match: {severity: critical}
      receiver: desk
      continue: true
    - match: {region: [KP, KR]}
      receiver: [night, desk]
    - match: {rule: missile-launch}
      receiver: file
""")

    assert sinks(route(an_alert(), tree)) == ["desk", "night"]


def test_nested_routes_inherit_what_they_leave_out(read):
    tree = read("""
route:
  receiver: console
  send_updates: true
  routes:
    - match: {desk: security}
      receiver: desk
      routes:
        - match: {region: sea-of-japan}
          routes:
            - match: {status: denied}
              receiver: night
""")

    (plan,) = route(an_alert(kind="updated"), tree)

    assert (plan.sink, plan.suppressed) == ("desk", None)
    assert plan.route == 'route.routes[0].routes[0] {region="sea-of-japan"}'


def test_norway_is_a_country(read):
    tree = read("route: {receiver: console, routes: [{match: {region: NO}, receiver: night}]}")
    in_norway = an_alert(regions=(Region(type="country", code="NO", name="Norway"),))

    assert sinks(route(in_norway, tree)) == ["night"]


@pytest.mark.parametrize(
    ("kind", "reason"), [("fired", None), ("updated", "update"), ("escalated", None), ("retracted", None)]
)
def test_an_incident_comes_once_unless_it_escalates_or_is_retracted(read, kind: str, reason: str | None):
    tree = read("route: {receiver: console}")

    assert [plan.suppressed for plan in route(an_alert(kind=kind), tree)] == [reason]


def test_a_sink_is_suppressed_only_where_all_its_routes_suppress_it(read):
    tree = read("""
route:
  receiver: console
  routes:
    - match: {severity: critical}
      receiver: desk
      continue: true
    - match: {region: KP}
      receiver: desk
      send_updates: true
""")

    assert [(plan.sink, plan.suppressed) for plan in route(an_alert(kind="updated"), tree)] == [("desk", None)]


def test_a_route_without_receivers_tells_nobody(read):
    tree = read("route: {receiver: console, routes: [{match: {kind: retracted}, receiver: []}]}")

    assert route(an_alert(kind="retracted"), tree) == ()


def test_a_plan_has_the_same_id_on_every_replay(read):
    tree = read("route: {receiver: console}")
    alert = an_alert()

    assert [plan.id for plan in route(alert, tree)] == [delivery_id(alert.id, "console")]


def test_labels_know_actor_and_target_by_every_name():
    labels = labels_of(an_alert(event=an_event(mode=None)))

    assert labels["actor"] == ("KP", "North Korea", "the North", "Q423")
    assert labels["country"] == ("KP",)
    assert labels["region"] == ("KP", "sea-of-japan")
    assert labels["desk"] == ("security",)
    assert "target" not in labels
    assert "event_mode" not in labels


def test_a_rule_cannot_disguise_its_severity():
    assert labels_of(an_alert(severity="info", labels={"severity": "critical"}))["severity"] == ("info",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("route: {receiver: consoel}", "1: no sink is called 'consoel'; did you mean 'console'?"),
        ("route:\n  receiver: [file, dsek]\n", "2: no sink is called 'dsek'; did you mean 'desk'?"),
        ("route:\n  reciever: console\n", "did you mean 'receiver'?"),
        ("route: {}", "1: the root route needs a receiver"),
        ("route: {receiver: console, match: {severity: info}}", "1: the root route takes every alert"),
        ("route: {receiver: console, continue: true}", "the root route has no route beside it"),
        (
            "route:\n  receiver: console\n  routes:\n    - matchers:\n        - severity=info\n        - regoin=KP\n",
            "6: no label is called 'regoin'; did you mean 'region'?",
        ),
        (
            "route:\n  receiver: console\n  routes:\n    - match:\n        severity: critcal\n",
            "5: severity is never 'critcal'; did you mean 'critical'?",
        ),
        ("route:\n  receiver: console\n  routes:\n    - match_re: {region: '('}\n", "4: '(' is no regular expression"),
        ("route:\n  receiver: console\n  routes:\n    - match: {region: []}\n", "4: region has an empty list"),
        ("route: [", "not YAML"),
        ("", "Expected `object`"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_with_line_and_nearest_name(read, tmp_path: Path, text: str, told: str):
    with pytest.raises(RouteError) as wrong:
        read(text)

    assert str(wrong.value).startswith(f"{tmp_path / 'routes.yaml'}:")
    assert told in str(wrong.value)


def test_the_shipped_routes_use_the_shipped_sinks():
    tree = load_tree(find("deploy/config/routes.yaml"), sinks=("console", "file"))

    assert sinks_of(tree) == {"console", "file"}
