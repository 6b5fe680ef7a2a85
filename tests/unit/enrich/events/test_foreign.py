from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.enrich.events import tag_events
from pipeline.enrich.events.foreign import LANGUAGES, load_language
from pipeline.enrich.reading import Reading
from pipeline.model import Article, EnrichedArticle, Event

TAG = tag_events()


def events_of(text: str, language: str) -> tuple[Event, ...]:
    article = Article(uri="a", body=text, language=language, published_at=datetime(2026, 5, 4, tzinfo=UTC))
    return TAG(EnrichedArticle(id="a", article=article, language=language), Reading(article)).events


@pytest.mark.parametrize(
    ("language", "text", "subtype", "status", "actor"),
    [
        ("de", "Iranische Raketen schlugen am Montag in einem Depot ein.", "missile-launch", "occurred", "IR"),
        ("de", "Das Manöver der Bundeswehr wurde verschoben.", "military-exercise", "cancelled", "DE"),
        ("fr", "L’armée turque a tiré deux missiles lundi matin.", "missile-launch", "occurred", "TR"),
        ("fr", "Une manifestation est prévue jeudi à Lille.", "protest", "planned", None),
        ("es", "Irán disparó tres misiles contra una base.", "missile-launch", "occurred", "IR"),
        ("es", "Londres niega haber impuesto sanciones a ese banco.", "sanction", "denied", "GB"),
        ("ru", "Турецкая авиация нанесла удары по трём сёлам.", "air-strike", "occurred", "TR"),
        ("ru", "Учения российской армии перенесли на осень.", "military-exercise", "cancelled", "RU"),
        ("ar", "قصفت طائرات إسرائيلية مخزنا قرب صور صباح الاثنين.", "air-strike", "occurred", "IL"),
        ("zh", "以色列战机周一轰炸了加沙的一处仓库。", "air-strike", "occurred", "IL"),
        ("ja", "北朝鮮は四日、弾道ミサイルを発射した。", "missile-launch", "occurred", "KP"),
        ("ko", "북한이 월요일 탄도미사일 한 발을 발사했다.", "missile-launch", "occurred", "KP"),
        ("ko", "한미 연합훈련이 다음 주로 연기됐다.", "military-exercise", "cancelled", "KR"),
    ],
)
def test_events_are_read_in_eight_languages(language: str, text: str, subtype: str, status: str, actor: str | None):
    (event,) = [event for event in events_of(text, language) if event.subtype == subtype]

    assert event.status == status
    assert (event.actor.country if event.actor else None) == actor
    assert event.trigger.text in text


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_the_five_subtypes_and_a_cue_for_each_status(language: str):
    patterns = load_language(language)

    assert {subtype for subtype, _ in patterns.triggers} == {
        "missile-launch",
        "air-strike",
        "sanction",
        "protest",
        "military-exercise",
    }
    assert len(patterns.status) == 9


def test_a_satellite_in_another_language_is_no_missile():
    assert events_of("Japon a lancé un satellite avec une nouvelle fusée.", "fr") == ()


def test_a_year_gone_by_is_history_in_another_language_too():
    (event,) = events_of("En 1943 la aviación británica bombardeó el puerto.", "es")

    assert event.status == "historical"


def test_each_sentence_is_quoted_by_itself():
    (event,) = events_of("Es war still. Dann griffen Kampfjets das Dorf an, Luftangriffe folgten.", "de")

    assert event.quote.text == "Dann griffen Kampfjets das Dorf an, Luftangriffe folgten."


def test_a_language_that_is_not_known_gives_no_events():
    assert events_of("Ballistinen ohjus laukaistiin maanantaina.", "fi") == ()
