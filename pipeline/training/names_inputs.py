"""A digest of what the weights of names were taught with, kept in them, so that a test can tell when they are old."""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import Final

from pipeline.enrich.gazetteer import DATA, world
from pipeline.enrich.names_model import LABELS, SLOTS
from pipeline.training.names_data import TEACHER
from pipeline.training.names_features import Example, Featuriser
from pipeline.training.names_grammar import GRAMMAR, SLOT, read_grammar

SEEN: Final = (0, 1, 6, 8)  # columns of world.tsv.gz that features or made sentences are taken from


def digest() -> bytes:
    """Give the SHA-256 of the gazetteer's names and kinds, of labels and sentences that ship, and of the features of a
    sample: whatever changes it asks for new weights. Ids may change without.
    """
    found = sha256("\n".join((*SLOTS, *LABELS)).encode())
    for line in gzip.decompress((DATA / "world.tsv.gz").read_bytes()).decode().split("\n"):
        row = line.split("\t")
        found.update("\t".join([row[column] for column in SEEN]).encode() + b"\n")
    found.update(gzip.decompress(TEACHER.read_bytes()))
    found.update(GRAMMAR.read_bytes())
    found.update(sample_features().encode())
    return found.digest()


def sample_features() -> str:
    """Spell out the features of the grammar's sentences, each slot filled with its own name."""
    featuriser = Featuriser({}, world())
    _, sentences = read_grammar()
    texts = [SLOT.sub(lambda match: match[1].capitalize(), sentence) for sentence in sentences]
    runs = [run for text in texts for run, _ in featuriser.sequences(Example(text, "", []))]
    return "\n".join(" ".join(token) for run in runs for token in run)
