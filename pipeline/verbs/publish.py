"""`pipeline publish [FILE…]`: articles to articles.raw.v1."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from pipeline.codec import encode
from pipeline.compose import open_log
from pipeline.engine import Log, Record
from pipeline.envelope import seal
from pipeline.ids import identify
from pipeline.ingest import Rejected, read
from pipeline.model import Article
from pipeline.settings import Settings
from pipeline.topics import RAW
from pipeline.verbs.progress import progress

BATCH: Final = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `publish` takes."""
    parser.add_argument("files", nargs="*", default=["-"], metavar="FILE", help="text, JSON, JSON Lines; - is stdin")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Publish articles; a bad one is told on standard error and the others go on: exit 1."""
    log = open_log(settings, client_id="pipeline-publish")
    try:
        items = progress(read(options.files, max_bytes=settings.article_max_bytes), "published")
        published, refused = publish(items, log)
    finally:
        log.close()
    print(f"published {published} articles to {RAW}" + (f", refused {refused}" if refused else ""), file=sys.stderr)
    return 1 if refused else 0


def publish(items: Iterable[Article | Rejected], log: Log) -> tuple[int, int]:
    """Append articles in batches; say how many were published and how many refused."""
    published = refused = 0
    batch: list[Record] = []
    for item in items:
        if isinstance(item, Rejected):
            print(item, file=sys.stderr)
            refused += 1
            continue
        batch.append(record_of(item, datetime.now(UTC)))
        published += 1
        if len(batch) == BATCH:
            log.append(batch)
            batch = []
    log.append(batch)
    return published, refused


def record_of(article: Article, now: datetime) -> Record:
    """Make the articles.raw.v1 record of an article version."""
    return seal(
        RAW,
        article.uri,
        encode(article),
        record_id=identify("article", article.uri, article.version),
        stage="publish",
        subject=article.uri,
        now=now,
    )
