"""`pipeline demo [FILE…]`: the whole walk once, on the embedded engine, with nothing to set up."""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace
from prometheus_client.exposition import generate_latest

from pipeline.codec import decode, encode
from pipeline.compose import deliverer, open_log, stages_of
from pipeline.engine import Log
from pipeline.engine.health import Health
from pipeline.engine.running import drain
from pipeline.ingest import read
from pipeline.metrics import Metrics
from pipeline.model import Alert
from pipeline.resources import find
from pipeline.settings import Settings
from pipeline.sinks.render import render
from pipeline.topics import FIRED
from pipeline.verbs.publish import publish
from pipeline.verbs.run import NAMES, expect, listen, run_embedded


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `demo` takes."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="your articles; default: the samples that ship")
    parser.add_argument("--json", action="store_true", help="print alerts as JSON lines and nothing else")
    parser.add_argument("--keep", action="store_true", help="go on serving: publish more, watch the metrics")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Publish, enrich, detect and deliver; print each incident once, as it stands in the end."""
    began = time.perf_counter()
    folder = Path(tempfile.mkdtemp(prefix="article-pipeline-demo-"))
    settings = replace(settings, engine="embedded", store_file=folder / "demo.db", data_folder=folder)
    metrics = Metrics()
    files = options.files or sorted(map(str, find("deploy/samples").glob("*.json")))
    log = open_log(settings)
    try:
        published, refused = publish(read(files, max_bytes=settings.article_max_bytes), log)
        walk(log, settings, options.environ, metrics)
        alerts = incidents(log)
    finally:
        log.close()
    (folder / "metrics.prom").write_bytes(generate_latest(metrics.registry))
    if options.json:
        sys.stdout.writelines(encode(alert).decode() + "\n" for alert in alerts)
    else:
        _tell(alerts, published, folder, time.perf_counter() - began)
    sys.stdout.flush()
    if options.keep:
        _serve(settings, options.environ, metrics, quiet=options.json)
    return 1 if refused else 0


def walk(log: Log, settings: Settings, environ: Mapping[str, str], metrics: Metrics) -> None:
    """Take all that was published through every stage, once."""
    health = Health(metrics, stall_seconds=settings.stall_seconds)
    expect(health, NAMES)
    drain(log, stages_of(NAMES, settings, metrics), settings, health)
    unseen = io.StringIO()  # what the console sink says, the demo says in its own order
    deliverer(log, settings, environ, metrics=metrics, health=health, stop=threading.Event(), stream=unseen).drain()


def incidents(log: Log) -> list[Alert]:
    """Read the latest revision of every incident, in order of their first."""
    latest: dict[str, Alert] = {}
    reader = log.reader(FIRED, None, start="earliest")
    while records := reader.read(limit=1000, timeout_seconds=0):
        for record in sorted(records, key=lambda each: each.timestamp_ms):
            alert = decode(record.value or b"", Alert)
            latest[alert.incident_id] = alert
    reader.close()
    return sorted(latest.values(), key=lambda alert: (alert.sources[0].uri, alert.rule))


def _tell(alerts: list[Alert], published: int, folder: Path, seconds: float) -> None:
    for alert in alerts:
        print(render(alert, colour=sys.stdout.isatty()), end="\n\n")
    store = f"PIPELINE_STORE_FILE={folder / 'demo.db'} {_command()}"
    print(f"{published} articles, {len(alerts)} alerts in {seconds:.1f} s. What is where:")
    print(f"  enriched articles   {store} subscribe articles --from earliest --timeout 1")
    print(f"  alert revisions     {store} subscribe alerts --from earliest --timeout 1")
    print(f"  deliveries          {store} subscribe deliveries --from earliest --timeout 1")
    print(f"  dead letters        {store} dlq list")
    print(f"  metrics             {folder / 'metrics.prom'}")


def _command() -> str:
    """Say how this program was called, so that the next command can be copied: `.venv/bin/pipeline` by make."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "pipeline" and not called.is_absolute() else "pipeline"


def _serve(settings: Settings, environ: Mapping[str, str], metrics: Metrics, *, quiet: bool) -> None:
    """Go on with the same store until interrupted."""
    health = Health(metrics, stall_seconds=settings.stall_seconds)
    expect(health, NAMES)
    server = listen(health, metrics, settings)
    if server and not quiet:
        host, port = server.server_address[:2]
        print(f"serving; metrics on http://{host!s}:{port}/metrics; publish more from another terminal with")
        print(f"  PIPELINE_STORE_FILE={settings.store_file} {_command()} publish FILE")
        print("Ctrl-C ends it", flush=True)
    try:
        run_embedded(NAMES, settings, environ, metrics, health, stream=sys.stderr if quiet else sys.stdout)
    finally:
        if server:
            server.shutdown()
