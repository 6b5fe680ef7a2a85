"""Events in Korean, Japanese, Chinese, Russian, Arabic, Spanish, French and German: five subtypes, status, actor.

All terms of a language are found in one pass over the text; sentences without a trigger cost nothing more. A trigger
stands alone or needs a second word near it ("missile" by "fired"), and is no event where its sentence tells of another
field (a satellite, a match, a film).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from pipeline.enrich.events.languages_actors import Named, actor_of, named, participant, place, place_of
from pipeline.enrich.events.languages_data import LANGUAGES, Bounds, Found, Language, fold, load_language
from pipeline.enrich.events.languages_status import Site, judge
from pipeline.enrich.events.lexicon import Subtype
from pipeline.enrich.events.times import day_of
from pipeline.enrich.reading import Reading
from pipeline.model import EnrichedArticle, Event

CONFIDENCE: Final = 0.7
ENDS: Final = re.compile(
    r"[。！？][」』”’）]*"
    r"|[!?؟…]+[\"”»’)]*(?=\s|$)"
    r"|(?<!\d)(?<!\b\w)(?<!\b(?:St|Dr|Nr|Mr|Sr|Co|ул|им|гг|ст))\.[\"”»’)]*(?=\s|$)"  # not "5. März", "St. Pauli"
    r"|(?<=\d)\.(?=\s+[\"„«¿¡]?[A-ZÄÖÜА-ЯÀ-Ý])(?!\s+(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
    r"|\n"
)
OPENING: Final = 32  # code points of an opening such as "In 2017," that dates what follows
PARTLESS: Final = frozenset(("protest",))  # who demonstrates acts for no state
LATER: Final = ("historical", "habitual")


class Trigger(NamedTuple):
    """Words that tell of an event, with what stands near them."""

    subtype: str
    start: int
    end: int  # exclusive
    words: Bounds  # trigger and partner


class Scene(NamedTuple):
    """What all events of a sentence share."""

    text: str  # of the article, folded
    language: Language
    terms: Sequence[Found]
    sentence: Bounds
    named: Sequence[Named]


class Languages:
    """Finds events in texts that are not English."""

    def __init__(self, subtypes: Mapping[str, Subtype]) -> None:
        self._subtypes = subtypes

    def tag(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle:
        """Fill `events` of an article in one of the languages; of another language nothing is known."""
        code = (enriched.language or "")[:2].lower()
        if code not in LANGUAGES:
            return enriched
        language = load_language(code)
        text = fold(reading.text)
        terms = language.find(text)
        if not any(role[0] == "trigger" for term in terms for role in term.roles):
            return enriched
        events: list[Event] = []
        starts = [term.start for term in terms]
        for sentence in sentences(reading.text):
            inside = terms[bisect_left(starts, sentence[0]) : bisect_left(starts, sentence[1])]
            if told := triggers(text, language, inside):
                scene = Scene(text, language, inside, sentence, named(enriched.entities, reading, inside, sentence))
                events += [self._event(enriched, reading, scene, trigger) for trigger in told]
        return replace(enriched, events=tuple(chosen(events)))

    def _event(self, enriched: EnrichedArticle, reading: Reading, scene: Scene, trigger: Trigger) -> Event:
        """Make one event."""
        text, language, terms, sentence, some = scene
        clause = clause_of(text, language, trigger, sentence)
        wide = (sentence[0] if clause[0] - sentence[0] <= OPENING else clause[0]), clause[1]
        site = Site(trigger.subtype, trigger.words, clause, wide, sentence)
        verdict = judge(text, language, terms, site, day_of(enriched.article.published_at))
        actor = None if trigger.subtype in PARTLESS else actor_of(text, language, some, site)
        where = place_of(text, language, some, site)
        subtype = self._subtypes[trigger.subtype]
        return Event(
            type=subtype.type,
            subtype=trigger.subtype,
            status=verdict.status,
            trigger=reading.span(trigger.start, trigger.end),
            quote=reading.span(*trimmed(reading.text, sentence)),
            mode=subtype.mode,
            actor=participant(actor, reading) if actor else None,
            place=place(where) if where else None,
            confidence=CONFIDENCE,
            cues=(
                f"trigger:{text[trigger.start : trigger.end]}",
                *((f"status:{verdict.status}:{verdict.cue}",) if verdict.cue else ()),
            ),
        )


def sentences(text: str) -> Iterable[Bounds]:
    """Cut a text into sentences, as ranges of code points."""
    start = 0
    for match in ENDS.finditer(text):
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def trimmed(text: str, bounds: Bounds) -> Bounds:
    """Leave out white space at both ends."""
    inside = text[bounds[0] : bounds[1]]
    return bounds[0] + len(inside) - len(inside.lstrip()), bounds[1] - len(inside) + len(inside.rstrip())


def triggers(text: str, language: Language, terms: Sequence[Found]) -> list[Trigger]:
    """Give the triggers of one sentence, in order."""
    placed: dict[tuple[str, str, int], list[Bounds]] = {}
    for term in terms:
        for role in term.roles:
            placed.setdefault(role, []).append((term.start, term.end))
    found: list[Trigger] = []
    for (kind, subtype, number), spans in placed.items():
        if kind != "trigger" or ("unless", subtype, -1) in placed or ("unless", subtype, number) in placed:
            continue
        if not language.source.triggers[subtype].groups[number].near:
            found += [Trigger(subtype, *span, span) for span in spans]
            continue
        partners = placed.get(("near", subtype, number), [])
        found += [made for span in spans if (made := _paired(text, language, subtype, span, partners))]
    return sorted(found, key=lambda trigger: trigger.start)


def _paired(text: str, language: Language, subtype: str, span: Bounds, partners: Sequence[Bounds]) -> Trigger | None:
    """Join a trigger and the nearest partner within reach, or twice as far within the clause."""
    reach = language.source.reach
    apart = [(max(one[0] - span[1], span[0] - one[1]), one) for one in partners]
    apart = [(gap, one) for gap, one in apart if 0 <= gap <= 2 * reach]
    if not apart:
        return None
    gap, partner = min(apart)
    between = range(min(span[1], partner[1]), max(span[0], partner[0]))
    if gap > reach and any(_breaks(text, at, language.source.breaks) for at in between):
        return None
    return Trigger(subtype, *span, (min(span[0], partner[0]), max(span[1], partner[1])))


def clause_of(text: str, language: Language, trigger: Trigger, sentence: Bounds) -> Bounds:
    """Widen the words of an event to the marks between clauses."""
    breaks = language.source.breaks
    start, end = trigger.words
    while start > sentence[0] and not _breaks(text, start - 1, breaks):
        start -= 1
    while end < sentence[1] and not _breaks(text, end, breaks):
        end += 1
    return start, end


def _breaks(text: str, at: int, breaks: str) -> bool:
    """Tell a mark between clauses from one inside a number."""
    return text[at] in breaks and not (0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit())


def chosen(events: Sequence[Event]) -> list[Event]:
    """Keep one event a subtype and sentence: the first, unless a later mention says that it did not simply occur."""
    kept: dict[tuple[str, str, int], Event] = {}
    for event in events:
        key = (event.subtype, event.quote.part, event.quote.start)
        first = kept.setdefault(key, event)
        supposed = first.status == "hypothetical" and event.status == "threatened"
        if supposed or (first.status == "occurred" and event.status not in ("occurred", *LATER)):
            kept[key] = replace(event, actor=first.actor or event.actor)
        elif first.actor is None and event.actor is not None:
            kept[key] = replace(first, actor=event.actor)
    return list(kept.values())
