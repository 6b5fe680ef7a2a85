from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.detect.rules import load_rules
from pipeline.errors import RuleError

KNOWN = frozenset({"missile-launch", "air-strike"})
GOOD = """\
- name: launch-near-norway
  severity: critical
  when:
    event: {type: missile-launch, status: [occurred, claimed], place: NO}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_is_norway(tmp_path: Path):
    [rule] = load_rules([write(tmp_path, GOOD)], KNOWN)

    assert rule.when.event is not None
    assert rule.when.event.place == "NO"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("severity:", "severty:"), ("rules.yaml:2", "severty", "'severity'")),
        (GOOD.replace("occurred", "occured"), ("rules.yaml:4", "occured", "'occurred'")),
        (GOOD.replace("missile-launch,", "missle-launch,"), ("rules.yaml:4", "missle-launch", "'missile-launch'")),
        (GOOD.replace("critical", "urgent"), ("rules.yaml:2", "urgent", "critical")),
        (GOOD + GOOD, ("rules.yaml:5", "launch-near-norway", "rename")),
        ("name: x\n", ("rules.yaml:1", "list")),
        ("- name: [\n", ("rules.yaml:2", "not YAML")),
        ("- name: x\n  severity: info\n  when: {}\n", ("rules.yaml:3", "empty condition")),
    ],
)
def test_a_mistake_is_told_with_file_line_and_nearest_name(tmp_path: Path, text: str, told: tuple[str, ...]):
    with pytest.raises(RuleError) as caught:
        load_rules([write(tmp_path, text)], KNOWN)

    for words in told:
        assert words in str(caught.value)
