"""Print the values of a topic as they come: `python -m tests.contracts.echo KIND ADDRESS TOPIC COUNT`."""

from __future__ import annotations

import sys

from tests.contracts.conftest import open_log

if __name__ == "__main__":
    kind, address, topic, count = sys.argv[1:]
    log = open_log(kind, address)
    reader = log.reader(topic, None)
    seen = 0
    for _ in range(60):
        for record in reader.read(limit=100, timeout_seconds=1):
            print((record.value or b"").decode(), flush=True)
            seen += 1
        if seen >= int(count):
            break
    reader.close()
    log.close()
