"""Features of the model of names spelt out, as strings, and the labels of tokens: what its training reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.enrich.gazetteer import Gazetteer
from pipeline.enrich.names_context import Place, known_features, known_tokens, lay_out, place_features
from pipeline.enrich.names_model import SLOTS
from pipeline.enrich.names_runs import Run, find_runs
from pipeline.enrich.names_words import END, START, Word, describe
from pipeline.enrich.reading import Reading
from pipeline.model import Article

Span = tuple[int, int, str]
Sequenced = tuple[list[list[str]], list[str]]


class Example(NamedTuple):
    """A text and its names: start, end in code points, type."""

    text: str
    headline: str
    names: list[Span]


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
        layout = lay_out(tokens, set(tokens), runs, known_tokens(starts, self._gazetteer.find(reading, "en")))
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
