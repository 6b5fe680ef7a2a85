"""Rebuild the weights of the model of names: python -m pipeline.training.names DATA_DIR

The same data, packages and labels give the same bytes: L-BFGS in crfsuite has no chance in it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pycrfsuite

from pipeline.enrich.gazetteer import Gazetteer, world
from pipeline.enrich.names_context import Place, known_features, known_tokens, lay_out, place_features
from pipeline.enrich.names_model import DATA, LABELS, SLOTS, UNIT
from pipeline.enrich.names_runs import Run, find_runs
from pipeline.enrich.names_words import END, START, Word, describe
from pipeline.enrich.reading import Reading
from pipeline.model import Article
from pipeline.training.names_data import Example, Span, examples
from pipeline.training.names_grammar import made
from pipeline.training.names_lexicon import build_lexicon

SETTINGS: Final = {"c1": 0.0, "c2": 1.0, "max_iterations": 150, "feature.minfreq": 2}
ROUNDS: Final = 12  # times each template is filled
LARGEST: Final = 127  # weights are stored as whole numbers of 1 / UNIT; larger ones are cut
Sequenced = tuple[list[list[str]], list[str]]


class Featuriser:
    """Spells out, as strings, the features that the model sums when it runs."""

    def __init__(self, lexicon: Mapping[str, int], gazetteer: Gazetteer) -> None:
        self._lexicon = lexicon
        self._gazetteer = gazetteer
        self._words: dict[str, Word] = {}

    def sequences(self, example: Example) -> Iterator[Sequenced]:
        """Give the features and labels of each run of a text."""
        reading = Reading(Article(uri="urn:training", body=example.text, headline=example.headline))
        tokens, starts = reading.tokens, reading.starts
        runs = find_runs(tokens, starts, reading.sentences)
        layout = lay_out(tokens, runs, known_tokens(starts, self._gazetteer.find(reading, "en")))
        places = (
            [f"p|{feature}" for feature in place_features(Place.of(place)) + known_features(known)]
            for place, known in zip(layout.places, layout.known, strict=True)
        )
        labels = token_labels(
            reading, [(s + reading.body_start, e + reading.body_start, t) for s, e, t in example.names]
        )
        for run in runs:
            features = [self._features(tokens, run, index) + next(places) for index in range(run.first, run.end)]
            yield features, mend(labels[run.first : run.end])

    def _word(self, word: str) -> Word:
        if word not in self._words:
            self._words[word] = describe(word, self._lexicon)
        return self._words[word]

    def _features(self, tokens: Sequence[str], run: Run, index: int) -> list[str]:
        """Spell out what the words in and round a run say of one of its tokens."""

        def at(place: int) -> str:
            return START if place < run.sentence_first else END if place >= run.sentence_end else tokens[place]

        words = [at(index - 1), at(index + 1), at(run.first - 1), at(run.end), at(run.first - 2), at(run.end + 1)]
        words += [tokens[run.first], tokens[run.end - 1]]
        slots = list(zip(SLOTS, words, strict=False))
        if run.end - run.first == 1:
            slots.append(("only", tokens[index]))
        if index == run.sentence_first:
            slots.append(("initial", tokens[index]))
        own = [f"own|{feature}" for feature in self._word(tokens[index]).own]
        return own + [f"{slot}|{feature}" for slot, word in slots for feature in self._word(word).near]


def token_labels(reading: Reading, names: Iterable[Span]) -> list[str]:
    """Label every token; a name whose ends are not those of tokens is left out, of two that overlap the
    shorter stays."""
    firsts = {start: index for index, start in enumerate(reading.starts)}
    lasts = {end: index for index, end in enumerate(reading.ends)}
    labels = ["O"] * len(reading.tokens)
    for start, end, kind in sorted(names, key=lambda name: name[1] - name[0]):
        first, last = firsts.get(start), lasts.get(end)
        if first is None or last is None or any(label != "O" for label in labels[first : last + 1]):
            continue
        labels[first : last + 1] = [f"B-{kind}"] + [f"I-{kind}"] * (last - first)
    return labels


def mend(labels: list[str]) -> list[str]:
    """Drop what a cut run leaves of a name that began before it."""
    mended: list[str] = []
    for label in labels:
        begun = bool(mended) and mended[-1][2:] == label[2:]
        mended.append("O" if label[0] == "I" and not begun else label)
    return mended


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
    np.savez_compressed(DATA, allow_pickle=False, **export(info, lexicon))


if __name__ == "__main__":
    main(sys.argv[1:])
