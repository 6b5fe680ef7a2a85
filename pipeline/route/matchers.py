"""One condition on labels, written as Alertmanager writes it: `severity="critical"`, `region=~"KP|KR"`."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from pipeline.errors import RouteError
from pipeline.route.labels import Labels

Operator = Literal["=", "!=", "=~", "!~"]

_MATCHER: Final = re.compile(r"""\s*(?P<label>[A-Za-z_][\w.-]*)\s*(?P<operator>=~|!~|!=|=)\s*(?P<value>.*?)\s*""", re.S)
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)
_ESCAPE: Final = re.compile(r"\\(.)", re.S)


class Matcher(NamedTuple):
    """A condition on one label; a regular expression must match a whole value.

    A label with several values satisfies `=` and `=~` if any of them does, and `!=` and `!~` if none of them does. A
    missing label counts as the empty text.
    """

    label: str
    operator: Operator
    value: str
    pattern: re.Pattern[str] | None = None

    def holds(self, labels: Labels) -> bool:
        """Whether the labels satisfy this condition."""
        values = labels.get(self.label) or ("",)
        found = any(map(self.pattern.fullmatch, values)) if self.pattern else self.value in values
        return found is not self.operator.startswith("!")

    def __str__(self) -> str:
        value = self.value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{self.label}{self.operator}"{value}"'


def parse_matcher(text: str) -> Matcher:
    r"""Read one matcher; its value may stand in double quotes, where `\"` and `\\` are escapes.

    Raises:
        RouteError: no matcher, or a regular expression that does not compile.
    """
    found = _MATCHER.fullmatch(text)
    if not found:
        raise RouteError(f'{text!r} is no matcher; write for example severity="critical" or region=~"KP|KR"')
    operator: Operator = found["operator"]  # type: ignore[assignment]  # the pattern admits these four only
    value = found["value"]
    if value.startswith('"'):
        quoted = _QUOTED.fullmatch(value)
        if not quoted:
            raise RouteError(f"{text!r}: the quotes do not close at the end of the value")
        value = _ESCAPE.sub(_unescape, quoted[1])
    return build_matcher(found["label"], operator, value)


def build_matcher(label: str, operator: Operator, value: str) -> Matcher:
    """Make a matcher from its parts.

    Raises:
        RouteError: a regular expression that does not compile.
    """
    if not operator.endswith("~"):
        return Matcher(label, operator, value)
    try:
        return Matcher(label, operator, value, re.compile(value, re.S))
    except re.error as exc:
        raise RouteError(f"{value!r} is no regular expression: {exc}") from exc


def _unescape(found: re.Match[str]) -> str:
    # As Alertmanager: an escaped quote, backslash or n; any other backslash stays, so that \d reads as written.
    return {'"': '"', "\\": "\\", "n": "\n"}.get(found[1], found[0])
