"""`pipeline annotate [FILE…]`: articles in, EnrichedArticle JSON Lines out, no broker."""

from __future__ import annotations

import argparse
import sys

from pipeline.codec import encode
from pipeline.compose import annotator
from pipeline.ingest import Rejected, read
from pipeline.model import Article, DeadLetter, EnrichedArticle
from pipeline.settings import Settings
from pipeline.steps import Annotate, enrich_step
from pipeline.verbs.progress import progress


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `annotate` takes."""
    parser.add_argument("files", nargs="*", default=["-"], metavar="FILE", help="text, JSON, JSON Lines; - is stdin")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write one line an article; a bad one is told on standard error and the others go on: exit 1."""
    annotate = annotator(settings)
    refused = 0
    for item in progress(read(options.files, max_bytes=settings.article_max_bytes), "annotated"):
        if isinstance(item, Rejected):
            print(item, file=sys.stderr)
            refused += 1
        else:
            refused += not write(item, annotate)
    sys.stdout.buffer.flush()
    return 1 if refused else 0


def write(article: Article, annotate: Annotate) -> bool:
    """Write one annotated article; what our own bug keeps from being annotated is told, and False."""
    outcome = enrich_step(encode(article), annotate, max_bytes=sys.maxsize)
    if isinstance(outcome, EnrichedArticle):
        sys.stdout.buffer.write(encode(outcome) + b"\n")
    elif isinstance(outcome, DeadLetter):
        print(f"{article.uri}: {outcome.reason}: {outcome.detail}", file=sys.stderr)
    return not isinstance(outcome, DeadLetter)
