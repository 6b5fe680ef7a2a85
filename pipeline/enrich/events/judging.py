"""Judging events by one set of cues: as `status` defines it, compiled where the package was built with a C compiler."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import partial, reduce
from operator import or_
from typing import Final, Protocol

from pipeline.enrich.events import kinds, status
from pipeline.enrich.events.clauses import BE
from pipeline.enrich.events.compiled import native_judge
from pipeline.enrich.events.status import OCCURRED, Index, Standing, StatusCues, Verdict
from pipeline.enrich.reading import Reading

CLASSES: Final = {
    "stops": status.STOPS,
    "answered": status.ANSWERED,
    "contracted": status.CONTRACTED,
    "prepositions": status.PREPOSITIONS,
    "light": status.LIGHT,
    "quotes": status.QUOTES,
    "aspects": status.ASPECTS,
    "joints": status.JOINTS,
    "content": status.CONTENT,
    "closing": status.CLOSING,
    "relative": status.RELATIVE,
    "predicated": status.PREDICATED,
    "be": BE,
    "times": status.TIMES,
    "resumes": status.RESUMES,
    "bars": status.BARS,
    "subject_stops": status.SUBJECT_STOPS,
    "finite": status.FINITE,
    "modals": status.MODALS,
}
REACHES: Final = (status.REACH, status.AFTER, status.AFTER_NOUN, status.BARRED, status.INVERSION)


Met = Callable[[list[str], int, int], int]  # gives the bits of the kinds of words in [first, last)


class Judge(Protocol):
    """Judges the event whose head is token `at`; see `status.judge`."""

    def __call__(
        self, words: list[str], at: int, sentence: tuple[int, int], *, verbal: bool, whole: Verdict | None = None
    ) -> Verdict:
        """Judge it; `verbal` says that it is a verb, `whole` what its sentence says."""
        ...


class Judging:
    """What judges an event, and finds the cues that hold for a sentence or an article."""

    def __init__(self, cues: StatusCues) -> None:
        self.judge = judge_slowly(cues) if native_judge is None else judge_compiled(cues)
        standing = standing_slowly if native_judge is None else standing_compiled
        self.anywhere, self.article = standing(cues.anywhere), standing(cues.article)


def judge_slowly(cues: StatusCues) -> Judge:
    """Take the definition."""
    return partial(status.judge, cues=cues)


def judge_compiled(cues: StatusCues) -> Judge:
    """Build the compiled one."""
    indexes = cues.before, cues.across, cues.after
    return native_judge.Judge({**CLASSES, "left": cues.left}, indexes, status.ORDER, Verdict, OCCURRED, REACHES)


def standing_slowly(index: Index) -> Standing:
    """Take the definition."""
    return partial(status.standing, index)


def standing_compiled(index: Index) -> Standing:
    """Build the compiled one."""
    return native_judge.Phrases(index)


def met_slowly(known: Mapping[int, Collection[str]]) -> Met:
    """Build the definition: a pass over the words."""
    bits: dict[str, int] = defaultdict(int)
    for bit, some in known.items():
        for word in some:
            bits[word] |= bit

    def met(words: list[str], first: int, last: int) -> int:
        return reduce(or_, map(bits.__getitem__, bits.keys() & words[first:last]), 0)

    return met


def met_compiled(known: Mapping[int, Collection[str]]) -> Met:
    """Build the compiled one."""
    return native_judge.Kinds(known)


met_of: Final = met_slowly if native_judge is None else met_compiled


def factuality(reading: Reading, token: int, judging: Judging) -> tuple[Verdict, float]:
    """Judge any event word of a reading: its status, and a score from -3 (did not happen) to 3 (happened)."""
    words = reading.lowered
    for sentence in reading.sentences:
        if sentence[0] <= token < sentence[1]:
            whole = status.anywhere(words, sentence, judging.anywhere)
            verbal = status.is_verb(words, token, sentence[0])
            verdict = judging.judge(words, token, sentence, verbal=verbal, whole=whole)
            verdict = status.reconsidered(words, token, sentence[0], verdict, kinds.ALL, verbal=verbal)
            return verdict, status.SCORES[verdict.status]
    return OCCURRED, status.SCORES["occurred"]
