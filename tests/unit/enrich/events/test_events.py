from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from pipeline.enrich.events import tag_events
from pipeline.enrich.events.finder import SlowFinder, finder_of
from pipeline.enrich.events.lexicon import load_lexicon
from pipeline.enrich.reading import Reading
from pipeline.model import Article, EnrichedArticle, Entity, Event

NAMES = {
    "North Korea": ("KP", False),
    "North Korean": ("KP", True),
    "Pyongyang": ("KP", False),
    "Japan": ("JP", False),
    "South Korea": ("KR", False),
    "Russia": ("RU", False),
    "Russian": ("RU", True),
    "Kharkiv": ("UA", False),
    "Ukraine": ("UA", False),
    "Egypt": ("EG", False),
    "Greek": ("GR", True),
    "Lima": ("PE", False),
    "Jericho": ("PS", False),
}
PATTERN = re.compile("|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)))
TAG = tag_events()


def an_article(body: str, headline: str = "", day: int = 16) -> EnrichedArticle:
    article = Article(uri="a", body=body, headline=headline, published_at=datetime(2023, 3, day, 9, tzinfo=UTC))
    return EnrichedArticle(id="a", article=article)


def tagged(body: str, headline: str = "") -> tuple[Event, ...]:
    enriched = an_article(body, headline)
    reading = Reading(enriched.article)
    entities = []
    for match in PATTERN.finditer(reading.text):
        country, demonym = NAMES[match.group()]
        span = reading.span(*match.span())
        entities.append(
            Entity(
                type="place",
                text=span.text,
                start=span.start,
                end=span.end,
                part=span.part,
                name=span.text,
                country=country,
                demonym=demonym,
            )
        )
    known = EnrichedArticle(id="a", article=enriched.article, entities=tuple(entities))
    return TAG(known, reading).events


def the(subtype: str, body: str) -> Event:
    found = [event for event in tagged(body) if event.subtype == subtype]
    assert len(found) == 1, [(event.subtype, event.trigger.text) for event in tagged(body)]
    return found[0]


def test_a_fired_missile_is_a_launch_that_occurred_with_its_actor_and_place():
    event = the("missile-launch", "On Thursday Pyongyang fired a long-range missile that landed in the sea off Japan.")

    assert (event.status, event.actor and event.actor.country) == ("occurred", "KP")
    assert event.place is None or event.place.country == "JP"
    assert event.quote.text.startswith("On Thursday")
    assert event.time is not None
    assert event.time.first.isoformat() == "2023-03-16"


@pytest.mark.parametrize(
    "body",
    [
        "² days after Russia fired a missile, Kyiv fell.",
        "1" * 5000 + " days after Russia fired a missile, Kyiv fell.",
        "Russia fired a missile ² years ago.",
        "Russia fired a missile on March ².",
        "Russia fired a missile on ² March.",
    ],
)
def test_digits_that_count_nothing_break_no_article(body: str):
    assert the("missile-launch", body)


@pytest.mark.parametrize("published", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
@pytest.mark.parametrize("time", ["on Monday", "yesterday", "this Sunday", "last week", "in December"])
def test_a_date_that_stands_for_none_breaks_no_article(time: str, published: datetime):
    article = Article(uri="a", body=f"Russia fired a missile {time}.", published_at=published)

    assert TAG(EnrichedArticle(id="a", article=article), Reading(article)).events


def test_a_name_of_a_weapon_may_end_an_article_at_a_hyphen():
    assert the("missile-launch", "Russia fired a missile, he said, at Jericho-")


@pytest.mark.parametrize("find", [SlowFinder, finder_of])
def test_a_make_of_weapon_may_be_the_last_word_of_an_article(find):
    (hit,), _ = find(load_lexicon().triggers)(Reading(Article(uri="a", body="Russia fired a Kh-101")))

    assert hit.trigger.subtype == "missile-launch"


def test_offsets_of_a_trigger_are_relative_to_its_part():
    body = "A reply came later."
    (event,) = (e for e in tagged(body, headline="Pyongyang fires missile") if e.subtype == "missile-launch")

    assert event.trigger.part == "headline"
    assert event.trigger.text == "fires"
    assert event.trigger.start == 10


@pytest.mark.parametrize(
    ("status", "body"),
    [
        ("denied", "Pyongyang denied that it had fired a missile."),
        ("denied", "Pyongyang did not fire a missile on Thursday."),
        ("planned", "Pyongyang will fire a missile next week, officials said."),
        ("threatened", "Pyongyang threatened to fire a missile at the island."),
        ("hypothetical", "Neighbours would respond if Pyongyang fired a missile."),
        ("habitual", "Trade grew despite frequent North Korean missile launches."),
        ("habitual", "The two shared intelligence on North Korea's missile launches."),
        ("historical", "Pyongyang fired a missile in 2017."),
        ("cancelled", "Pyongyang cancelled a missile launch on Thursday."),
        ("cancelled", "The missile launch was postponed, Pyongyang said."),
        ("claimed", "Pyongyang allegedly fired a missile on Thursday."),
        ("drill", "Pyongyang's simulated missile launch ended on Thursday."),
    ],
)
def test_words_that_govern_an_event_decide_its_status(status: str, body: str):
    assert the("missile-launch", body).status == status


def test_in_the_passive_the_by_phrase_acts_and_the_subject_suffers():
    event = the("shelling", "Kharkiv was shelled by Russian gunners on Thursday.")

    assert event.actor is not None
    assert event.target is not None
    assert (event.actor.country, event.target.country) == ("RU", "UA")


def test_a_demonym_before_a_noun_acts_on_what_follows_on():
    event = the("air-strike", "Russian air strikes on Kharkiv killed four people.")

    assert event.actor is not None
    assert event.target is not None
    assert (event.actor.country, event.target.country) == ("RU", "UA")


def test_both_sides_of_a_mutual_event_follow_the_order_of_the_text():
    event = the("agreement", "Japan and South Korea signed a pact on undersea cables.")

    assert event.actor is not None
    assert event.target is not None
    assert (event.actor.country, event.target.country) == ("JP", "KR")


@pytest.mark.parametrize(
    "body",
    [
        "The firm will launch a new phone in Japan this year.",
        "SpaceX launched a rocket with twelve satellites from Florida.",
        "The band's new single was fired up by fans.",
    ],
)
def test_launches_of_other_things_are_no_missile_launch(body: str):
    assert [event for event in tagged(body) if event.subtype == "missile-launch"] == []


def test_every_event_says_what_decided_it():
    assert all(event.cues for event in tagged("Russian air strikes on Kharkiv killed four people."))


def test_an_article_without_triggers_has_no_events():
    assert tagged("The garden is quiet in the morning.") == ()
