"""What all events of a sentence share, read once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, NamedTuple

from pipeline.enrich.events import kinds, scene, status, tense, unreal
from pipeline.enrich.events.judging import Judging, Met
from pipeline.enrich.events.mentions import Mention, taking_part, within
from pipeline.enrich.events.status import StatusCues, Verdict, anywhere, disproved, supposed
from pipeline.enrich.events.times import READERS, When, stated
from pipeline.enrich.events.words import SAID
from pipeline.enrich.reading import Reading
from pipeline.model import Span

DAY: Final = timedelta(days=1)
DISCLOSED: Final = frozenset(
    "disclosed discloses disclose revealed reveals reveal learned learnt emerged emerges exclusive declassified "
    "unreported undisclosed newspaper leaked admitted acknowledged secret secretly newly quiet".split()
)


class About(NamedTuple):
    """What all events of a sentence share."""

    bounds: tuple[int, int]
    met: int  # the kinds of words that it has
    inside: list[Mention]
    parties: list[Mention]  # those of `inside` that take part in what it tells
    quote: Span
    times: list[tuple[int, When]]
    verdict: Verdict | None
    disclosed: bool  # what it tells was not known before
    recent: bool  # the article speaks of a day or an hour of late
    tomorrow: date | None  # the last day on which it can have happened, over all time zones


def about(
    reading: Reading, bounds: tuple[int, int], named: list[Mention], day: date | None, judging: Judging, meet: Met
) -> About:
    """Read what all events of a sentence share; `named` are the mentions of the article, `day` that of publication."""
    words = reading.lowered
    met = meet(words, *bounds)
    inside = within(named, bounds)
    times = stated(words, *bounds, day) if met & kinds.TIMED else []
    whole = supposed(words, bounds)
    if whole is None and met & kinds.RUMOURS and met & kinds.UNTOLD:
        whole = disproved(words, bounds)
    if whole is None and met & kinds.WIDE:
        whole = anywhere(words, bounds, judging.anywhere)
    disclosed = bool(times and met & kinds.DISCLOSED)
    parties = taking_part(words, inside, bounds[0])
    recent = not unreal.RECENT.isdisjoint(reading.seen)
    tomorrow = day and day + DAY
    return About(bounds, met, inside, parties, reading.quote(*bounds), times, whole, disclosed, recent, tomorrow)


def kinds_of(cues: StatusCues) -> dict[int, Collection[str]]:
    """Give the words of every kind."""
    return {
        kinds.TIMED: READERS.keys(),
        kinds.DISCLOSED: DISCLOSED,
        kinds.RUMOURS: status.RUMOURS,
        kinds.UNTOLD: status.UNTOLD,
        kinds.CLAIMED: ("claim",),
        kinds.SAID: SAID,
        kinds.HEARSAY: scene.RUMOURS,
        kinds.MISTAKES: status.MISTAKES,
        kinds.FICTIONS: unreal.FICTIONS,
        kinds.WEEKS: tense.WEEKS,
        kinds.TOTALS: tense.SPANS | {"past", "since"},
        kinds.HARDLY: tense.HARDLY,
        kinds.RATED: tense.RATED,
        kinds.COMING: tense.COMING,
        kinds.DENIED: scene.DENIAL | {words[0] for words in scene.RATHER},
        kinds.WIDE: cues.anywhere.keys(),
    }
