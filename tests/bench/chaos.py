"""Three workers that come and go at random while records flow: nothing lost, no key out of order.

    python -m tests.bench.chaos --seed 1 --seconds 75

Some are static members, some not; an event is a kill -9 or a SIGTERM, with or without a restart. Exit status 1 when a
record was lost or overtook another of its key.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from tests.broker.harness import KEYS, Bench, Worker
from tests.kafka_fixture import own_broker

BATCH = 400
DRAIN_SECONDS = 120.0


def disturb(worker: Worker, dice: random.Random) -> None:
    """Do something to a worker that an orchestrator, an operator or bad luck does."""
    if worker.ended:
        worker.start()
    elif dice.random() < 0.6:
        worker.kill()
        if dice.random() < 0.6:
            worker.start()
    else:
        worker.terminate()
        worker.start()


def overtaken(bench: Bench) -> int:
    """Count records that came before an earlier one of their key had come."""
    newest: dict[bytes | None, int] = {}
    count = 0
    for record in bench.out.records:
        number = int((record.value or b"").split()[0])
        count += number > newest.get(record.key, number - KEYS) + KEYS
        newest[record.key] = max(number, newest.get(record.key, -1))
    return count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=75)
    options = parser.parse_args()
    dice, pause = random.Random(options.seed), threading.Event()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(own_broker(folder, stack).brokers, folder, stack, partitions=8)
        workers = [bench.worker(dice.choice(["", f"static-{number}"])) for number in range(3)]
        count = events = 0
        end, following = time.monotonic() + options.seconds, time.monotonic() + 4
        while time.monotonic() < end:
            bench.publish(range(count, count + BATCH), padding=500)
            count += BATCH
            bench.out.look(0.05)
            pause.wait(0.25)
            if time.monotonic() > following:
                disturb(dice.choice(workers), dice)
                events += 1
                following = time.monotonic() + dice.uniform(1, 6)
        for worker in (each for each in workers if each.ended):
            worker.start()
        bench.out.until(count, timeout_seconds=DRAIN_SECONDS)
        lost = len(set(range(count)) - bench.out.seen.keys())
        repeated = sum(bench.out.seen.values()) - len(bench.out.seen)
        print(f"{count} records, {events} events: lost {lost}, repeated {repeated}, out of order {overtaken(bench)}")
        return 1 if lost or overtaken(bench) else 0


if __name__ == "__main__":
    sys.exit(main())
