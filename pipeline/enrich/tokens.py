"""Where words and marks begin and end: one definition, `TOKEN`, and what it finds in a text.

Where the package was built with a C compiler, `native.cut` gives the same in a tenth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import compress, count
from typing import Final

from pipeline.enrich.compiled import native

TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*\d*"  # words, O'Neill, don't; hyphens split
    r"|['’][sS]\b"
    r"|\S"
)

Cut = tuple[list[int], list[int], list[str], list[str], set[str], set[str]]


def cut_slowly(text: str) -> Cut:
    """Give starts, ends (exclusive), tokens and lower-cased tokens of a text without surrogates; the different ones."""
    found = list(TOKEN.finditer(text))
    tokens = [match.group() for match in found]
    written = set(tokens)
    lower = {token: token.lower() for token in written}
    lowered = [lower[token] for token in tokens]
    starts, ends = [match.start() for match in found], [match.end() for match in found]
    return starts, ends, tokens, lowered, written, set(lower.values())


cut = cut_slowly if native is None else native.cut


def where_slowly(words: list[str], known: Container[str]) -> list[int]:
    """Give the indexes of the words that are known."""
    return list(compress(count(), map(known.__contains__, words)))


where = where_slowly if native is None else native.where
