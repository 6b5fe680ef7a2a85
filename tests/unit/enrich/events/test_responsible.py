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
        ("An Iskander came down in the yard of Odesa's school on Thursday.", "Iskander"),
        ("The Kinzhal that, after an hour of sirens, fell on Dnipro on Thursday did not burst.", "Kinzhal"),
        ("Two rockets fell on Haifa on Thursday, and Hezbollah claimed the attack.", "Hezbollah"),
        (
            "A rocket hit a truck near Safed on Thursday. Hezbollah said that one of its crews had aimed well.",
            "Hezbollah",
        ),
        ("A rocket tore up a market in Kherson on Thursday. Russian gunners had the range, a nurse said.", "Russia"),
        ("A rocket from the army's launchers hit a bakery in Khartoum on Thursday.", "Khartoum"),
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
        "Seoul's radars picked up a missile that climbed out of a valley on Thursday.",
        "The quay in Yalta was crowded when a missile fell on the pier on Thursday.",
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


def where(annotate: Callable[[Article], EnrichedArticle], body: str) -> str | None:
    article = Article(uri="a", body=body, published_at=datetime(2026, 5, 7, 12, tzinfo=UTC))
    event = next(event for event in annotate(article).events if event.subtype == "missile-launch")
    return (event.target and event.target.country) or (event.place and event.place.country)


@pytest.mark.parametrize(
    ("body", "country"),
    [
        ("A Russian missile fell into a meadow at Vettelin on Thursday, Romanian police said.", "RO"),
        ("Netivot's mayor was asleep when a rocket hit the car park on Thursday.", "IL"),
        ("Two rockets fired from Gaza fell on a barn on Thursday.", None),
        ("A Russian missile fell into a meadow at Vettelin on Thursday.", None),
    ],
)
def test_a_missile_came_down_where_authorities_and_towns_say_not_where_it_came_from(annotate, body: str, country: str):
    assert where(annotate, body) == country
