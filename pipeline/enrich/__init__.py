"""Pure functions that read one article and annotate it.

An enricher takes what is known so far and the shared reading, and returns the same with more annotations; it never
changes the article, never does I/O and never looks at a clock. Resources (gazetteers, weights) are closed over when it
is built. `arrange` checks once, at start, that what each enricher requires is provided before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.enrich.reading import Reading
from pipeline.errors import ConfigError
from pipeline.model import EnrichedArticle


class Enricher(Protocol):
    """One step of annotation.

    `requires` and `provides` name fields of EnrichedArticle ("entities", "regions", …).
    """

    @property
    def name(self) -> str: ...
    @property
    def requires(self) -> frozenset[str]: ...
    @property
    def provides(self) -> frozenset[str]: ...

    def __call__(self, enriched: EnrichedArticle, reading: Reading) -> EnrichedArticle: ...


def arrange(enrichers: Sequence[Enricher]) -> tuple[Enricher, ...]:
    """Check that every enricher finds what it requires.

    Raises:
        ConfigError: an enricher requires what none before it provides.
    """
    known: set[str] = {"article"}
    for enricher in enrichers:
        if missing := enricher.requires - known:
            raise ConfigError(
                f"enricher {enricher.name!r} requires {', '.join(sorted(missing))}, which none before it provides"
            )
        known |= enricher.provides
    return tuple(enrichers)
