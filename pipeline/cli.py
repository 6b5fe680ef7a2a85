"""The command `pipeline`: one verb a module of `pipeline.verbs`; the only reader of the environment."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

from pipeline import __version__, settings
from pipeline.errors import EngineError, PipelineError

VERBS: Final[dict[str, str]] = {
    "demo": "run the whole walk once over sample articles, or over yours",
    "publish": "publish articles to articles.raw.v1",
    "run": "run stages: enrich, detect, deliver or all",
    "subscribe": "print records of a topic as JSON lines",
    "annotate": "annotate articles without a broker",
    "rules": "test rules against their own articles",
    "eval": "measure the annotations on labelled files",
    "topics": "create the topics, or list them",
    "dlq": "list, show or replay dead letters",
    "check": "check settings, rules, routes, schemas and the broker",
}
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130


def parser(verb: str | None = None) -> argparse.ArgumentParser:
    """Build the parser; only the module of `verb` is loaded (all of them when None)."""
    top = argparse.ArgumentParser(prog="pipeline", description="News articles in, alerts with evidence out.")
    top.add_argument("--version", action="version", version=f"article-pipeline {__version__}")
    subparsers = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, summary in VERBS.items():
        sub = subparsers.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if verb in (None, name):
            module = import_module(f"pipeline.verbs.{name}")
            module.arguments(sub)
            sub.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Run one verb; exit status 0 done, 1 something was refused, 2 wrong use or configuration."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    verb = next((word for word in given if not word.startswith("-")), "")
    options = parser(verb if verb in VERBS else "").parse_args(given)
    options.environ = environ
    try:
        code: int = options.run(options, settings.load(environ))
        sys.stdout.flush()
        return code
    except EngineError as exc:
        print(f"pipeline: {exc}; is the broker up, and PIPELINE_BROKERS or PIPELINE_STORE_FILE right?", file=sys.stderr)
        return EXIT_USAGE
    except PipelineError as exc:
        print(f"pipeline: {exc}", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone: nothing more to say to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
