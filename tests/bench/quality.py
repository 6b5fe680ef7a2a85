"""Every figure of quality that README quotes, one JSON line a file: python -m tests.bench.quality [DATA_DIR]

The same as `pipeline eval TASK FILE` for each line of `SETS`; the gold set of alerts ships with the tests, the other
sets do not. `--final` adds the half of the gold set that nothing was developed on.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from pipeline.cli import main as pipeline

SETS: Final = (
    ("ner", "ner/ieer.jsonl"),
    ("ner", "ner/conll2003_testa.jsonl"),
    ("geo", "geo/tr_news.jsonl"),
    ("geo", "geo/geovirus.jsonl"),
    ("linking", "linking/aida_dev.jsonl"),
    ("linking", "linking/reuters128.jsonl"),
    ("linking", "linking/rss500.jsonl"),
    ("events", "events/plover_a.jsonl"),
    ("events", "events/petrarch_unit.jsonl"),
    ("events", "events/wikievents_dev.jsonl"),
    ("events", "events/rams_dev.jsonl"),
    ("factuality", "factuality/timebank_a.jsonl"),
    ("factuality", "factuality/uw_dev.jsonl"),
    ("stance-pair", "stance/dse_valid.jsonl"),
    ("stance-target", "stance/newsmtsc_train.jsonl"),
)
ALERTS: Final = Path(__file__).parents[1] / "golden" / "alerts"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument(
        "--final", action="store_true", help="also the half of the gold set kept back for final figures"
    )
    options = parser.parse_args()
    for task, file in SETS:
        if (options.data / file).exists():
            pipeline(["eval", task, str(options.data / file)], os.environ)
    for half in ("dev", "final") if options.final else ("dev",):
        for kind in ("", "passages_"):
            pipeline(["eval", "alerts", str(ALERTS / f"{kind}{half}.jsonl")], os.environ)


if __name__ == "__main__":
    main()
