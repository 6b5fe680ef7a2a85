"""Rebuild the weights of the model of names: python -m pipeline.training.names DATA_DIR

The same data, packages and labels give the same bytes: L-BFGS in crfsuite has no chance in it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pycrfsuite

from pipeline.enrich.gazetteer import world
from pipeline.enrich.names_model import DATA, LABELS, SLOTS, UNIT
from pipeline.training.names_data import examples
from pipeline.training.names_features import Featuriser, Sequenced
from pipeline.training.names_grammar import made
from pipeline.training.names_inputs import digest
from pipeline.training.names_lexicon import build_lexicon

SETTINGS: Final = {"c1": 0.0, "c2": 1.0, "max_iterations": 150, "feature.minfreq": 2}
ROUNDS: Final = 12  # times each template is filled
LARGEST: Final = 127  # weights are stored as whole numbers of 1 / UNIT; larger ones are cut


def fit(sequences: Iterable[Sequenced], path: str) -> Any:
    """Train a linear-chain CRF, kept at `path` while it is read; give crfsuite's parsed model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, labels in sequences:
        trainer.append(features, labels)
    trainer.set_params(SETTINGS)
    trainer.train(path)
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    return tagger.info()


def export(info: Any, lexicon: Mapping[str, int]) -> dict[str, np.ndarray[Any, Any]]:
    """Lay out crfsuite's weights as the tables the model reads; row 0 of each is of no feature."""
    tables: dict[str, dict[str, np.ndarray[Any, Any]]] = {"own": {}, "near": {}, "place": {}}
    for (attribute, label), weight in sorted(info.state_features.items()):
        slot, _, feature = attribute.partition("|")
        name, at = ("own", 0) if slot == "own" else ("place", 0) if slot == "p" else ("near", SLOTS.index(slot))
        shape = (len(SLOTS) if name == "near" else 1, len(LABELS))
        row = tables[name].setdefault(feature, np.zeros(shape))
        row[at, LABELS.index(label)] = weight
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for name, table in tables.items():
        ordered = sorted(table)
        rows = np.array([np.zeros_like(table[ordered[0]]), *(table[feature] for feature in ordered)])
        whole = np.rint(rows.reshape(len(rows), -1) * UNIT).clip(-LARGEST, LARGEST)
        arrays[f"{name}_names"] = _bytes(["", *ordered])
        arrays[f"{name}_rows"] = whole.astype(np.int8)
    steps = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for (before, after), weight in info.transitions.items():
        steps[LABELS.index(before), LABELS.index(after)] = weight
    arrays["steps"] = steps
    arrays["lexicon_words"] = _bytes(list(lexicon))
    arrays["lexicon_codes"] = np.array(list(lexicon.values()), np.uint32)
    return arrays


def _bytes(words: Sequence[str]) -> np.ndarray[Any, Any]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def main(arguments: Sequence[str]) -> None:
    """Read the data, train, write the weights."""
    data = Path(arguments[0])
    lexicon = build_lexicon()
    featuriser = Featuriser(lexicon, world())
    taught = chain(examples(data), made(ROUNDS))
    sequences = (sequence for example in taught for sequence in featuriser.sequences(example))
    with tempfile.TemporaryDirectory() as folder:
        info = fit(sequences, str(Path(folder) / "names.crf"))
    inputs = np.frombuffer(digest(), np.uint8)
    np.savez_compressed(DATA, allow_pickle=False, inputs=inputs, **export(info, lexicon))


if __name__ == "__main__":
    main(sys.argv[1:])
