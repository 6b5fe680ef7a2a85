"""Whether an event happened, told by the words that govern it; general over all verbs and nouns.

Cues are data. A cue reaches from the left as far as the clause goes, over "that" and "to" but not over a comma, a
semicolon or a subordinator; from the right only as the predicate of the event itself ("the launch was cancelled").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from pipeline.enrich.events.lexicon import DATA
from pipeline.enrich.reading import TOKEN, Reading
from pipeline.model import Status
from pipeline.yaml import read_yaml_as

REACH: Final = 14  # words a governing cue may stand before the event
AFTER: Final = 9  # words a predicate may stand after it
STOPS: Final = frozenset(
    "; : — – ( ) while when after before because although though since who which whose but".split()
)
SCORES: Final[Mapping[Status, float]] = {
    "occurred": 3.0,
    "claimed": 1.5,
    "habitual": 2.5,
    "historical": 3.0,
    "drill": 0.0,
    "planned": 0.0,
    "threatened": 0.0,
    "hypothetical": 0.0,
    "cancelled": -2.0,
    "denied": -3.0,
}


class Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cues of one status as written: comma separated words and phrases."""

    before: str = ""
    after: str = ""
    anywhere: str = ""


class Cue(NamedTuple):
    """A word or phrase that speaks for a status."""

    words: tuple[str, ...]
    status: Status


Index = Mapping[str, tuple[Cue, ...]]


class StatusCues(NamedTuple):
    """Cues by their first word, and by where they stand."""

    before: Index
    after: Index
    anywhere: Index


def load_cues(path: Path = DATA / "status.yaml") -> StatusCues:
    """Read the cues.

    Raises:
        ConfigError: the file is not as described.
    """
    data = read_yaml_as(path, dict[Status, Cues])
    return StatusCues(
        *(_index({status: getattr(cues, where) for status, cues in data.items()}) for where in StatusCues._fields)
    )


def _index(texts: Mapping[Status, str]) -> Index:
    found: dict[str, list[Cue]] = defaultdict(list)
    for status, text in texts.items():
        for item in filter(None, (item.strip() for item in text.split(","))):
            words = tuple(TOKEN.findall(item.lower()))
            found[words[0]].append(Cue(words, status))
    return {word: tuple(sorted(cues, key=lambda cue: -len(cue.words))) for word, cues in found.items()}


class Verdict(NamedTuple):
    """A status and the words that decided it."""

    status: Status
    cue: str


def judge(words: list[str], at: int, sentence: tuple[int, int], cues: StatusCues) -> Verdict:
    """Judge the event whose head is token `at`."""
    left = _left(words, at, sentence[0], cues.before)
    right = _right(words, at, sentence[1], cues.after)
    found = {verdict.status: verdict for verdict in (*right, *left)}
    whole = _anywhere(words, sentence, cues.anywhere)
    if whole and whole.status not in found:
        found[whole.status] = whole
    for status in ORDER:
        if status in found:
            return found[status]
    return Verdict("occurred", "")


ORDER: Final[tuple[Status, ...]] = (
    "drill",
    "cancelled",
    "denied",
    "threatened",
    "planned",
    "hypothetical",
    "historical",
    "habitual",
    "claimed",
)


def _left(words: list[str], at: int, first: int, index: Index) -> list[Verdict]:
    """Collect governing cues from the event leftwards until something closes the scope."""
    found: list[Verdict] = []
    here = at - 1
    stop = max(first, at - REACH)
    while here >= stop:
        word = words[here]
        if word in STOPS or (word == "," and here < at - 1):
            break
        if word.endswith(("n't", "n’t")):
            found.append(Verdict("denied", word))
        elif word in index:
            for cue in index[word]:
                if tuple(words[here : here + len(cue.words)]) == cue.words and here + len(cue.words) <= at:
                    found.append(Verdict(cue.status, " ".join(cue.words)))
                    break
        here -= 1
    return found


def _right(words: list[str], at: int, last: int, index: Index) -> list[Verdict]:
    """Find a predicate that takes the event as its subject."""
    for here in range(at + 1, min(last, at + AFTER)):
        word = words[here]
        if word in STOPS or word in (",", "that", "to"):
            break
        for cue in index.get(word, ()):
            if tuple(words[here : here + len(cue.words)]) == cue.words:
                return [Verdict(cue.status, " ".join(cue.words))]
    return []


def _anywhere(words: list[str], sentence: tuple[int, int], index: Index) -> Verdict | None:
    for here in range(*sentence):
        for cue in index.get(words[here], ()):
            if tuple(words[here : here + len(cue.words)]) == cue.words:
                return Verdict(cue.status, " ".join(cue.words))
    return None


def factuality(reading: Reading, token: int, cues: StatusCues) -> tuple[Verdict, float]:
    """Judge any event word of a reading: its status, and a score from -3 (did not happen) to 3 (happened)."""
    for sentence in reading.sentences:
        if sentence[0] <= token < sentence[1]:
            verdict = judge(reading.lowered, token, sentence, cues)
            return verdict, SCORES[verdict.status]
    return Verdict("occurred", ""), SCORES["occurred"]
