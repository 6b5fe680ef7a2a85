"""Who did it, to whom and where: the named things around a trigger, by word order and prepositions."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from pipeline.enrich.events.clauses import SPEECH, participle
from pipeline.enrich.events.match import Hit
from pipeline.enrich.reading import Reading
from pipeline.model import Entity, Participant, Place

PLACE_PREPOSITIONS: Final = frozenset("in at near off over outside inside around within throughout across".split())
SETTLEMENTS: Final = frozenset(
    "town city village capital province region district port island state camp suburb".split()
)
GROUND: Final = frozenset(
    "border borders soil waters airspace territory coast capital frontier town city village".split()
)
AIM: Final = frozenset("at on against toward towards into upon over onto across".split())
ARTICLES: Final = frozenset("the a an its his her their northern southern eastern western central".split())
PRONOUNS: Final = frozenset("it he she they who which".split())
SIDES: Final = {"north": "KP", "south": "KR"}
APPOSITIVE: Final = frozenset("a an the who which whose whom one its formerly also".split())
ABOUT: Final = frozenset("over about against".split())
JOINERS: Final = frozenset(", and & or the".split())
POSSESSIVES: Final = frozenset(("'s", "’s", "'", "’"))
SPOKEN: Final = [[word] for word in (*POSSESSIVES, *SPEECH)]  # behind a place that stands for its government
DASHES: Final = frozenset("— – - (".split())
RULES: Final = frozenset("— – - --".split())
HEAD: Final = 14  # words of a dateline with day and agency
DATELINE: Final = 4  # words of a dateline around a place
SHORT: Final = 4  # letters from which a place in capitals is no abbreviation
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
SHIPS: Final = {
    "HMAS": "AU",
    "HMS": "GB",
    "USS": "US",
    "USNS": "US",
    "INS": "IN",
    "KRI": "ID",
    "BRP": "PH",
    "JS": "JP",
    "ROKS": "KR",
    "HMNZS": "NZ",
    "HMCS": "CA",
    "HNoMS": "NO",
    "HSwMS": "SE",
    "PNS": "PK",
    "TCG": "TR",
    "ITS": "IT",
    "ARA": "AR",
}  # prefixes of the names of a state's ships
BACKED: Final = frozenset("backed supported aligned trained linked funded armed allied sponsored friendly".split())
CREWED: Final = frozenset(
    "frigate submarine destroyer ship warship vessel corvette cruiser boat jet bomber aircraft plane launcher battery "
    "crew drone helicopter".split()
)
TELLS: Final = frozenset("said says say reported reports announced claimed alleged acknowledged insisted".split())
OWN: Final = frozenset(("its", "their"))
BACK: Final = 60  # words from "its" back to whose it is
REACH: Final = 8
COMPASS: Final = frozenset("north south east west northeast northwest southeast southwest outskirts".split())
NEAR: Final = 4  # words between a group and its weapon
STOPPERS: Final = frozenset(", and of to by with for from air defence defense".split())
HELD: Final = frozenset("held controlled run occupied".split())
MANY: Final = 8  # targets of one event


class Mention(NamedTuple):
    """A named thing as a range of tokens."""

    start: int
    end: int  # exclusive
    entity: Entity


class Cast(NamedTuple):
    """What the trigger's sentence says about who and where; several targets where it names several."""

    actor: Participant | None
    targets: tuple[Participant, ...]
    place: Place | None
    cues: tuple[str, ...]


Roles = tuple[Mention | None, Mention | None, tuple[str, ...]]


def mentions(reading: Reading, entities: tuple[Entity, ...]) -> list[Mention]:
    """Turn entities into ranges of tokens, in order of text."""
    starts = reading.starts
    found: list[Mention] = []
    for entity in entities:
        shift = 0 if entity.part == "headline" else reading.body_start
        start = bisect_left(starts, entity.start + shift)
        end = bisect_left(starts, entity.end + shift, start)
        found.append(Mention(start, max(end, start + 1), entity))
    found.sort(key=lambda mention: mention.start)
    return found


def taking_part(words: list[str], inside: list[Mention], first: int) -> list[Mention]:
    """Leave out the mentions of a sentence from `first` on that take no part in what it tells."""
    if inside and _dateline(words, inside[0], first):
        told = _told(words, inside[0].end, first)
        inside = [m for m in inside if m.start >= told]
    return [m for m in inside if not _prefixed(words, m) and not _dateline(words, m, first)]


def _told(words: list[str], at: int, first: int) -> int:
    """Where the story begins behind a dateline: "MOSCOW, Oct 20 (Interfront) - "."""
    return next((here + 1 for here in range(at, min(len(words), first + HEAD)) if words[here] in RULES), at)


def cast(words: list[str], hit: Hit, inside: list[Mention], named: list[Mention]) -> Cast:
    """Assign the parts of an event; `inside` take part in the hit's sentence, `named` are all of the article."""
    before = [m for m in inside if m.end <= hit.start]
    after = [m for m in inside if m.start >= hit.end]
    place = _place(words, hit, after) or _place(words, hit, before)
    if hit.trigger.instrument:
        actor, target, how = _of_instrument(words, hit, before, after)
    elif hit.trigger.part == "verb":
        actor, target, how = _of_verb(words, hit, before, after)
    else:
        actor, target, how = _of_noun(words, hit, before, after)
    armed = hit.trigger.instrument or hit.trigger.with_ is not None
    if armed and not _located(place) and not (target and target.entity.country):
        place = _nearby(words, hit, inside, actor) or place
    perceived = armed and hit.trigger.part != "verb" and not PERCEIVED.isdisjoint(words[hit.clause[0] : hit.start])
    if actor is None and not hit.passive and not perceived and (actor := _referent(words, hit, named)):
        how = (*how, "actor:coreference")
    if actor is None and hit.trigger.instrument and (actor := _owned(words, hit, named)):
        how = (*how, "actor:coreference")
    targets = _joined(words, target, inside) if target and "mutual" not in how else [target] if target else []
    return Cast(
        participant(actor.entity) if actor else None,
        tuple(participant(one.entity) for one in targets if one is not actor),
        as_place(place.entity) if place else None,
        how,
    )


def _prefixed(words: list[str], mention: Mention) -> bool:
    """Stands for no one in "anti-Syria journalist", "pro-Moscow"."""
    return mention.start > 1 and words[mention.start - 1] == "-" and words[mention.start - 2] in ("anti", "pro", "ex")


def _dateline(words: list[str], mention: Mention, first: int) -> bool:
    """Stands at the head of a wire story: "GWADAR — ", "SEOUL (Reuters)"."""
    if mention.start - first > DATELINE or not mention.entity.text.isupper() or len(mention.entity.text) < SHORT:
        return False
    return not DASHES.isdisjoint(words[mention.end : mention.end + DATELINE + 2])


def _of_verb(words: list[str], hit: Hit, before: list[Mention], after: list[Mention]) -> Roles:
    """Active: subject acts on what follows; passive: the by-phrase acts on the subject."""
    subject = _subject(words, hit, before)
    if hit.passive or (hit.trigger.with_ is not None and _suffers(words, hit)):
        return _by(words, hit, after), subject, ("voice:passive",)
    if hit.trigger.mutual and (pair := _pair(words, before, subject)):
        return pair[0], pair[1], ("mutual",)
    if hit.trigger.speaker:
        return _of_speaker(words, hit, before)
    return subject, _object(words, hit, after, subject), ()


def _of_instrument(words: list[str], hit: Hit, before: list[Mention], after: list[Mention]) -> Roles:
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


def _of_noun(words: list[str], hit: Hit, before: list[Mention], after: list[Mention]) -> Roles:
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


def _owned(words: list[str], hit: Hit, named: list[Mention]) -> Mention | None:
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
        if words[mention.end : mention.end + 1] == ["-"] and words[mention.end + 1] in MADE:
            continue  # who made it
        follower = words[mention.end] if mention.end < len(words) else ""
        if mention.entity.demonym or follower in POSSESSIVES or follower in CARRIED:
            if not _in_place(words, mention):
                return mention
        elif (mention.end < hit.start and _sends(words, mention)) or _arms(words, hit, mention):
            return mention
    return None


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
    stretches = _stretches(words, start, end)
    for number, (left, right) in enumerate(stretches):
        inside = [m for m in before if left <= m.start < right and not _adverbial(words, m, left)]
        inside = _told_by(words, [m for m in inside if not _backs(words, m, inside)], hit.start)
        if not inside:
            continue
        aside = number > 0 and words[left] in APPOSITIVE and number + 1 < len(stretches)
        if aside and any(stretches[number + 1][0] <= m.start < stretches[number + 1][1] for m in before):
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
    """Of "Beijing announced that its Rocket Force had" the state acts, where the force is not known by its name."""
    if subject.entity.country or words[subject.start - 1] not in OWN:
        return subject
    return next((m for m in reversed(before) if m.end < subject.start and m.entity.country), subject)


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
    speaker = next((m for m in before if m.end <= said and not _adverbial(words, m, hit.sentence[0])), None)
    return speaker, next((m for m in before if m.start > said), None), ("actor:speaker",)


def _relative(words: list[str], first: int, start: int) -> int:
    """Step back over a relative pronoun to the stretch that it refers to."""
    at = start - 1
    while at > first and words[at - 1] == ",":
        at -= 1
    while at > first and words[at - 1] not in (",", ";", ":", "and"):
        at -= 1
    return at


def _stretches(words: list[str], start: int, end: int) -> list[tuple[int, int]]:
    """Cut [start, end) at commas; the last stretch first."""
    found: list[tuple[int, int]] = []
    right = end
    for at in range(end - 1, start - 1, -1):
        if words[at] == ",":
            found.append((at + 1, right))
            right = at
    found.append((start, right))
    return [(left, stop) for left, stop in found if left < stop] or [(start, end)]


def _adverbial(words: list[str], mention: Mention, left: int) -> bool:
    """Stands in a phrase of place or source at the head of a clause: "In Geneva", "According to Reuters"."""
    at = mention.start - 1
    while at >= left and words[at] in ARTICLES:
        at -= 1
    return at >= left and words[at] in PLACE_PREPOSITIONS and (at == left or words[at - 1] == ",")


def _object(words: list[str], hit: Hit, after: list[Mention], actor: Mention | None) -> Mention | None:
    """The first named thing after the trigger that is no place, else the subject of a that-clause, else a place."""
    if not after:
        return None
    limit = hit.clause[1]
    inside = [m for m in after if m.start < limit and not _attribution(words, m, hit)]
    if hit.trigger.instrument:
        inside = [m for m in inside if not _origin(words, m)]
    if len(inside) > 1 and words[inside[0].start - 1] in ("to", "with", "the") and hit.trigger.type == "DISAPPROVE":
        inside.sort(key=lambda m: words[m.start - 1] not in ABOUT and words[m.start - 2] not in ABOUT)
    for mention in inside:
        if not _in_place(words, mention):
            return mention
    if limit < hit.sentence[1] and words[limit] == "that" and limit - hit.end < CONTENT:
        return next((m for m in after if limit < m.start < limit + REACH), None)
    if inside and actor is not None and not hit.trigger.mutual:
        return inside[0]
    if hit.trigger.type == "THREATEN" and actor is not None:
        return next((m for m in after if m.start > limit and m.entity.country != actor.entity.country), None)
    return None


def _origin(words: list[str], mention: Mention) -> bool:
    """Stands after "from" or "out of": where a weapon comes from is not what it hits."""
    for at in range(mention.start - 1, max(0, mention.start - REACH), -1):
        if words[at] == "from" or (words[at] == "of" and words[at - 1] == "out"):
            return True
        if words[at] == "," or words[at] in AIM or words[at] in ("in", "near", "off", "to"):
            return False
    return False


def _aim(words: list[str], hit: Hit, after: list[Mention]) -> Mention | None:
    """What a weapon is fired at, on, towards or into."""
    for mention in after:
        if mention.start >= hit.clause[1] or _attribution(words, mention, hit):
            break
        at = mention.start - 1
        while at > hit.start and (words[at] in ARTICLES or words[at].endswith(("ern", "al"))):
            at -= 1
        if words[at] in AIM:
            return mention
    return None


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


def _attribution(words: list[str], mention: Mention, hit: Hit) -> bool:
    """Belongs to ", officials in X said" or "according to X" after the event."""
    at = mention.start - 1
    while at >= hit.end and words[at] != ",":
        if words[at] in SPEECH:
            return True
        at -= 1
    if at < hit.end:
        return False
    return any(word in SPEECH for word in words[at : hit.sentence[1]][:16])


def _in_place(words: list[str], mention: Mention) -> bool:
    """Stands after "in", "off", "near" and the like."""
    at = mention.start - 1
    while at >= 0 and words[at] in ARTICLES:
        at -= 1
    if at > 1 and words[at] == "of" and words[at - 1] in SETTLEMENTS:
        at -= 2
        while at >= 0 and (words[at] in ARTICLES or words[at].endswith("ed")):
            at -= 1
    if mention.entity.demonym and words[mention.end : mention.end + 1] and words[mention.end] in GROUND:
        return True
    return at >= 0 and words[at] in PLACE_PREPOSITIONS


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


def _place(words: list[str], hit: Hit, some: list[Mention]) -> Mention | None:
    """The first place of the clause after "in", "off", "near", "over" or "at"."""
    for mention in some:
        named = mention.entity.type == "place" and not mention.entity.demonym
        if named and hit.clause[0] <= mention.start < hit.clause[1] and _in_place(words, mention):
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
        and not _origin(words, m)
        and _governed(words, m)
        and words[m.end : m.end + 1] not in SPOKEN
        and not _attribution(words, m, hit)
    ]
    return min(found, key=lambda m: abs(m.start - hit.start), default=None)


def _governed(words: list[str], mention: Mention) -> bool:
    """Stands after a preposition: a capital that acts or speaks does not, and "north of" it is elsewhere."""
    at = mention.start - 1
    while at > 0 and (words[at] in ARTICLES or words[at].endswith("ern")):
        at -= 1
    if words[at] == "of":
        return words[at - 1] not in COMPASS
    return at > 0 and (words[at] in PLACE_PREPOSITIONS or words[at] in AIM or words[at] in ("to", "for", "through"))


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


def participant(entity: Entity) -> Participant:
    """Make a part of an event of a named thing."""
    return Participant(
        text=entity.text,
        start=entity.start,
        end=entity.end,
        part=entity.part,
        type=entity.type,
        name=entity.name,
        country=entity.country or SHIPS.get(entity.text.split(" ", 1)[0]),
        wikidata=entity.wikidata,
    )


def as_place(entity: Entity) -> Place:
    """Make a place of a named thing."""
    return Place(
        text=entity.text,
        start=entity.start,
        end=entity.end,
        part=entity.part,
        name=entity.name,
        country=entity.country,
        geonames=entity.geonames,
        area=entity.area,
    )
