"""`pipeline topics apply|list`."""

from __future__ import annotations

import argparse

from pipeline.compose import all_topics, open_log
from pipeline.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `topics` takes."""
    parser.add_argument("action", choices=("apply", "list"), help="create missing topics, or list them all")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Create or list topics."""
    topics = all_topics()
    if options.action == "list":
        for topic in topics:
            kept = "for ever" if topic.retention_hours is None else f"{topic.retention_hours} h"
            print(f"{topic.name:28} {topic.partitions:3} partitions  {topic.cleanup:8} {kept:9} {topic.description}")
        return 0
    log = open_log(settings)
    try:
        for line in log.apply(topics) or ["every topic is there"]:
            print(line)
    finally:
        log.close()
    return 0
