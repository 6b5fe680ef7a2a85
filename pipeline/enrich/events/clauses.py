"""Clauses without a parser: where the words that belong to a trigger begin and end, and which voice they are in."""

from __future__ import annotations

from typing import Final

HARD: Final = frozenset('; : — – … ( ) [ ] | " “ ”'.split())
OPENERS: Final = frozenset(
    "while when after before because although though if unless until whereas since as whether but who which "
    "whose where whom that".split()
)
DAYS: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday dawn morning yesterday midnight noon sunrise".split()
)
QUOTES: Final = frozenset('" “ ”'.split())
BOUNDING: Final = HARD | OPENERS
ASIDE: Final = 9  # words of a parenthesis that a clause runs past
AS_ARTICLES: Final = frozenset("a an the part".split())  # behind an "as" that opens no clause
BE: Final = frozenset("be is are was were been being am 's ’s get gets got getting".split())
AUXILIARIES: Final = BE | frozenset(
    "has have had having do does did will would shall should can could may might must 'll ’ll 'd ’d to not n't never "
    "also again already since yet still just recently repeatedly allegedly reportedly later then now ever even "
    "today yesterday formally officially quickly immediately publicly strongly finally once twice".split()
)
NOT_PARTICIPLE: Final = frozenset("bed red need speed deed seed feed breed indeed hundred".split())
IRREGULAR_PARTICIPLES: Final = frozenset(
    "hit struck shot sunk held taken seen made sent sold told given put set cut shut thrown driven known begun broken "
    "beaten blown brought built bought caught forbidden found fought hurt kept laid led left lost met overrun "
    "overthrown paid read run said shed stolen sworn torn won withdrawn withheld written slain hung".split()
)
SPEECH: Final = frozenset(
    "reiterated declared concluded insisted stressed demanded "
    "said says say saying told tells reported reports announced confirmed claimed added according believes believed "
    "alleged stated acknowledged".split()
)


def bounds(words: list[str], first: int, last: int, head: int) -> tuple[int, int]:
    """Give the clause around token `head`, inside the sentence [first, last).

    A subordinator opens a clause; it ends before the next one, at a semicolon, colon, dash, bracket or quotation mark.
    """
    start = head
    while start > first:
        word = words[start - 1]
        if word not in BOUNDING:
            start -= 1
            continue
        if word in QUOTES:
            if (opened := _opened(words, max(first, start - ASIDE), start - 1)) < 0:
                break
            start = opened
            continue
        if word == ")" and "(" in words[max(first, start - ASIDE) : start]:
            start -= words[max(first, start - ASIDE) : start][::-1].index("(")
        elif _closes(words, start - 1):
            break
        start -= 1
    end = head + 1
    while end < last:
        if words[end] not in BOUNDING:
            end += 1
            continue
        if words[end] in QUOTES:
            if (closed := contains(words, end + 1, min(last, end + ASIDE), QUOTES)) < 0:
                break
            end = closed + 1
            continue
        if words[end] == "(" and ")" in words[end : min(last, end + ASIDE)]:
            end += words[end : min(last, end + ASIDE)].index(")")
        elif _closes(words, end):
            break
        end += 1
    return start, end


def _opened(words: list[str], start: int, end: int) -> int:
    """Find the last quotation mark in [start, end), or -1: a few quoted words do not bound a clause."""
    return next((at for at in range(end - 1, start - 1, -1) if words[at] in QUOTES), -1)


def _closes(words: list[str], at: int) -> bool:
    """Tell whether a word bounds a clause; "as a crime" does not."""
    word = words[at]
    follower = words[at + 1] if at + 1 < len(words) else ""
    if word == "since" and follower in DAYS:
        return False  # "who since Wednesday had been barring the road"
    return word in HARD or (word in OPENERS and not (word == "as" and follower in AS_ARTICLES))


def participle(word: str) -> bool:
    """Tell whether a word may be a past participle."""
    return (word.endswith("ed") and word not in NOT_PARTICIPLE) or word in IRREGULAR_PARTICIPLES


def passive(words: list[str], first: int, head: int, last: int) -> bool:
    """Tell whether the verb at `head` is in the passive: be + participle, or a participle with a by-phrase."""
    if not participle(words[head]):
        return False
    at = head - 1
    while at >= first and (words[at] in AUXILIARIES or words[at].endswith("ly")):
        if words[at] in BE:
            return True
        at -= 1
    return words[head + 1 : head + 2] == ["by"] and head + 1 < last


def contains(words: list[str], start: int, end: int, some: frozenset[str]) -> int:
    """Find the first word of `some` in [start, end), or -1."""
    for at in range(start, end):
        if words[at] in some:
            return at
    return -1
