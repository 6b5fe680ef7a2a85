"""Stances in a sentence: a word of position, who takes it and towards whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_clause import Clause, Found, Mention
from pipeline.enrich.stance_cues import BE, Cue, evaluative, load, second_words
from pipeline.enrich.stance_words import (
    ASKING,
    AUXILIARY,
    BELONGING,
    DETERMINER,
    EMPHASIS,
    HYPOTHETICAL,
    LIGHT,
    MODAL,
    NEGATION,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    RECEIVING,
    REFUSAL,
    RELATIVE,
    REVERSAL,
    STOPPING,
)
from pipeline.enrich.tokens import where
from pipeline.model import Polarity, Via

LONGEST: Final = 200  # tokens; keeps the work in line with the length of the text
FIRM: Final = 0.9  # strength from which a target may be a bare plural
BARS_PAST: Final = DETERMINER | PREPOSITION | {"-"}  # no past tense or participle comes after one of these
BARS_VERB: Final = DETERMINER - {"that", "this", "all", "some"}  # nor other verb after one of these
BARS_FINITE: Final = PREPOSITION - {"to"}  # nor one but a gerund
HELPING: Final = BE | AUXILIARY
Sides = tuple[Found, Found, float, str]  # holder, target, trust in the pattern (0..1), its name


class Position(NamedTuple):
    """What a clause says: holders and targets among the mentions, or a phrase, with every clue that decided it."""

    holders: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    phrase: tuple[int, int] | None  # tokens of a target without a name
    polarity: Polarity
    strength: float  # 0..1
    confidence: float  # 0..1
    via: Via
    bounds: tuple[int, int]  # tokens of the sentence
    cues: tuple[str, ...]


def find_cues(reading: Reading) -> list[int]:
    """Give the tokens where a word of position may stand; the second word of a phrase has to be near its first."""
    words, seconds = reading.lowered, second_words()
    hits = where(words, load())
    hopeless = {
        word for word in {words[token] for token in hits} & seconds.keys() if seconds[word].isdisjoint(reading.seen)
    }
    return [
        token
        for token in hits
        if (word := words[token]) not in seconds
        or (word not in hopeless and not seconds[word].isdisjoint(words[token + 1 : token + 4]))
    ]


def positions(
    reading: Reading,
    hits: Sequence[int],
    mentions: Sequence[Mention],
    known: Mapping[str, Sequence[Cue]] | None = None,
) -> Iterator[Position]:
    """Give every stance that words of position, found by `find_cues`, tell of mentions, in order of text.

    Other words than those that ship with their kinds may be given as `known`.
    """
    known, words, sentences = known or load(), reading.lowered, reading.sentences
    sentence, reached = 0, 0
    clause: Clause | None = None
    for token in hits if mentions else ():
        while sentences[sentence][1] <= token:
            sentence += 1
        if token >= reached:
            first, reached = _stretch(*sentences[sentence], token)
            inside = mentions[bisect_left(mentions, (first,)) : bisect_left(mentions, (reached,))]
            inside = [mention for mention in inside if mention.last <= reached]
            clause = Clause(reading, (first, reached), inside) if inside else None
        if clause is None or token in clause.at:
            continue
        for cue in known[words[token]]:
            if found := read(clause, token, cue):
                yield found
                break


def _stretch(first: int, last: int, token: int) -> tuple[int, int]:
    """Take a sentence, or the stretch of it round a token where it is longer than any sentence."""
    if last - first > LONGEST:
        first += (token - first) // LONGEST * LONGEST
        last = min(last, first + LONGEST)
    return first, last


def read(clause: Clause, token: int, cue: Cue) -> Position | None:
    """Read one cue where it stands, in no name; None where it is no word of position or nobody takes it."""
    end = _phrase(clause, token, cue)
    if end is None:
        return None
    match cue.kind:
        case "verb":
            sides = _verb(clause, token, end, cue)
        case "noun":
            sides = _noun(clause, token, end, cue)
        case "naming" | "asking":
            sides = _verb(clause, token, end, cue)
            good = _complement(clause, sides[1], cue) if sides else None
            if good is None:
                return None
            cue = cue._replace(positive=good)
        case "agent":
            sides = _agent(clause, token, end, cue)
        case _:
            sides = _adjective(clause, token, end, cue)
    if sides is None:
        return None
    return _judge(clause, token, cue, sides)


def _phrase(clause: Clause, token: int, cue: Cue) -> int | None:
    """Match the further words of a cue, up to two modifiers between; give the token after."""
    end = token + 1
    for word in cue.rest:
        for step in range(end, min(end + 3, clause.last)):
            if clause.words[step] == word:
                end = step + 1
                break
            if clause.words[step] in PREPOSITION or step in clause.at:
                return None
        else:
            return None
    return end


def _lead(clause: Clause, end: int, cue: Cue) -> int | None:
    """Step over the word that leads to the target; None where it is missing."""
    if not cue.after:
        return end
    for step in range(end, min(end + 3, clause.last)):
        if clause.words[step] in cue.after:
            return step + 1
        if clause.words[step] in PREPOSITION or step in clause.at:
            return None
    return None


def _verb(clause: Clause, token: int, end: int, cue: Cue) -> Sides | None:
    """Resolve a verb: active, passive, or not a verb here."""
    if not cue.after and cue.form == "past" and not cue.rest and (sides := _passive(clause, token)):
        return sides
    if not _is_verb(clause, token, cue):
        return None
    start = _lead(clause, end, cue)
    if start is None or start >= clause.last:
        return None
    target = clause.object(start)
    if target is None or (holder := _doer(clause, token)) is None:
        return None
    return holder, target, 0.95, "active"


def _complement(clause: Clause, target: Found, cue: Cue) -> bool | None:
    """Say whether the words behind a target speak well of it: "a hero", "to stop"; None where they say neither."""
    if not target.mentions:
        return None
    last = max(mention.last for mention in target.mentions)
    for step in range(last, min(last + 8, clause.last)):
        word = clause.words[step]
        if word in (",", ";", ".", "and", "but", "that"):
            return None
        if cue.kind == "naming" and word in evaluative():
            return evaluative()[word]
        if cue.kind == "asking" and word in STOPPING and clause.words[step - 1] in ("to", "against", "not"):
            return False
    return None


def _passive(clause: Clause, token: int) -> Sides | None:
    """Resolve "X was condemned by Y" and "Y-backed X"."""
    words, after = clause.words, token + 1
    if words[token - 1] == "-" and token - 2 in clause.at:
        holder = clause.at[token - 2]
        target = clause.object(after)
        return (Found((holder,), 1.0, "compound"), target, 0.8, "compound") if target else None
    helped = any(words[step] in BE for step in range(max(clause.first, token - 3), token))
    by = after < clause.last and words[after] == "by"
    if not (helped or by):
        return None
    doer = clause.agent(after, 4 if not helped else 10)
    if doer is None:
        return None
    target = clause.subject(token) or _subject_phrase(clause, token)
    return (doer, target, 0.9, "passive") if target else None


def _is_verb(clause: Clause, token: int, cue: Cue) -> bool:
    """Tell the verb from the noun or adjective of the same form."""
    words = clause.words
    before = words[token - 1] if token > clause.first else ""
    if cue.form in ("past", "participle"):
        return before not in BARS_PAST and (bool(cue.after) or before not in BE)
    if before in BARS_VERB or before in POSSESSIVE or (before in BARS_FINITE and cue.form != "gerund"):
        return False
    if cue.form == "base":
        return before in MODAL or before.endswith(("s", "ly")) or token - 1 in clause.at or before == "and"
    return True


def _doer(clause: Clause, token: int) -> Found | None:
    """Find the subject of an active verb; none where someone is only asked to take the position."""
    words, before = clause.words, token - 1
    while before > clause.first and words[before].endswith("ly"):
        before -= 1
    if words[before] == "to":
        for step in range(before - 1, max(clause.first, before - 10), -1):
            if words[step] in ASKING:
                return None
            if words[step] in (",", ";", "that"):
                break
    found = clause.subject(token)
    return clause.speaker() if found is None and token in clause.quoted else found


def _noun(clause: Clause, token: int, end: int, cue: Cue) -> Sides | None:
    """Resolve "X's support for Y", "voiced support for Y", "drew criticism from X"."""
    led = end < clause.last and clause.words[end] in cue.after
    target = clause.object(end + 1) if led and end + 1 < clause.last else None
    if (owner := _owner(clause, token)) and target:
        return owner, target, 0.85, "possessive"
    for step in range(token - 1, max(clause.first - 1, token - 7), -1):
        word = clause.words[step]
        if word in RECEIVING:
            if sides := _received(clause, step, end, ("by", "from", "among")):
                return sides
        elif word in BELONGING and clause.words[end : end + 1] == ["of"]:
            if sides := _received(clause, step, end, ("of",)):
                return sides
        elif word in LIGHT and target and (holder := _doer(clause, step)):
            return holder, target, 0.9, "light verb"
        if step in clause.at or word in (",", ";") or (word in PREPOSITION and word != "of"):
            break
    if target and (doer := clause.agent(end, 12)) and doer.mentions != target.mentions:
        return doer, target, 0.75, "noun by"
    return None


def _owner(clause: Clause, token: int) -> Found | None:
    """Find whose position a noun is: "X's …", "Chinese …", "its …"."""
    step = token - 1
    while step > clause.first and step > token - 4:
        word = clause.words[step]
        if word in POSSESSIVE and step - 1 in clause.at:
            mention = clause.at[step - 1]
            return Found(clause.group(mention, leftward=True), 1.0, "possessive")
        if step in clause.at:
            mention = clause.at[step]
            return Found((mention,), 0.9, "demonym") if mention.adjectival or mention.type != "person" else None
        if word in PRONOUN:
            return clause.antecedent(step)
        if word in PREPOSITION or word in DETERMINER or word in LIGHT or word in (",", ";") or word in RELATIVE:
            return None
        step -= 1
    return None


def _received(clause: Clause, verb: int, end: int, leads: tuple[str, ...]) -> Sides | None:
    """Resolve "X won praise from Y": the subject is the target."""
    holder = clause.agent(end, 8, leads)
    if holder is None or (target := clause.subject(verb) or _subject_phrase(clause, verb)) is None:
        return None
    return holder, target, 0.9, "received"


def _subject_phrase(clause: Clause, verb: int) -> Found | None:
    """Take the words before a verb as its subject where no name does."""
    start, end = verb - 1, verb
    while end - 1 > clause.first and (clause.words[end - 1] in HELPING or clause.words[end - 1].endswith("ly")):
        end -= 1
    while start >= clause.first and clause.words[start] not in (",", ";", "that", "said", ":"):
        start -= 1
    if end - start < 3 or clause.words[start + 1] not in DETERMINER:
        return None
    return Found((), 0.75, "phrase", (start + 1, end))


def _agent(clause: Clause, token: int, end: int, cue: Cue) -> Sides | None:
    """Resolve "X, a critic of Y" and "Y supporter X"."""
    lead = _lead(clause, end, cue)
    if lead is not None and lead < clause.last:
        target = clause.object(lead)
        holder = clause.apposed(token) or clause.subject(token)
        return (holder, target, 0.8, "agent noun") if holder and target else None
    before, behind = clause.at.get(token - 1), clause.at.get(end)
    if before and behind and before is not behind:
        return Found((behind,), 1.0, "apposed"), Found((before,), 1.0, "modifier"), 0.75, "agent noun"
    return None


def _adjective(clause: Clause, token: int, end: int, cue: Cue) -> Sides | None:
    """Resolve "X is critical of Y" and "X, angry at Y,"."""
    lead = _lead(clause, end, cue)
    if lead is None or lead >= clause.last:
        return None
    if not cue.after and not _predicated(clause, token):
        return None
    target = clause.object(lead)
    if target is None or (holder := clause.subject(token)) is None:
        return None
    return holder, target, 0.85, "adjective"


def _predicated(clause: Clause, token: int) -> bool:
    """Say whether a form of "be" stands before a word, adverbs and negations between."""
    step = token - 1
    while step > clause.first and (clause.words[step].endswith("ly") or clause.words[step] in EMPHASIS):
        step -= 1
    return clause.words[step] in BE


def _judge(clause: Clause, token: int, cue: Cue, sides: Sides) -> Position | None:
    """Weigh negation, reversal and doubt; a holder is never its own target."""
    holder, target, trust, how = sides
    if not holder.mentions:
        return None
    targets = tuple(mention for mention in target.mentions if mention not in holder.mentions)
    if not targets and target.phrase is None:
        return None
    bare = target.phrase is not None and not targets and clause.words[target.phrase[0]] not in DETERMINER
    if bare and (cue.positive or cue.strength < FIRM):
        return None  # "supports projects" says less than "opposes sanctions"
    negated = _negation(clause, token)
    polarity: Polarity = "support" if cue.positive else "oppose"
    strength, cues = cue.strength, [cue.words, how, f"holder: {holder.how}", f"target: {target.how}"]
    if negated:
        cues.append(f"negated: {negated}")
        polarity, strength = _flip(cue, strength, reversed_=negated in REVERSAL)
    confidence = trust * holder.trust * target.trust
    if any(clause.words[step] in HYPOTHETICAL for step in range(max(clause.first, token - 5), token)):
        confidence *= 0.5
        cues.append("hypothetical")
    phrase = target.phrase if not targets else None
    bounds = (clause.first, clause.last)
    return Position(holder.mentions, targets, phrase, polarity, strength, confidence, cue.via, bounds, tuple(cues))


def _negation(clause: Clause, token: int) -> str | None:
    """Give the word that turns the cue round, within four tokens before it."""
    for step in range(token - 1, max(clause.first - 1, token - 5), -1):
        word = clause.words[step]
        if word in NEGATION or word in REFUSAL or word in REVERSAL:
            return word
        if word in (",", ";", "that", "but") or word in RELATIVE or (step in clause.at and step < token - 1):
            return None
    return None


def _flip(cue: Cue, strength: float, *, reversed_: bool) -> tuple[Polarity, float]:
    """Turn a negated position: no support is opposition; no condemnation is no position; no objection is assent."""
    if cue.positive:
        return "oppose", round(strength * 0.6, 2)
    if reversed_ or cue.words.rstrip("s") in {"objection", "object", "opposition", "oppose", "reject", "protest"}:
        return "support", round(strength * 0.5, 2)
    return "neutral", round(strength * 0.3, 2)
