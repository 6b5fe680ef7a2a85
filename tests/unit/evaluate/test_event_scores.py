from __future__ import annotations

from pipeline.enrich.events import tag_events
from pipeline.enrich.events.crosswalk import plover_type
from pipeline.enrich.reading import Reading
from pipeline.evaluate import alerts, events, factuality
from pipeline.evaluate.coded import Coded, CodedTally
from pipeline.model import Article, EnrichedArticle, Entity, Event, Match, Participant, Source, Span

TAG = tag_events()


def annotate(article: Article) -> EnrichedArticle:
    found = [
        Entity(type="place", text=name, start=at, end=at + len(name), country=code)
        for name, code in (("Lima", "PE"), ("Quito", "EC"))
        if (at := article.body.find(name)) >= 0
    ]
    return TAG(EnrichedArticle(id="a", article=article, entities=tuple(found)), Reading(article))


def an_event(kind: str, status: str) -> Event:
    span = Span(start=0, end=4, text="Lima")
    return Event(type=kind, subtype="x", status=status, trigger=span, quote=span)  # type: ignore[arg-type]


def test_a_coding_is_exact_when_type_source_and_target_agree():
    row = {
        "id": "1",
        "text": "Lima condemned Quito.",
        "events": [{"type": "DISAPPROVE", "source_country": ["PE"], "target_country": ["EC"]}],
    }

    kept: list[dict[str, object]] = []
    figures = events.score([row], annotate, keep=kept.append)

    assert figures["exact"] == {"precision": 100.0, "recall": 100.0, "f1": 100.0}
    assert kept == [{"id": "1", "events": [{"type": "DISAPPROVE", "source_country": ["PE"], "target_country": ["EC"]}]}]


def test_direction_does_not_matter_where_both_sides_acted():
    tally = CodedTally()
    tally.add(
        [Coded("AGREE", frozenset(("PE", "EC")), frozenset(), True)],
        [Coded("AGREE", frozenset(("EC",)), frozenset(("PE",)))],
    )

    assert tally.figures()["exact"]["f1"] == 100.0


def test_a_wrong_target_still_earns_its_type_and_source():
    tally = CodedTally()
    tally.add(
        [Coded("AID", frozenset(("PE",)), frozenset(("EC",)))], [Coded("AID", frozenset(("PE",)), frozenset(("BO",)))]
    )

    assert tally.figures()["exact"]["f1"] == 0.0
    assert tally.figures()["partial"]["f1"] == 66.7


def test_a_planned_kindness_is_an_agreement_and_a_planned_harm_a_threat():
    assert plover_type(an_event("AID", "planned")) == "AGREE"
    assert plover_type(an_event("SANCTION", "planned")) == "THREATEN"
    assert plover_type(an_event("SANCTION", "denied")) is None
    assert plover_type(an_event("DISASTER", "occurred")) is None


def test_triggers_count_by_class_where_they_overlap():
    text = "Police arrested two men in Lima."
    gold = {"type": "Justice.ArrestJailDetain.Unspecified", "trigger": {"start": 7, "end": 15}}

    figures = events.score([{"id": "1", "text": text, "events": [gold]}], annotate)

    assert figures["overlap"] == {"precision": 100.0, "recall": 100.0, "f1": 100.0}


def test_factuality_tells_what_did_not_happen_from_what_did():
    text = "Lima did not attend. Quito met the envoys. Quito may leave."
    rows = [
        {
            "text": text,
            "events": [
                {"start": 13, "end": 19, "factuality": -3.0},
                {"start": 27, "end": 30, "factuality": 3.0},
                {"start": 53, "end": 58, "factuality": 0.0},
            ],
        }
    ]

    figures = factuality.score(rows, annotate)

    assert figures["macro_f1"] == 100.0
    assert figures["mae"] == 0.0


def test_polarity_is_scored_where_rows_give_polarity():
    rows = [{"text": "Lima did not attend.", "events": [{"start": 13, "end": 19, "polarity": "NEG"}]}]

    assert factuality.score(rows, annotate)["negation"] == {
        "precision": 100.0,
        "recall": 100.0,
        "f1": 100.0,
        "gold": 1,
        "found": 1,
    }


def a_match(enriched: EnrichedArticle) -> list[Match]:
    event = Event(
        type="PROTEST",
        subtype="protest",
        status="occurred",
        trigger=Span(start=10, end=17, text="marched"),
        quote=Span(start=0, end=27, text=enriched.article.body),
        actor=Participant(text="Lima", start=0, end=4, country="PE"),
    )
    return [Match(id="m", key="k", rule="protest", severity="info", source=Source(uri="a"), event=event)]


def test_a_rule_that_a_row_does_not_name_must_stay_silent():
    row = {"id": "1", "article": {"uri": "a", "body": "The garden is quiet today."}, "expect": {}}

    figures = alerts.score([row], annotate, fire=a_match)

    assert figures["found"] == 1
    assert figures["precision"] == 0.0


def test_a_rule_left_open_is_not_counted():
    row = {"id": "1", "article": {"uri": "a", "body": "The garden is quiet today."}, "expect": {}, "open": ["protest"]}

    assert alerts.score([row], annotate, fire=a_match)["found"] == 0


def test_actor_and_evidence_are_compared_where_a_rule_fired_rightly():
    expect = {"protest": {"fire": True, "status": "occurred", "actor": "PE", "evidence": "students marched"}}
    row = {"id": "1", "article": {"uri": "a", "body": "Lima: two students marched."}, "expect": expect}

    figures = alerts.score([row], annotate, fire=a_match)

    assert figures["f1"] == 100.0
    assert figures["actor_percent"] == 100.0
    assert figures["evidence_percent"] == 100.0


def test_the_shipped_rules_can_be_scored():
    row = {"id": "1", "article": {"uri": "a", "body": "The garden is quiet today."}, "expect": {}}

    assert alerts.score([row], annotate)["found"] == 0
