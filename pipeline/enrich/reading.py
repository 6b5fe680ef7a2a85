"""One reading of an article that every enricher shares: one text, its tokens and its sentences.

Headline and body are read as one text, the headline first, with a blank line between; `Reading.span` turns offsets
into that text back into offsets into headline or body. Page furniture is blanked with spaces, so nothing downstream
sees it and no offset moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from pipeline.enrich.sentences import split
from pipeline.enrich.tokens import Cut, cut
from pipeline.model import Article, Part, Span

SEPARATOR: Final = "\n\n"
SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _encodable(text: str) -> str:
    """Put a replacement character for half of a pair, which no encoder takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text)
    return text


class Reading:
    """The text of an article, ready to be annotated; built once per article, never stored."""

    __slots__ = ("__dict__", "article", "body_start", "furniture", "text")

    def __init__(self, article: Article, furniture: Iterable[tuple[int, int]] = ()) -> None:
        """Lay out the article; furniture gives (start, end) code points into body to leave out."""
        self.article = article
        head = article.headline + SEPARATOR if article.headline else ""
        self.body_start = len(head)
        self.furniture = tuple(furniture)
        body = article.body
        for start, end in self.furniture:
            body = body[:start] + " " * (end - start) + body[end:]
        self.text = _encodable(head + body)

    def part(self, start: int) -> Part:
        """Say which part an offset into `text` falls in."""
        return "headline" if start < self.body_start else "body"

    def offset(self, start: int) -> int:
        """Turn an offset into `text` into one into its part."""
        return start if start < self.body_start else start - self.body_start

    def span(self, start: int, end: int) -> Span:
        """Quote `text[start:end]` as a span of its part."""
        shift = self.body_start
        if start < shift:
            return Span(start=start, end=end, text=self.text[start:end], part="headline")
        return Span(start=start - shift, end=end - shift, text=self.text[start:end])

    def end(self, token: int) -> int:
        """Say where a token ends in `text`, exclusive."""
        return self.ends[token]

    def quote(self, first: int, last: int) -> Span:
        """Quote a range of tokens, end exclusive, as a span of its part."""
        return self.span(self.starts[first], self.ends[last - 1])

    @cached_property
    def _cut(self) -> Cut:
        """Where tokens start and end, the tokens, these in lower case, and the different ones of both."""
        return cut(self.text)

    @cached_property
    def starts(self) -> list[int]:
        """Where each token starts in `text`."""
        return self._cut[0]

    @cached_property
    def ends(self) -> list[int]:
        """Where each token ends in `text`, exclusive."""
        return self._cut[1]

    @cached_property
    def tokens(self) -> list[str]:
        """The words and marks of `text`, in order."""
        return self._cut[2]

    @cached_property
    def lowered(self) -> list[str]:
        """The tokens, lower-cased."""
        return self._cut[3]

    @cached_property
    def written(self) -> set[str]:
        """The different words and marks of `text`."""
        return self._cut[4]

    @cached_property
    def seen(self) -> frozenset[str]:
        """The different words and marks of `text`, lower-cased: what is not among them need not be looked for."""
        return frozenset(self._cut[5])

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Sentences as ranges of token indexes, end exclusive; a headline and a paragraph end one too."""
        return split(self.text, self.tokens, self.starts)
