"""Whom an article as a whole holds responsible for an event whose own sentence names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from pipeline.enrich.events.article import ASSERTED
from pipeline.enrich.events.clauses import SPEECH
from pipeline.enrich.events.mentions import PLACE_PREPOSITIONS, Mention, origin
from pipeline.enrich.events.roles import POSSESSIVES
from pipeline.enrich.parts import as_place, participant
from pipeline.enrich.tokens import where
from pipeline.model import Event, Place

ATTACKS: Final = frozenset("missile-launch drone-attack air-strike cyber-attack maritime-boarding".split())
ARMED: Final = frozenset(("missile-launch", "drone-attack"))
SOMEWHERE: Final = frozenset(
    "missile-launch drone-attack air-strike cyber-attack protest military-exercise border-incursion".split()
)
TRIED: Final = frozenset("missile-launch nuclear-test".split())
RESPONSIBILITY: Final = frozenset("responsibility credit".split())
TAKES: Final = frozenset(
    "claim claims claimed claiming take takes took taken taking accept accepts accepted admit admits admitted assume "
    "assumes assumed assert asserted".split()
)
DEEDS: Final = frozenset("attack attacks strike strikes barrage salvo firing launch rockets shelling volley".split())
ENDING: Final = frozenset(". , ; and in on as".split())
OWNS_UP: Final = frozenset("owned owns acknowledged acknowledges admitted admits boasted boasts".split())
BLAMES: Final = frozenset("blamed blames blame blaming accused accuses accusing attributed pinned".split())
ACCUSES: Final = frozenset("accuse accuses accused accusing blame blames blamed blaming".split())
NOBODY: Final = frozenset("no nobody none neither not denied denies without".split())
OWN: Final = frozenset("its their his".split())
SENT: Final = frozenset(
    "missile missiles rocket rockets drone drones projectile projectiles barrage salvo fired launched crossed shot "
    "sent flown lofted".split()
)
ONE_OF: Final = (["one", "of"], ["two", "of"], ["some", "of"])
OWNED: Final = (["its"], ["their"])
MEN: Final = frozenset(
    "fighters fighter men forces units unit gunners militants commandos rockets missiles drones warplanes jets hackers "
    "members brigades troops soldiers crews".split()
)
DID: Final = frozenset(
    "fired launched struck hit aimed targeted sent shot attacked shelled bombed destroyed downed sunk hacked".split()
)
WEAPONS: Final = frozenset(
    "missile missiles rocket rockets drone drones projectile projectiles barrage salvo launch launches strike "
    "strikes".split()
)
AUTHORITIES: Final = frozenset(
    "police army officials authorities governor mayor prosecutors ministry military command hospital rescuers "
    "firefighters emergency guard guards minister bank".split()
)
AT_HOME: Final = "actor:army"
FORCES: Final = frozenset("army government junta regime military navy federal".split())
SHOOTS: Final = frozenset("fired launched shot aimed sent shelled loosed".split())
LAUNCHERS: Final = frozenset("grad grads bm mlrs".split())
GUNNERS: Final = frozenset("gunner gunners artillerymen rocketeers launcher launchers crews battery batteries".split())
MADE: Final = frozenset(
    "made built supplied designed style type origin produced manufactured flagged owned backed led".split()
)
MAKES: Final = frozenset("make origin manufacture".split())
TESTS: Final = frozenset(
    "test tests tested testing test-fired trial trials trialled flight-test training exercise exercises drill drills "
    "manoeuvres practice".split()
)
CASUALTIES: Final = frozenset("killed wounded injured dead hurt casualties victims sirens air-raid hospital".split())
NOWHERE: Final = PLACE_PREPOSITIONS | {"-"}
ENDS: Final = frozenset(". ; other".split())
BREAKS: Final = frozenset(", . : ; ( ) — – of in and to on by with for air defence defense".split())
BEFORE: Final = 14  # words from who claims to what is claimed
AFTER: Final = 6  # words from "blamed" to who is blamed
NEAR: Final = 4  # words between whose a weapon is and the weapon


def attribute(events: list[Event], words: list[str], named: Sequence[Mention], seen: frozenset[str]) -> list[Event]:
    """Give attacks without an actor the one the article names: by claim, by blame, by whose weapon it was."""
    if not any(_open(event) for event in events):
        return events
    claimed, how = claimant(words, named, seen), "actor:claim"
    if claimed is None:
        claimed, how = blamed(words, named, seen), "actor:blame"
    armed, armed_how = claimed or owner(words, named, seen), "actor:owner"
    if armed is None:
        armed, armed_how = own_forces(words, named, seen), AT_HOME
    found: list[Event] = []
    for event in events:
        who = armed if event.subtype in ARMED else claimed
        if who is None or not _open(event) or (_suffers(event, who) and armed_how != AT_HOME):
            found.append(event)
            continue
        cue = how if who is claimed else armed_how
        found.append(replace(event, actor=participant(who.entity), cues=(*event.cues, cue)))
    return found


def at_home(events: list[Event], named: Sequence[Mention], seen: frozenset[str]) -> list[Event]:
    """Give trials that nobody is said to have made to the state that the article names most."""
    if not any(_open(event) and event.subtype in TRIED for event in events) or not tests_only(seen):
        return events
    if (who := home(named)) is None:
        return events
    return [
        replace(event, actor=participant(who.entity), cues=(*event.cues, "actor:home"))
        if _open(event) and event.subtype in TRIED and not _suffers(event, who)
        else event
        for event in events
    ]


def _open(event: Event) -> bool:
    """Tell an attack by nobody, or by a name that is neither a group's nor of any state."""
    actor = event.actor
    nobody = actor is None or (actor.country is None and actor.wikidata is None and actor.type in ("person", "place"))
    return nobody and event.status in ASSERTED and event.subtype in ATTACKS


def _suffers(event: Event, who: Mention) -> bool:
    """Nobody attacks what is his own: only a group may act where it is at home."""
    country = who.entity.country
    return who.entity.type != "org" and event.target is not None and country == event.target.country


def mutual_blame(words: list[str], seen: frozenset[str]) -> bool:
    """Tell an article in which each side says that it was the other."""
    if "each" not in seen or ACCUSES.isdisjoint(seen):
        return False
    return any(not ACCUSES.isdisjoint(words[max(0, at - 3) : at + 4]) for at in where(words, ("each",)))


def claimant(words: list[str], named: Sequence[Mention], seen: frozenset[str]) -> Mention | None:
    """Find who says it was he: "X claimed responsibility", "X said its fighters had", "X owned up to"."""
    if not RESPONSIBILITY.isdisjoint(seen):
        for at in where(words, RESPONSIBILITY):
            if TAKES.isdisjoint(words[max(0, at - 3) : at + 4]) or not NOBODY.isdisjoint(words[max(0, at - 6) : at]):
                continue
            if who := _after(words, named, at, "by") or _before(named, at):
                return who
    for mention in named:
        if _party(mention) and (_confesses(words, mention) or _boasts(words, mention)):
            return mention
    return None


def _boasts(words: list[str], mention: Mention) -> bool:
    """Tell "X claimed the attack", "X took credit", not "X claimed the attack had failed"."""
    at = mention.end
    if words[at : at + 1] == [","] or words[at : at + 1] in ([mark] for mark in POSSESSIVES):
        return False
    if not TAKES.isdisjoint(words[at : at + 1]) and words[at + 1 : at + 2] in (["the"], ["both"], ["it"]):
        return not DEEDS.isdisjoint(words[at + 2 : at + 3]) and not ENDING.isdisjoint(words[at + 3 : at + 4])
    return False


def _confesses(words: list[str], mention: Mention) -> bool:
    """Tell whether words right behind a name say that it acted."""
    start = mention.end
    if words[start : start + 1] == [","]:  # "JNIM, the affiliate that holds the town, said"
        start = next((at + 1 for at in range(start + 1, min(len(words), start + BEFORE)) if words[at] == ","), start)
    behind = words[start : start + BEFORE]
    if "." in behind:
        behind = behind[: behind.index(".")]
    said = next((at for at, word in enumerate(behind[:5]) if word in SPEECH or word in OWNS_UP), -1)
    if said < 0 or not NOBODY.isdisjoint(behind):
        return False
    told = behind[said + 1 :]
    own = any(word in OWN and after in MEN for word, after in pairwise(told))
    own = own or any(told[at : at + 2] in ONE_OF and told[at + 2 : at + 3] in OWNED for at in range(len(told) - 2))
    themselves = any(word in ("it", "they") and after in ("had", "have") for word, after in pairwise(told))
    return own or (themselves and not DID.isdisjoint(told)) or behind[said] in ("owned", "owns")


def blamed(words: list[str], named: Sequence[Mention], seen: frozenset[str]) -> Mention | None:
    """Find who is blamed: "blamed the X", "attributed to X", "accused X of firing"."""
    if BLAMES.isdisjoint(seen):
        return None
    for at in where(words, BLAMES):
        for mention in named:
            if at < mention.start <= at + AFTER and _party(mention) and ENDS.isdisjoint(words[at : mention.start]):
                return mention
    return None


def owner(words: list[str], named: Sequence[Mention], seen: frozenset[str]) -> Mention | None:
    """Find whose weapons the article speaks of, where it speaks of one side's only."""
    if WEAPONS.isdisjoint(seen):
        return None
    found = [mention for mention in named if _armed(words, mention)]
    sides = {mention.entity.country or mention.entity.text for mention in found}
    return found[0] if len(sides) == 1 else None


def own_forces(words: list[str], named: Sequence[Mention], seen: frozenset[str]) -> Mention | None:
    """Find the only state an article speaks of, where "the army's rockets" or "the junta fired" are its own."""
    if FORCES.isdisjoint(seen) or len({mention.entity.country for mention in named} - {None}) != 1:
        return None
    if not any(_shoots(words, at) for at in where(words, FORCES)):
        return None
    return next((mention for mention in named if mention.entity.country and mention.entity.type != "org"), None)


def _shoots(words: list[str], at: int) -> bool:
    """Tell whether the forces named at a token have the weapons that follow, or let them off."""
    behind = words[at + 1 : at + 1 + NEAR]
    if behind[:1] == ["had"]:
        behind = behind[1:]
    if not SHOOTS.isdisjoint(behind[:1]):
        return True
    for word in behind:
        if word in WEAPONS or word in GUNNERS or word in LAUNCHERS:
            return True
        if word in SPEECH or word in BREAKS:
            return False
    return False


def _armed(words: list[str], mention: Mention) -> bool:
    """Tell "Russian missiles", "Hezbollah's rockets", "of North Korean make"; not "Iranian-made", "in Russia"."""
    behind = words[mention.end : mention.end + NEAR]
    owns = mention.entity.demonym or (mention.entity.type == "org" and mention.entity.country)
    if not (owns or not POSSESSIVES.isdisjoint(behind[:1])) or not MADE.isdisjoint(behind[:2]):
        return False
    if mention.start > 0 and words[mention.start - 1] in NOWHERE:
        return False
    if words[mention.start - 1] == "of" and not MAKES.isdisjoint(behind[:1]):
        return True
    for word in behind:
        if word in WEAPONS or word in GUNNERS:
            return True
        if word in SPEECH or word in BREAKS:
            return False
    return False


def placed_at_home(
    events: list[Event], words: list[str], named: Sequence[Mention], seen: frozenset[str]
) -> list[Event]:
    """Put events that happen somewhere unsaid into the country whose places the article names most.

    Nobody attacks himself, so the country of a state that acts does not count. A missile on trial comes down at sea.
    """
    tests = tests_only(seen)
    kinds = SOMEWHERE - TRIED if tests else SOMEWHERE
    events = events if tests else [_undoubted(event) if event.subtype in ARMED else event for event in events]
    if not any(event.subtype in kinds and _nowhere(event) for event in events):
        return events
    places = [
        m
        for m in named
        if m.entity.type == "place"
        and m.entity.country
        and not m.entity.demonym
        and not _fired_from(words, m)
        and SPEECH.isdisjoint(words[m.end : m.end + 1])
    ]
    parties = [m for m in named if m.entity.country and _authority(words, m)]
    found: list[Event] = []
    for event in events:
        if event.subtype in kinds and _nowhere(event):
            event = _placed(event, places)
        if event.subtype in kinds & ARMED and _nowhere(event):
            event = _other_side(event, parties)
        found.append(event)
    return found


def _undoubted(event: Event) -> Event:
    """Take no unknown town for one of the attacker's own, whose country it only has from the rest of the article."""
    own = event.actor.country if event.actor and event.actor.type != "org" else None
    if own is None or AT_HOME in event.cues:
        return event
    place, target = event.place, event.target
    if place and place.country == own and place.name is None and place.area is None:
        event = replace(event, place=replace(place, country=None))
    if target and target.type == "place" and target.country == own and target.name is None:
        event = replace(event, target=replace(target, country=None))
    return event


def _nowhere(event: Event) -> bool:
    """Tell an event that happened somewhere, but the text of its sentence does not say in which country or sea."""
    known = (event.target and event.target.country) or (event.place and (event.place.country or event.place.area))
    return event.status in ASSERTED and not known


def _authority(words: list[str], mention: Mention) -> bool:
    """Tell whose authorities speak of an event: "Romanian police said", "the Indian army", "Israel's ministry"."""
    for word in words[mention.end : mention.end + NEAR]:
        if word in AUTHORITIES:
            return True
        if word in BREAKS:
            return False
    return False


def _fired_from(words: list[str], mention: Mention) -> bool:
    """Tell a place that weapons come from, which is not where they came down: "rockets from Gaza fell"."""
    if not origin(words, mention):
        return False
    at = next(at for at in range(mention.start - 1, 0, -1) if words[at] in ("from", "of"))
    return not SENT.isdisjoint(words[max(0, at - NEAR) : at])


def _other_side(event: Event, parties: Sequence[Mention]) -> Event:
    """Place an attack in the only other country whose authorities speak of it, where it is known who attacked."""
    own = event.actor.country if event.actor else None
    others = {mention.entity.country for mention in parties} - {own}
    if own is None or len(others) != 1:
        return event
    where_ = next(mention for mention in parties if mention.entity.country in others)
    place = Place(text=where_.entity.text, start=where_.entity.start, end=where_.entity.end, part=where_.entity.part)
    return replace(event, place=replace(place, country=where_.entity.country), cues=(*event.cues, "place:other"))


def _placed(event: Event, places: Sequence[Mention]) -> Event:
    """Place one event by the vote, where it is clear."""
    votes = Counter(mention.entity.country for mention in places)
    abroad = event.actor and event.actor.type != "org" and event.subtype in ATTACKS and AT_HOME not in event.cues
    own = event.actor.country if event.actor and abroad else None
    ranked = [vote for vote in votes.most_common(3) if vote[0] != own]
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return event
    where_ = next(mention for mention in places if mention.entity.country == ranked[0][0])
    return replace(event, place=as_place(where_.entity), cues=(*event.cues, "place:home"))


def tests_only(seen: frozenset[str]) -> bool:
    """Tell an article on a trial or an exercise shot from one on an attack."""
    return not TESTS.isdisjoint(seen) and CASUALTIES.isdisjoint(seen)


def home(named: Sequence[Mention]) -> Mention | None:
    """Find the state that an article on a test names most."""
    states = [mention for mention in named if mention.entity.country]
    votes = Counter(mention.entity.country for mention in states).most_common(2)
    if not votes or (len(votes) > 1 and votes[0][1] == votes[1][1]):
        return None
    return next(mention for mention in states if mention.entity.country == votes[0][0])


def _party(mention: Mention) -> bool:
    """Tell who may act: a group, a state, its people."""
    return mention.entity.type == "org" or mention.entity.country is not None


def _before(named: Sequence[Mention], at: int) -> Mention | None:
    near = [mention for mention in named if at - BEFORE <= mention.start < at and _party(mention)]
    return near[-1] if near else None


def _after(words: list[str], named: Sequence[Mention], at: int, word: str) -> Mention | None:
    """Find the name behind a word that follows: "responsibility was claimed by X"."""
    here = next((i for i in range(at, min(at + AFTER, len(words))) if words[i] == word), -1)
    if here < 0:
        return None
    return next((m for m in named if here < m.start <= here + AFTER and _party(m)), None)
