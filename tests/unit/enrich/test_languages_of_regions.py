"""Regions in ten languages, against our own sentences in tests/golden/regions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.enrich.gazetteer import world
from pipeline.enrich.language import DetectLanguage
from pipeline.enrich.links import LinkEntities
from pipeline.enrich.pipeline import build
from pipeline.enrich.regions import TagRegions
from pipeline.model import Article, EnrichedArticle

GOLD = Path(__file__).parents[2] / "golden" / "regions"
LANGUAGES = sorted(path.stem for path in GOLD.glob("*.jsonl"))
annotate = build([DetectLanguage(), LinkEntities(world()), TagRegions(world())])


def rows(language: str) -> list[dict]:
    return [json.loads(line) for line in (GOLD / f"{language}.jsonl").read_text("utf-8").splitlines()]


def regions_of(enriched: EnrichedArticle) -> list[str]:
    return sorted(region.code for region in enriched.regions)


def test_ten_languages_have_gold():
    assert sorted("ko ja zh ru ar es fr de pt tr".split()) == LANGUAGES
    assert all(len(rows(language)) >= 8 for language in LANGUAGES)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for tag in LANGUAGES for row in rows(tag)])
def test_regions_are_told_in_their_own_language(row):
    article = Article(uri="urn:test", body=row["text"], language=row["id"][:2])

    assert regions_of(annotate(article)) == sorted(row["regions"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_need_not_be_declared(language):
    article = Article(uri="urn:test", body="\n".join(row["text"] for row in rows(language)))

    assert regions_of(annotate(article)) == sorted({code for row in rows(language) for code in row["regions"]})
