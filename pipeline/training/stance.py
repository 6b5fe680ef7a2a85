"""Build the model of the stance between two names: `python -m pipeline.training.stance DATA_DIR`.

It is taught by sentences of our own (`stance_grammar.txt`, `stance_news.jsonl`), by PLOVER's half A (who does what to
whom), by sentences of NewsMTSC that we labelled (`stance_newsmtsc.tsv`), and by pairs of a target of NewsMTSC with a
name beside it. NewsMTSC says how a target is spoken of, not by whom: such a pair gets the target's polarity as a soft
label, firm where the words join the two, weak where they do not. The tone in sentences of NewsMTSC is by models that
did not see their article. Needs the extra `train`. The same data and package versions give the same weights.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.enrich.reading import Reading
from pipeline.enrich.stance_evidence import Evidence, gather
from pipeline.enrich.stance_pair import DIRECTIONS, FILE, NAME, look
from pipeline.enrich.tone_model import ToneModel, load
from pipeline.model import Article
from pipeline.training import tone
from pipeline.training.stance_labels import marks, news, pairs
from pipeline.training.stance_sentences import Span, sentences

Row = dict[str, Any]
Array = NDArray[np.float64]

LABELS: Final = ("neutral", "neg_forward", "pos_forward", "neg_backward", "pos_backward")
EACH: Final = 16  # sentences of our own a template
SEED: Final = 1
SEEN_OFTEN: Final = 3  # examples that evidence must be seen in
DOUBT: Final = 0.25  # share of a firm label that is left to neutral: news is less clear than our templates and PLOVER
NEWS_WEIGHT: Final = 0.5  # of a pair of our own news sentences, which have three times the stances of news
# Share of examples (of templates and PLOVER, of natural sentences, taught softly) seen without the rules' findings.
FORGOTTEN_RULES: Final = (0.4, 0.1, 0.25)
FORGOTTEN_WORDS: Final = 0.25  # share of words that are not seen: no lexicon is complete
DRAWS: Final = 3  # fits that are averaged, each with its own findings and words left out
JOINED, LIKELY, NEXT_TO, SOMEWHERE, BACKWARD = (
    0.9,
    0.6,
    0.3,
    0.12,
    0.06,
)  # how surely a target's tone is a name's stance
SURE_AT_MOST: Final = 0.95
PENALTIES: Final = {"frame": 2e-3, "said": 5e-4, "apart": 1e-2}  # the last for what parts support from opposition
ROUNDS: Final = 60
# Added to the base of opposition and support, forward and backward: chosen by the development figure on DSE train.
TOLD_MORE: Final = {"forward": (1.3, 1.7), "backward": (1.7, 1.8)}
SIGNS: Final = {
    "ACCUSE": "neg", "REJECT": "neg", "THREATEN": "neg", "PROTEST": "neg", "SANCTION": "neg", "MOBILIZE": "neg",
    "COERCE": "neg", "ASSAULT": "neg", "AGREE": "pos", "SUPPORT": "pos", "COOPERATE": "pos", "AID": "pos",
    "CONCEDE": "pos", "RETREAT": "pos",
}  # fmt: skip


class Taught(NamedTuple):
    """Evidence with how likely each label is, and how much the example counts."""

    evidence: Evidence
    share: Array
    weight: float = 1.0


def own_examples() -> Iterator[Taught]:
    """Give the pairs of the templates."""
    for example in sentences(EACH, SEED):
        if seen := _see(example.text, example.first, example.second):
            yield Taught(seen, _firm(example.label))


def news_examples() -> Iterator[Taught]:
    """Give the pairs of the news sentences of our own."""
    for example in news():
        if seen := _see(example.text, example.first, example.second):
            yield Taught(seen, _firm(example.label, doubt=0), NEWS_WEIGHT)


def marked_examples(rows: Sequence[Row], models: Sequence[ToneModel]) -> Iterator[Taught]:
    """Give the pairs of the sentences of NewsMTSC that we labelled, each row with a tone model that did not see it."""
    marked = marks()
    for row, model in zip(rows, models, strict=True):
        for example in pairs(row["text"], marked[row["id"]]) if row["id"] in marked else ():
            if seen := _see(example.text, example.first, example.second, model):
                yield Taught(seen, _firm(example.label, doubt=0))


def plover_examples(rows: Sequence[Row]) -> Iterator[Taught]:
    """Give source and target of events where both are named: what was done is what the source holds of the target."""
    for row in rows:
        for event in row["events"]:
            named = [_find(row["text"], event[side]) for side in ("source", "target")]
            if event["reciprocal"] or named[0] is None or named[1] is None or named[0] == named[1]:
                continue
            first, second = sorted((named[0], named[1]))
            sign, way = SIGNS.get(event["type"]), "forward" if named[0] == first else "backward"
            if seen := _see(row["text"], first, second):
                yield Taught(seen, _firm(f"{sign}_{way}" if sign else "neutral"))


def _find(text: str, parties: Sequence[Row]) -> Span | None:
    """Find the first named party in the text."""
    for party in parties:
        start = text.find(party["text"])
        if start >= 0 and party["text"][0].isupper():
            return start, start + len(party["text"])
    return None


def _firm(label: str, doubt: float = DOUBT) -> Array:
    """Give a label its share, some of it left to neutral."""
    share = np.zeros(len(LABELS))
    share[0] = doubt
    share[LABELS.index(label)] = 1 - doubt if label != "neutral" else 1
    return share


def _see(text: str, first: Span, second: Span, model: ToneModel | None = None) -> Evidence | None:
    """Gather the evidence on a pair."""
    pair = look(Reading(Article(uri="-", body=text)), first, second, model)
    return gather(pair) if pair else None


def target_examples(rows: Sequence[Row], models: Sequence[ToneModel]) -> Iterator[Taught]:
    """Give the pairs of each target with the names beside it and with the targets after it."""
    for row, model in zip(rows, models, strict=True):
        targets = [(target["start"], target["end"], target["polarity"]) for target in row["targets"]]
        names = [(*span, 0) for span in _names(row["text"], targets)]
        for target in targets:
            left = [name for name in names if name[1] <= target[0]][-1:]
            right = [name for name in names if name[0] >= target[1]][:1]
            for other in (*left, *right, *(one for one in targets if one[0] > target[0])):
                first, second = sorted((target, other))
                if seen := _see(row["text"], first[:2], second[:2], model):
                    yield Taught(seen, _soft(seen, first[2], second[2]))


def _names(text: str, targets: Sequence[tuple[int, int, int]]) -> Iterator[Span]:
    """Give the runs of capitals that touch no target, single words at the start of the text left out."""
    for match in NAME.finditer(text):
        start, end = match.span()
        clear = all(end <= first or last <= start for first, last, _ in targets)
        if clear and end - start > 2 and (start > 0 or " " in match.group()):
            yield start, end


def _held_out(rows: Sequence[Row]) -> list[ToneModel]:
    """Give for each row a tone model that saw no row of its article."""
    shipped = load()
    taught = tone.examples(rows, shipped.table, shipped.own)
    number = [place for place, row in enumerate(rows) for _ in row["targets"]]
    models: list[ToneModel] = [shipped] * len(rows)
    folds = import_module("sklearn.model_selection").GroupKFold(tone.FOLDS)
    for rest, held_out in folds.split(taught.dense, taught.polarity, taught.group):
        weights = tone.fit(taught, rest, shipped.own)
        model = ToneModel(shipped.table, weights, frozenset(), shipped.own)
        for example in held_out:
            models[number[example]] = model
    return models


def _soft(evidence: Evidence, first: int, second: int) -> Array:
    """Give how likely each label is by the polarities (-1, 0, 1) of the two and by what joins them."""
    share = np.zeros(len(LABELS))
    for way, polarity in (("forward", second), ("backward", first)):
        if polarity:
            sign, said = ("neg", evidence.oppose) if polarity < 0 else ("pos", evidence.support)
            share[LABELS.index(f"{sign}_{way}")] = _likely(evidence, said, way)
    share *= min(1, SURE_AT_MOST / max(share.sum(), 1e-9))
    share[0] = 1 - share.sum()
    return share


def _likely(evidence: Evidence, said: dict[str, float], way: str) -> float:
    """Say how likely a target's tone is the stance of the other name."""
    if f"rule {way} joined" in said or f"act {way} joined" in said:
        return JOINED
    hints = (f"rule {way} held", f"rule {way} met", f"act {way} held of words before")
    speech = ("first speaks before",) if way == "forward" else ("second closes speech", "according to second")
    if any(hint in said for hint in hints) or any(name in evidence.frame for name in speech):
        return LIKELY
    if way == "backward":
        return BACKWARD
    return NEXT_TO if "no name between" in evidence.frame else SOMEWHERE


def forget(taught: Sequence[Taught], rules: float, chance: random.Random) -> list[Taught]:
    """Leave out some findings of rules and some words, so that the rest learns to do without them."""
    kept = []
    for evidence, share, weight in taught:
        without_rules = chance.random() < rules
        words = sorted(name for name in evidence.oppose if name.startswith("words ") and "," not in name)
        gone = {name for name in words if chance.random() < FORGOTTEN_WORDS}

        def stays(name: str, gone: set[str] = gone, without_rules: bool = without_rules) -> bool:
            found = name.removeprefix("not ").startswith(("rule ", "act "))
            return name not in gone and not (without_rules and found)

        sides = ({name: value for name, value in side.items() if stays(name)} for side in evidence[1:])
        kept.append(Taught(Evidence(evidence.frame, *sides), share, weight))
    return kept


class Tables(NamedTuple):
    """Examples as arrays: frame (examples × names), said (2 × examples × names), shares (examples × labels), weight.

    Weights add up to one.
    """

    frame: Array
    said: Array
    share: Array
    weight: Array


def names_of(taught: Sequence[Taught]) -> tuple[list[str], list[str]]:
    """Give the names of evidence seen often enough: of the frame, and of what is said."""
    frame = Counter(name for one in taught for name in one.evidence.frame)
    said = Counter(name for one in taught for side in one.evidence[1:] for name in side)
    often, heard = (sorted(name for name, count in seen.items() if count >= SEEN_OFTEN) for seen in (frame, said))
    return often, heard


def tabulate(taught: Sequence[Taught], frame: Sequence[str], said: Sequence[str]) -> Tables:
    """Lay examples out."""
    sides = [[one.evidence[side] for one in taught] for side in (1, 2)]
    weight = np.array([one.weight for one in taught])
    return Tables(
        _table([one.evidence.frame for one in taught], frame),
        np.stack([_table(side, said) for side in sides]),
        np.array([one.share for one in taught]),
        weight / weight.sum(),
    )


def _table(values: Sequence[dict[str, float]], names: Sequence[str]) -> Array:
    columns = {name: column for column, name in enumerate(names)}
    table = np.zeros((len(values), len(names)))
    for row, found in enumerate(values):
        for name, value in found.items():
            if name in columns:
                table[row, columns[name]] = value
    return table


def fit(tables: Tables) -> list[Array]:
    """Fit base (2 × 2), frame (2 × names), its difference by polarity (2 × names) and said (2 × names) by L-BFGS."""
    frames, words = tables.frame.shape[1], tables.said.shape[2]
    shapes = [(2, 2), (2, frames), (2, frames), (2, words)]
    ends = np.cumsum([a * b for a, b in shapes])
    penalty = np.repeat([0.0, PENALTIES["frame"], PENALTIES["apart"], PENALTIES["said"]], [a * b for a, b in shapes])

    def parts(flat: Array) -> list[Array]:
        return [part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes, strict=True)]

    def loss(flat: Array) -> tuple[float, Array]:
        value, gradient = _loss(tables, parts(flat))
        return value + 0.5 * float(penalty @ flat**2), np.concatenate(
            [part.ravel() for part in gradient]
        ) + penalty * flat

    minimize = import_module("scipy.optimize").minimize
    found = minimize(loss, np.zeros(ends[-1]), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return parts(found.x)


def _loss(tables: Tables, weights: Sequence[Array]) -> tuple[float, list[Array]]:
    """Give the weighted mean of the cross-entropy and its gradient."""
    base, frame, apart, said = weights
    stances = [(way, polarity) for way in (0, 1) for polarity in (0, 1)]
    scores = np.zeros(tables.share.shape)
    for label, (way, polarity) in enumerate(stances, 1):
        both = tables.frame @ (frame[way] + (2 * polarity - 1) * apart[way])
        scores[:, label] = base[way, polarity] + both + tables.said[polarity] @ said[way]
    scores -= scores.max(1, keepdims=True)
    log_odds = scores - np.log(np.exp(scores).sum(1, keepdims=True))
    off = (np.exp(log_odds) - tables.share) * tables.weight[:, None]
    gradient = [np.zeros_like(part) for part in weights]
    for label, (way, polarity) in enumerate(stances, 1):
        framed = tables.frame.T @ off[:, label]
        gradient[0][way, polarity] = off[:, label].sum()
        gradient[1][way] += framed
        gradient[2][way] += (2 * polarity - 1) * framed
        gradient[3][way] += tables.said[polarity].T @ off[:, label]
    return -float(tables.weight @ (tables.share * log_odds).sum(1)), gradient


def lay_out(frame_names: Sequence[str], said_names: Sequence[str], weights: Sequence[Array]) -> dict[str, Any]:
    """Name the weights for the file."""
    base, frame, apart, said = weights
    laid: dict[str, Any] = {"base": {}, "frame": {}, "said": {}}
    for number, way in enumerate(DIRECTIONS):
        more = TOLD_MORE[way]
        laid["base"][way] = [round(float(value) + told, 3) for value, told in zip(base[number], more, strict=True)]
        pairs = zip(frame[number] - apart[number], frame[number] + apart[number], strict=True)
        laid["frame"][way] = {
            name: [round(float(one), 3), round(float(other), 3)]
            for name, (one, other) in zip(frame_names, pairs, strict=True)
        }
        laid["said"][way] = {name: round(float(value), 3) for name, value in zip(said_names, said[number], strict=True)}
    return laid


def fit_draws(groups: Sequence[Sequence[Taught]], frame: Sequence[str], said: Sequence[str]) -> list[Array]:
    """Average the fits of some draws; groups as in `FORGOTTEN_RULES`."""
    fits = []
    for draw in range(DRAWS):
        chance = random.Random(SEED + draw)
        kept = [forget(group, rules, chance) for group, rules in zip(groups, FORGOTTEN_RULES, strict=True)]
        fits.append(fit(tabulate([one for group in kept for one in group], frame, said)))
    return [np.mean(parts, axis=0) for parts in zip(*fits, strict=True)]


def main(arguments: Sequence[str]) -> int:
    """Train on the sets in the given folder and write the weights."""
    folder = Path(arguments[0])
    rows = tone.read_rows(folder / "stance" / "newsmtsc_train.jsonl")
    models = _held_out(rows)
    firm = [*own_examples(), *plover_examples(tone.read_rows(folder / "events" / "plover_a.jsonl"))]
    natural = [*news_examples(), *marked_examples(rows, models)]
    groups = (firm, natural, list(target_examples(rows, models)))
    frame, said = names_of([one for group in groups for one in group])
    laid = lay_out(frame, said, fit_draws(groups, frame, said))
    FILE.write_text(json.dumps(laid, indent=0) + "\n", encoding="utf-8")
    print(json.dumps({"pairs": [len(group) for group in groups], "evidence": len(frame) + len(said)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
