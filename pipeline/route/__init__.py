"""Pure routing: which sinks an alert goes to, decided by a tree in Alertmanager's vocabulary.

`labels_of` derives labels from an alert, `load_tree` reads and checks a routes file, `route` says what is to be
delivered where. None of them does I/O beyond reading that file, and none looks at a clock.
"""

from pipeline.route.files import load_tree
from pipeline.route.labels import LABELS, labels_of
from pipeline.route.matchers import Matcher, parse_matcher
from pipeline.route.tree import Decision, Plan, Route, route, sinks_of

__all__ = [
    "LABELS",
    "Decision",
    "Matcher",
    "Plan",
    "Route",
    "labels_of",
    "load_tree",
    "parse_matcher",
    "route",
    "sinks_of",
]
