"""The deliver worker over a real Kafka: how soon an alert arrives, what broken sinks cost others, what kills repeat.

    python -m tests.bench.deliver [--alerts 1000] [--kills 5]

Prints the figures that README quotes. Times are from the append to alerts.fired.v1 to the receiver's hand, in
milliseconds; compare them within one run only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
import timeit
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles

from pipeline.engine.lane import UNNOTED
from pipeline.ids import delivery_id
from pipeline.route import Route, parse_matcher, route
from tests.alerts import an_alert
from tests.broker.harness import until
from tests.broker.test_delivering import Desk
from tests.http_receiver import Answer, Handler, answering, hanging, http_receiver, status
from tests.kafka_server import KafkaServer

PER_SECOND = 100


def routing_us(routes: int = 1000) -> float:
    """Microseconds to route one alert through a flat tree of so many routes, of which the last one matches."""
    matchers = [
        (parse_matcher(f'rule="rule-{number}"'), parse_matcher('region=~"XX|YY"')) for number in range(routes - 1)
    ]
    leaves = [Route(path=str(number), receivers=("desk",), matchers=each) for number, each in enumerate(matchers)]
    last = Route(path="last", receivers=("desk",), matchers=(parse_matcher('rule="missile-launch"'),))
    tree, alert = Route(path="route", receivers=("desk",), routes=(*leaves, last)), an_alert()
    return min(timeit.repeat(lambda: route(alert, tree), number=50, repeat=7)) / 50 * 1e6


class Stopwatch:
    """Notes when each alert is fired and when it first arrives."""

    def __init__(self, desk: Desk) -> None:
        self.fired: dict[str, float] = {}
        self.arrived: dict[str, float] = {}
        self._desk = desk
        desk.receiver.will(self._arrive)

    def fire(self, count: int) -> None:
        """Fire alerts at an even pace."""
        began = time.monotonic()
        for number in range(count):
            while (wait := began + number / PER_SECOND - time.monotonic()) > 0:
                time.sleep(wait)
            alert = self._desk.alert(number)
            self.fired[delivery_id(alert.id, "desk")] = time.monotonic()
            self._desk.log.append([self._desk.record(alert)])

    def percentiles(self) -> tuple[float, float]:
        """Give p50 and p99 in milliseconds."""
        until(lambda: len(self.arrived) >= len(self.fired), "all have arrived", timeout_seconds=300)
        cuts = quantiles([(self.arrived[key] - began) * 1000 for key, began in self.fired.items()], n=100)
        return cuts[49], cuts[98]

    def _arrive(self, handler: Handler) -> None:
        self.arrived.setdefault(handler.headers["idempotency-key"], time.monotonic())
        answering(Answer(204, body=b""))(handler)


@contextmanager
def a_desk(brokers: str) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(brokers, Path(stack.enter_context(tempfile.TemporaryDirectory())), stack)


def latency(brokers: str, count: int, *, broken: bool) -> tuple[float, float]:
    """Milliseconds to a healthy receiver, p50 and p99, alone or beside a sink that hangs and one that answers 500."""
    with a_desk(brokers) as desk, http_receiver() as failing:
        sinks: dict[str, dict[str, object]] = {"desk": {"type": "webhook", "url": desk.receiver.url}}
        if broken:
            desk.other.will(hanging)
            failing.will(status(500))
            sinks["hanging"] = {"type": "webhook", "url": desk.other.url, "timeout_seconds": 30}
            sinks["failing"] = {"type": "webhook", "url": failing.url}
        desk.configure(sinks)
        watch = Stopwatch(desk)
        worker = desk.worker("bench")
        until(lambda: worker.get("/readyz")[0] == 200, "the worker is ready")
        watch.fire(count)
        return watch.percentiles()


def kills(brokers: str, count: int, times: int) -> tuple[int, int]:
    """Count the alerts that never arrived, and the repeats, over so many kill -9."""
    with a_desk(brokers) as desk:
        worker = desk.worker("bench")
        firing = threading.Thread(target=desk.fire, args=(count,))
        firing.start()
        for kill in range(1, times + 1):
            desk.until_told(count * kill // (times + 1))
            worker.kill()
            worker.start()
        told: Counter[str] = desk.until_told(count)
        firing.join()
        return count - len(told), sum(told.values()) - len(told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=5)
    options = parser.parse_args()
    print(f"route one alert through 1,000 routes    {routing_us():.0f} µs")
    with tempfile.TemporaryDirectory() as folder, KafkaServer.started(Path(folder)) as server:
        alone = latency(server.brokers, options.alerts, broken=False)
        beside = latency(server.brokers, options.alerts, broken=True)
        print(f"alert to webhook, {PER_SECOND}/s, p50/p99      {alone[0]:.1f}/{alone[1]:.1f} ms")
        print(f"  beside a hanging and a failing sink   {beside[0]:.1f}/{beside[1]:.1f} ms")
        lost, repeated = kills(server.brokers, options.alerts, options.kills)
        print(f"{options.alerts} alerts, {options.kills} kill -9             {lost} lost, {repeated} repeated")
    return 1 if lost or repeated > options.kills * UNNOTED else 0


if __name__ == "__main__":
    sys.exit(main())
