"""Events: what the article reports, whether it happened, who did it to whom, where and when."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from pipeline.enrich.events import kinds
from pipeline.enrich.events.about import About, kinds_of
from pipeline.enrich.events.about import about as read
from pipeline.enrich.events.article import ASSERTED, REAL_IN_DRILLS, completed, settle, verdict_of
from pipeline.enrich.events.casting import caster
from pipeline.enrich.events.clauses import AUXILIARIES, SPEECH, participle
from pipeline.enrich.events.finder import finder_of
from pipeline.enrich.events.judging import Judging, met_of
from pipeline.enrich.events.languages import Languages
from pipeline.enrich.events.lexicon import Lexicon, load_lexicon
from pipeline.enrich.events.match import Hit, fitting
from pipeline.enrich.events.mentions import Mention, mentions
from pipeline.enrich.events.participants import Cast, in_a_town
from pipeline.enrich.events.responsible import at_home, attribute, mutual_blame, placed_at_home
from pipeline.enrich.events.scene import attributed, background, rumour, without
from pipeline.enrich.events.status import (
    OCCURRED,
    StatusCues,
    Verdict,
    anywhere,
    load_cues,
    reconsidered,
)
from pipeline.enrich.events.tense import tensed
from pipeline.enrich.events.times import When, day_of, event_time, nearest
from pipeline.enrich.events.unreal import told_otherwise
from pipeline.enrich.language import reads_as_english
from pipeline.enrich.reading import Reading
from pipeline.model import EnrichedArticle, Event, Participant

MEMORIES: Final = 3  # different words of memory in one article
HERALD: Final = 8  # words from the start of a headline to its verb
EXERCISE: Final = "military-exercise"
YEARLY: Final = frozenset(("annual", "yearly"))
PLURAL_ONLY: Final = ("ss", "ers", "ors", "manoeuvres", "maneuvers", "games")  # ends of words that tell no number
LET_GO: Final = frozenset("drop drops dropped dropping".split())
ARMS: Final = frozenset("missile missiles rocket rockets drone drones".split())
COUNTED: Final = frozenset("a an one two three four five six seven eight nine ten twelve several".split())
ARSENAL: Final = ("missile", "drone")  # classes of weapons that have names
AIMED: Final = 3  # words from a weapon's preposition to the place it is aimed at
TEAMS: Final = {"rockets": "org", "missile": "person", "rocket": "person"}  # words of weapons in names of such a type
ROCKETS: Final = frozenset(("rocket", "rockets"))
SHORT: Final = 3  # letters of a word that keeps its small letter in a title
SPORTING: Final = 2  # different words of sport on a page where a name may be a team's
SHOTS: Final = frozenset("- fire round rounds missile missiles rocket rockets shot firing ammunition".split())
LIMIT: Final = 400  # events an article; more is not prose
INTO: Final = frozenset("into inside in".split())
FROM: Final = frozenset("from out".split())
GROUND: Final = 3  # words from the name of a country to a village or a soldier of it
POSSESSIVE: Final = (["'s"], ["’s"])
STATELESS: Final = frozenset(("PS",))  # whoever enters is in no other state
ACCUSING: Final = SPEECH | frozenset("accused accuses complained complains protested protests".split())
LOCALITIES: Final = frozenset(
    "village villages hamlet town territory soil side district province region post outpost checkpoint base barracks "
    "island islet airfield airstrip farm settlement bank customs airspace".split()
)
ABOUT: Final = frozenset("recent on about of against from for to with".split())
CALLED_OFF: Final = frozenset(
    "scrubbed cancelled canceled postponed aborted shelved delayed suspended halted scrapped abandoned".split()
)
OFF: Final = (["called", "off"], ["put", "off"], ["put", "back"], ["pushed", "back"], ["rained", "off"])
STREETS: Final = frozenset("avenue street square road boulevard lane drive highway place plaza".split())
PARTICULAR: Final = frozenset(
    "after following since two three four five six seven eight nine ten dozen dozens the these those latest new "
    "several said says was were".split()
)


class TagEvents:
    """Find events; see `tag_events`."""

    name = "events"
    requires = frozenset({"entities"})
    provides = frozenset({"events"})

    def __init__(self, lexicon: Lexicon, cues: StatusCues) -> None:
        self._lexicon = lexicon
        self._find = finder_of(lexicon.triggers)
        self._judging, self._met = Judging(cues), met_of(kinds_of(cues))
        self._cast = caster()
        self._war = lexicon.classes.get("war")
        self._arsenal = [lexicon.classes[name] for name in ARSENAL if name in lexicon.classes]
        self._signs = frozenset[str]().union(*(some.signs for some in self._arsenal))
        self._languages = Languages(lexicon.subtypes)

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        if not reads_as_english(enriched.language):
            return self._languages.tag(enriched, reading)
        named = mentions(reading, enriched.entities)
        acting = self._acting(reading.lowered, named)
        names = frozenset(at for m in acting if m.end > m.start + 1 for at in range(m.start, m.end))
        hits, words = self._find(reading, names, self._teams(reading, named))
        if not hits:
            return enriched
        hits = fitting(reading, hits[:LIMIT], self._war, words)
        named = acting
        day = day_of(enriched.article.published_at)
        events: list[Event] = []
        about: About | None = None
        for hit in hits:
            if about is None or hit.sentence != about.bounds:
                about = read(reading, hit.sentence, named, day, self._judging, self._met)
            events += self._events(reading, hit, about, named)
        remembers = len(self._lexicon.classes["past"].single & reading.seen) >= MEMORIES
        verdict = verdict_of(reading.lowered, self._judging.article)
        events = settle(events, verdict, remembers=remembers)
        if not mutual_blame(reading.lowered, reading.seen):
            events = completed(attribute(events, reading.lowered, named, reading.seen))
        events = at_home(events, named, reading.seen)
        events = placed_at_home(events, reading.lowered, named, reading.seen)
        return msgspec.structs.replace(enriched, events=tuple(events))

    def _teams(self, reading: Reading, named: list[Mention]) -> frozenset[int]:
        """Find the words of weapons that name a team or a person on a page of sport: "the Rockets"."""
        words, seen = reading.lowered, reading.seen
        if TEAMS.keys().isdisjoint(seen):
            return frozenset()
        found = titled(reading)
        if len(self._lexicon.classes["sport"].single & seen) >= SPORTING:
            found |= {at for m in named for at in range(m.start, m.end) if TEAMS.get(words[at]) == m.entity.type}
        return frozenset(found)

    def _acting(self, words: list[str], named: list[Mention]) -> list[Mention]:
        """Leave out weapons with a name, which never act: "Storm Shadow", "Bayraktar"."""
        return [m for m in named if self._signs.isdisjoint(words[m.start : m.end]) or not self._weapon(words, m)]

    def _weapon(self, words: list[str], mention: Mention) -> bool:
        """Tell a weapon with a name."""
        if mention.entity.country and ARMS.isdisjoint(words[mention.end : mention.end + 1]):
            behind = words[mention.end : mention.end + 2]
            made = behind[:1] == ["-"] and behind[-1][0].isdigit()
            if not made and words[mention.start - 1] not in COUNTED:
                return False  # the city of Jericho, not "a Jericho", "Jericho-2"
        name = words[mention.start : mention.end]
        return any(some.stand(name) for some in self._arsenal)

    def _events(self, reading: Reading, hit: Hit, about: About, named: list[Mention]) -> list[Event]:
        """Make one event a target, or one without a target."""
        words, trigger = reading.lowered, hit.trigger
        when = nearest(words, about.times, hit.clause, hit.start)
        verdict = self._status(words, hit, about, when)
        parts = self._cast(words, hit, about.parties, named)
        if not _allowed(words, hit, parts, about.inside):
            return []
        actor = parts.actor
        if (trigger.instrument or trigger.with_) and unknown(actor) and (builder := self._builder_of(reading, hit)):
            actor, parts = builder, parts._replace(actor=builder, cues=(*parts.cues, "actor:weapon"))
        parts = in_a_town(words, hit, about.parties, named, parts)
        cues = [f"trigger:{' '.join(words[hit.start : hit.end])}", *parts.cues]
        if verdict.cue:
            cues.append(f"status:{verdict.status}:{verdict.cue}")
        if said := attributed(words, hit, about.met):
            cues.append(f"said:{said}")
        if about.met & kinds.HEARSAY and (hearsay := rumour(words, hit)):
            cues.append(f"said:rumour:{hearsay}")
        if behind := background(words, hit):
            cues.append(f"background:{behind}")
        event = Event(
            type=trigger.type,
            subtype=trigger.subtype,
            status=verdict.status,
            trigger=reading.quote(hit.start, hit.end),
            quote=about.quote,
            mode=trigger.mode,
            actor=actor,
            target=parts.targets[0] if parts.targets else None,
            place=parts.place,
            time=event_time(when),
            confidence=trigger.sure,
            cues=tuple(cues),
        )
        return [event, *[msgspec.structs.replace(event, target=target) for target in parts.targets[1:]]]

    def _builder_of(self, reading: Reading, hit: Hit) -> Participant | None:
        """Name the state that alone has the weapon of the clause, else of the sentence."""
        return self._builder(reading, hit.clause) or self._builder(reading, hit.sentence)

    def _builder(self, reading: Reading, bounds: tuple[int, int]) -> Participant | None:
        words, weapons = reading.lowered, self._lexicon.weapons
        for at in range(*bounds):
            for name, country in weapons.get(words[at], ()):
                if tuple(words[at : at + len(name)]) == name:
                    span = reading.quote(at, at + len(name))
                    return Participant(text=span.text, start=span.start, end=span.end, part=span.part, country=country)
        return None

    def _whole(self, words: list[str], hit: Hit, about: About) -> Verdict | None:
        """Give what its sentence says of an event; a habit of another clause behind it is not meant."""
        verdict = about.verdict
        if verdict is None or _lived(hit, verdict):
            return None
        if verdict.status == "habitual" and hit.clause[1] < about.bounds[1]:
            return anywhere(words, (about.bounds[0], hit.clause[1]), self._judging.anywhere)
        return verdict

    def _status(self, words: list[str], hit: Hit, about: About, when: When | None) -> Verdict:
        """Cues first, then the time: a particular event outside the window is historical."""
        if hit.trigger.status is not None:
            return Verdict(hit.trigger.status, "trigger")
        verdict = self._judged(words, hit, about)
        if verdict.status == "planned" and (condition := conditional(words, hit)):
            return Verdict("threatened", condition)
        if word := called_off(words, hit):
            return Verdict("cancelled", word)
        if about.met & kinds.DENIED and without(words, hit):
            return Verdict("denied", "no")
        if verdict.status in ASSERTED and (told := _told(words, hit, about, when)):
            return told
        if verdict.status != "habitual" and when is None and general(words, hit):
            return Verdict("habitual", f"plural:{words[hit.end - 1]}")
        return verdict

    def _judged(self, words: list[str], hit: Hit, about: About) -> Verdict:
        """Judge by cues, without those that mean something else of such an event."""
        verbal = hit.trigger.part == "verb" and not hit.reduced and not _gerund(words, hit)
        whole = self._whole(words, hit, about)
        verdict = self._judging.judge(words, hit.start, hit.sentence, verbal=verbal, whole=whole)
        verdict = reconsidered(words, hit.start, hit.sentence[0], verdict, about.met, verbal=verbal)
        if verdict.status == "cancelled" and verdict.cue in LET_GO and hit.trigger.subtype == "air-strike":
            return OCCURRED  # bombs that are dropped are not called off
        if verdict.status == "habitual" and verdict.cue in YEARLY and hit.trigger.subtype == EXERCISE:
            return OCCURRED  # "this year's annual exercise" is one of them
        if verdict.status == "drill" and hit.trigger.instrument and live(words, hit):
            return OCCURRED
        return verdict


def _told(words: list[str], hit: Hit, about: About, when: When | None) -> Verdict | None:
    """Give what time and grammar tell of an event that no cue speaks against."""
    if heralded(words, hit):
        return Verdict("planned", "to")
    if when is not None and (when.coming or _coming(when, about.tomorrow)):
        return Verdict("planned", when.text)
    if when is not None and when.past and not about.disclosed:
        return Verdict("historical", when.text)
    if scene := told_otherwise(words, hit, about.met, dated=when is not None, recent=about.recent):
        return scene
    return tensed(words, hit, about.met, dated=when is not None)


def titled(reading: Reading) -> set[int]:
    """Find "Rockets" and the like where a capital makes them a name: neither first nor amid words in title case."""
    words, tokens = reading.lowered, reading.tokens
    found: set[int] = set()
    for first, last in reading.sentences:
        for at in range(first + 1, last):
            if words[at] in ROCKETS and tokens[at][0].isupper() and tokens[at - 1].isalpha():
                long = [token for token in tokens[first:last] if len(token) > SHORT and token.isalpha()]
                heads = at + 1 < last and tokens[at + 1][0].isupper() and tokens[at + 1].strip("IVX")  # "Rocket Force"
                if not heads and 2 * sum(token[0].isupper() for token in long) < len(long):
                    found.add(at)
    return found


def unknown(actor: Participant | None) -> bool:
    """Tell whether it is left open which state or group acted: a ship, a person or an unlinked name says neither."""
    return actor is None or (actor.country is None and actor.name is None)


def live(words: list[str], hit: Hit) -> bool:
    """Tell a live shot: "during a live-fire drill", not "without live missiles"."""
    first, last = hit.sentence
    return any(
        words[at] == "live" and words[at + 1] in SHOTS and words[at - 1] not in ("no", "without", "not")
        for at in range(first, last - 1)
    )


def _lived(hit: Hit, verdict: Verdict) -> bool:
    """Tell what is real even where it rehearses or imagines something: manoeuvres, marches."""
    return verdict.status in ("drill", "hypothetical") and hit.trigger.subtype in REAL_IN_DRILLS


def _allowed(words: list[str], hit: Hit, parts: Cast, inside: list[Mention]) -> bool:
    """Check what a trigger asks of who acts: people and no state, or somebody who ends up abroad."""
    if hit.trigger.people:
        near = [m for m in inside if m.end <= hit.start and hit.start - m.end <= 2]
        last = near[-1].entity if near else None
        return last is None or last.type != "place" or last.demonym or last.country is None
    if hit.trigger.aimed:
        ahead = [m for m in inside if hit.end <= m.start <= hit.end + AIMED]
        return any(
            (m.entity.country or (hit.trigger.instrument and m.entity.type == "place"))
            and STREETS.isdisjoint(words[m.end : m.end + 1])
            for m in ahead
        )
    if hit.trigger.abroad:
        return _crosses(words, hit, parts, inside)
    return True


def _crosses(words: list[str], hit: Hit, parts: Cast, inside: list[Mention]) -> bool:
    """Tell whether who acts is from one country and ends in another: "gunmen from Niger … into Nigeria's Sokoto"."""
    known = [(m, m.entity.country) for m in inside if m.entity.country]
    origin = {country for m, country in known if _behind(words, m.start, FROM)}
    home = origin | {country for m, country in known if _of_those(words, hit, m)}
    if not origin and not hit.passive and parts.actor and parts.actor.country:
        home.add(parts.actor.country)
    there = {side.country for side in (*parts.targets, parts.place) if side and side.country}
    there |= {country for m, country in known if origin or _invaded(words, hit, m)}
    return bool(home) and bool(there - home - STATELESS)


def _invaded(words: list[str], hit: Hit, mention: Mention) -> bool:
    """Tell whether a name says whose ground it is: "into Chad", "a Chadian village", "Chad accused"."""
    return (
        (mention.start > hit.start and _behind(words, mention.start, INTO))
        or not LOCALITIES.isdisjoint(words[mention.end : mention.end + GROUND])
        or not ACCUSING.isdisjoint(words[mention.end : mention.end + 1])
    )


def _of_those(words: list[str], hit: Hit, mention: Mention) -> bool:
    """Tell whether a name says whose those who cross are: "Malian troops", "Kyiv's forces"."""
    some = hit.trigger.subject or hit.trigger.object
    end = mention.end + 1 if words[mention.end : mention.end + 1] in POSSESSIVE else mention.end
    if (
        some is None
        or (mention.start > hit.start and not hit.passive)
        or not (mention.entity.demonym or end > mention.end)
    ):
        return False
    return some.stand(words[end : end + GROUND])


def _behind(words: list[str], at: int, some: frozenset[str]) -> bool:
    """Tell whether a preposition stands before a name, past its article."""
    return at > 0 and (words[at - 1] in some or (at > 1 and words[at - 1] in ("the", "of") and words[at - 2] in some))


def _coming(when: When, tomorrow: date | None) -> bool:
    """Tell a day that has not come when the article is published."""
    return when.first is not None and tomorrow is not None and when.first > tomorrow


def _gerund(words: list[str], hit: Hit) -> bool:
    """Tell a noun from a verb: "a blacklisting of the refinery would cost"."""
    return (
        words[hit.start].endswith("ing") and hit.start > hit.sentence[0] and words[hit.start - 1] in ("a", "an", "the")
    )


def conditional(words: list[str], hit: Hit) -> str:
    """Give the word that makes a plan a threat: "sanctions will follow if", "unless the fine is paid, we will"."""
    for word in ("unless", "if"):
        if word in words[slice(*hit.sentence)]:
            at = words.index(word, hit.sentence[0])
            if words[at - 1] not in ("as", "even", "ask", "asked", "see", "only"):
                return word
    return ""


def heralded(words: list[str], hit: Hit) -> bool:
    """Tell the future of a headline: "Japan to test-fire missile in June" has no finite verb before "to"."""
    to = hit.start - 2 if words[hit.start - 1] == "be" else hit.start - 1
    if to <= hit.sentence[0] or words[to] != "to" or words[hit.start].endswith("s"):
        return False
    return to - hit.sentence[0] < HERALD and not any(
        participle(word) or (word in AUXILIARIES and word.isalpha()) for word in words[hit.sentence[0] : to]
    )


def called_off(words: list[str], hit: Hit) -> str:
    """Give the participle by which a headline calls an event off: "trial scrubbed", "march called off"."""
    if hit.trigger.part == "verb" or hit.end >= hit.sentence[1]:
        return ""
    word = words[hit.end]
    return word if word in CALLED_OFF or words[hit.end : hit.end + 2] in OFF else ""


def general(words: list[str], hit: Hit) -> bool:
    """Tell events in general from particular ones: "intelligence on the North's launches", no number, no time."""
    head = words[hit.end - 1]
    if hit.trigger.part == "verb" or not head.endswith("s") or head.endswith(PLURAL_ONLY):
        return False
    for at in range(hit.start - 1, max(hit.clause[0], hit.start - 7) - 1, -1):
        word = words[at]
        if word in ABOUT:
            return True
        if word in PARTICULAR or word.isdigit() or word == ",":
            return False
    return False


def tag_events(lexicon: Lexicon | None = None, cues: StatusCues | None = None) -> TagEvents:
    """Tag events with status, actor, target, place and time, by the triggers and cues of the data.

    Raises:
        ConfigError: the data is not as described.
    """
    return TagEvents(lexicon or load_lexicon(), cues or load_cues())
