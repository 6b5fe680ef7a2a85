"""Who did it, to whom and where: the parts of an event."""

from __future__ import annotations

from typing import Final, NamedTuple

from msgspec.structs import replace

from pipeline.enrich.events.clauses import SPEECH
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.mentions import Mention, attribution, governed, in_place, may_act, origin
from pipeline.enrich.events.roles import JOINERS, PERCEIVED, POSSESSIVES, of_instrument, of_noun, of_verb, owned
from pipeline.enrich.gazetteer import Entry, world
from pipeline.enrich.parts import as_place, participant
from pipeline.model import Participant, Place

PRONOUNS: Final = frozenset("it he she they who which".split())
SIDES: Final = {"north": "KP", "south": "KR"}
SPOKEN: Final = [[word] for word in (*POSSESSIVES, *SPEECH)]  # behind a place that stands for its government
OF_TOWN: Final = frozenset(
    "'s ’s : zoo airport station market bus port harbour harbor hospital road highway district province suburb oblast "
    "region refinery".split()
)
MANY: Final = 8  # targets of one event


class Cast(NamedTuple):
    """What the trigger's sentence says about who and where; several targets where it names several."""

    actor: Participant | None
    targets: tuple[Participant, ...]
    place: Place | None
    cues: tuple[str, ...]


def cast(words: list[str], hit: Hit, inside: list[Mention], named: list[Mention]) -> Cast:
    """Assign the parts of an event; `inside` take part in the hit's sentence, `named` are all of the article."""
    before = [m for m in inside if m.end <= hit.start]
    after = [m for m in inside if m.start >= hit.end]
    place = _place(words, hit, after) or _place(words, hit, before)
    if hit.trigger.instrument:
        actor, target, how = of_instrument(words, hit, before, after)
    elif hit.trigger.part == "verb":
        actor, target, how = of_verb(words, hit, before, after)
    else:
        actor, target, how = of_noun(words, hit, before, after)
    armed = hit.trigger.instrument or hit.trigger.with_ is not None
    if armed and actor is not None and not may_act(actor):
        actor = None
    if armed and not _located(place) and not (target and target.entity.country):
        place = _nearby(words, hit, inside, actor) or place
    perceived = armed and hit.trigger.part != "verb" and not PERCEIVED.isdisjoint(words[hit.clause[0] : hit.start])
    able = [m for m in named if may_act(m)] if armed and actor is None else named
    if actor is None and not hit.passive and not perceived and (actor := _referent(words, hit, able)):
        how = (*how, "actor:coreference")
    if actor is None and hit.trigger.instrument and (actor := owned(words, hit, able)):
        how = (*how, "actor:coreference")
    targets = _joined(words, target, inside) if target and "mutual" not in how else [target] if target else []
    return Cast(
        participant(actor.entity) if actor else None,
        tuple(participant(one.entity) for one in targets if one is not actor),
        as_place(place.entity) if place else None,
        how,
    )


def _joined(words: list[str], target: Mention, inside: list[Mention]) -> list[Mention]:
    """The target and what is joined to it by commas and "and"."""
    found = [target]
    for mention in inside:
        if mention.start <= found[-1].start or not mention.entity.country:
            continue
        gap = words[found[-1].end : mention.start]
        if not gap or not JOINERS.issuperset(gap) or len(found) == MANY:
            break
        found.append(mention)
    return found


def _place(words: list[str], hit: Hit, some: list[Mention]) -> Mention | None:
    """The first place of the clause after "in", "off", "near", "over" or "at"."""
    for mention in some:
        named = mention.entity.type == "place" and not mention.entity.demonym
        if named and hit.clause[0] <= mention.start < hit.clause[1] and in_place(words, mention):
            return mention
    return None


def _located(place: Mention | None) -> bool:
    return place is not None and (place.entity.country is not None or place.entity.area is not None)


def _nearby(words: list[str], hit: Hit, inside: list[Mention], actor: Mention | None) -> Mention | None:
    """The place of the sentence that stands nearest to what a weapon did, where none is said to be its place."""
    owner = actor.entity.country if actor else None
    found = [
        m
        for m in inside
        if m.entity.type == "place"
        and not m.entity.demonym
        and (m.entity.area or m.entity.country not in (None, owner))
        and not origin(words, m)
        and governed(words, m)
        and words[m.end : m.end + 1] not in SPOKEN
        and not attribution(words, m, hit)
    ]
    return min(found, key=lambda m: abs(m.start - hit.start), default=None)


def in_a_town(words: list[str], hit: Hit, inside: list[Mention], named: list[Mention], parts: Cast) -> Cast:
    """Put what a weapon did, where no country is known, into the nearest town that only the gazetteer takes for one.

    Its name must be that of places in one country, or in one of those that the article names, and not in the actor's.
    """
    known = (parts.place and (parts.place.country or parts.place.area)) or any(one.country for one in parts.targets)
    if known or not (hit.trigger.instrument or hit.trigger.with_ is not None):
        return parts
    own = parts.actor.country if parts.actor else None
    others = {m.entity.country for m in named} - {own, None}
    for mention in sorted(inside, key=lambda m: abs(m.start - hit.start)):
        if (entry := _town(words, mention, others)) and entry.country != own:
            return parts._replace(place=replace(as_place(mention.entity), country=entry.country, name=entry.name))
    return parts


def _town(words: list[str], mention: Mention, others: set[str | None]) -> Entry | None:
    entity = mention.entity
    if entity.country or entity.area or entity.demonym or origin(words, mention):
        return None
    if not (governed(words, mention) or not OF_TOWN.isdisjoint(words[mention.end : mention.end + 1])):
        return None
    known = {entry.country: entry for entry in world().namesakes(entity.text) if entry.country}
    countries = known.keys() if len(known) == 1 else known.keys() & others
    return known[next(iter(countries))] if len(countries) == 1 else None


def _referent(words: list[str], hit: Hit, named: list[Mention]) -> Mention | None:
    """A pronoun or "the North" as subject stands for the last state named before."""
    for at in range(hit.start - 1, hit.clause[0] - 1, -1):
        if words[at] in SIDES and (words[at - 1] == "the" or at == hit.start - 1):
            wanted = SIDES[words[at]]
            return next((m for m in named if m.entity.country == wanted), None)  # the peninsula's, when named
        if words[at] in PRONOUNS:
            earlier = [m for m in named if m.end <= at and m.entity.country and m.start >= hit.sentence[0] - 60]
            if not earlier:
                return None
            return next((m for m in earlier if m.start >= hit.sentence[0]), earlier[-1])
    return None
