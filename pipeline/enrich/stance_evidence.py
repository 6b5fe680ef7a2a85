"""What speaks for a stance between two names: how they stand to each other, and what is said between and around them.

Evidence comes by name, so that a judgement can be explained. What frames the pair (who speaks, prepositions, other
names) is the same for both polarities; what is said counts for one polarity and against the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_clause import Clause, Mention
from pipeline.enrich.stance_cues import BE
from pipeline.enrich.stance_lexicon import Part, acts
from pipeline.enrich.stance_rules import Position
from pipeline.enrich.stance_words import (
    DETERMINER,
    ENDS,
    NEGATION,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    RELATIVE,
    SAYING,
)
from pipeline.enrich.tone_features import Floats

Values = dict[str, float]
BREAKS: Final = QUOTE | frozenset(
    "; : — – ( ) that who which because while after before said says if when where as and but".split()
)
DENYING: Final = NEGATION | frozenset("deny denied denies denying".split())
REPORTING: Final = SAYING | frozenset(
    "thundered quipped joked countered replied responded remarked commented suggested suggests insists maintained "
    "maintains concluded complained recalled testified admitted acknowledged alleged alleges predicted tweets writes "
    "feels felt asked asks read reads mentioned observed confirmed".split()
)
OPENING: Final = frozenset(("that", "of", ",", ":", "“", '"'))  # what a verb of saying is followed by
LEADS_OF_FIRST: Final = ("of", "in", "by", "with", "to", "for", "against", "from", "on")
LEADS_OF_SECOND: Final = (*LEADS_OF_FIRST, "at", "as", "about", "over")
SAID_OF: Final = ("of", "on", "from", "against")  # after one of these a word is a noun, where it may be a verb
BEFORE_NOUN: Final = PREPOSITION - {"to"}
NEAR: Final = 7  # tokens between a word and the second name
BESIDE: Final = 4  # tokens between a name and a word outside
SENTENCE_REST: Final = 7  # tokens after "said X" where what was said stands before
LEAST, MOST = -1.5, 2.0  # limits of what is said in one way
POLARITIES: Final = ("oppose", "support")


class Pair(NamedTuple):
    """Two names in the order of the text, with everything that the rules found in the reading."""

    reading: Reading
    first: Mention
    second: Mention
    clause: Clause
    found: tuple[Position, ...]  # by words of position
    acted: tuple[Position, ...]  # by the wider lexicon of acts
    tone: Floats  # 2 × 3: first and second, negative, neutral, positive


class Evidence(NamedTuple):
    """Evidence by name: the frame, and what counts for opposition and for support."""

    frame: Values
    oppose: Values
    support: Values


def gather(pair: Pair) -> Evidence:
    """Gather the evidence on a pair."""
    frame, words = _frame(pair), _words(pair)
    tone = np.log(pair.tone + 0.02)
    odds = (tone - tone[:, 1:2])[:, ::2]  # 2 × 2: first and second, negative and positive, against neutral
    sides = []
    for number, sign in enumerate((-1.0, 1.0)):
        said = {f"words {way}": min(max(sign * value, LEAST), MOST) for way, value in words.items()}
        said |= _toned(frame, float(odds[0, number]), float(odds[1, number]))
        said |= _spoken(frame, words, sign)
        said |= dict(_positions(pair, POLARITIES[number]))
        sides.append(said)
    return Evidence(frame, *sides)


def _frame(pair: Pair) -> Values:
    """Describe how the two stand to each other; what does not hold is left out."""
    seen = {**_distance(pair), **_next_to(pair), **_speech(pair), **_quotation(pair)}
    return {name: float(value) for name, value in seen.items() if value}


def _distance(pair: Pair) -> dict[str, bool | float]:
    """Describe what lies between the two, and the sentence they stand in."""
    clause, first, second = pair.clause, pair.first, pair.second
    between, apart = clause.words[first.last : second.first], second.first - first.last
    names = sum(first.last <= mention.first < second.first for mention in clause.mentions)
    return {
        "no name between": names == 0,
        "names between": min(names, 4) / 4,
        "names": min(len(clause.mentions), 12) / 12,
        "length": min(clause.last - clause.first, 80) / 80,
        "apart": float(np.log1p(apart)) / 3,
        "side by side": apart <= 1,
        "joined by and": (apart <= 2 and "and" in between) or (apart == 1 and between == [","]),
        "two sentences": _in_two_sentences(pair),
        "comma between": "," in between,
        "that between": "that" in between,
        "relative between": not RELATIVE.isdisjoint(between),
        "quotation between": not QUOTE.isdisjoint(between),
    }


def _next_to(pair: Pair) -> dict[str, bool | float]:
    """Describe what stands next to each of the two."""
    clause, words, first, second = pair.clause, pair.clause.words, pair.first, pair.second
    between, leads = words[first.last : second.first], (lead_of(clause, first), lead_of(clause, second))
    after = words[second.last] if second.last < clause.last else ""
    return {
        "first owns": bool(between) and between[0] in POSSESSIVE,
        "first owns second": len(between) == 1 and between[0] in POSSESSIVE,
        "second owns": after in POSSESSIVE,
        "second ends": after in (".", ""),
        "second before noun": after[:1].isalpha() and after not in PREPOSITION and after not in ENDS,
        "second before name": _capital(pair, second.last),
        "first before name": _capital(pair, first.last),
        "first begins": first.first - clause.first <= 2,
        "first led": bool(leads[0]),
        "pronoun after": not PRONOUN.isdisjoint(words[second.last : min(second.last + 8, clause.last)]),
        "first may act": clause.may_act(first),
        "second may act": clause.may_act(second),
        **{f"first after {word}": leads[0] == word for word in LEADS_OF_FIRST},
        **{f"second after {word}": leads[1] == word for word in LEADS_OF_SECOND},
    }


def _speech(pair: Pair) -> dict[str, bool | float]:
    """Describe who of the two speaks, and whether what is said stands before or after."""
    clause, words, first, second = pair.clause, pair.clause.words, pair.first, pair.second
    tokens = [token for token in range(clause.first, clause.last) if token not in clause.at]
    reports = [token for token in tokens if words[token] in REPORTING]
    by_first = [token for token in reports if _speaks(clause, first, token) and token < second.first]
    by_second = [token for token in reports if _speaks(clause, second, token)]
    closing = any(_closes(pair, token) for token in by_second)
    speaker = clause.speaker()
    spoken = speaker.mentions if speaker else ()
    according = [token for token in tokens if words[token] == "according"]
    return {
        "first speaks": bool(by_first) or first in spoken,
        "second speaks": bool(by_second) or second in spoken,
        "first speaks before": bool(by_first),
        "first says that": any(not OPENING.isdisjoint(words[token + 1 : token + 2]) for token in by_first),
        "second closes speech": closing,
        "second opens speech": bool(by_second) and not closing,
        "according to first": any(0 < first.first - token <= 5 for token in according),
        "according to second": any(0 < second.first - token <= 5 for token in according),
        "speech between": any(first.last <= token < second.first for token in reports),
        "reports": min(len(reports), 3) / 3,
    }


def _quotation(pair: Pair) -> dict[str, bool | float]:
    """Describe which of the two stand in quotation marks."""
    first, second = (name.first in pair.clause.quoted for name in (pair.first, pair.second))
    return {
        "first quoted": first and not second,
        "second quoted": second and not first,
        "both quoted": first and second,
    }


def _closes(pair: Pair, token: int) -> bool:
    """Say whether what the second name says stands before it: "…, said X", or little comes after "X said"."""
    clause = pair.clause
    if clause.last - max(token, pair.second.last) <= SENTENCE_REST:
        return True
    before = clause.words[token - 1]
    return clause.first < token < pair.second.first and (before == "," or before in QUOTE)


def _speaks(clause: Clause, name: Mention, token: int) -> bool:
    """Say whether a verb of saying stands right before a name, or a little after with no name between."""
    if name.last <= token <= name.last + 3:
        return not any(name.last <= other.first < token for other in clause.mentions)
    return token == name.first - 1


def _capital(pair: Pair, token: int) -> bool:
    """Say whether a token of the sentence begins with a capital letter."""
    return token < pair.clause.last and pair.reading.tokens[token][:1].isupper()


def _in_two_sentences(pair: Pair) -> bool:
    """Say whether the two stand in different sentences."""
    return not any(start <= pair.first.first and pair.second.last <= end for start, end in pair.reading.sentences)


def lead_of(clause: Clause, name: Mention) -> str:
    """Give the preposition that leads to a name, at most three words before it."""
    for token in range(name.first - 1, max(clause.first, name.first - 4) - 1, -1):
        word = clause.words[token]
        if word in PREPOSITION:
            return word
        if token in clause.at or word in (",", ";") or word in QUOTE:
            return ""
    return ""


def _words(pair: Pair) -> Values:
    """Add up what words of the lexicon say (-1 bad, 1 good) by where they stand and how they lead to the second."""
    clause, words, known = pair.clause, pair.clause.words, acts()
    lead = lead_of(clause, pair.second)
    road = "agent" if lead in ("by", "from") else "led" if lead else "plain"
    told: Values = {}
    for token in range(clause.first, clause.last):
        readings = known.get(words[token])
        if readings is None or token in clause.at:
            continue
        part = _part(clause, token, readings)
        value = readings[part]
        if not DENYING.isdisjoint(words[max(clause.first, token - 3) : token]):
            value *= -0.5
        way = _way(pair, token, part, road, lead)
        told[way] = told.get(way, 0.0) + value
    return told


def _part(clause: Clause, token: int, readings: Mapping[Part, float]) -> Part:
    """Tell the verb from the noun of the same form."""
    if "verb" not in readings or "noun" not in readings:
        return next(iter(readings))
    before = clause.words[token - 1] if token > clause.first else ""
    after = clause.words[token + 1] if token + 1 < clause.last else ""
    noun = before in DETERMINER or before in POSSESSIVE or before in BEFORE_NOUN or after in SAID_OF
    return "noun" if noun else "verb"


def _way(pair: Pair, token: int, part: str, road: str, lead: str) -> str:
    """Name the place of a word: before, between or after the two, and its way to the second name."""
    clause, first, second = pair.clause, pair.first, pair.second
    if token < first.first:
        return f"{'near' if first.first - token < BESIDE else 'far'} before {part}{' agent' if road == 'agent' else ''}"
    if token < second.first:
        return f"{_reach(pair, token)} {_voice(pair, token, part, lead)} {road}"
    near = "near" if token - second.last < BESIDE else "far"
    other = any(second.last <= mention.first < token for mention in clause.mentions)
    after = clause.words[token + 1] if token + 1 < clause.last else ""
    if part == "verb" and after in PRONOUN:
        part = "verb of pronoun"
    if part == "verb" and after == "by":
        part = "passive"
    return f"{near} after {part}{' of another' if other else ''}"


def _reach(pair: Pair, token: int) -> str:
    """Say which of the two a word between them reaches with no name or clause between."""
    words, first, second = pair.clause.words, pair.first, pair.second
    inner = [mention.first < token for mention in pair.clause.mentions if first.last <= mention.first < second.first]
    left = not any(inner) and BREAKS.isdisjoint(words[first.last : token])
    right = (
        all(inner) and BREAKS.isdisjoint(words[token + 1 : second.first]) and "," not in words[token + 1 : second.first]
    )
    reach = "both" if left and right else "second" if right else "first" if left else "neither"
    return f"{reach} far" if right and second.first - token > NEAR else reach


def _voice(pair: Pair, token: int, part: str, lead: str) -> str:
    """Tell active, passive, infinitive and gerund of a verb between the two."""
    if part != "verb":
        return part
    words, clause = pair.clause.words, pair.clause
    helped = not BE.isdisjoint(words[max(pair.first.last, token - 3) : token])
    after = words[token + 1] if token + 1 < clause.last else ""
    if after == "by" or (helped and lead == "by"):
        return "passive"
    if words[token].endswith("ing"):
        return "gerund"
    if helped:
        return "passive of nobody"
    return "infinitive" if words[token - 1] == "to" else "active"


def _toned(frame: Values, first: float, second: float) -> Values:
    """Give the tone towards each of the two, and the same where the frame gives it a likely holder."""
    told = {"tone first": first, "tone second": second}
    for name in ("first speaks", "first speaks before", "first says that", "no name between", "first may act"):
        told[f"tone second, {name}"] = second * frame.get(name, 0.0)
    for name in ("second speaks", "second closes speech", "second opens speech", "according to second"):
        told[f"tone first, {name}"] = first * frame.get(name, 0.0)
    told["tone second, near"] = second * (1 - frame.get("apart", 0.0))
    return told


def _spoken(frame: Values, words: Values, sign: float) -> Values:
    """Add up the words that a speaker among the two is likely to say of the other."""
    after = sum(value for way, value in words.items() if " after " in way)
    before = sum(value for way, value in words.items() if " before " in way)
    between = sum(words.values()) - after - before
    told: Values = {}
    for name, outside in (("first speaks before", after), ("second closes speech", before)):
        if name in frame:
            told[f"words outside, {name}"] = min(max(sign * outside, -2.0), 2.0)
            told[f"words between, {name}"] = min(max(sign * between, -2.0), 2.0)
    return told


def _positions(pair: Pair, polarity: str) -> Iterator[tuple[str, float]]:
    """Name the stances that rules found between the two, and of each with others; "not" those of the other polarity."""
    for source, found in (("rule", pair.found), ("act", pair.acted)):
        for position in found:
            if position.polarity == "neutral":
                continue
            turned = "" if position.polarity == polarity else "not "
            for way, holder, target in (("forward", pair.first, pair.second), ("backward", pair.second, pair.first)):
                for relation in _relations(position, holder, target):
                    yield f"{turned}{source} {way} {relation}", 1.0


def _relations(position: Position, holder: Mention, target: Mention) -> Iterator[str]:
    """Say what a found stance has to do with a holder and a target."""
    holds, meets = holder in position.holders, target in position.targets
    if holds:
        yield "held"
    if meets:
        yield "met"
    if holds and meets:
        yield "joined"
        yield position.cues[1]
    elif holds and position.phrase is not None:
        near = position.phrase[0] <= target.first <= position.phrase[1] + 3
        yield "held of words before" if near else "held of words"
