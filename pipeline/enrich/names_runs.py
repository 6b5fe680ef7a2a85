"""Where names may stand: runs of capitalised words, with the small words that tie them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from pipeline.enrich.names_words import ABBREVIATIONS, DAYS, DOMAINS, FUNCTION, LOOSE, PARTICLES

LONGEST_GAP: Final = 2  # small words in a row inside a name
LONGEST_RUN: Final = 10  # tokens; longer ones are headlines in capitals, cut where it falls


class Run(NamedTuple):
    """Tokens that may hold names, and the sentence they stand in; token indexes, ends exclusive."""

    first: int
    end: int
    sentence_first: int
    sentence_end: int


def find_runs(tokens: Sequence[str], starts: Sequence[int], sentences: Sequence[tuple[int, int]]) -> list[Run]:
    """Find the runs, sentence by sentence."""
    capitals = [index for index, token in enumerate(tokens) if token[0].isupper()]
    runs: list[Run] = []
    sentence = 0
    done = 0
    for index in capitals:
        if index < done:
            continue
        while sentences[sentence][1] <= index:
            sentence += 1
        begin, limit = sentences[sentence]
        done = _end(tokens, starts, index, min(limit, index + LONGEST_RUN))
        if done == index + 1 and _is_dull(tokens[index]):
            continue
        runs.append(Run(_start(tokens, index, max(begin, runs[-1].end if runs else 0)), done, begin, limit))
    return runs


def _is_dull(word: str) -> bool:
    """Tell a capitalised word that alone is no name."""
    return word in DAYS or (word != "US" and word.lower() in FUNCTION)


def _start(tokens: Sequence[str], index: int, begin: int) -> int:
    """Take in a particle before the first capital: al-Khair, van Basten."""
    if index - 1 >= begin and tokens[index - 1] in PARTICLES:
        return index - 1
    if index - 2 >= begin and tokens[index - 1] == "-" and tokens[index - 2].lower() in PARTICLES:
        return index - 2
    return index


def _end(tokens: Sequence[str], starts: Sequence[int], first: int, limit: int) -> int:
    """Give the end of the run that begins at `first`: after its last capital, number or abbreviation dot."""
    end = index = first + 1
    gap = 0
    while index < limit:
        token = tokens[index]
        if token[0].isupper() or (
            token == "." and _clings(tokens, starts, index) and tokens[index - 1].lower() in ABBREVIATIONS
        ):
            end, gap = index + 1, 0
        elif token in LOOSE:
            if gap > LONGEST_GAP:
                break
            gap += 1
        elif token[0].isdigit():
            if gap >= LONGEST_GAP or starts[index] - starts[index - 1] - len(tokens[index - 1]) > 1:
                break
            gap = 0
        elif token in DOMAINS and tokens[index - 1] == "." and _clings(tokens, starts, index):
            end, gap = index + 1, 0
        else:
            break
        index += 1
    return end


def _clings(tokens: Sequence[str], starts: Sequence[int], index: int) -> bool:
    """Tell whether a token follows the one before it without space."""
    return starts[index] == starts[index - 1] + len(tokens[index - 1])
