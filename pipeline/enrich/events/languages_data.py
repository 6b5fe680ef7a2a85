"""What each language says for events, status and actors: its YAML file, made into one search for all of its terms.

A term is a stem that stands at the start of a word; `=term` is a word of its own, `*term` stands anywhere, `-term` ends
a word. Where a language sets no spaces between words (`anywhere: true`) every plain term stands anywhere. `$name`
stands for a class of terms of the same file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

import ahocorasick_rs
import msgspec

from pipeline.errors import ConfigError
from pipeline.model import Status
from pipeline.yaml import read_yaml_as

DATA: Final = Path(__file__).parent.parent / "data" / "events" / "languages"
LANGUAGES: Final = ("ko", "ja", "zh", "ru", "ar", "es", "fr", "de")
FOLDED: Final = str.maketrans("ёأإآىة’‘０１２３４５６７８９", "еاااي" + "ه''0123456789")
SOURCE: Final = "ignored"

Scope = Literal["sentence", "clause", "near", "left", "right", "start"]
Role = tuple[str, str, int]  # what a term is for, of which subtype or code, and the number of its group or cue
Bounds = tuple[int, int]


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Trigger words of one subtype, with what must stand near them and what must not stand in their sentence."""

    words: str
    near: str = ""
    unless: str = ""


class Triggers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All trigger words of one subtype; `unless` holds for every group."""

    groups: tuple[Group, ...]
    unless: str = ""


class Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that give a status within a scope; `of` names the subtypes they are good for, when not all."""

    status: Status | Literal["if", "accused"]
    scope: Scope
    words: str
    of: tuple[str, ...] = ()
    unless: str = ""


class Markers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words beside a name that say its part: before it in most languages, after it in Korean and Japanese.

    `passed` is a pattern of what may stand between a preposition and the name.
    """

    agent: str = ""
    other: str = ""  # whom it is done to, where, from where
    subject: str = ""
    embedded: str = ""  # the subject of what others see or say, before that of the sentence
    passed: str = r"(?:\s[\w'-]+){0,2}\s?"
    after: bool = False


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language as its file says it."""

    triggers: dict[str, Triggers]
    statuses: tuple[Cue, ...]
    actors: dict[str, str]  # ISO 3166-1 alpha-2, EU or the name of a group, to its terms
    markers: Markers
    classes: dict[str, str] = {}
    home: dict[str, str] = {}  # who is meant when nobody else is named: "the government"
    ignored: str = ""  # longer words that hold a term and mean something else
    months: tuple[str, ...] = ()
    since: str = ""  # before a year: the event itself is not of that year
    breaks: str = ",;:—–"  # marks between clauses
    clings: str = ""  # letters that cling to the front of a word
    reach: int = 45  # code points between a trigger and what must stand near it
    anywhere: bool = False


class Term(NamedTuple):
    """One term: what it looks like, where it may stand, what for."""

    text: str
    starts: bool  # a word starts with it
    ends: bool  # a word ends with it
    roles: tuple[Role, ...]


class Found(NamedTuple):
    """A term found in the folded text."""

    start: int
    end: int  # exclusive
    roles: tuple[Role, ...]


class Language:
    """A language ready to be searched for."""

    def __init__(self, source: Source, path: Path) -> None:
        self.source = source
        self._path = path
        self.terms = tuple(self._terms())

    @cached_property
    def _search(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick([term.text for term in self.terms])

    def find(self, text: str) -> list[Found]:
        """Find all terms of a folded text in order of start, less those inside of ignored words."""
        found: list[Found] = []
        barred: list[Bounds] = []
        for number, start, end in self._search.find_matches_as_indexes(text, overlapping=True):
            term = self.terms[number]
            if (term.starts and not self._at_start(text, start)) or (
                term.ends and end < len(text) and text[end].isalnum()
            ):
                continue
            if term.roles[0][0] == SOURCE:
                barred.append((start, end))
            else:
                found.append(Found(start, end, term.roles))
        if barred:
            found = [each for each in found if not any(s <= each.start and each.end <= e for s, e in barred)]
        found.sort()
        return found

    def _at_start(self, text: str, start: int) -> bool:
        """Tell whether a word starts here, or only letters that cling to its front stand before."""
        while start and text[start - 1] in self.source.clings:
            start -= 1
        return not start or not text[start - 1].isalnum()

    def _terms(self) -> Iterable[Term]:
        roles: dict[tuple[str, bool, bool], list[Role]] = defaultdict(list)
        for role, text in self._listed():
            for term in self._words(text):
                roles[self._shape(term)].append(role)
        for shape, some in roles.items():
            yield Term(*shape, tuple(sorted(some, key=lambda role: role[0] != SOURCE)))

    def _listed(self) -> Iterable[tuple[Role, str]]:
        """Give every list of terms of the file with what it is for."""
        source = self.source
        yield (SOURCE, "", 0), source.ignored
        yield ("since", "", 0), source.since
        for code in source.actors:
            yield ("actor", code, 0), source.actors[code]
        for code in source.home:
            yield ("actor", code, 1), source.home[code]
        for month, names in enumerate(source.months, 1):
            yield ("month", "", month), names
        for subtype, triggers in source.triggers.items():
            yield ("unless", subtype, -1), triggers.unless
            for number, group in enumerate(triggers.groups):
                yield ("trigger", subtype, number), group.words
                yield ("near", subtype, number), group.near
                yield ("unless", subtype, number), group.unless
        for number, cue in enumerate(source.statuses):
            yield ("cue", cue.status, number), cue.words
            yield ("but", cue.status, number), cue.unless
        yield from ((("mark", name, 0), getattr(source.markers, name)) for name in ("agent", "other"))

    def _words(self, text: str) -> Iterable[str]:
        """Split a list of terms and put in the classes it names."""
        for term in filter(None, (piece.strip() for piece in text.replace("\n", " ").split(","))):
            if not term.startswith("$"):
                yield term
            elif term[1:] in self.source.classes:
                yield from self._words(self.source.classes[term[1:]])
            else:
                raise ConfigError(f"{self._path}: {term} is no class; classes: {sorted(self.source.classes)}")

    def _shape(self, term: str) -> tuple[str, bool, bool]:
        """Take the sign off a term and say where it may stand."""
        sign = term[0] if term[0] in "=*-" else ""
        text = fold(term[len(sign) :])
        return text, sign == "=" or (not sign and not self.source.anywhere), sign in ("=", "-")


def fold(text: str) -> str:
    """Lower-case and put letters that are written in several ways in one; no offset moves."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters have a longer lower case
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(FOLDED)


@cache
def load_language(name: str, folder: Path = DATA) -> Language:
    """Read the file of one language, once.

    Raises:
        ConfigError: it is not as described, or names an unknown class.
    """
    path = folder / f"{name}.yaml"
    return Language(read_yaml_as(path, Source), path)
