"""Who did it, where the sentence of the event does not say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from pipeline.enrich.pipeline import standard
from pipeline.model import Article, EnrichedArticle


@pytest.fixture(scope="module")
def annotate() -> Callable[[Article], EnrichedArticle]:
    return standard()


def who(annotate: Callable[[Article], EnrichedArticle], body: str) -> str | None:
    article = Article(uri="a", body=body, published_at=datetime(2026, 5, 7, 12, tzinfo=UTC))
    event = next(event for event in annotate(article).events if event.subtype == "missile-launch")
    return event.actor and (event.actor.name or event.actor.text)


@pytest.mark.parametrize(
    ("body", "actor"),
    [
        ("Two rockets fell on Haifa on Thursday. Hezbollah claimed responsibility.", "Hezbollah"),
        ("Two rockets fell on Haifa on Thursday. Responsibility was taken by Hezbollah.", "Hezbollah"),
        ("Two rockets fell on Haifa on Thursday. Hezbollah said its fighters had answered a raid.", "Hezbollah"),
        ("A missile hit a tanker off Aden on Thursday. The coalition blamed the Houthis for it.", "Houthis"),
        ("A missile hit a tanker off Aden on Thursday. It was the third Houthi missile this week.", "Houthis"),
        ("Yemen's Houthis fired two missiles at a tanker on Thursday.", "Houthis"),
        ("A rocket fired by Hezbollah from a grove tore open a barn on Thursday.", "Hezbollah"),
        ("Seoul said Pyongyang had launched several cruise missiles on Thursday.", "Pyongyang"),
        ("Two missiles fired from a Turkish frigate struck a hulk off Sinop on Thursday.", "Turkey"),
        ("Beijing announced that its Rocket Force had fired a missile into the Pacific on Thursday.", "Beijing"),
        ("The Alem Front said its elite Falcon Wing had fired two missiles at a base on Thursday.", "Alem Front"),
        ("Ukraine struck a bridge on Thursday. It said that its missiles had all hit the target.", "Ukraine"),
    ],
)
def test_an_attack_is_his_who_claims_it_is_blamed_or_owns_the_weapon(annotate, body: str, actor: str):
    assert who(annotate, body) == actor


@pytest.mark.parametrize(
    "body",
    [
        "Two rockets fell on Haifa on Thursday. No group claimed responsibility.",
        "A missile hit a market on Thursday. Each side blamed the other.",
        "A missile hit a market on Thursday. Witnesses told of an Iranian-made weapon.",
    ],
)
def test_an_attack_is_nobodys_where_nobody_is_named(annotate, body: str):
    assert who(annotate, body) is None


def test_an_attack_that_is_somewhere_unsaid_is_in_the_country_that_the_article_names_most(annotate):
    body = (
        "SUMY - Two missiles hit a school on Thursday, the mayor of Sumy said. Poltava sent buses. Moscow kept still."
    )
    article = Article(uri="a", body=body, published_at=datetime(2026, 5, 7, 12, tzinfo=UTC))
    event = next(event for event in annotate(article).events if event.subtype == "missile-launch")

    assert event.place is not None
    assert event.place.country == "UA"
    assert "place:home" in event.cues
