"""Own sentences beside the gold set: short, plain, and most of them traps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.enrich.pipeline import standard
from pipeline.model import Article, EnrichedArticle
from pipeline.yaml import read_yaml_as

SENTENCES = read_yaml_as(Path(__file__).parent / "sentences.yaml", dict[str, dict[str, list[str]]])
PLANS_COUNT = ("sanction", "military-exercise")


@pytest.fixture(scope="module")
def annotate() -> Callable[[Article], EnrichedArticle]:
    return standard()


def told(annotate: Callable[[Article], EnrichedArticle], subtype: str, body: str) -> bool:
    article = Article(uri="a", body=body, published_at=datetime(2026, 5, 7, 12, tzinfo=UTC))
    counted = {"occurred", "claimed"} | ({"planned"} if subtype in PLANS_COUNT else set())
    return any(event.subtype == subtype and event.status in counted for event in annotate(article).events)


@pytest.mark.parametrize("subtype", sorted(SENTENCES))
def test_a_plain_report_is_told(annotate: Callable[[Article], EnrichedArticle], subtype: str):
    assert [body for body in SENTENCES[subtype]["fires"] if not told(annotate, subtype, body)] == []


@pytest.mark.parametrize("subtype", sorted(SENTENCES))
def test_what_did_not_happen_or_is_something_else_is_not(annotate: Callable[[Article], EnrichedArticle], subtype: str):
    assert [body for body in SENTENCES[subtype]["silent"] if told(annotate, subtype, body)] == []
