"""The house keeps its word: README matches the code, imports point down, nothing stands twice."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import parser
from pipeline.detect.rules import load_rules
from pipeline.enrich.pipeline import known_types
from pipeline.errors import REASONS
from tests.readme_tables import README, rewritten

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "pyproject.toml",
    "docker-compose.yml",
    "pipeline",
    "schemas",
    "deploy",
    "tests",
}


def test_readme_lists_every_verb_topic_metric_and_setting():
    text = README.read_text(encoding="utf-8")

    assert rewritten(text) == text, "run `python -m tests.readme_tables`"
    assert "@@" not in text


def test_the_commands_of_readme_are_understood():
    blocks = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if line.startswith("pipeline ")]

    assert len(commands) >= 6
    for command in commands:
        words = shlex.split(command.split(">")[0], comments=True)
        assert parser().parse_args(words[1:]).verb == words[1]


def test_the_rule_of_readme_can_be_loaded(tmp_path: Path):
    [rule] = re.findall(r"```yaml\n(- name.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "rule.yaml").write_text(rule, encoding="utf-8")

    assert [each.name for each in load_rules([tmp_path], known_types())] == ["launch-near-japan"]


def test_imports_point_down():
    linted = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)

    assert linted.returncode == 0, linted.stdout


def test_the_top_level_holds_nothing_else():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = {line.split("/")[0] for line in listed.stdout.splitlines()}

    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_only_the_codec_uses_orjson():
    assert importers("orjson") == {"pipeline/codec.py"}


def test_only_the_command_reads_the_environment():
    found = {path for path in sources() if "os.environ" in path.read_text(encoding="utf-8")}

    assert {str(path.relative_to(ROOT)) for path in found} == {"pipeline/cli.py"}


def test_broad_excepts_stand_only_where_a_record_must_not_be_lost():
    broad = {
        str(path.relative_to(ROOT))
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Name) and node.type.id == "Exception"
    }

    assert broad == {"pipeline/steps.py", "pipeline/sinks/retrying.py", "pipeline/engine/agents.py"}


def test_every_reason_of_an_error_is_on_the_closed_list():
    from pipeline import errors

    told = {each.reason for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)}

    assert told - {"engine", "config"} == set(REASONS)


def sources() -> list[Path]:
    return sorted((ROOT / "pipeline").rglob("*.py"))


def importers(module: str) -> set[str]:
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names.append(node.module)
            if module in {name.split(".")[0] for name in names}:
                found.add(str(path.relative_to(ROOT)))
    return found
