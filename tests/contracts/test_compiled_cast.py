"""The parts of events are assigned alike, compiled or not, in any words."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.enrich.events import clauses, mentions, participants, roles
from pipeline.enrich.events.casting import CLASSES, compiled_caster
from pipeline.enrich.events.compiled import native_cast
from pipeline.enrich.events.lexicon import load_lexicon
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.mentions import Mention
from pipeline.model import Entity

needs_cast = pytest.mark.skipif(native_cast is None, reason="built without a C compiler")
cast = participants.cast if native_cast is None else compiled_caster()
TRIGGERS = sorted(
    {id(one.trigger): one.trigger for some in load_lexicon().triggers.candidates.values() for one in some[""]}.values(),
    key=lambda trigger: (trigger.subtype, trigger.rank, str(trigger.words)),
)
KINDS: dict[tuple[object, ...], list[object]] = {}
for one in TRIGGERS:
    armed = one.with_ is not None, one.object is not None, one.subject is not None, one.of is not None
    kind = one.part, one.mutual, one.undergo, one.speaker, one.instrument, one.type in ("DISAPPROVE", "THREATEN")
    KINDS.setdefault((*kind, *armed), []).append(one)
JOINED = (
    "in besieged town of|over the|- backed|- made|- held|, one of|between|by the|from the|out of|and the|to|that"
).split("|")
PLAIN = "missile launch fired red north south rockets northern western total barred , the".split()
NORWAY, TOWN = 3144096, 1  # GeoNames ids of a state and of what is none
WORDS = [*map(sorted, CLASSES.values()), JOINED]


def words_of(random: Random) -> list[str]:
    """Make words among which some decide, few or many."""
    often = random.choice((0.1, 0.4, 0.8))
    pieces = [random.choice(random.choice(WORDS) if random.random() < often else PLAIN) for _ in range(40)]
    return " ".join(pieces).split()


def named_in(random: Random, count: int) -> list[Mention]:
    """Name things somewhere among words, in their order."""
    found, at, listed = [], random.randrange(4), random.random() < 0.2
    while at < count:
        end = at + (1 if listed else random.choice((1, 1, 1, 2, 3)))
        entity = Entity(
            type=random.choice(("place", "place", "org", "person")),
            text=random.choice(("HMS Moen", "Norwick", "Eva")),
            start=at,
            end=end,
            name=random.choice((None, "Norwick")),
            country=random.choice(("NO", "SE") if listed else (None, "NO", "SE", "KP", "KR")),
            area=random.choice((None, None, "baltic")),
            demonym=random.random() < 0.3,
            geonames=random.choice((None, None, NORWAY, TOWN)),
            metonym=random.random() < 0.1,
        )
        found.append(Mention(at, end, entity))
        at = end + (1 if listed else random.choice((0, 1, 2, 3, 4, 8)))
    return found


def put_at_edges(random: Random, words: list[str], hit: Hit, named: list[Mention]) -> None:
    """Put words where rules still look or no longer do, and join what is listed."""
    end = hit.end
    for word, places in {"between": (3, 4), "by": (15, 16), "that": (hit.clause[1] - end,)}.items():
        at = end + random.choice(places)
        if random.random() < 0.3 and at < len(words):
            words[at] = word
    if all(later.start == one.end + 1 for one, later in pairwise(named)):
        for one in named[:-1]:
            words[one.end] = random.choice((",", "and"))


def hit_in(random: Random, count: int) -> Hit:
    """Put a trigger of any kind somewhere among words."""
    start = random.randrange(count - 1)
    end = min(count, start + random.choice((1, 1, 2, 3)))
    sentence = random.randint(max(0, start - 24), start), random.randint(end, min(count, end + 24))
    clause = random.randint(max(sentence[0], start - 14), start), random.randint(end, min(sentence[1], end + 18))
    trigger = random.choice(random.choice(list(KINDS.values())))
    return Hit(trigger, start, end, clause, sentence, random.random() < 0.3, False, False)


@needs_cast
@given(st.integers().map(Random))
def test_parts_are_assigned_alike(random):
    for _ in range(200):
        words = words_of(random)
        named, hit = named_in(random, len(words)), hit_in(random, len(words))
        some = hit.trigger.subject or hit.trigger.object or hit.trigger.of
        if some and some.single and random.random() < 0.5:
            words[random.randrange(len(words))] = random.choice(sorted(some.single))
        put_at_edges(random, words, hit, named)
        inside = [one for one in named if hit.sentence[0] <= one.start < hit.sentence[1] and random.random() < 0.9]

        assert cast(words, hit, inside, named) == participants.cast(words, hit, inside, named), (words, hit, inside)


@needs_cast
def test_compiled_rules_of_parts_look_as_far_as_those_of_python():
    reaches = dict(native_cast.Reach.__members__)

    for name in ("BACK", "CONTENT", "MANY", "NEAR", "REACH"):
        found = {vars(module)[name] for module in (participants, roles, mentions) if name in vars(module)}
        assert found == {reaches[name]}


@needs_cast
def test_every_class_of_words_of_parts_is_known():
    known = {**CLASSES, **vars(clauses)}

    assert all(known[name] for name in native_cast.Sort.__members__)
