"""Places among the names of an article: which hits are places at all, which place each is, and where it stands for a
government.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from pipeline.enrich.gazetteer import Entry, World
from pipeline.enrich.links_beside import word_after, word_before
from pipeline.enrich.links_drafts import START, Draft
from pipeline.enrich.links_repair import FIRST_NAMES
from pipeline.enrich.links_senses import province_around, stands_for_other
from pipeline.enrich.places import ADDED, FIXED, PLACES, PROVINCE, SURELY, Choice, Votes, abbreviated, resolve, told_by
from pipeline.enrich.places_words import DEALINGS, DIPLOMATIC, DIVISIONS, GOVERNING, LOCATIVE, MODAL, SOUTH_NORTH
from pipeline.enrich.reading import Reading
from pipeline.model import Article

HOME: Final = 2.5  # votes for the country an article is published in
ELSEWHERE: Final = 2.0  # votes for other countries that make a small place alone in its own doubtful
ACTOR: Final = 0.4  # votes for the country of an organisation or a person
LARGE: Final = 100_000  # people; a smaller city is not taken for one without a word that says so
LANDMARK: Final = re.compile(r"[- ][A-Z]")  # "Champs-Elysees": a name of several words means the place
ACRONYM: Final = 3  # letters at least
DIVISION_WORDS: Final = frozenset("province state region district prefecture governorate oblast county".split())
COUNTY_WORD: Final = " County"
COUNTY: Final = re.compile(r"\b[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)? County\b")
OF: Final = " of "  # between an organisation and a place that ends its name: "Acme of Canada"
THE_HALF: Final = re.compile(r"\b[Tt]he (North|South)\b(?! (?:[A-Z]|of\b|and South\b))")
DOMAINS: Final = {"uk": "GB"} | {code.lower(): code for code in "AU CA NZ IE IN ZA NG KE PH PK SG MY".split()}
PREFIX: Final = re.compile(
    r"^(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower|Greater|Inner|Outer|Downtown|Old)"
    r"(?:[- ]?(?:[Ee]ast|[Ww]est)(?:ern)?)? "
)
SUFFIX: Final = re.compile(
    r" (?:County|Province|District|district|province|Region|region|State|Prefecture|Governorate|Oblast|Airport"
    r"|International Airport|Valley|Bay|Island|Islands|River|Peninsula|Township|City)$"
)
OPENERS: Final = frozenset('.?!:“"')
DOMAIN: Final = re.compile(r"^(?:\w+://)?[^/]*\.([a-z]{2})(?:[/:]|$)")


class Placed(NamedTuple):
    """Where an article plays."""

    dominant: str | None  # the country it speaks of most, ISO 3166-1 alpha-2
    believed: Mapping[str, Choice]  # what each name of a place means, where that is believed

    def country_of(self, name: str, entries: tuple[Entry, ...]) -> str | None:
        """Give the country of a place found inside a longer name."""
        if choice := self.believed.get(name):
            return choice.entry.country if choice.same_country else None
        return told_by(entries)


def add_places(drafts: list[Draft], loose: Iterable[Draft], reading: Reading, world: World, language: str) -> None:
    """Take the hits that no entity covers for places where that is likely, and known acronyms for organisations; keep
    drafts in order of text.
    """
    judge, text = _judge(language, world), reading.text
    added = []
    ends = {draft.end for draft in drafts if draft.type == "place"}
    for draft in loose:
        entries = tuple([entry for entry in draft.entries if entry.kind in PLACES])
        contains = draft.start - 2 in ends and text[draft.start - 2] == ","
        if entries and (contains or judge(draft, entries[0], text)):
            ends.add(draft.end)
            draft.entries, draft.confidence = entries, ADDED
            draft.demonym = entries[0].kind == "demonym"
            draft.type = "misc" if draft.demonym else "place"
            added.append(draft)
        elif draft.entries[0].kind == "org" and _is_acronym(draft, text):
            draft.type, draft.confidence = "org", ADDED
            added.append(draft)
    if not SOUTH_NORTH.keys().isdisjoint(reading.written):
        added += _halves_of_korea([*drafts, *added], text, world)
    if "County" in reading.written:
        added += _counties([*drafts, *added], text, world)
    if added:
        drafts += added
        drafts.sort(key=START)


def link_places(drafts: list[Draft], reading: Reading, world: World, *, english: bool, sport: bool) -> Placed:
    """Choose what every place means; states abbreviated after a place become places too.

    English words tell where a place stands for something else.
    """
    text = reading.text
    mentions = _mentions(drafts, world)
    if short := abbreviated(mentions, text, world):
        _add_abbreviated(drafts, short)
        mentions = _mentions(drafts, world)
    choices, votes = resolve(mentions, text, world, told=_told(drafts, reading))
    dominant = votes.dominant()
    believed = {name: choice for name, choice in choices.items() if _supported(name, choice, votes)}
    owned = {draft.end + len(OF) for draft in drafts if draft.type == "org"}
    for number, draft in enumerate(mentions):
        if choice := believed.get(draft.text):
            draft.country = choice.entry.country if choice.same_country else None
            if choice.margin < SURELY or (english and stands_for_other(draft, choice.entry, text, sport=sport)):
                continue
            if draft.start not in owned or draft.before != OF.strip():
                draft.link = province_around(choice.entry, number, mentions, choices, text)
        elif draft.type == "place" and not draft.demonym:
            draft.country = _country_within(draft, choices, votes, world) or dominant
    return Placed(dominant, believed)


def _supported(name: str, choice: Choice, votes: Votes) -> bool:
    """Tell whether a small place is believed: where an article speaks of countries, its own must be among them."""
    entry = choice.entry
    if entry.kind in FIXED or entry.kind in {"capital", "other"} or entry.population >= LARGE or not entry.country:
        return True
    return votes.others(name, entry.country) > 0 or sum(votes.countries.values()) < ELSEWHERE


def _told(drafts: Sequence[Draft], reading: Reading) -> dict[str, float]:
    """Give countries that tell where the article plays: of its publisher, of organisations and people in it."""
    told: defaultdict[str, float] = defaultdict(float)
    if home := home_of(reading.article):
        told[home] += HOME
    if "£" in reading.text:
        told["GB"] += HOME
    for draft in drafts:
        if (draft.entries or draft.inside) and (country := _told_by(draft)):
            told[country] += ACTOR
    return told


def _told_by(draft: Draft) -> str | None:
    """Give the country that a person or an organisation speaks for, by who they are or by a place in their name."""
    if draft.entries and draft.type in {"org", "person"}:
        return draft.entries[0].country
    return told_by(draft.inside[0].entries) if draft.inside and draft.type == "org" else None


def _country_within(draft: Draft, choices: Mapping[str, Choice], votes: Votes, world: World) -> str | None:
    """Give the country of a place by a place in its name: "southern Lisbon", "Nakuru County", "Oslo Airport"."""
    named = [hit.entries[0] for hit in draft.inside if hit.entries[0].kind in PLACES]
    if not named and (bare := PREFIX.sub("", SUFFIX.sub("", draft.text))) != draft.text:
        if bare in choices:
            return choices[bare].entry.country
        named = list(world.namesakes(bare)[:1])
    countries = {entry.country for entry in named if entry.kind in FIXED or votes.countries.get(entry.country or "")}
    return countries.pop() if len(countries) == 1 else None


def _add_abbreviated(drafts: list[Draft], short: Sequence[Draft]) -> None:
    """Add abbreviated states; what was taken for a name of something else is one."""
    spans = {(draft.start, draft.end): draft for draft in drafts}
    taken = {position for draft in drafts for position in range(draft.start, draft.end)}
    for draft in short:
        if known := spans.get((draft.start, draft.end)):
            known.type = "place"
        elif draft.start not in taken:
            drafts.append(draft)
    drafts.sort(key=START)


def mark_metonyms(drafts: Sequence[Draft], text: str) -> None:
    """Mark countries and capitals that stand for their governments."""
    for draft in drafts:
        kind = draft.link.kind if draft.link else ""
        if draft.type == "place" and kind in {"country", "capital"}:
            draft.metonym = _governs(draft, text, capital=kind == "capital")


def home_of(article: Article) -> str | None:
    """Guess the country of who published an article by its domain; None where the domain does not say."""
    for address in (article.url, article.source):
        if address and (match := DOMAIN.search(address)):
            return DOMAINS.get(match.group(1))
    return None


def _judge(language: str, world: World) -> Callable[[Draft, Entry, str], bool]:
    """Choose how to judge hits: English by the words beside them, languages with names of their own take them all."""
    if language == "en":
        return _stands_as_place
    return _taken if language in world.languages else _unmistakable


def _taken(draft: Draft, entry: Entry, text: str) -> bool:
    """Take a name in its own language for what it says."""
    return text[draft.start] == draft.text[0] and bool(entry.kind)


def _unmistakable(draft: Draft, entry: Entry, text: str) -> bool:
    """Take an English name in another language only for a country, a people, a sea or a region."""
    return _taken(draft, entry, text) and entry.kind in FIXED


def _stands_as_place(draft: Draft, entry: Entry, text: str) -> bool:
    """Judge a hit that no entity covers by its kind and the words beside it."""
    start, end = draft.start, draft.end
    before = word_before(text, start)
    follows = before[:1].isupper() and not _opens(text, start - 1 - len(before))
    beside = follows or word_after(text, end)[:1].isupper()
    if entry.kind in FIXED:
        return not (beside and (draft.text in FIRST_NAMES))
    if entry.kind == "admin" and entry.population >= PROVINCE and entry.wikidata and len(draft.entries) == 1:
        return not follows and draft.text not in FIRST_NAMES and not before[-1:].isdigit()
    if beside or draft.text in FIRST_NAMES:
        return text[end : end + 2] == ", " and before in LOCATIVE
    if entry.kind == "admin" and word_after(text, end) in DIVISION_WORDS:
        return True
    landmark = entry.kind == "other" and LANDMARK.search(draft.text) is not None
    return entry.kind == "capital" or landmark or (before.lower() in LOCATIVE and entry.population >= LARGE)


def _is_acronym(draft: Draft, text: str) -> bool:
    """Tell whether a name is in capitals of its own, not those of the whole line."""
    if len(draft.text) < ACRONYM or not draft.text.isupper():
        return False
    beside = word_before(text, draft.start), word_after(text, draft.end)
    return not any(len(word) > 1 and word.isupper() for word in beside)


def _opens(text: str, start: int) -> bool:
    """Tell whether a word opens a sentence or a line, where every word has a capital."""
    return start == 0 or text[start - 1] == "\n" or text[max(0, start - 2) : start].rstrip()[-1:] in OPENERS


def _halves_of_korea(drafts: Sequence[Draft], text: str, world: World) -> list[Draft]:
    """Find "the North" and "the South" where the article speaks of Korea."""
    if not ("he North" in text or "he South" in text) or not THE_HALF.search(text):
        return []
    named = {entry.country for draft in drafts for entry in draft.entries[:1]}
    if not named & {"KP", "KR"}:
        return []
    taken = {draft.start for draft in drafts}
    found = []
    for match in THE_HALF.finditer(text):
        if match.start(1) not in taken:
            draft = Draft(match.start(1), match.end(1), match.group(1), "place", ADDED)
            draft.entries = (world.countries[SOUTH_NORTH[match.group(1)]],)
            found.append(draft)
    return found


def _counties(drafts: Sequence[Draft], text: str, world: World) -> list[Draft]:
    """Find counties, as in "Adair County Jail", where no name covers them."""
    found, end = [], 0
    while (word := text.find(COUNTY_WORD, end)) >= 0:  # a name begins at most two words before
        two_before = text.rfind(" ", end, max(text.rfind(" ", end, word), end)) + 1
        match = COUNTY.search(text, max(end, two_before))
        if match is None:
            break
        start, end = match.span()
        entries = world.namesakes(match.group())
        if entries and not any(draft.start < end and start < draft.end for draft in drafts):
            draft = Draft(start, end, match.group(), "place", ADDED)
            draft.entries = entries
            found.append(draft)
    return found


def _mentions(drafts: Iterable[Draft], world: World) -> list[Draft]:
    """Give the places and peoples, with what states abbreviated and names in capitals may mean."""
    mentions = [draft for draft in drafts if draft.type == "place" or draft.demonym]
    for draft in mentions:
        if not draft.entries and (division := DIVISIONS.get(draft.text)):
            draft.entries = (world.divisions[division],)
        elif not draft.entries and draft.text.isupper() and len(draft.text) > 3:
            draft.entries = world.namesakes(draft.text.title())
    return mentions


def _governs(draft: Draft, text: str, *, capital: bool) -> bool:
    """Tell whether a country or capital acts, or is dealt with, as a government."""
    word, after = draft.before.lower(), draft.after
    if word in LOCATIVE:
        return False
    if after in GOVERNING:
        return after not in MODAL or capital or word_after(text, draft.end + 1 + len(after)) in GOVERNING
    if capital and word in DIPLOMATIC:
        return word != "and" or _deals(text, draft.start)
    return False


def _deals(text: str, start: int) -> bool:
    """Tell whether dealings between governments are spoken of just before."""
    words = re.findall(r"\w+", text[max(0, start - 60) : start])
    return any(word in DEALINGS or word == "between" for word in words)
