from __future__ import annotations

import msgspec
import pytest

from pipeline.detect.matching import detect
from pipeline.detect.rules import Condition, EntityFilter, EventFilter, RegionFilter, TextFilter, ToneFilter
from pipeline.model import Participant, Span, Tone
from tests.builders import a_rule, an_enriched_article, an_event

ACME_IN_PERU = a_rule(
    "acme-in-peru", when=Condition(entity=EntityFilter(text="acme"), region=RegionFilter(code=("PE", "BO")))
)


def test_a_rule_fires_where_all_its_conditions_hold():
    [match] = detect(an_enriched_article(entities=("Acme",), regions=("PE",)), [ACME_IN_PERU])

    assert match.rule == "acme-in-peru"
    assert [verdict.held for verdict in match.why] == [True, True]


def test_a_rule_stays_silent_elsewhere():
    assert detect(an_enriched_article(entities=("Acme",), regions=("NO",)), [ACME_IN_PERU]) == ()


@pytest.mark.parametrize(
    ("status", "fires"), [("occurred", True), ("claimed", True), ("denied", False), ("drill", False)]
)
def test_the_status_decides(status: str, fires: bool):
    assert bool(detect(an_enriched_article(an_event(status=status)), [a_rule()])) is fires


def test_two_mentions_of_one_launch_give_one_match_with_the_nearest_status():
    enriched = an_enriched_article(an_event(status="claimed"), an_event(status="occurred"), an_event(actor=None))

    [match] = detect(enriched, [a_rule()])

    assert match.event is not None
    assert match.event.status == "occurred"
    assert match.event.actor is not None


def test_mentions_of_one_event_are_merged_and_keep_what_each_tells():
    mentions = (
        an_event("protest", place="KE"),
        an_event("protest", actor=None),
        an_event("protest", actor=None, place="KE"),
    )

    [match] = detect(an_enriched_article(*mentions), [a_rule("protest")])

    assert match.event is not None
    assert match.event.actor is not None
    assert match.event.place is not None


def test_protests_in_two_countries_give_two_matches():
    mentions = an_event("protest", actor=None, place="KE"), an_event("protest", actor=None, place="PE")

    assert len(detect(an_enriched_article(*mentions), [a_rule("protest")])) == 2


def test_launches_by_two_states_give_two_matches():
    matches = detect(an_enriched_article(an_event(actor="KP"), an_event(actor="IR")), [a_rule()])

    assert [match.key for match in matches] == ["missile-launch/missile-launch/KP", "missile-launch/missile-launch/IR"]


def test_why_quotes_the_words():
    [match] = detect(an_enriched_article(an_event()), [a_rule()])

    assert match.why[0].because == "missile-launch occurred: “fired”"
    assert match.why[0].spans[0].text == "The North fired."


def test_a_filter_on_the_actor_takes_code_or_name():
    for wanted in ("KP", "kp", ("US", "KP")):
        rule = a_rule(when=Condition(event=EventFilter(type="missile-launch", actor=wanted)))
        assert detect(an_enriched_article(an_event(actor="KP")), [rule])
        assert not detect(an_enriched_article(an_event(actor="IR")), [rule])


@pytest.mark.parametrize(
    ("wanted", "body", "fires"),
    [
        (TextFilter(any=("oil tanker", "LNG")), "An OIL\ntanker burned.", True),
        (TextFilter(any="tank"), "An oil tanker burned.", False),
        (TextFilter(all=("oil", "burned")), "An oil tanker sailed.", False),
        (TextFilter(any="oil", none="film"), "An oil tanker burned in a film.", False),
        (TextFilter(none="film"), "An oil tanker burned.", True),
    ],
)
def test_text_is_found_by_whole_words(wanted: TextFilter, body: str, fires: bool):
    rule = a_rule(when=Condition(text=wanted))

    assert bool(detect(an_enriched_article(body=body), [rule])) is fires


def test_any_and_not_combine():
    peru, acme = Condition(region=RegionFilter(code="PE")), Condition(entity=EntityFilter(text="Acme"))
    rule = a_rule(when=Condition(any=(peru, acme), not_=Condition(text=TextFilter(any="film"))))

    assert detect(an_enriched_article(regions=("PE",)), [rule])
    assert detect(an_enriched_article(entities=("Acme",)), [rule])
    assert not detect(an_enriched_article(regions=("NO",)), [rule])
    assert not detect(an_enriched_article(regions=("PE",), body="It is a film."), [rule])


def test_a_rule_without_an_event_keeps_articles_apart():
    one, other = (
        detect(an_enriched_article(regions=("PE",), uri=uri), [a_rule(when=Condition(region=RegionFilter(code="PE")))])
        for uri in ("a", "b")
    )

    assert one[0].key != other[0].key


@pytest.mark.parametrize(
    ("wanted", "fires"),
    [
        (ToneFilter(target="PE", polarity="oppose"), True),
        (ToneFilter(target="lima"), True),
        (ToneFilter(target="PE", polarity=("neutral", "support")), False),
        (ToneFilter(polarity="oppose", confidence=0.9), False),
        (ToneFilter(target="BO"), False),
    ],
)
def test_tone_is_judged_by_target_polarity_and_confidence(wanted: ToneFilter, fires: bool):
    tone = Tone(
        target=Participant(text="Lima", start=0, end=4, country="PE"),
        polarity="oppose",
        confidence=0.8,
        quote=Span(start=0, end=20, text="Lima mishandled this"),
    )
    enriched = msgspec.structs.replace(an_enriched_article(), tones=(tone,))

    matches = detect(enriched, [a_rule("tone", when=Condition(tone=wanted))])

    assert bool(matches) is fires
    assert [verdict.because for match in matches for verdict in match.why] == ["oppose Lima (0.80)"] * fires
