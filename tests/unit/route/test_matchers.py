from __future__ import annotations

import pytest

from pipeline.errors import RouteError
from pipeline.route import parse_matcher


@pytest.mark.parametrize(
    ("text", "labels", "holds"),
    [
        ('severity="critical"', {"severity": ("critical",)}, True),
        ('severity="critical"', {"severity": ("info",)}, False),
        ("severity=critical", {"severity": ("critical",)}, True),
        ("severity != critical", {"severity": ("critical",)}, False),
        ('region=~"KP|KR"', {"region": ("JP", "KR")}, True),
        ('region=~"K"', {"region": ("KR",)}, False),
        ('region!~"K."', {"region": ("JP", "KR")}, False),
        ('region!~"K."', {"region": ("JP",)}, True),
        ('target=""', {}, True),
        ('target!=""', {}, False),
        ('actor="the \\"Group\\""', {"actor": ('the "Group"',)}, True),
        (r'source=~"\d+\.example"', {"source": ("7.example",)}, True),
    ],
)
def test_a_matcher_reads_as_alertmanager_reads_it(text: str, labels: dict[str, tuple[str, ...]], holds: bool):
    assert parse_matcher(text).holds(labels) is holds


@pytest.mark.parametrize("text", ["", "severity", '="x"', 'severity="x', 'severity=~"("', "a b=c", 'severity="x" y'])
def test_what_is_no_matcher_is_refused(text: str):
    with pytest.raises(RouteError):
        parse_matcher(text)


@pytest.mark.parametrize("text", ['a="b"', 'a!="b\\"c"', 'a=~"\\\\d"', 'a!~"x|y"'])
def test_a_matcher_survives_being_written_and_read(text: str):
    once = parse_matcher(text)

    assert parse_matcher(str(once)) == once
