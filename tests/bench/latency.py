"""How long an article takes to become an alert at a sink, on a real Kafka at a steady pace.

    python -m tests.bench.latency ../shared/data/corpus/articles.jsonl.gz --rate 20 --seconds 30

Times are those at which the broker took the records in: the raw article, the enriched one, the alert, the ledger line.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from pipeline.envelope import Record
from pipeline.topics import DELIVERIES, ENRICHED, FIRED, RAW
from tests.bench.soak import articles
from tests.broker.harness import until
from tests.broker.walk import Walk, trace_of


def publish(walk: Walk, records: list[Record], rate: float) -> None:
    """Append one record at a time, evenly, each on its own."""
    began, pause = time.monotonic(), threading.Event()
    for number, record in enumerate(records):
        pause.wait(max(0.0, began + number / rate - time.monotonic()))
        walk.log.append([record])


def percentiles(walk: Walk, topic: str, published: dict[str, int]) -> str:
    """Milliseconds from the raw record to the first of its trace in a topic: median, p95, p99, largest."""
    first: dict[str, int] = {}
    for record in walk.all(topic):
        trace = trace_of(record)
        first[trace] = min(first.get(trace, record.timestamp_ms), record.timestamp_ms)
    took = sorted(first[trace] - at for trace, at in published.items() if trace in first)
    at = [took[min(len(took) - 1, int(len(took) * share))] for share in (0.5, 0.95, 0.99, 1.0)]
    return f"{len(took):>6} records   p50 {at[0]:>5}   p95 {at[1]:>5}   p99 {at[2]:>5}   max {at[3]:>5}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", help="articles as JSON Lines, may be gzipped")
    parser.add_argument("--rate", type=float, default=20, help="articles a second")
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    count = int(options.rate * options.seconds)
    records = articles(options.corpus, 1)
    warm, records = records[:50], (records[50:] * (count // len(records[50:]) + 1))[:count]
    with ExitStack() as stack:
        walk = Walk(stack, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        walk.run(warm, kill=False)
        publish(walk, records, options.rate)
        until(walk.is_done, "every group is at the end")
        published = {trace_of(record): record.timestamp_ms for record in walk.all(RAW)}
        for trace in map(trace_of, warm):
            published.pop(trace, None)
        print(f"{options.rate:g} articles a second for {options.seconds:g} s; milliseconds from the raw article to")
        for name, topic in (("enriched", ENRICHED), ("alert", FIRED), ("ledger line", DELIVERIES)):
            print(f"  {name:<12} {percentiles(walk, topic, published)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
