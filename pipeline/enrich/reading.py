"""One reading of an article that every enricher shares: one text, its tokens and its sentences.

Headline and body are read as one text, the headline first, with a blank line between; `Reading.span` turns offsets
into that text back into offsets into headline or body. Page furniture is blanked with spaces, so nothing downstream
sees it and no offset moves.

A token never holds white space, so a text is cut at white space first and each piece is tokenised once and remembered:
news repeats its words, and a look-up costs a tenth of a match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate, chain
from operator import add
from typing import Final

from pipeline.enrich.sentences import split
from pipeline.model import Article, Part, Span

SEPARATOR: Final = "\n\n"
TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., U.N.
    r"|\d+(?:[.,:]\d+)*"
    r"|[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*\d*"  # words, O'Neill, don't; hyphens split
    r"|['’][sS]\b"
    r"|\S"
)
REMEMBERED: Final = 100_000  # pieces, about 30 MB
LONGEST_REMEMBERED: Final = 32  # code points; longer pieces (links, unspaced scripts) hardly come again

Piece = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]  # tokens, lower-cased, and where they start


def tokenise(piece: str) -> Piece:
    """Cut text without white space into tokens; give them, the same lower-cased, and where they start."""
    matches = list(TOKEN.finditer(piece))
    tokens = tuple(match.group() for match in matches)
    return tokens, tuple(map(str.lower, tokens)), tuple(match.start() for match in matches)


class _Pieces(dict[str, Piece]):
    """What a piece of text between spaces is made of; a memo of `tokenise`."""

    def __missing__(self, piece: str) -> Piece:
        made = tokenise(piece)
        if len(piece) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[piece] = made
        return made


_PIECES: Final = _Pieces()


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
        shift = 0 if start < self.body_start else self.body_start
        return Span(start=start - shift, end=end - shift, text=self.text[start:end], part=self.part(start))

    def end(self, token: int) -> int:
        """Say where a token ends in `text`, exclusive."""
        return self.starts[token] + len(self.tokens[token])

    def quote(self, first: int, last: int) -> Span:
        """Quote a range of tokens, end exclusive, as a span of its part."""
        return self.span(self.starts[first], self.end(last - 1))

    @cached_property
    def _pieces(self) -> tuple[list[str], list[Piece]]:
        """The text cut at spaces, tabs and line ends, and what each piece is made of."""
        pieces = self.text.replace("\n", " ").replace("\t", " ").split(" ")
        return pieces, list(map(_PIECES.__getitem__, pieces))

    @cached_property
    def tokens(self) -> list[str]:
        """The words and marks of `text`, in order."""
        return list(chain.from_iterable([made[0] for made in self._pieces[1]]))

    @cached_property
    def starts(self) -> list[int]:
        """Where each token starts in `text`."""
        pieces, made = self._pieces
        befores = accumulate([len(piece) + 1 for piece in pieces], initial=0)
        return [before + start for before, each in zip(befores, made, strict=False) for start in each[2]]

    @cached_property
    def ends(self) -> list[int]:
        """Where each token ends in `text`, exclusive; for the few, `end` costs less."""
        return list(map(add, self.starts, map(len, self.tokens)))

    @cached_property
    def lowered(self) -> list[str]:
        """The tokens, lower-cased."""
        return list(chain.from_iterable([made[1] for made in self._pieces[1]]))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """Sentences as ranges of token indexes, end exclusive; a headline and a paragraph end one too."""
        return split(self.text, self.tokens, self.starts)
