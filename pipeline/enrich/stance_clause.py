"""Who stands before a word and what stands behind it: subjects and objects without a parser.

Everything counts tokens of `Reading.tokens`. A sentence is walked outward from the word in question; function words
decide where a phrase ends and whose it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Final, NamedTuple

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_cues import BE
from pipeline.enrich.stance_words import (
    DETERMINER,
    ENDS,
    OFFICE,
    PERSON,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    RELATIVE,
    SAYING,
    SPEAKER,
    STOP,
    SUBORDINATE,
    SUFFERED,
    THING,
    TITLE,
)
from pipeline.model import EntityType

BEFORE_RELATIVE: Final = PREPOSITION | {","}
BEFORE_SPEAKER: Final = SAYING | {"that"}
CLOSES_SPEECH: Final = QUOTE | {","}
NAMING: Final = (PERSON | THING) - {"it"}  # pronouns that mean a name before them, as an object
BEGINS_NO_PHRASE: Final = PREPOSITION | (PRONOUN - DETERMINER)
ENDS_NO_PHRASE: Final = PREPOSITION | DETERMINER
ENDS_AT_ONCE: Final = ENDS - DETERMINER


class Mention(NamedTuple):
    """A named thing where it stands; `number` is its place in the caller's own list."""

    first: int  # token
    last: int  # token, exclusive
    number: int
    type: EntityType | None
    adjectival: bool  # a demonym: "Chinese"


class Found(NamedTuple):
    """Mentions joined by "and", or a noun phrase without a name, with how sure the walk is (0..1) and why."""

    mentions: tuple[Mention, ...]
    trust: float
    how: str
    phrase: tuple[int, int] | None = None  # tokens of a noun phrase without a name


Marked = tuple[int, int, int, EntityType | None, bool]  # start, end, number, type, adjectival


def locate(reading: Reading, spans: Iterable[Marked]) -> list[Mention]:
    """Turn offsets into `Reading.text` into mentions, in order of text, without overlaps."""
    starts, ends = reading.starts, reading.ends
    mentions: list[Mention] = []
    reached = 0
    for start, end, number, type_, adjectival in sorted(spans, key=itemgetter(0)):
        first = bisect_right(ends, start)
        last = bisect_left(starts, end, first)
        if last > first >= reached:
            mentions.append(Mention(first, last, number, type_, adjectival))
            reached = last
    return mentions


class Clause:
    """A sentence with its mentions."""

    __slots__ = ("__dict__", "at", "first", "last", "mentions", "words")

    def __init__(self, reading: Reading, bounds: tuple[int, int], mentions: Sequence[Mention]) -> None:
        """Take a sentence as a range of tokens and the mentions in it."""
        self.first, self.last = bounds
        self.words = reading.lowered
        self.mentions = mentions
        self.at = {token: mention for mention in mentions for token in range(mention.first, mention.last)}

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Tell which tokens stand in quotation marks."""
        if QUOTE.isdisjoint(self.words[self.first : self.last]):
            return frozenset()
        marks: list[int] = []
        inside, opened = False, -1
        for token in range(self.first, self.last):
            if self.words[token] in QUOTE:
                if inside:
                    marks.extend(range(opened, token))
                inside, opened = not inside, token
        if inside and opened * 2 > self.first + self.last:
            marks.extend(range(opened, self.last))
        elif inside:
            marks.extend(range(self.first, opened) if self.words[opened] == "”" else range(opened, self.last))
        return frozenset(marks)

    def group(self, mention: Mention, *, leftward: bool) -> tuple[Mention, ...]:
        """Add the names that "and", or commas and then "and", join to this one."""
        joined, joined_by_and = [mention], False
        while (link := self._link(joined[-1], leftward=leftward, listed=len(joined) > 1)) is not None:
            word, other = link
            joined_by_and |= word != ","
            joined.append(other)
        return tuple(sorted(joined)) if joined_by_and else (mention,)

    def _link(self, edge: Mention, *, leftward: bool, listed: bool) -> tuple[str, Mention] | None:
        """Give the next name of a list, and the word that joins it; ", and" joins only what is a list already."""
        step = -1 if leftward else 1
        at = edge.first - 1 if leftward else edge.last
        joined_by = self.words[at] if self.first <= at < self.last else ""
        if joined_by not in ("and", "&", ","):
            return None
        beyond = at + step
        if listed and self.first <= beyond < self.last and {self.words[at], self.words[beyond]} == {",", "and"}:
            beyond += step
            joined_by = "and"
        while not leftward and beyond < self.last and self.words[beyond] in ("the", "president", "minister"):
            beyond += 1
        other = self.at.get(beyond)
        return (joined_by, other) if other else None

    def subject(self, cue: int) -> Found | None:
        """Find who does what the verb at `cue` says, in the active voice."""
        token = cue - 1
        if token > self.first and self.words[token] == "," and (apposed := self._around_commas(token)):
            return apposed
        coordinated = token >= self.first and self.words[token] in ("and", "but", "or", "then")
        best: Found | None = None
        while token >= self.first:
            word = self.words[token]
            mention = self.at.get(token)
            if mention is not None:
                if found := self._as_subject(mention):
                    best = best if best and not coordinated else found
                    if not coordinated:
                        return found
                token = mention.first - 1
                continue
            if word in PRONOUN and word not in ("them", "him", "us", "me", "her", "its", "their", "his", "our", "my"):
                resolved = self.antecedent(token)
                if not coordinated or best is None:
                    return resolved
                return best
            if word in RELATIVE or (word == "that" and self._noun_before(token)):
                return self._relative(token)
            if word in STOP or self._opens(token) or (word in SUBORDINATE and token < cue - 1):
                break
            if word in SAYING and token < cue - 1 and best:
                break
            token -= 1
        return best

    def _opens(self, token: int) -> bool:
        """Tell a mark that opens speech from one that sets off some words of a clause: X "strongly" opposes."""
        if self.words[token] not in QUOTE:
            return False
        return token == self.first or self.words[token - 1] in SAYING or self.words[token - 1] in (",", ":")

    def _noun_before(self, token: int) -> bool:
        """Tell a relative "that" from the one after "said": a name or comma stands before it."""
        return token - 1 in self.at

    def _relative(self, token: int) -> Found | None:
        """Give what a relative pronoun points at: the name just before it."""
        before = token - 1
        while before > self.first and self.words[before] in BEFORE_RELATIVE:
            before -= 1
        mention = self.at.get(before)
        return Found(self.group(mention, leftward=True), 0.9, "relative") if mention else None

    def _around_commas(self, comma: int) -> Found | None:
        """Step over an apposition, "X, the chairman of Y, opposed", to the name before it."""
        for opening in range(comma - 1, max(self.first, comma - 30), -1):
            if self.words[opening] == ",":
                mention = self.at.get(opening - 1)
                return Found(self.group(mention, leftward=True), 0.85, "apposition") if mention else None
        return None

    def apposed(self, noun: int) -> Found | None:
        """Find the name that a noun stands beside: "X, a firm critic"."""
        for step in range(noun - 1, max(self.first, noun - 4), -1):
            if self.words[step] == ",":
                mention = self.at.get(step - 1)
                return Found((mention,), 0.95, "apposition") if mention else None
        return None

    def may_act(self, mention: Mention) -> bool:
        """Say whether a name can be the subject of a verb after it."""
        return self._as_subject(mention) is not None

    def _as_subject(self, mention: Mention) -> Found | None:
        """Say whether a name left of a verb can be its subject, or whose office the subject is."""
        following = self.words[mention.last] if mention.last < self.last else ""
        names = self.group(mention, leftward=True)
        before = self._before(names[0].first)
        if following in POSSESSIVE:
            head = self._office_after(mention.last + 1)
            return Found(names, 0.9 if head else 0.6, "office" if head else "owner")
        if before >= self.first and self.words[before] in PREPOSITION:
            lead = before - 1
            if lead >= self.first and (self.words[lead] in OFFICE or self.words[lead - 1] in OFFICE):
                return Found(names, 0.85, "office of")
            return None
        return Found(names, 1.0, "subject")

    def _before(self, token: int) -> int:
        """Step left over the words between a preposition and its noun."""
        token -= 1
        while (
            token >= self.first
            and self.words[token] not in PREPOSITION
            and (self.words[token] in DETERMINER or self.words[token] in OFFICE or self.words[token] in TITLE)
        ):
            token -= 1
        return token

    def _office_after(self, token: int) -> bool:
        """Say whether an office follows within three words: "China's foreign ministry"."""
        return any(self.words[step] in OFFICE for step in range(token, min(token + 4, self.last)))

    def antecedent(self, pronoun: int) -> Found | None:
        """Resolve a pronoun to the nearest name before it that fits; first persons to whoever speaks."""
        word = self.words[pronoun]
        if word in SPEAKER:
            return self.speaker()
        for mention in reversed(self.mentions):
            if mention.last > pronoun:
                continue
            if word in PERSON and mention.type not in ("person", None):
                continue
            if word in THING and mention.type == "person":
                continue
            relative = mention.last < pronoun and {*self.words[mention.last : mention.last + 2]} & RELATIVE
            if relative or self._as_subject(mention):
                return Found((mention,), 0.9 if self.words[pronoun - 1] in BEFORE_SPEAKER else 0.75, "pronoun")
        return None

    def speaker(self) -> Found | None:
        """Find who speaks the quotation in this sentence: "…," said X; X said: "…"; according to X."""
        for token in range(self.first, self.last):
            if token in self.quoted:
                continue
            if self.words[token] in SAYING:
                after = self.at.get(token + 1)
                if after and self.words[token] not in ("told", "tells") and self.words[token - 1] in CLOSES_SPEECH:
                    return Found((after,), 0.9, "speaker")
                if found := self._speaker_before(token):
                    return found
            elif self.words[token] == "according" and (named := self._next_mention(token + 1, 6)):
                return Found((named,), 0.9, "according to")
        return None

    def _speaker_before(self, token: int) -> Found | None:
        """Find the subject of a verb of saying outside the quotation."""
        for step in range(token - 1, max(self.first - 1, token - 25), -1):
            if step in self.quoted or self.words[step] in QUOTE:
                return None
            mention = self.at.get(step)
            if mention and (found := self._as_subject(mention)):
                return Found(found.mentions, 0.9, "speaker")
            if self.words[step] in ("he", "she", "it", "they"):
                return self.antecedent(step)
        return None

    def _next_mention(self, token: int, reach: int) -> Mention | None:
        """Give the first name within `reach` tokens."""
        return next((self.at[step] for step in range(token, min(token + reach, self.last)) if step in self.at), None)

    def agent(self, token: int, reach: int = 12, leads: Collection[str] = ("by", "from")) -> Found | None:
        """Find the doer after one of the leads, within `reach` tokens of a passive verb or a noun."""
        for step in range(token, min(token + reach, self.last)):
            word = self.words[step]
            if word in leads and (mention := self._next_mention(step + 1, 7)):
                return Found(self.group(mention, leftward=False), 0.95, word)
            if word in STOP or word in QUOTE or (word == "," and step > token):
                return None
        return None

    def object(self, token: int) -> Found | None:
        """Find whose thing the noun phrase at `token` is: the name itself, its owner, or the phrase."""
        if token >= self.last:
            return None
        end = self.phrase_end(token)
        inside = [mention for mention in self.mentions if token <= mention.first < end]
        word = self.words[token]
        if word in PRONOUN:
            return self.antecedent(token) if word in NAMING else None
        if word in PREPOSITION:
            return None
        for mention in inside:
            lead = self._lead(mention.first, token)
            if lead is None:
                owner = mention.adjectival or (mention.last < end and self.words[mention.last] not in PREPOSITION)
                return Found(self.group(mention, leftward=False), 0.9 if owner else 1.0, "owner" if owner else "object")
            if lead in ("by", "from"):
                return Found((mention,), 0.8, "owner")
            if lead == "of" and not self._suffered(token, mention.first):
                return Found((mention,), 0.8, "owner")
            if lead != "of":
                break
        if inside and (doer := next((m for m in inside if self._lead(m.first, token) == "by"), None)):
            return Found((doer,), 0.8, "owner")
        return self._bare_phrase(token, end)

    def _lead(self, name: int, start: int) -> str | None:
        """Give the last preposition between the start of a phrase and a name in it."""
        return next(
            (self.words[step] for step in range(name - 1, start - 1, -1) if self.words[step] in PREPOSITION), None
        )

    def _suffered(self, start: int, name: int) -> bool:
        """Say whether "of X" names who suffers: "the invasion of X"."""
        return any(self.words[step].rstrip("s") in SUFFERED for step in range(start, name))

    def _bare_phrase(self, token: int, end: int) -> Found | None:
        """Take a noun phrase without a name as it stands."""
        doer = next((step for step in range(token + 1, end) if self.words[step] == "by"), None)
        if doer is not None and doer + 1 < end:
            token = doer + 1
            end = next((step for step in range(token, end) if self.words[step] in PREPOSITION), end)
        end = next((step for step in range(token + 1, end) if self.words[step] in ("for", "with")), end)
        while end > token and self.words[end - 1] in ENDS_NO_PHRASE:
            end -= 1
        if end <= token or not self.words[token][0].isalpha() or self.words[token] in BEGINS_NO_PHRASE:
            return None
        if self.words[token].endswith(("ing", "ly")) or self.words[token] in ("what", "how", "whether", "it"):
            return None
        return Found((), 0.75 if self.words[token] in DETERMINER else 0.65, "phrase", (token, end))

    def phrase_end(self, token: int) -> int:
        """Step right to where a noun phrase ends: at a mark, a clause word or a verb's helper."""
        step = token
        while step < min(self.last, token + 14):
            word = self.words[step]
            if step > token and step not in self.at and (word in ENDS or word in QUOTE or word in STOP or word in BE):
                break
            if step == token and word in ENDS_AT_ONCE:
                break
            step += 1
        return step
