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

from pipeline.model import Article, Part, Span

SEPARATOR: Final = "\n\n"
TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*\d*"  # words, O'Neill, don't; hyphens split
    r"|['’][sS]\b"
    r"|\S"
)


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
        self.text = head + body

    def part(self, start: int) -> Part:
        """Say which part an offset into `text` falls in."""
        return "headline" if start < self.body_start else "body"

    def offset(self, start: int) -> int:
        """Turn an offset into `text` into one into its part."""
        return start if start < self.body_start else start - self.body_start

    def span(self, start: int, end: int) -> Span:
        """Quote `text[start:end]` as a span of its part."""
        shift = 0 if start < self.body_start else self.body_start
        return Span(start=start - shift, end=end - shift, text=self.text[start:end], part=self.part(start))

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Offsets of every token in `text`."""
        return [match.span() for match in TOKEN.finditer(self.text)]

    @cached_property
    def tokens(self) -> list[str]:
        """The words and marks of `text`, in order."""
        return TOKEN.findall(self.text)

    @cached_property
    def lowered(self) -> list[str]:
        """The tokens, lower-cased."""
        return [token.lower() for token in self.tokens]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Sentences as ranges of token indexes, end exclusive; a headline and a paragraph end one too."""
        from pipeline.enrich.sentences import split

        return split(self)
