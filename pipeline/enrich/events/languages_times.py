"""Years, months and days in a clause: whether they put an event outside the window or ahead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

YEAR: Final = re.compile(r"(?<![\d.,])(1[5-9]\d\d|20\d\d)(?![\d%])(?![.,]\d)")
HAN_YEAR: Final = re.compile(r"([一二][〇零一二三四五六七八九]{3})年")
HAN_DATE: Final = re.compile(
    r"(?:([\d一二三四五六七八九十]{1,3})[月월]\s?)(?:([\d一二三四五六七八九十]{1,3})[日日일号])?"
)
HAN: Final = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
DAY_BEFORE: Final = re.compile(r"(\d{1,2})(?:\.|er|º|-го|-е)?\s+(?:de\s+)?$")
RECENT: Final = 3  # days
HALF: Final = 183  # days; a date without a year is the nearest one
SINCE: Final = 16  # code points between "since" and its year


def years(text: str, clause: tuple[int, int], since: Iterable[int]) -> list[tuple[int, int]]:
    """Give the years a clause is dated by, and where they stand."""
    found = [(int(match[1]), match.start()) for match in YEAR.finditer(text, *clause)]
    for match in HAN_YEAR.finditer(text, *clause):
        found.append((int("".join(str(HAN[digit]) for digit in match[1])), match.start()))
    return [(year, at) for year, at in found if not any(0 <= at - one <= SINCE for one in since)]


def days_ahead(text: str, clause: tuple[int, int], months: list[tuple[int, int]], today: date) -> int | None:
    """Give how many days ahead of today the first date without a year of a clause lies; negative when past.

    `months` are the numbers of the months named and where they stand. A month without a day counts when it is another
    month than the present one.
    """
    for match in HAN_DATE.finditer(text, *clause):
        return _ahead(number(match[1]), number(match[2]) if match[2] else None, today)
    for month, at in months:
        if clause[0] <= at < clause[1]:
            day = DAY_BEFORE.search(text[clause[0] : at])
            return _ahead(month, int(day[1]) if day else None, today)
    return None


def number(digits: str) -> int:
    """Read a number below a hundred in Western or Han digits."""
    if digits.isascii() and digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return int("".join(str(HAN.get(digit, digit)) for digit in digits))
    return 10 * (HAN.get(tens, 1) if tens else 1) + (HAN.get(ones, 0) if ones else 0)


def _ahead(month: int, day: int | None, today: date) -> int | None:
    if day is None:
        months = (month - today.month + 6) % 12 - 6
        return months * 30 if months else None
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            ahead = (date(year, month, day) - today).days
        except ValueError:
            return None
        if abs(ahead) <= HALF:
            return ahead
    return None
