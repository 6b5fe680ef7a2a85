"""Whom an article as a whole holds responsible for an event whose own sentence names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from pipeline.enrich.events.article import ASSERTED
from pipeline.enrich.events.clauses import SPEECH
from pipeline.enrich.events.mentions import PLACE_PREPOSITIONS, Mention
from pipeline.enrich.events.roles import POSSESSIVES
from pipeline.enrich.parts import as_place, participant
from pipeline.enrich.tokens import where
from pipeline.model import Event

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
OWNS_UP: Final = frozenset("owned owns acknowledged acknowledges admitted admits boasted boasts".split())
BLAMES: Final = frozenset("blamed blames blame blaming accused accuses accusing attributed pinned".split())
ACCUSES: Final = frozenset("accuse accuses accused accusing blame blames blamed blaming".split())
NOBODY: Final = frozenset("no nobody none neither not denied denies without".split())
OWN: Final = frozenset("its their his".split())
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
    armed = claimed or owner(words, named, seen)
    found: list[Event] = []
    for event in events:
        who = armed if event.subtype in ARMED else claimed
        if who is None or not _open(event) or _suffers(event, who):
            found.append(event)
            continue
        cue = how if who is claimed else "actor:owner"
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
    return event.actor is None and event.status in ASSERTED and event.subtype in ATTACKS


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
        if _party(mention) and _confesses(words, mention):
            return mention
    return None


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
        if word in WEAPONS:
            return True
        if word in SPEECH or word in BREAKS:
            return False
    return False


def placed_at_home(events: list[Event], named: Sequence[Mention], seen: frozenset[str]) -> list[Event]:
    """Put events that happen somewhere unsaid into the country whose places the article names most.

    Nobody attacks himself, so the country of a state that acts does not count. A missile on trial comes down at sea.
    """
    kinds = SOMEWHERE - TRIED if tests_only(seen) else SOMEWHERE
    if not any(event.subtype in kinds and _nowhere(event) for event in events):
        return events
    places = [m for m in named if m.entity.type == "place" and m.entity.country and not m.entity.demonym]
    votes = Counter(mention.entity.country for mention in places)
    return [_placed(event, places, votes) if event.subtype in kinds and _nowhere(event) else event for event in events]


def _nowhere(event: Event) -> bool:
    """Tell an event that happened somewhere, but the text of its sentence does not say in which country or sea."""
    known = (event.target and event.target.country) or (event.place and (event.place.country or event.place.area))
    return event.status in ASSERTED and not known


def _placed(event: Event, places: Sequence[Mention], votes: Counter[str | None]) -> Event:
    """Place one event by the vote, where it is clear."""
    own = event.actor.country if event.actor and event.actor.type != "org" and event.subtype in ATTACKS else None
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
