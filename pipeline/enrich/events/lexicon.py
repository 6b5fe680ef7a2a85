"""Triggers and classes of words, read from data and indexed by their first word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import msgspec

from pipeline.enrich.events.inflect import noun_forms, verb_forms
from pipeline.enrich.tokens import TOKEN
from pipeline.errors import ConfigError
from pipeline.model import Status
from pipeline.yaml import nearest, read_yaml_as

DATA: Final = Path(__file__).parent.parent / "data" / "events"
GAP: Final = "…"
OPEN: Final = "*"  # any verb
ANY: Final = "#"  # any number in a series of makes
SERIES: Final = ("make", "-", ANY)  # how one is written
NAMED: Final = "named"  # the class of common words that are weapons as names
But = tuple[frozenset[str], frozenset[str]]  # forms of verbs in the active, in the passive
Part = Literal["verb", "noun", "phrase"]


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Triggers that share constraints, as written; lists are comma separated, `$name` is a class of words.

    `verb` and `noun` are inflected, `phrase` is taken as written and reads like a noun. `object`, `subject` and `of`
    say which word must stand in that place; `near` anywhere in the clause, `around`
    in the sentence, `article` in the article; `unless` nowhere in the sentence.
    """

    verb: str = ""
    noun: str = ""
    phrase: str = ""
    object: str = ""
    subject: str = ""
    of: str = ""
    near: str = ""
    around: str = ""
    article: str = ""
    into: bool = False  # "into" leads to the object
    with_: str = msgspec.field(default="", name="with")
    unless: str = ""
    but: str = ""  # of the verb "*": classes of verbs it is none of, as verb of a subject, and as verb of an object
    does: str = ""  # of the verb "*": a class of verbs whose present tells as well
    type: str | None = None
    mode: str | None = None
    cameo: str | None = None
    status: Status | None = None
    mutual: bool = False  # both sides act: actor and target follow the order of the text
    undergo: bool = False  # the subject suffers it
    people: bool = False  # no state acts: "Manila protests" is a note
    abroad: bool = False  # it ends in another country than that of who acts
    aimed: bool = False  # a place or a party is named right behind it: "rockets on Safed"
    speaker: bool = False  # who says so acts, the subject suffers it: "X said that Y must go"
    sure: float = 0.9  # share of matches that are right, 0..1


class Subtype(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of event, as written in the data."""

    type: str
    cameo: str
    example: str
    triggers: tuple[Group, ...]
    mode: str | None = None
    unless: str = ""
    foreign: tuple[str, ...] = ()  # classes of words: an article that is full of one tells of something else
    instrument: bool = False  # a weapon stands as subject or object, not who acts or suffers
    generic: bool = False  # a PLOVER type when no subtype of ours fits


class Words(NamedTuple):
    """Words and phrases one of which must, or must not, stand somewhere."""

    single: frozenset[str]
    phrases: tuple[str, ...]  # words joined by one space, with one before and behind
    ends: Mapping[str, tuple[str, ...]]  # the same by their last word
    signs: frozenset[str]  # a word of each, the last one of a phrase: without one of these none stands
    series: frozenset[tuple[str, str]] = frozenset()  # "kh", "101" for Kh-101; the number "#" is any

    def stand(self, window: list[str]) -> bool:
        """Tell whether one of them stands among these words."""
        if not self.single.isdisjoint(window):
            return True
        if self.signs.isdisjoint(window):
            return False
        return self.phrased(window) or (
            bool(self.series) and any(self.numbered(window, at) for at, word in enumerate(window) if word == "-" and at)
        )

    def phrased(self, window: list[str]) -> bool:
        """Tell whether one of the phrases stands among these words, looking only for those that end in one of them."""
        ends = self.ends.keys() & window
        if not ends:
            return False
        text = f" {' '.join(window)} "
        return any(phrase in text for end in ends for phrase in self.ends[end])

    def numbered(self, words: list[str], dash: int) -> bool:
        """Tell whether a make stands around a hyphen: "Kh-101", "S-300"."""
        number = words[dash + 1] if dash + 1 < len(words) else ""
        make = words[dash - 1]
        return (make, number) in self.series or (number[:1].isdigit() and (make, ANY) in self.series)


class Trigger(NamedTuple):
    """One way to say one kind of event, ready to be matched."""

    words: tuple[frozenset[str], ...]  # empty set: up to three words may stand between
    part: Part
    subtype: str
    type: str
    mode: str | None
    cameo: str
    object: Words | None
    subject: Words | None
    of: Words | None
    near: Words | None
    with_: Words | None
    around: Words | None
    article: Words | None
    unless: Words | None
    foreign: tuple[Words, ...]
    status: Status | None
    mutual: bool
    undergo: bool
    speaker: bool
    people: bool
    abroad: bool
    aimed: bool
    into: bool
    instrument: bool
    generic: bool
    sure: float
    does: frozenset[str]
    but: But | None  # opens at a noun, see `anchored`: forms of verbs left aside
    second: frozenset[str]  # what the second word may be; empty: anything
    needs: tuple[frozenset[str], ...]  # a sentence without a word of each cannot hold it
    rank: int  # longer and more constrained first; what the article may yet rule out behind its like


class Candidate(NamedTuple):
    """A trigger with what the words of its sentence must and must not have, in bits of `Index.bits`."""

    needs: int
    barred: int  # by single words of `unless`
    doubted: int  # by a last word of a phrase of `unless`: then that phrase has to be looked for
    trigger: Trigger
    cleared: Trigger  # the same without `unless`


class Index(NamedTuple):
    """Triggers by the word they may begin with and the word after it, the most specific first, and the bits of words.

    Under the empty word stand the triggers that any word may follow; they stand under every other word as well.

    Every set of words that a trigger asks for or forbids is a bit: the bits of a sentence's words tell, of all sets at
    once, which have a word in it.
    """

    candidates: Mapping[str, Mapping[str, tuple[Candidate, ...]]]
    bits: Mapping[str, int]
    named: frozenset[str]  # words that trigger anything only with a capital: "Javelin", not "javelin"


Maybe = Words | None
Constraints = tuple[Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe, Maybe]  # in the order of Trigger's fields


class Lexicon(NamedTuple):
    """Every trigger by the words it may begin with, and every subtype by name."""

    triggers: Index
    subtypes: Mapping[str, Subtype]
    classes: Mapping[str, Words]
    weapons: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # by first word: words, and the state that has it


@cache
def load_lexicon(folder: Path = DATA) -> Lexicon:
    """Read classes and subtypes.

    Raises:
        ConfigError: a file is not as described, or names an unknown class.
    """
    classes: dict[str, Words] = {}
    for name, text in read_yaml_as(folder / "classes.yaml", dict[str, str]).items():
        classes[name] = words(text, classes, folder / "classes.yaml")
    verbs = load_verbs(folder / "verbs.yaml")
    subtypes: dict[str, Subtype] = {}
    triggers: list[Trigger] = []
    for path in sorted((folder / "subtypes").glob("*.yaml")):
        for name, subtype in read_yaml_as(path, dict[str, Subtype]).items():
            subtypes[name] = subtype
            for group in subtype.triggers:
                triggers += expand(name, subtype, group, classes, path, verbs)
    named = classes[NAMED].single if NAMED in classes else frozenset[str]()
    return Lexicon(index(triggers, named), subtypes, classes, load_weapons(folder / "weapons.yaml"))


def load_verbs(path: Path) -> dict[str, frozenset[str]]:
    """Read classes of verbs as all forms of theirs; none where the file is missing.

    Raises:
        ConfigError: the file is not as described.
    """
    return {
        name: frozenset().union(*(verb_forms(item.strip()) for item in text.lower().split(",") if item.strip()))
        for name, text in (read_yaml_as(path, dict[str, str]) if path.exists() else {}).items()
    }


def load_weapons(path: Path) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Read which weapons one state alone has; none where the file is missing.

    Raises:
        ConfigError: the file is not as described.
    """
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for country, text in (read_yaml_as(path, dict[str, str]) if path.exists() else {}).items():
        for item in text.split(","):
            *first, last = TOKEN.findall(item.strip().lower())
            for form in noun_forms(last):
                name = (*first, form)
                found[name[0]].append((name, country))
    return {word: tuple(names) for word, names in found.items()}


def index(triggers: Iterable[Trigger], named: frozenset[str] = frozenset()) -> Index:
    """Index triggers by every form of their first word, and number the sets of words they ask for or forbid."""
    numbers: dict[frozenset[str], int] = defaultdict(lambda: len(numbers))
    found: dict[str, list[Candidate]] = defaultdict(list)
    for trigger in sorted(triggers, key=lambda trigger: -trigger.rank):
        candidate = _candidate(trigger, numbers)
        for form in trigger.words[0]:
            found[form].append(candidate)
    bits: dict[str, int] = defaultdict(int)
    for some, number in numbers.items():
        for word in some:
            bits[word] |= 1 << number
    return Index({form: _by_second(some) for form, some in found.items()}, dict(bits), named)


def _by_second(candidates: Sequence[Candidate]) -> dict[str, tuple[Candidate, ...]]:
    """Sort candidates by the word that may follow their first one; "" where it may be any."""
    seconds = {"", *(word for candidate in candidates for word in candidate.trigger.second)}
    return {
        second: tuple([each for each in candidates if not each.trigger.second or second in each.trigger.second])
        for second in seconds
    }


def _candidate(trigger: Trigger, numbers: dict[frozenset[str], int]) -> Candidate:
    """Say in bits what a trigger asks for; a need of the sentence that is single words needs no second look."""
    needs = 0
    for some in trigger.needs:
        needs |= 1 << numbers[some]
    if trigger.around is not None and not trigger.around.phrases and not trigger.around.series:
        trigger = trigger._replace(around=None)
    single, ends = frozenset[str](), frozenset[str]()
    if trigger.unless is not None:
        single, ends = trigger.unless.single, trigger.unless.signs - trigger.unless.single
    barred = 1 << numbers[single] if single else 0
    doubted = 1 << numbers[ends] if ends else 0
    return Candidate(needs, barred, doubted, trigger, trigger._replace(unless=None))


def expand(
    name: str,
    subtype: Subtype,
    group: Group,
    classes: Mapping[str, Words],
    path: Path,
    verbs: Mapping[str, frozenset[str]] = MappingProxyType({}),
) -> list[Trigger]:
    """Turn one group into its triggers."""

    def some(text: str) -> Words | None:
        found = words(text, classes, path)
        return found if found.signs else None

    constraints = (
        some(group.object),
        some(group.subject),
        some(group.of),
        some(group.near),
        some(group.with_),
        some(group.around),
        some(group.article),
        some(f"{group.unless}, {subtype.unless}"),
    )
    foreign = tuple(classes[one] for one in subtype.foreign)
    if group.verb == OPEN:
        but = _left_aside(group.but, verbs, path)
        does = verbs.get(group.does, frozenset())
        opened = _nouns(constraints[0] or constraints[1] or constraints[4])
        return [_trigger(name, subtype, group, "verb", forms, constraints, foreign, but, does) for forms in opened]
    written: tuple[tuple[Part, str], ...] = (("verb", group.verb), ("noun", group.noun), ("phrase", group.phrase))
    return [
        _trigger(name, subtype, group, part, phrase_forms(item.strip(), part), constraints, foreign)
        for part, text in written
        for item in text.split(",")
        if item.strip()
    ]


def _trigger(
    name: str,
    subtype: Subtype,
    group: Group,
    part: Part,
    forms: tuple[frozenset[str], ...],
    constraints: Constraints,
    foreign: tuple[Words, ...],
    but: But | None = None,
    does: frozenset[str] = frozenset(),
) -> Trigger:
    """Make one trigger; `constraints` in the order of its fields, those of the article and "unless" last."""
    placed = constraints[:-2]
    return Trigger(
        forms,
        part,
        name,
        group.type or subtype.type,
        group.mode or subtype.mode,
        group.cameo or subtype.cameo,
        *constraints,
        foreign,
        group.status,
        group.mutual,
        group.undergo,
        group.speaker,
        group.people,
        group.abroad,
        group.aimed,
        group.into,
        subtype.instrument and bool(group.object or group.subject or group.article or part != "verb"),
        subtype.generic,
        group.sure,
        does,
        but,
        forms[1] if len(forms) > 1 else frozenset(),
        tuple(one.signs for one in placed if one),
        4 * len(forms) + 3 * sum(map(bool, placed)) - _looseness(subtype, group, open_=but is not None),
    )


def _looseness(subtype: Subtype, group: Group, *, open_: bool) -> int:
    """Say how far a trigger stands back behind others, by how little it says of what it means."""
    return 8 * (subtype.generic or group.aimed) + 6 * group.abroad + 6 * open_ + bool(group.article)


def _left_aside(text: str, verbs: Mapping[str, frozenset[str]], path: Path) -> But:
    """Read which verbs an open trigger leaves aside: as verb of a subject, and as verb of an object.

    Raises:
        ConfigError: not two known classes of verbs.
    """
    names = [name.strip() for name in text.split(",")]
    if len(names) != 2 or not verbs.keys() >= set(names):
        raise ConfigError(
            f"{path}: a verb {OPEN!r} wants two classes of verbs, not {text!r}{nearest(text, list(verbs))}"
        )
    return verbs[names[0]], verbs[names[1]]


def _nouns(some: Words | None) -> Iterator[tuple[frozenset[str], ...]]:
    """Give what an open trigger opens with: the words of its role, as the words of triggers are."""
    if some is None:
        return
    yield (some.single,)
    yield from (tuple(frozenset((word,)) for word in phrase.split()) for phrase in some.phrases)
    if some.series:
        yield frozenset(make for make, _ in some.series), frozenset(("-",))


def phrase_forms(item: str, part: Part) -> tuple[frozenset[str], ...]:
    """Tokenise a trigger as the reading does and inflect the word that carries the inflection, unless it opens "=".

    In a verb that is the first word, or the one after a hyphen ("test-fire"); in a noun the last.
    """
    tokens = TOKEN.findall(item.lower())
    if tokens[0] == "=":
        return tuple(frozenset((token,)) for token in tokens[1:])
    forms = [frozenset() if token == GAP else frozenset((token,)) for token in tokens]
    if part == "verb":
        head = 2 if len(tokens) > 2 and tokens[1] == "-" else 0
        forms[head] = verb_forms(tokens[head])
    elif part == "noun":
        forms[-1] = noun_forms(tokens[-1])
    return tuple(forms)


def words(text: str, classes: Mapping[str, Words], path: Path) -> Words:
    """Read a comma separated list of nouns; `$name` stands for a class, `=word` for that form alone.

    Raises:
        ConfigError: an unknown class.
    """
    single: set[str] = set()
    phrases: list[str] = []
    series: set[tuple[str, str]] = set()
    for item in filter(None, (item.strip() for item in text.split(","))):
        if item.startswith("$"):
            if item[1:] not in classes:
                raise ConfigError(f"{path}: unknown class of words {item!r}{nearest(item[1:], list(classes))}")
            single |= classes[item[1:]].single
            phrases += classes[item[1:]].phrases
            series |= classes[item[1:]].series
        elif item.startswith("="):
            single.add(item[1:].lower())
        else:
            tokens = TOKEN.findall(item.lower())
            if len(tokens) == len(SERIES) and SERIES[1] == tokens[1] and (tokens[2] == ANY or tokens[2].isdigit()):
                series.add((tokens[0], tokens[2]))
                continue
            forms = (" ".join((*tokens[:-1], form)) for form in noun_forms(tokens[-1]))
            (phrases.extend if tokens[1:] else single.update)(forms)
    ends: dict[str, tuple[str, ...]] = {}
    for phrase in dict.fromkeys(f" {p.strip()} " for p in phrases):
        end = phrase.split()[-1]
        ends[end] = (*ends.get(end, ()), phrase)
    return Words(
        frozenset(single),
        tuple(f" {p.strip()} " for p in phrases),
        ends,
        frozenset(single | ends.keys() | {make for make, _ in series}),
        frozenset(series),
    )
