"""The walk over a real Kafka, undisturbed and with every worker killed once: what is lost, what it costs.

    python -m tests.bench.soak ../shared/data/corpus/articles.jsonl.gz --times 10

Prints the figures that README quotes; exit status 1 when a record was lost, an alert differs or counts do not add up.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from pipeline.envelope import Record
from pipeline.ingest import Rejected, read
from pipeline.verbs.publish import record_of
from tests.broker.harness import Bench, until
from tests.broker.walk import Outcome, Walk, batches
from tests.kafka_server import KafkaServer


def articles(path: str, times: int) -> list[Record]:
    """Read a corpus as records, `times` over; each record has a trace of its own, so that one lost copy shows."""
    found = [item for item in read([path], max_bytes=2_000_000) if not isinstance(item, Rejected)]
    return [_traced(record_of(article, datetime.now(UTC))) for article in found for _ in range(times)]


def _traced(record: Record) -> Record:
    trace = f"00-{uuid.uuid4().hex}-{uuid.uuid4().hex[:16]}-01".encode()
    others = tuple(pair for pair in record.headers if pair[0] != "traceparent")
    return record._replace(headers=(*others, ("traceparent", trace)))


def overhead(records: Sequence[Record]) -> float:
    """CPU microseconds a record that the faust engine adds: the same records through a stage that only copies."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        brokers = stack.enter_context(KafkaServer.started(folder)).brokers
        bench = Bench(brokers, folder, stack, partitions=12)
        worker = bench.worker("copy")
        until(lambda: worker.get("/readyz")[0] == 200, "the worker is ready")
        before = worker.cpu_seconds
        for batch in batches(records, 500):
            bench.log.append([record._replace(topic=bench.source) for record in batch])
        until(
            lambda: worker.total("pipeline_records_sent_total") == len(records), "all are copied", timeout_seconds=600
        )
        return (worker.cpu_seconds - before) / len(records) * 1e6


def report(calm: Outcome, shaken: Outcome, engine_us: float) -> bool:
    """Print the figures; tell whether the promises held."""
    count = len(shaken.published)
    print(f"records published            {count}")
    for name, run in (("undisturbed", calm), ("each worker killed once", shaken)):
        print(f"\n{name}")
        print(f"  lost                       {len(run.lost)}")
        dead = sum(len(each) for each in run.dead.values())
        repeated = sum(run.enriched.values()) - len(run.enriched)
        print(f"  enriched, dead-lettered    {len(run.enriched)}, {dead}; repeated {repeated}")
        print(f"  distinct matches           {len(run.matches)}")
        print(f"  distinct alerts            {len(run.alerts)} ({len(run.fired)} records)")
        print(f"  as an undisturbed worker   {run.as_undisturbed} (same ids, same bytes, over the same matches)")
        print(f"  in the delivery ledger     {len(run.delivered)}")
        print(f"  seconds, records a second  {run.seconds:.1f}, {count / run.seconds:.0f}")
        for stage, each in run.counts.items():
            told = " + ".join(f"{kind} {value:.0f}" for kind, value in each.items() if kind != "received")
            print(f"  {stage:<10} received {each['received']:.0f} = {told}")
    print("\nseconds from kill -9 to the first outcome of the restarted worker")
    for name, seconds in shaken.recovery.items():
        print(f"  {name:<26} {seconds:.1f}")
    print("\nCPU microseconds a published record, undisturbed")
    for name, seconds in calm.cpu.items():
        print(f"  {name:<26} {seconds / count * 1e6:.0f}")
    print(f"  {'of which faust and Kafka':<26} {engine_us:.0f} (a stage that only copies the same records)")
    differ = len(calm.alerts.keys() ^ shaken.alerts.keys())
    print(f"\nalerts that differ because matches of other articles came in another order: {differ}")
    held = calm.matches == shaken.matches and all(each.holds for each in (calm, shaken))
    print(f"same matches; nothing lost, all conserved, alerts and ledger as undisturbed: {held}")
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", help="articles as JSON Lines, may be gzipped")
    parser.add_argument("--times", type=int, default=10, help="how often each article is published")
    options = parser.parse_args()
    records = articles(options.corpus, options.times)
    engine_us = overhead(records)
    runs = []
    for kill in (False, True):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            runs.append(Walk(stack, folder).run(records, kill=kill))
    return 0 if report(runs[0], runs[1], engine_us) else 1


if __name__ == "__main__":
    sys.exit(main())
