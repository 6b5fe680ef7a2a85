"""Who acts and who suffers, by word order, voice and prepositions."""

from __future__ import annotations

from typing import Final

from pipeline.enrich.events.clauses import SPEECH, participle
from pipeline.enrich.events.match import Hit
from pipeline.enrich.events.mentions import (
    AIM,
    ARTICLES,
    PLACE_PREPOSITIONS,
    REACH,
    Mention,
    adverbial,
    attribution,
    in_place,
    origin,
    stretches,
)

APPOSITIVE: Final = frozenset("a an the who which whose whom one its formerly also".split())
ABOUT: Final = frozenset("over about against".split())
JOINERS: Final = frozenset(", and & or the".split())
POSSESSIVES: Final = frozenset(("'s", "’s", "'", "’"))
CONTENT: Final = 4  # words between a verb and "that"
MADE: Final = frozenset("made built supplied designed backed style type era held controlled led".split())
CARRIED: Final = frozenset(
    "missile missiles rocket rockets ballistic cruise hypersonic drone drones warplane warplanes jet jets aircraft "
    "helicopter helicopters bomber bombers fighter fighters gunship gunships airstrike airstrikes".split()
)  # "Hezbollah rockets": whose they are stands right before
PERCEIVED: Final = frozenset(
    "detect detects detected track tracks tracked monitor monitors monitored condemn condemns condemned denounce "
    "denounces denounced deplore deplored saw sees spotted registered recorded confirm confirms confirmed spoke speaks "
    "speak report reports reported protest protests protested criticised criticized under survived reacted".split()
)  # who perceives or suffers an event has not caused it
MEANS: Final = frozenset("with by using from via".split())
BACKED: Final = frozenset("backed supported aligned trained linked funded armed allied sponsored friendly".split())
CREWED: Final = frozenset(
    "frigate submarine destroyer ship warship vessel corvette cruiser boat jet bomber aircraft plane launcher battery "
    "crew drone helicopter".split()
)
TELLS: Final = frozenset("said says say reported reports announced claimed alleged acknowledged insisted".split())
OWN: Final = frozenset(("its", "their"))
BACK: Final = 60  # words from "its" back to whose it is
NEAR: Final = 4  # words between a group and its weapon
OUT_OF_PHRASE: Final = frozenset(", ; : when while after before that which who a an the in at on near over".split())
STOPPERS: Final = frozenset(", and of to by with for from air defence defense".split())
HELD: Final = frozenset("held controlled run occupied".split())
Roles = tuple[Mention | None, Mention | None, tuple[str, ...]]


def of_verb(words: list[str], hit: Hit, before: list[Mention], after: list[Mention]) -> Roles:
    """Active: subject acts on what follows; passive: the by-phrase acts on the subject."""
    subject = _subject(words, hit, before)
    if hit.passive or (hit.trigger.with_ is not None and _suffers(words, hit)):
        return _by(words, hit, after), subject, ("voice:passive",)
    if hit.trigger.mutual and (pair := _pair(words, before, subject)):
        return pair[0], pair[1], ("mutual",)
    if hit.trigger.speaker:
        return _of_speaker(words, hit, before)
    return subject, _object(words, hit, after, subject), ()


def of_instrument(words: list[str], hit: Hit, before: list[Mention], after: list[Mention]) -> Roles:
    """A weapon is fired or strikes: who owns or sends it acts; what it is aimed at, or hits, suffers."""
    owner = _owner(words, hit, before)
    if hit.trigger.undergo:
        sender = _owner(words, hit, before if hit.passive else after)
        stopped_by = hit.passive and words[hit.end : hit.end + 1] == ["by"]
        sender = sender or _by(words, hit, before) or (None if stopped_by else _by(words, hit, after, from_too=True))
        return sender, _subject(words, hit, before), ("weapon:stopped",)
    aim = _aim(words, hit, after)
    if hit.passive:
        return _by(words, hit, after) or owner or _crew(words, hit, after), aim, ("voice:passive",)
    if hit.trigger.part == "verb" and hit.trigger.object:
        return _subject(words, hit, before), aim, ()
    if hit.trigger.part == "verb":
        owner = owner or _sender(words, hit, before)
        return owner, _object(words, hit, after, owner), ("weapon:subject",)
    actor = owner or _by(words, hit, after) or _doer(words, hit, before)
    return actor, aim, (("actor:modifier",) if owner else ())


def of_noun(words: list[str], hit: Hit, before: list[Mention], after: list[Mention]) -> Roles:
    """A modifier or "X's" acts, else "by X", else the subject of the clause; "on X" and the like suffer."""
    if hit.trigger.mutual and (pair := _between(words, hit, after)):
        return pair[0], pair[1], ("mutual",)
    owner = before[-1] if before and _modifies(words, before[-1], hit.start) else None
    actor = owner or _by(words, hit, after) or _doer(words, hit, before)
    if hit.trigger.mutual and (pair := _pair(words, before, actor)):
        return pair[0], pair[1], ("mutual",)
    return actor, _object(words, hit, after, actor), (("actor:modifier",) if owner else ())


def _doer(words: list[str], hit: Hit, before: list[Mention]) -> Mention | None:
    """The subject of the clause, unless it only perceives or suffers the event, or somebody else is named by "by"."""
    subject = _subject(words, hit, before)
    if subject is None or not hit.trigger.instrument:
        return subject
    if words[hit.end : hit.end + 1] == ["by"] or not PERCEIVED.isdisjoint(words[subject.end : hit.start]):
        return None
    return subject


def _suffers(words: list[str], hit: Hit) -> bool:
    """Tell a participle whose means stand behind "by": "people killed on Sunday by two missiles"."""
    return participle(words[hit.start]) and next((w for w in words[hit.end : hit.clause[1]] if w in MEANS), "") == "by"


def _crew(words: list[str], hit: Hit, after: list[Mention]) -> Mention | None:
    """Whose ship or plane it was fired from: "from a Turkish frigate"."""
    for mention in after:
        behind = words[mention.end : mention.end + 3]
        if mention.start < hit.clause[1] and mention.entity.demonym and not CREWED.isdisjoint(behind):
            return mention if "from" in words[hit.end : mention.start] else None
    return None


def owned(words: list[str], hit: Hit, named: list[Mention]) -> Mention | None:
    """Whose weapons "its long-range drones" are: of whoever was named last before them."""
    some = hit.trigger.subject or hit.trigger.object or hit.trigger.of
    if some is None or OWN.isdisjoint(words[slice(*hit.clause)]):
        return None
    for at in range(*hit.clause):
        if words[at] in OWN and not some.single.isdisjoint(words[at + 1 : at + NEAR + 2]):
            return next((m for m in reversed(named) if at - BACK <= m.start < at and _side(m)), None)
    return None


def _side(mention: Mention) -> bool:
    """Tell who may own weapons: a state, its people, a group."""
    return mention.entity.type == "org" or mention.entity.country is not None


def _sender(words: list[str], hit: Hit, some: list[Mention]) -> Mention | None:
    """Who let off the weapon that stands as subject: "rockets fired by X tore", "from the X-held coast"."""
    for mention in some:
        if words[mention.end : mention.end + 1] == ["-"] and words[mention.end + 1] in HELD:
            return mention
    return _by(words, hit, some)


def _owner(words: list[str], hit: Hit, some: list[Mention]) -> Mention | None:
    """Whose weapon it is: a demonym, a possessive or "that X fired" in the weapon's phrase; the nearest one."""
    ordered = reversed(some) if some and some[0].start < hit.start else some
    for mention in ordered:
        if not hit.clause[0] - REACH <= mention.start < hit.clause[1]:
            continue
        if any(word in SPEECH for word in words[mention.end : hit.start]):
            continue  # who speaks of it: "Japan's ministry said the weapon came down"
        if words[mention.end : mention.end + 1] == ["-"] and not MADE.isdisjoint(
            words[mention.end + 1 : mention.end + 2]
        ):
            continue  # who made it
        follower = words[mention.end] if mention.end < len(words) else ""
        if mention.entity.demonym or follower in POSSESSIVES or follower in CARRIED:
            if not in_place(words, mention) and _next_to(words, hit, mention):
                return mention
        elif (mention.end < hit.start and _sends(words, mention)) or _arms(words, hit, mention):
            return mention
    return None


def _next_to(words: list[str], hit: Hit, mention: Mention) -> bool:
    """Tell whether a weapon that acts stands in the phrase that a name begins: not "Seoul's radar saw a missile"."""
    some = hit.trigger.subject
    if some is None or mention.start > hit.start:
        return True
    for at in range(mention.end, hit.start):
        if words[at] in some.single or words[at] in CARRIED:
            return True
        if words[at] in OUT_OF_PHRASE or words[at] in SPEECH:
            return False
    return True


def _arms(words: list[str], hit: Hit, mention: Mention) -> bool:
    """A group right before its weapon: "Hezbollah rockets", "two Houthi one-way drones"."""
    some = hit.trigger.subject or hit.trigger.object or hit.trigger.of
    if some is None or mention.entity.type != "org" or not mention.entity.country:
        return False
    if not some.single.isdisjoint(words[mention.start : mention.end]):
        return False
    for word in words[mention.end : mention.end + NEAR]:
        if word in some.single:
            return True
        if word in SPEECH or word in PLACE_PREPOSITIONS or word in STOPPERS:
            return False
    return False


def _sends(words: list[str], mention: Mention) -> bool:
    """Stands as subject of a relative clause: "the missile that the Houthis fired"."""
    at = mention.start - 1
    while at > 0 and words[at] in ARTICLES:
        at -= 1
    return words[at] in ("that", "which")


def _modifies(words: list[str], mention: Mention, head: int) -> bool:
    """A demonym, a possessive or a compound right before the noun: "Russian missile strikes", "the North's launch"."""
    gap = words[mention.end : head]
    if len(gap) > 3 or any(word in JOINERS or word in PLACE_PREPOSITIONS for word in gap):
        return False
    return mention.entity.demonym or not gap or gap[0] in POSSESSIVES


def _subject(words: list[str], hit: Hit, before: list[Mention]) -> Mention | None:
    """The leftmost named thing of the last stretch between commas that is not an aside or a place."""
    if not before:
        return None
    start, end = hit.clause[0], hit.start
    own = any(start <= m.start for m in before)
    if not own and start > hit.sentence[0] and words[start - 1] in ("who", "which", "that", "whose"):
        start = _relative(words, hit.sentence[0], start)
    parts = stretches(words, start, end)
    for number, (left, right) in enumerate(parts):
        inside = [m for m in before if left <= m.start < right and not adverbial(words, m, left)]
        inside = _told_by(words, [m for m in inside if not _backs(words, m, inside)], hit.start)
        if not inside:
            continue
        aside = number > 0 and words[left] in APPOSITIVE and number + 1 < len(parts)
        if aside and any(parts[number + 1][0] <= m.start < parts[number + 1][1] for m in before):
            continue
        return _of_whose(words, _possessed(words, inside), before)
    return None


def _backs(words: list[str], mention: Mention, inside: list[Mention]) -> bool:
    """Stands behind somebody named right after: "the Tehran-backed Kataib Hezbollah"."""
    if words[mention.end : mention.end + 1] != ["-"] or words[mention.end + 1] not in BACKED:
        return False
    return any(mention.end < other.start <= mention.end + NEAR for other in inside)


def _told_by(words: list[str], inside: list[Mention], head: int) -> list[Mention]:
    """Leave out who only tells of it: "Seoul said Pyongyang had launched"."""
    for at in range(head - 1, inside[0].end - 1 if inside else head, -1):
        if words[at] in TELLS:
            return [m for m in inside if m.start > at] or inside
    return inside


def _of_whose(words: list[str], subject: Mention, before: list[Mention]) -> Mention:
    """Of "Beijing announced that its Rocket Force had" the owner acts, where the force is not known by its name."""
    if subject.entity.country or OWN.isdisjoint(words[max(0, subject.start - 2) : subject.start]):
        return subject
    return next((m for m in reversed(before) if m.end < subject.start and _side(m)), subject)


def _possessed(words: list[str], inside: list[Mention]) -> Mention:
    """Of "Yemen's Houthis" the second acts, where it is known whose state it is or that it is a group."""
    first = inside[0]
    if len(inside) > 1 and words[first.end : first.end + 1] and words[first.end] in POSSESSIVES:
        second = inside[1]
        if second.start <= first.end + 2 and second.entity.type == "org" and second.entity.name:
            return second
    return first


def _of_speaker(words: list[str], hit: Hit, before: list[Mention]) -> Roles:
    """Who says it, and of whom: "X said that Y must go"."""
    said = next((at for at in range(hit.start - 1, hit.sentence[0], -1) if words[at] in SPEECH), hit.sentence[0])
    speaker = next((m for m in before if m.end <= said and not adverbial(words, m, hit.sentence[0])), None)
    return speaker, next((m for m in before if m.start > said), None), ("actor:speaker",)


def _relative(words: list[str], first: int, start: int) -> int:
    """Step back over a relative pronoun to the stretch that it refers to."""
    at = start - 1
    while at > first and words[at - 1] == ",":
        at -= 1
    while at > first and words[at - 1] not in (",", ";", ":", "and"):
        at -= 1
    return at


def _object(words: list[str], hit: Hit, after: list[Mention], actor: Mention | None) -> Mention | None:
    """The first named thing after the trigger that is no place, else the subject of a that-clause, else a place."""
    if not after:
        return None
    limit = hit.clause[1]
    inside = [m for m in after if m.start < limit and not attribution(words, m, hit)]
    if hit.trigger.instrument:
        inside = [m for m in inside if not origin(words, m)]
    if len(inside) > 1 and words[inside[0].start - 1] in ("to", "with", "the") and hit.trigger.type == "DISAPPROVE":
        inside.sort(key=lambda m: words[m.start - 1] not in ABOUT and words[m.start - 2] not in ABOUT)
    for mention in inside:
        if not in_place(words, mention):
            return mention
    if limit < hit.sentence[1] and words[limit] == "that" and limit - hit.end < CONTENT:
        return next((m for m in after if limit < m.start < limit + REACH), None)
    if inside and actor is not None and not hit.trigger.mutual:
        return inside[0]
    if hit.trigger.type == "THREATEN" and actor is not None:
        return next((m for m in after if m.start > limit and m.entity.country != actor.entity.country), None)
    return None


def _aim(words: list[str], hit: Hit, after: list[Mention]) -> Mention | None:
    """What a weapon is fired at, on, towards or into."""
    for mention in after:
        if mention.start >= hit.clause[1] or attribution(words, mention, hit):
            break
        at = mention.start - 1
        while at > hit.start and (words[at] in ARTICLES or words[at].endswith(("ern", "al"))):
            at -= 1
        if words[at] in AIM:
            return mention
    return None


def _by(words: list[str], hit: Hit, after: list[Mention], *, from_too: bool = False) -> Mention | None:
    """The agent in "by X", within the clause; `from_too` takes "from X" as well."""
    start = hit.end if after and after[0].start >= hit.end else hit.clause[0]
    for at in range(start, min(hit.clause[1], hit.end + 16)):
        if words[at] == "by" or (from_too and words[at] == "from"):
            for mention in after:
                if at < mention.start <= at + REACH:
                    return mention
    return None


def _pair(words: list[str], before: list[Mention], subject: Mention | None) -> tuple[Mention, Mention] | None:
    """Two names joined by "and": both sides of a mutual event, in the order of the text."""
    if subject is None:
        return None
    for mention in before:
        gap = words[subject.end : mention.start]
        if mention.start > subject.end and len(gap) <= 6 and ("and" in gap) and mention.entity.country:
            return subject, mention
    return None


def _between(words: list[str], hit: Hit, after: list[Mention]) -> tuple[Mention, Mention] | None:
    """ "talks between X and Y"."""
    inside = [m for m in after if m.start < hit.clause[1]]
    if "between" in words[hit.end : hit.end + 4] and len(inside) > 1:
        return inside[0], inside[1]
    return None
