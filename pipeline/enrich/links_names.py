"""People and organisations: what their names mean, and names that share a link within an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from pipeline.enrich.gazetteer import Entry, World
from pipeline.enrich.links_drafts import Draft
from pipeline.enrich.links_places import COUNTY, COUNTY_WORD, Placed
from pipeline.enrich.places import PLACES

LEGAL: Final = frozenset(
    "Inc Corp Co Ltd plc PLC Plc LLC AG SA NV SpA GmbH Limited Company Corporation Incorporated Group Holdings".split()
)
HOMES: Final = {  # where companies of a legal form are
    "plc": {"GB", "IE"},
    "ag": {"DE", "CH", "AT", "LI"},
    "gmbh": {"DE", "CH", "AT"},
    "spa": {"IT"},
    "nv": {"NL", "BE"},
}
SHORTEST: Final = 4  # letters of a first word that stands for a company
TRADES: Final = LEGAL | frozenset(  # what companies do
    "Motor Motors Electric Electronics Airlines Airways Air Oil Gas Energy Power Petroleum Technologies Technology "
    "Systems Software Industries Chemical Chemicals Steel Insurance Financial Communications Telecom Pharmaceuticals "
    "Foods Stores Automotive Aerospace Aircraft Brands Resources Mining Capital Securities Networks and & Sons".split()
)
PRESIDENT: Final = "President "
GENERIC: Final = frozenset(  # canonical names of organisations whose like other countries have
    "Democratic Party|Republican Party|Labour Party|Conservative Party|Liberal Democratic Party|People Power Party|"
    "National Assembly|House of Commons|House of Lords|US Congress|US Senate|US House of Representatives|"
    "US Supreme Court|US Department of Defense|US Department of Justice|US Department of the Treasury|"
    "US Department of Commerce|US Department of Agriculture|US Department of Energy|National Security Council|"
    "Ministry of Defence|Foreign Office|Joint Chiefs of Staff|Japan Self-Defense Forces|National Intelligence Service|"
    "National Liberation Army|Communist Party|Workers' Party of Korea|Environmental Protection Agency|"
    "Securities and Exchange Commission|Federal Reserve|The Times|Financial Times|The Guardian|"
    "Indian National Congress".split("|")
)
SMALL: Final = frozenset("of the and for in on".split())
FAMILY_FIRST: Final = frozenset({"CN", "KP", "KR", "TW", "VN"})  # the family name comes first


def link_names(drafts: Sequence[Draft], text: str, world: World, placed: Placed) -> None:
    """Link organisations and people, then let short forms share the link of the long form.

    Names that many countries have mean the one in the country the article speaks of most.
    """
    for draft in drafts:
        if draft.type == "org" or (draft.type == "misc" and not draft.demonym):
            if draft.entries or draft.inside or _is_full(draft.text):
                _link_org(draft, world, placed)
        elif draft.type == "person" and (draft.entries or text.endswith(PRESIDENT, 0, draft.start)):
            draft.link = _known_person(draft, world)
            draft.country = draft.link.country if draft.link else None
    _share_surnames([draft for draft in drafts if draft.type == "person"])
    _share_short_names([draft for draft in drafts if draft.type == "org"])
    _share_acronyms(drafts, text)


def _link_org(draft: Draft, world: World, placed: Placed) -> None:
    """Link an organisation by its name, without its legal form if need be; its country may be said in its name."""
    draft.link = first_of_kind(draft.entries, "org")
    dominant = placed.dominant
    if draft.link and draft.link.name in GENERIC and draft.link.country != dominant and not _names_us(draft):
        draft.link = None
    elif draft.link is None and draft.type == "org" and _is_full(draft.text):
        bare = _without_legal_form(draft.text)
        draft.link = first_of_kind(world.known(bare), "org") or world.brand(draft.text, dominant)
        if draft.link is None and bare != draft.text:
            draft.link = world.brand(bare, dominant)
    if draft.link and not _registered_in(draft.text, draft.link.country):
        draft.link = None
    if draft.link:
        draft.country = draft.link.country
    elif draft.type == "org" and (draft.inside or COUNTY_WORD in draft.text):
        draft.country = _country_within(draft, placed, world)


def _names_us(draft: Draft) -> bool:
    """Tell an organisation that says it is American, as "U.S. Treasury"."""
    return draft.link is not None and draft.link.country == "US" and draft.text.startswith(("US ", "U.S. "))


def _is_full(name: str) -> bool:
    """Tell whether a name is long enough to be looked for among brands: several words, or an acronym."""
    return " " in name or (len(name) >= SHORTEST and name.isupper())


def _country_within(draft: Draft, placed: Placed, world: World) -> str | None:
    """Give the country in the name of an organisation: of a country or people named in it, else of other places."""
    told = {entries[0].country for _, _, entries in draft.inside if entries[0].kind in {"country", "demonym"}}
    if not told:
        names = [(draft.text[start - draft.start : end - draft.start], found) for start, end, found in draft.inside]
        told = {placed.country_of(name, found) for name, found in names if found[0].kind in PLACES} - {None}
    if not told and (county := COUNTY.match(draft.text)):
        told = {entry.country for entry in world.namesakes(county.group())}
    return told.pop() if len(told) == 1 else None


def _registered_in(name: str, country: str | None) -> bool:
    """Tell whether a company may have the legal form it is given: "General Electric Plc" is not the American one."""
    homes = HOMES.get(name.rpartition(" ")[2].rstrip(".").lower())
    return homes is None or country is None or country in homes


def _without_legal_form(name: str) -> str:
    """Drop the last word of a company's name where it is its legal form: "Acme Corp.", "Acme, Inc"."""
    head, _, last = name.rpartition(" ")
    return head.rstrip(",") if last.rstrip(".") in LEGAL else name


def _known_person(draft: Draft, world: World) -> Entry | None:
    """Find a person by full name, by a surname that is theirs alone, or by title and surname."""
    entries = draft.entries or world.known(PRESIDENT + draft.text)
    return first_of_kind(entries, "person")


def first_of_kind(entries: Iterable[Entry], kind: str) -> Entry | None:
    """Give the most prominent thing of a kind."""
    for entry in entries:
        if entry.kind == kind:
            return entry
    return None


def _share_surnames(people: Sequence[Draft]) -> None:
    """A person named by surname alone is the one whose full name the article gives."""
    if not any(draft.link for draft in people):
        return
    full: dict[str, Draft] = {}
    for draft in people:
        if " " in draft.text:
            full.setdefault(draft.text.rpartition(" ")[2], draft)
            if draft.link and draft.link.country in FAMILY_FIRST:
                full.setdefault(draft.text.partition(" ")[0], draft)
    for draft in people:
        if draft.link is None and (whole := full.get(draft.text)) and whole.link:
            draft.link, draft.country = whole.link, whole.country


def _share_short_names(orgs: Sequence[Draft]) -> None:
    """An organisation named by a first word alone is the company whose full name the article gives."""
    full: dict[str, Draft] = {}
    for draft in orgs:
        if draft.link and " " in draft.text:
            first, *rest = draft.text.replace(",", "").split(" ")
            if len(first) >= SHORTEST and all(word.rstrip(".") in TRADES for word in rest):
                full.setdefault(first, draft)
    if not full:
        return
    for draft in orgs:
        if draft.link is None and (whole := full.get(draft.text)):
            draft.link, draft.country = whole.link, whole.country


def _share_acronyms(drafts: Sequence[Draft], text: str) -> None:
    """An acronym given in brackets means what stands before it, wherever it comes again."""
    meaning: dict[str, Draft] = {}
    for full, short in pairwise(drafts):
        if short.start != full.end + 2 or not text.startswith(" (", full.end):
            continue
        if text.startswith(")", short.end) and _abbreviates(short, full):
            if full.link is None and short.link is not None:
                full.link, full.country = short.link, short.country
            meaning[short.text] = full
    if not meaning:
        return
    for draft in drafts:
        if draft.type == "org" and (whole := meaning.get(draft.text)) is not None:
            draft.link, draft.country = whole.link, whole.country


def _abbreviates(short: Draft, full: Draft) -> bool:
    """Tell whether a name in capitals is made of the initials of another."""
    words = [word for word in re.split(r"[\s-]+", full.text) if word]
    initials = {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in SMALL)}
    return short.type == "org" and full.type == "org" and short.text.replace(".", "") in initials
