"""When an event took place, resolved against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from pipeline.enrich.events.clauses import participle
from pipeline.enrich.tokens import where
from pipeline.model import EventTime

WINDOW: Final = timedelta(days=3)
WEEKDAYS: Final = {
    day: number for number, day in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
MONTHS: Final = {
    month: number
    for number, names in enumerate(
        "january/jan february/feb march april/apr may june/jun july/jul august/aug september/sep/sept october/oct "
        "november/nov december/dec".split(),
        start=1,
    )
    for month in names.split("/")
}
NUMBERS: Final = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
} | {"a": 1, "an": 1, "several": 4, "few": 3, "couple": 2, "many": 20}
SEASONS: Final = "spring springs summers autumn autumns fall falls winters season seasons".split()
UNITS: Final = dict.fromkeys(SEASONS, 365) | {
    "day": 1,
    "days": 1,
    "week": 7,
    "weeks": 7,
    "month": 30,
    "months": 30,
    "year": 365,
    "years": 365,
}
UNITS_LONG: Final = {"decade": 3650, "decades": 7300, "century": 36500, "centuries": 73000}


RECORDS: Final = frozenset(
    "first largest biggest worst deadliest heaviest longest strongest highest most greatest only second third fourth "
    "fifth sixth round".split()
)
OF_YEAR: Final = re.compile(r"of (?:1[89]|20)\d\d")  # "the worst Saturday of 1962"
TO_YEAR: Final = 3  # words from a day to its year
SEASONS_OF: Final = {"spring": (3, 4, 5, 6), "summer": (6, 7, 8, 9), "autumn": (9, 10, 11, 12), "winter": (12, 1, 2, 3)}
UP_TO: Final = frozenset(("until", "till"))
AHEAD: Final = frozenset(("from", "this"))
ASIDE: Final = 8  # words from a time to the comma of an aside
MODELS: Final = frozenset("vintage make model models built".split())
PARTS: Final = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}  # days of a month
TOLD: Final = 3  # words from an event to the relative clause that tells of it
RELATIVE: Final = 14  # words of a relative clause
WHICH: Final = (["which"], ["that"])
PUBLISHED: Final = range(1900, 2900)  # years


class When(NamedTuple):
    """A time as resolved; `past` says that it lies before the window even where no date is known."""

    first: date | None
    last: date | None
    text: str
    past: bool
    coming: bool = False  # of a day that the words put ahead: "from Thursday"


Resolver = Callable[[list[str], int, date | None], "When | None"]


def day_of(published: datetime | None) -> date | None:
    """Give the day of publication; one that stands for none, as 0001-01-01 and 9999-12-31 do, is not known."""
    return published.date() if published and published.year in PUBLISHED else None


def stated(words: list[str], first: int, last: int, published: date | None) -> list[tuple[int, When]]:
    """Find the time expressions of a sentence [first, last), with the token each stands at."""
    found: list[tuple[int, When]] = []
    for at in where(words[first:last], READERS):
        at += first
        if words[at - 1] in UP_TO:
            continue  # how long something else goes on: "closed until Thursday"
        if (when := READERS[words[at]](words, at, published)) is not None:
            found.append((at, when))
    return found


def nearest(words: list[str], times: list[tuple[int, When]], clause: tuple[int, int], head: int) -> When | None:
    """Choose the time nearest to an event: of its clause, else of its sentence."""
    if not times:
        return None
    if clause[1] - head <= TOLD and words[clause[1] : clause[1] + 1] in WHICH:
        clause = (clause[1], clause[1] + RELATIVE)  # "the attack which paralysed hospitals in October"
    inside = [time for time in times if clause[0] <= time[0] < clause[1]]
    inside = [time for time in inside if not _completed(time[0], inside)]
    if not inside:  # what another clause says of a state of long standing tells nothing of this event
        inside = [time for time in times if words[time[0] - 1] != "since"]
    inside = [time for time in inside if not (time[1].past and _apart(words, time[0], head))]
    return min(inside, key=lambda time: abs(time[0] - head))[1] if inside else None


def _completed(at: int, times: list[tuple[int, When]]) -> bool:
    """Tell a time that its year follows: "the worst Saturday of 1962"; "Monday … the agreement of 2005" is none."""
    return any(at < year <= at + TO_YEAR and OF_YEAR.fullmatch(when.text) for year, when in times)


def _apart(words: list[str], at: int, head: int) -> bool:
    """Tell a time of an aside that has a verb of its own: "a missile, stolen years ago from the army, hit"."""
    first = next((here for here in range(at, max(0, at - ASIDE), -1) if words[here] == ","), -1)
    last = next((here for here in range(at, min(len(words), at + ASIDE)) if words[here] == ","), -1)
    return first >= 0 and first < last and not first < head < last and participle(words[first + 1])


def event_time(when: When | None) -> EventTime | None:
    """Make a time of an event, when its days are known."""
    if when is None or when.first is None or when.last is None:
        return None
    return EventTime(first=when.first, last=when.last, text=when.text)


def _weekday(words: list[str], at: int, published: date | None) -> When | None:
    text = words[at]
    if published is None:
        return When(None, None, text, False)
    back = (published.weekday() - WEEKDAYS[text]) % 7
    if words[at - 1] in AHEAD and back > WINDOW.days:  # "this Friday" said on a Tuesday
        day = published + timedelta(days=7 - back)
        return When(day, day, text, False, coming=True)
    if words[at - 1] == "next":
        day = published + timedelta(days=7 - back)
        return When(day, day, text, False)
    if words[at - 1] == "last" and back < 2:
        back += 7
    elif back == 6 and words[at - 1] != "last":
        back = -1  # the day after publication, or the same day further east
    if back == 6 and words[at - 1] != "last":
        back = -1  # tomorrow in the publisher's zone may be today where it happened; six days ago is "last Saturday"
    day = published - timedelta(days=back)
    return When(day, day, text, back > WINDOW.days)


def _relative(days: int) -> Resolver:
    def reader(words: list[str], at: int, published: date | None) -> When | None:
        if at and words[at - 1] == "ago":  # "ten years ago today"
            return None
        if published is None:
            return When(None, None, words[at], False)
        day = published - timedelta(days=days)
        return When(day, day, words[at], False)

    return reader


def _last(words: list[str], at: int, published: date | None) -> When | None:
    """ "last week", "last November", "last year"."""
    if at + 1 >= len(words):
        return None
    unit = words[at + 1]
    text = f"{words[at]} {unit}"
    if unit in MONTHS and published:
        return _month_of(MONTHS[unit], published.year - (MONTHS[unit] >= published.month), text, published)
    if unit in ("month", "year", "decade", "century", "summer", "winter", "spring", "autumn", "fall") or unit in MONTHS:
        return When(None, None, text, True)
    if unit == "week" and published:
        first = published - timedelta(days=published.weekday() + 7)
        last = first + timedelta(days=6)
        return When(first, last, text, published - last > WINDOW)
    if unit == "week":
        return When(None, None, text, True)
    return None


def _ago(words: list[str], at: int, published: date | None) -> When | None:
    """ "three years ago", "a week earlier"."""
    for back in range(1, 5):
        here = at - back
        if here < 1:
            break
        unit = UNITS.get(words[here]) or UNITS_LONG.get(words[here])
        if unit is None:
            continue
        before = words[here - 1]
        count = NUMBERS.get(before) or (int(before) if before.isdecimal() and len(before) < 5 else 3)
        days = min(unit * count, 300_000)
        text = " ".join(words[here - 1 : at + 1])
        if published is None or unit > 31:
            return When(None, None, text, days > WINDOW.days)
        day = published - timedelta(days=days)
        return When(day, day, text, days > WINDOW.days)
    return None


def _before(words: list[str], at: int, published: date | None) -> When | None:
    """ "two years before"."""
    return _ago(words, at, published) if at and (words[at - 1] in UNITS or words[at - 1] in UNITS_LONG) else None


def _number(words: list[str], at: int, published: date | None) -> When | None:
    """A year: "in 2017", "since 2019", "March 3, 2021"."""
    word = words[at]
    if not MODELS.isdisjoint(words[at + 1 : at + 2]):
        return None  # "an Exocet of 1986 vintage"
    year = int(word)
    before = words[at - 1] if at else ""
    if before in MONTHS or before == "," or (before == "since" and not RECORDS.isdisjoint(words[max(0, at - 9) : at])):
        return None  # "its first since 2017", "the largest manoeuvres since 2010" are of today
    if before == "." and words[at - 2] in MONTHS:
        return None
    if before not in (
        "in",
        "into",
        "since",
        "of",
        "over",
        "the",
        "a",
        "'s",
        "’s",
        "about",
        "after",
        "early",
        "late",
        "mid",
        "until",
        "during",
        "and",
        "to",
        "from",
        "-",
        "by",
    ):
        return None
    if published is None:
        return When(date(year, 1, 1), date(year, 12, 31), f"{before} {word}", True)
    if year > published.year:
        return When(date(year, 1, 1), date(year, 12, 31), f"{before} {word}", False)
    last = min(date(year, 12, 31), published)
    return When(date(year, 1, 1), last, f"{before} {word}", published - last > WINDOW)


def _month(words: list[str], at: int, published: date | None) -> When | None:
    """ "on March 3", "3 March 2021", "in November"."""
    if at and words[at - 1] == "long":  # a rocket
        return None
    month = MONTHS[words[at]]
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    if after == "." and at + 2 < len(words):  # "on Feb. 25, 1991"
        after = words[at + 2]
    if words[at] in ("may", "march") and not (
        after.isdigit() or before in ("in", "last", "since", "on") or before.isdigit()
    ):
        return None
    day = (
        int(after)
        if after.isdecimal() and len(after) < 3
        else int(before)
        if before.isdecimal() and len(before) < 3
        else 0
    )
    year = _year(words, at)
    text = " ".join(words[at : at + 2]) if day and after.isdigit() else words[at]
    if published is None:
        if year and 1 <= day <= 28:
            return When(date(year, month, day), date(year, month, day), text, True)
        return When(None, None, text, bool(year)) if year or day else When(None, None, text, before in ("in", "last"))
    if not day:
        if before not in ("in", "since", "last", "of", "early", "late", "mid", "until") and not year:
            return None
        part = PARTS.get(before) or PARTS.get(words[at - 2] if before == "-" else "", (1, 31))
        return _month_of(month, year or published.year - (month > published.month), text, published, part)
    try:
        found = date(year or published.year, month, day)
        if not year and found > published + timedelta(days=180):
            found = found.replace(year=published.year - 1)
    except ValueError:
        return None
    return When(found, found, text, published - found > WINDOW)


def _year(words: list[str], at: int) -> int:
    for here in range(at + 1, min(at + 5, len(words))):
        word = words[here]
        if len(word) == 4 and word.isdigit() and word[:2] in ("18", "19", "20"):
            return int(word)
    return 0


def _month_of(month: int, year: int, text: str, published: date, part: tuple[int, int] = (1, 31)) -> When:
    first = date(year, month, part[0])
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    last = min(last, date(year, month, min(part[1], last.day)))
    if first <= published:
        last = min(last, published)
    return When(first, last, text, published - last > WINDOW)


def _season(words: list[str], at: int, published: date | None) -> When | None:
    """ "in the spring", once it is over."""
    if words[max(0, at - 2) : at] != ["in", "the"] or (published and published.month in SEASONS_OF[words[at]]):
        return None
    return When(None, None, f"the {words[at]}", True)


READERS: Final[dict[str, Resolver]] = {
    **dict.fromkeys(WEEKDAYS, _weekday),
    **dict.fromkeys(MONTHS, _month),
    "today": _relative(0),
    "tonight": _relative(0),
    "yesterday": _relative(1),
    "tomorrow": _relative(-1),
    **dict.fromkeys(SEASONS_OF, _season),
    "last": _last,
    "ago": _ago,
    "earlier": _ago,
    "before": _before,
    "previously": _before,
    **dict.fromkeys(map(str, range(1800, 2100)), _number),
}
