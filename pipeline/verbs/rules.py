"""`pipeline rules test|list [FILE…]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.codec import decode_article
from pipeline.compose import annotator, read_rules
from pipeline.detect.conditions import leaves
from pipeline.detect.matching import detect
from pipeline.detect.rules import Rule
from pipeline.errors import PipelineError, RuleError
from pipeline.model import Article
from pipeline.settings import Settings
from pipeline.steps import Annotate


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `rules` takes."""
    parser.add_argument("action", choices=("test", "list"), help="run the rules' own tests, or list the rules")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="rule files or folders; default: deployed")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Test or list rules; exit 1 when a test fails."""
    rules = read_rules(settings, options.files)
    if options.action == "list":
        for rule in rules:
            print(
                f"{rule.name:24} {rule.severity:9} {len(rule.fires_on)} fire, {len(rule.silent_on)} silent  {rule.file}"
            )
        return 0
    annotate = annotator(settings)
    failures = [line for rule in rules for line in failures_of(rule, annotate)]
    for line in failures:
        print(line)
    cases = sum(len(rule.fires_on) + len(rule.silent_on) for rule in rules)
    print(f"{len(rules)} rules, {cases} cases, {len(failures)} failed")
    return 1 if failures else 0


def failures_of(rule: Rule, annotate: Annotate) -> list[str]:
    """Run a rule's own tests with the production enrichment; one line a failure, saying why.

    Raises:
        RuleError: a test article is missing or cannot be read.
    """
    lines: list[str] = []
    for names, fires in ((rule.fires_on, True), (rule.silent_on, False)):
        for name in names:
            enriched = annotate(_article(rule, name))
            if bool(detect(enriched, [rule])) != fires:
                told = "; ".join(f"{v.condition}: {v.because}" for v in leaves(rule.when, enriched) if v.held != fires)
                lines.append(f"{rule.file}: {rule.name} should {'fire on' if fires else 'be silent on'} {name}: {told}")
    return lines


def _article(rule: Rule, name: str) -> Article:
    path = Path(rule.file).parent / "articles" / name
    try:
        return decode_article(path.read_bytes())
    except OSError as exc:
        raise RuleError(f"{rule.file}: rule {rule.name!r}: test article {path} cannot be read: {exc}") from exc
    except PipelineError as exc:
        raise RuleError(f"{path}: {exc}") from exc
