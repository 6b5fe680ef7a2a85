"""Stances: who takes which position towards whom, told by the words of the clause."""

import re

import pytest

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance import LIMIT, StanceEnricher
from pipeline.enrich.stance_cues import inflect, load
from pipeline.model import Article, EnrichedArticle, Entity

KNOWN = {
    "China": ("place", "CN", False),
    "Chinese": ("place", "CN", True),
    "Japan": ("place", "JP", False),
    "Kishida": ("person", "JP", False),
    "Seoul": ("place", "KR", False),
    "France": ("place", "FR", False),
    "Germany": ("place", "DE", False),
    "Macron": ("person", "FR", False),
    "Moscow": ("place", "RU", False),
    "Russia": ("place", "RU", False),
    "Russian": ("place", "RU", True),
    "Ukraine": ("place", "UA", False),
    "Hungary": ("place", "HU", False),
    "Orban": ("person", "HU", False),
    "NATO": ("org", None, False),
    "Iran": ("place", "IR", False),
    "Houthis": ("org", None, False),
    "White House": ("org", "US", False),
}
NAMES = re.compile(r"\b(" + "|".join(sorted(KNOWN, key=len, reverse=True)) + r")\b")


def stances_of(body, *, headline=""):
    """Enrich a text whose entities are the names above."""
    entities = []
    for part, text in (("headline", headline), ("body", body)):
        for match in NAMES.finditer(text):
            type_, country, demonym = KNOWN[match.group()]
            entities.append(
                Entity(
                    type=type_,
                    text=match.group(),
                    start=match.start(),
                    end=match.end(),
                    part=part,
                    name=match.group(),
                    country=country,
                    demonym=demonym,
                )
            )
    article = Article(uri="test:1", body=body, headline=headline)
    enriched = EnrichedArticle(id="1", article=article, entities=tuple(entities))
    return StanceEnricher()(enriched, Reading(article)).stances


def told(body):
    """Give (holder, polarity, target) of each stance."""
    return [(stance.holder.text, stance.polarity, stance.target.text) for stance in stances_of(body)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China opposes Japan's curbs.", ("China", "oppose", "Japan")),
        ("Macron was praised by Kishida.", ("Kishida", "support", "Macron")),
        ("Moscow's support for Iran has grown.", ("Moscow", "support", "Iran")),
        ("Macron voiced support for Ukraine.", ("Macron", "support", "Ukraine")),
        ("Russia won praise from Iran.", ("Iran", "support", "Russia")),
        ("The visit brought a rebuke from China.", ("China", "oppose", "The visit")),
        ("The plan was rejected by Seoul.", ("Seoul", "oppose", "The plan")),
        ("Moscow rejected the plan by Seoul.", ("Moscow", "oppose", "Seoul")),
        ("Kishida is critical of China.", ("Kishida", "oppose", "China")),
        ("Germany is against the Russian advance.", ("Germany", "oppose", "Russian")),
        ("Orban hit out at Macron.", ("Orban", "oppose", "Macron")),
        ("Orban, a critic of NATO, spoke first.", ("Orban", "oppose", "NATO")),
        ("Orban called Macron a tyrant.", ("Orban", "oppose", "Macron")),
        ("Orban described Macron as a hero.", ("Orban", "support", "Macron")),
        ("Kishida urged China to stop its threats.", ("Kishida", "oppose", "China")),
        ("Russia warned NATO against arming its neighbours.", ("Russia", "oppose", "NATO")),
        ("Germany expressed concern over Iran's missiles.", ("Germany", "oppose", "Iran")),
        ("Iran-backed Houthis seized a port.", ("Iran", "support", "Houthis")),
        ("A spokesman for the White House denounced Iran.", ("White House", "oppose", "Iran")),
        ("Seoul lodged a strong protest with Moscow.", ("Seoul", "oppose", "Moscow")),
        ("Israelis said France had the support of Germany.", ("Germany", "support", "France")),
    ],
)
def test_words_of_position_tell_holder_polarity_and_target(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We strongly oppose NATO,” Orban said.", ("Orban", "oppose", "NATO")),
        ("According to Macron, “we support Ukraine”.", ("Macron", "support", "Ukraine")),
        ("Orban said he opposes NATO.", ("Orban", "oppose", "NATO")),
        ("China’s foreign ministry said it opposed the visit.", ("China", "oppose", "the visit")),
        (
            "It drew in China, whose foreign ministry said it opposed the attempt by some states to form blocs.",
            ("China", "oppose", "some states"),
        ),
    ],
)
def test_speakers_are_resolved_within_the_sentence(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Hungary does not support Ukraine.", "oppose"),
        ("Hungary dropped its objection to Ukraine.", "support"),
        ("Hungary refused to condemn Russia.", "neutral"),
        ("Hungary doesn’t support Ukraine.", "oppose"),
        ("Hungary withdrew its support for Ukraine.", "oppose"),
    ],
)
def test_negation_and_reversal_turn_a_position_round(text, polarity):
    assert [stance.polarity for stance in stances_of(text)] == [polarity]


@pytest.mark.parametrize(
    "text",
    [
        "Russia imposed sanctions on Ukraine.",
        "Thousands protested in Germany on Friday.",
        "The White House urged Iran to support Ukraine.",
        "Germany came back against France in the second half.",
        "Support for Ukraine fell.",
        "Kishida met Macron in Germany.",
        "Kishida called Macron on Friday.",
        "Kishida urged Macron to visit.",
        "Kishida was listed in critical condition at a clinic in Germany.",
        "A Japan team accused of cheating met France.",
        "Macron issued a statement on the rejection of Germany by voters.",
        "Macron supports projects in Germany.",
    ],
)
def test_without_words_of_position_there_is_no_stance(text):
    assert told(text) == []


def test_both_names_joined_by_and_hold_the_position():
    assert told("France and Germany condemned Russia.") == [
        ("France", "oppose", "Russia"),
        ("Germany", "oppose", "Russia"),
    ]


def test_lists_with_commas_hold_the_position_together():
    assert [holder for holder, _, _ in told("Ukraine was condemned by Iran, China and Russia.")] == [
        "Iran",
        "China",
        "Russia",
    ]


def test_a_comma_before_and_closes_an_apposition_unless_a_list_is_open():
    assert told("The guests came from France, an opponent of Russia, and Germany.") == [("France", "oppose", "Russia")]
    assert len(told("Macron condemned Iran, China, and Russia.")) == 3


def test_a_place_and_its_country_are_no_list():
    assert told("Macron condemned Moscow, Russia.") == [("Macron", "oppose", "Moscow")]


def test_who_speaks_for_another_names_the_holder():
    assert told("Kishida said Japan “strongly condemns” Russia.") == [("Japan", "oppose", "Russia")]


def test_nobody_takes_a_position_on_itself():
    assert told("China disputes China.") == []


def test_a_hypothetical_position_is_too_unsure_to_tell():
    assert told("If China opposes Japan, talks may end.") == []


def test_every_stance_quotes_its_sentence_and_names_its_cue():
    (stance,) = stances_of("It rained. Hungary does not support Ukraine. It snowed.", headline="Weather")

    assert stance.quote.text == "Hungary does not support Ukraine."
    assert stance.quote.part == "body"
    assert stance.cues[0] == "support"
    assert "negated: not" in stance.cues


def test_a_headline_is_read_in_its_own_offsets():
    (stance,) = stances_of("Nothing else.", headline="China condemns Japan")

    assert (stance.holder.part, stance.holder.start, stance.target.start) == ("headline", 0, 15)


def test_verbs_are_inflected_by_rule_and_exception():
    assert [form for form, _ in inflect("deny")] == ["deny", "denies", "denied", "denying"]
    assert [form for form, _ in inflect("slam")] == ["slam", "slams", "slammed", "slamming"]
    assert [form for form, _ in inflect("speak")] == ["speak", "speaks", "spoke", "speaking", "spoken"]


def test_the_longest_phrase_is_tried_first():
    lengths = [len(cue.rest) for cue in load()["stand"]]

    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize("body", ["Russia is Iran-backed", "It met Iran - slammed"])
def test_a_compound_may_end_an_article(body):
    assert not stances_of(body)


def test_a_text_of_nothing_but_positions_gives_a_bounded_number():
    assert len(stances_of("China condemned Japan and France. " * 200)) == LIMIT


def test_a_sentence_without_end_is_read_in_stretches():
    (quote, *_) = {stance.quote.text for stance in stances_of("China condemned Japan and " * 500)}

    assert len(quote.split()) <= 200
