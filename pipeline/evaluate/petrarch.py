"""PETRARCH's unit tests, coded with their own dictionaries but without their parses: our clauses, voices and order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from pipeline.enrich.events.clauses import BE, OPENERS, passive
from pipeline.enrich.tokens import TOKEN
from pipeline.evaluate.coded import Coded, CodedTally
from pipeline.evaluate.petrarch_dictionary import Dictionaries, Pattern, Verb, Words, load_dictionaries

Row = dict[str, Any]
FOLDER: Final = "petrarch_dictionaries"
NOBODY: Final = ("---",)
JOINERS: Final = frozenset(", and or the".split())
SAID: Final = "023"


class Side(NamedTuple):
    """A named side of an event as a range of tokens, with its codes."""

    start: int
    end: int  # exclusive
    codes: tuple[str, ...]


def score_petrarch(
    rows: Sequence[Row], *, keep: Callable[[Row], None] | None = None, dictionaries: Path | None = None
) -> dict[str, object]:
    """Compare (type, source, target) triples over actor codes; the dictionaries lie beside the file of the rows."""
    known = load_dictionaries(dictionaries or Path(rows[0]["_file"]).parent / FOLDER)
    tally = CodedTally()
    for row in rows:
        found = code(row["text"], row.get("date", ""), known)
        tally.add([_gold(event) for event in row["events"]], found)
        if keep:
            keep({"id": row.get("id"), "events": [_shown(coding) for coding in found]})
    return {"task": "events", "rows": len(rows), **tally.figures()}


def _gold(event: Row) -> Coded:
    source, target = (frozenset(side["code"] for side in event[role]) for role in ("source", "target"))
    return Coded(event["type"], source, target)


def _shown(coding: Coded) -> Row:
    return {"type": coding.type, "source": sorted(coding.source), "target": sorted(coding.target)}


def code(text: str, day: str, known: Dictionaries) -> list[Coded]:
    """Code one sentence: the first verb that says something, and who says so at its end."""
    words = [token.lower() for token in TOKEN.findall(text)]
    if any(_at(words, discard) >= 0 for discard in known.discards):
        return []
    sides = _sides(words, day, known)
    for at in range(len(words)):
        if (size := _verb_at(words, at, known)) and (label := _label(words, at, size, known.verbs)):
            if label.startswith(SAID):
                continue
            if coded := _coded(words, at, at + size, label, sides):
                return coded
    return []


def _at(words: list[str], phrase: Words) -> int:
    for at in range(len(words) - len(phrase) + 1):
        if phrase and tuple(words[at : at + len(phrase)]) == phrase:
            return at
    return -1


def _verb_at(words: list[str], at: int, known: Dictionaries) -> int:
    """Give the number of words of the longest verb that stands at `at`, or 0."""
    return max((n for n in (1, 2, 3) if tuple(words[at : at + n]) in known.verbs), default=0)


def _sides(words: list[str], day: str, known: Dictionaries) -> list[Side]:
    """Find actors, longest first, with the agents behind or before them."""
    found: list[Side] = []
    at = 0
    while at < len(words):
        size = next((n for n in range(6, 0, -1) if tuple(words[at : at + n]) in known.actors), 0)
        if not size:
            at += 1
            continue
        codes = _codes(known, tuple(words[at : at + size]), day)
        end, agent = _agent(words, at + size, known.agents)
        if codes != NOBODY:
            found.append(Side(at, end, tuple(_joined(one, agent) for one in codes)))
        at = end
    return found


def _codes(known: Dictionaries, name: Words, day: str) -> tuple[str, ...]:
    """Give the codes of an actor on a day; what names no days is the default."""
    dated = known.actors[name]
    fitting = [one for one in dated if one.first <= day <= one.last]
    special = [one for one in fitting if (one.first, one.last) != ("00000000", "99999999")]
    narrow = sorted(special, key=lambda one: int(one.last) - int(one.first))
    chosen = (narrow or fitting or list(dated))[:1]
    return tuple(chosen[0].code.split("/")) if chosen else NOBODY


def _agent(words: list[str], end: int, agents: dict[Words, str]) -> tuple[int, str]:
    """Read an agent behind an actor, past a possessive and an adjective."""
    start = end + 1 if words[end : end + 1] in (["'s"], ["’s"]) else end
    for skip in (0, 1, 2):
        for size in (4, 3, 2, 1):
            phrase = tuple(words[start + skip : start + skip + size])
            if len(phrase) == size and phrase in agents and not JOINERS.intersection(words[start : start + skip]):
                return start + skip + size, agents[phrase]
    return end, ""


def _joined(actor: str, agent: str) -> str:
    if agent.startswith("~"):
        return actor if actor.endswith(agent[1:]) else actor + agent[1:]
    return agent[:-1] + actor if agent.endswith("~") else actor


def _label(words: list[str], at: int, size: int, verbs: dict[Words, Verb]) -> str:
    """Give the code of a verb by its longest pattern that the sentence holds, else its own; "" for none."""
    verb = verbs[tuple(words[at : at + size])]
    for pattern in verb.patterns:
        if _holds(words, pattern, at, at + size):
            return "" if pattern.code in ("---", "+++") else pattern.code
    return "" if verb.code in ("---", "+++") else verb.code


def _holds(words: list[str], pattern: Pattern, at: int, end: int) -> bool:
    """Find the words of a pattern in order on both sides of the verb."""
    return _ordered(words, pattern.before, 0, at) and _ordered(words, pattern.after, end, len(words))


def _ordered(words: list[str], chunks: tuple[Words, ...], start: int, end: int) -> bool:
    for chunk in chunks:
        start = _next(words, chunk, start, end)
        if start < 0:
            break
    return start >= 0


def _next(words: list[str], chunk: Words, start: int, end: int) -> int:
    for at in range(start, end - len(chunk) + 1):
        if all(_same(words[at + n], word) for n, word in enumerate(chunk)):
            return at + len(chunk)
    return -1


def _same(word: str, pattern: str) -> bool:
    return word == pattern or (len(pattern) > 3 and word.startswith(pattern) and len(word) - len(pattern) < 3)


def _coded(words: list[str], at: int, end: int, label: str, sides: list[Side]) -> list[Coded]:
    """Give one coding for every pair of source and target; "a:b" codes both directions."""
    before, after = [s for s in sides if s.end <= at], [s for s in sides if s.start >= end]
    clause = _clause(words, at)
    sources = _group(words, [s for s in before if s.start >= clause] or before)
    targets = _group(words, after)
    if passive(words, 0, at, len(words)) and "by" in words[end : end + 3]:
        sources, targets = targets, sources
    there, _, back = label.partition(":")
    if not sources or not (targets or back):
        return []
    if not targets and len(sources) > 1:
        sources, targets = sources[:1], sources[1:]
    coded = [Coded(there, frozenset((s,)), frozenset((t,))) for s in sources for t in targets if s != t]
    if back:
        coded += [Coded(back, one.target, one.source) for one in coded]
    return list(dict.fromkeys(coded))


def _clause(words: list[str], at: int) -> int:
    """Where the clause of a verb begins."""
    for here in range(at - 1, -1, -1):
        if words[here] in OPENERS and words[here - 1 : here] and words[here - 1] not in BE:
            return here + 1
    return 0


def _group(words: list[str], sides: list[Side]) -> list[str]:
    """The codes of the first side and of those joined to it."""
    if not sides:
        return []
    found, last = list(sides[0].codes), sides[0]
    for side in sides[1:]:
        if not JOINERS.issuperset(words[last.end : side.start]):
            break
        found += side.codes
        last = side
    return found
