"""The dictionaries that PETRARCH's own unit tests bring along: invented actors, agents and verb patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.enrich.events.inflect import noun_forms, verb_forms

CODE: Final = re.compile(r"\[([^\]]*)\]")
COMMENT: Final = re.compile(r"#.*$|<!.*$")
BLOCK: Final = re.compile(r"^---\s*(.+?)\s*\[([^\]]*)\]")
DATED: Final = re.compile(r"^(\S+)\s*(<|>)\s*(\d{6,8})$|^(\S+)\s+(\d{6,8})\s*-\s*(\d{6,8})$")
MARKS: Final = frozenset("+$%^")

Words = tuple[str, ...]


class Dated(NamedTuple):
    """A code and the days (as yyyymmdd) between which it holds."""

    code: str
    first: str = "00000000"
    last: str = "99999999"


class Pattern(NamedTuple):
    """Words before and after a verb; those of a tuple stand side by side."""

    before: tuple[Words, ...]
    after: tuple[Words, ...]
    code: str
    size: int


class Verb(NamedTuple):
    """A verb: its default code and its patterns, longest first."""

    code: str
    patterns: tuple[Pattern, ...]


class Dictionaries(NamedTuple):
    """Everything a test sentence is coded with, by lower-cased words."""

    actors: dict[Words, tuple[Dated, ...]]
    agents: dict[Words, str]
    verbs: dict[Words, Verb]
    discards: tuple[Words, ...]


@cache
def load_dictionaries(folder: Path) -> Dictionaries:
    """Read the four files of a folder."""
    texts = {name: _lines(folder / f"PETR.Validate.{name}.txt") for name in ("actors", "agents", "verbs", "discards")}
    discards = tuple(split(line.strip("+ ")) for line in texts["discards"])
    return Dictionaries(_actors(texts["actors"]), _agents(texts["agents"]), _verbs(texts["verbs"]), discards)


def split(text: str) -> Words:
    """Cut dictionary words, joined by underscores or spaces, into lower-cased words as the coder reads them."""
    return tuple(re.findall(r"[\w.&'-]+", text.replace("_", " ").lower()))


def _lines(path: Path) -> list[str]:
    lines = (COMMENT.sub("", line).rstrip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line.strip()]


def _actors(lines: Iterable[str]) -> dict[Words, tuple[Dated, ...]]:
    """Names, with synonyms behind "+" and dated codes below, belong to the last name without a plus."""
    groups: list[tuple[list[Words], list[Dated]]] = []
    for line in lines:
        name = CODE.sub("", line).strip()
        codes = [_dated(code) for code in CODE.findall(line)]
        if name and not name.startswith("+"):
            groups.append(([split(name)], codes))
        elif groups:
            groups[-1][0].extend([split(name[1:])] if name else [])
            groups[-1][1].extend(codes)
    return {name: tuple(codes) for names, codes in groups for name in names if name}


def _dated(text: str) -> Dated:
    match = DATED.match(text.strip())
    if match is None:
        return Dated(text.strip())
    if match[4]:
        return Dated(match[4], _day(match[5]), _day(match[6]))
    return Dated(match[1], last=_day(match[3])) if match[2] == "<" else Dated(match[1], first=_day(match[3]))


def _day(text: str) -> str:
    return text if len(text) == 8 else f"19{text}"


def _agents(lines: Iterable[str]) -> dict[Words, str]:
    sets = {"!person!": ["man", "men", "woman", "women", "person"], "!minst!": ["minister", "ministers", "ministry"]}
    found: dict[Words, str] = {}
    for line in lines:
        code = CODE.search(line)
        if code is None:
            continue
        name = re.sub(r"\{[^}]*\}", "", line[: code.start()]).strip().lower()
        extra = re.findall(r"\{([^}]+)\}", line)
        for mark, words in sets.items():
            if mark in name:
                found.update({split(name.replace(mark, word)): code[1].strip() for word in words})
        *first, last = split(name) or ("",)
        found.update({(*first, form): code[1].strip() for form in noun_forms(last)})
        found.update({split(form): code[1].strip() for form in extra})
    return found


def _verbs(lines: Iterable[str]) -> dict[Words, Verb]:
    synonyms: dict[str, list[str]] = {}
    found: dict[Words, Verb] = {}
    forms: list[tuple[Words, str]] = []
    patterns: list[str] = []
    code, current = "---", ""
    for line in [*lines, "--- END [---] ---"]:
        text = line.strip()
        if block := BLOCK.match(text):
            found.update(_block(forms, patterns, synonyms))
            code, current, forms, patterns = block[2], "", [(form, block[2]) for form in _forms(block[1])], []
        elif text.startswith("&"):
            current = text.split()[0].lower()
            synonyms[current] = []
        elif text.startswith("-"):
            patterns.append(text[1:].strip())
        elif current and text.startswith("+"):
            synonyms[current].append(text[1:].strip())
        else:
            own = CODE.search(text)
            forms += [(form, own[1] if own else code) for form in _forms(CODE.sub("", text))]
            current = ""
    return found


def _forms(text: str) -> Iterator[Words]:
    """Forms of one verb: "BAN {BANS BANNED}", "+BREAK_DOWN {+BROKE_DOWN}", or a lemma to inflect."""
    given = re.findall(r"\{([^}]*)\}", text)
    name = split(re.sub(r"\{[^}]*\}", "", text).replace("+", ""))
    if not name:
        return
    yield from (split(form.replace("+", "")) for some in given for form in some.split())
    yield from ((form, *name[1:]) for form in verb_forms(name[0]))


def _block(
    forms: list[tuple[Words, str]], patterns: list[str], synonyms: dict[str, list[str]]
) -> Iterator[tuple[Words, Verb]]:
    read = sorted((p for text in patterns for p in _pattern(text, synonyms)), key=lambda pattern: -pattern.size)
    for form, code in forms:
        yield form, Verb(code, tuple(read))


def _pattern(text: str, synonyms: dict[str, list[str]]) -> Iterator[Pattern]:
    """Read "BEFORE * AFTER [code]"; every synonym set makes a pattern of its own."""
    code = CODE.search(text)
    if code is None or "*" not in text:
        return
    for plain in _expanded(CODE.sub("", text).lower(), synonyms, 0):
        before, _, after = plain.partition("*")
        sides = [tuple(split(chunk) for chunk in side.split() if split(chunk)) for side in (before, after)]
        yield Pattern(sides[0], sides[1], code[1], sum(len(chunk) for side in sides for chunk in side))


def _expanded(text: str, synonyms: dict[str, list[str]], depth: int) -> Iterator[str]:
    mark = next((name for name in sorted(synonyms, key=len, reverse=True) if name.strip("_") in text), None)
    if mark is None or depth > 3:
        yield " ".join(chunk for chunk in text.split() if chunk not in MARKS)
        return
    for word in synonyms[mark]:
        yield from _expanded(text.replace(mark.strip("_"), word.lower().replace(" ", "_")), synonyms, depth + 1)
