import pytest

from pipeline.enrich.gazetteer import world
from pipeline.enrich.names_context import known_tokens, lay_out
from pipeline.enrich.names_model import LABELS, NameModel, weights_of
from pipeline.enrich.names_runs import find_runs
from pipeline.enrich.reading import Reading
from pipeline.model import Article

pycrfsuite = pytest.importorskip("pycrfsuite", reason="python-crfsuite is not installed: pip install '.[train]'")
names = pytest.importorskip("pipeline.training.names", reason="the extra 'train' is not installed")

from pipeline.training.names_features import Example, Featuriser, mend, token_labels  # noqa: E402 - after the check for the extra

TAUGHT = [
    Example("Eva Lund of Norwick Bank flew to Oslo.", "", [(0, 8, "person"), (12, 24, "org"), (33, 37, "place")]),
    Example("In Oslo, Norwick Bank hired Jan Moen.", "", [(3, 7, "place"), (9, 21, "org"), (28, 36, "person")]),
    Example("Moen Group sued Norwick Bank in Bergen.", "", [(0, 10, "org"), (16, 28, "org"), (32, 38, "place")]),
    Example("Lund said Bergen was far.", "", [(0, 4, "person"), (10, 16, "place")]),
] * 3
LEXICON = {"the": 5, "Oslo": 9, "Lund": 9 | 1 << 21, "Bank": 12}


@pytest.fixture(scope="module")
def featuriser():
    return Featuriser(LEXICON, world())


@pytest.fixture(scope="module")
def trained(featuriser, tmp_path_factory):
    """The tagger of crfsuite, and our reader of its weights."""
    path = str(tmp_path_factory.mktemp("crf") / "names.crf")
    info = names.fit((s for example in TAUGHT for s in featuriser.sequences(example)), path)
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    return tagger, NameModel(weights_of(names.export(info, LEXICON)))


def test_the_reader_gives_the_probabilities_that_crfsuite_gives(featuriser, trained):
    tagger, model = trained
    text = "Jan Lund of Moen Bank said Norwick was near Bergen and Oslo."
    reading = Reading(Article(uri="urn:x", body=text))
    runs = find_runs(reading.tokens, reading.starts, reading.sentences)
    layout = lay_out(reading.tokens, reading.written, runs, known_tokens(reading.starts, world().find(reading, "en")))
    ours = model.read(layout)
    theirs = []
    for features, _ in featuriser.sequences(Example(text, "", [])):
        tagger.set(features)
        known = tagger.labels()
        for place in range(len(features)):
            theirs.append([tagger.marginal(label, place) if label in known else 0.0 for label in LABELS])
    assert len(theirs) == len(ours)
    for our, their in zip(ours, theirs, strict=True):
        taught = [(o, t) for o, t in zip(our, their, strict=True) if t]
        share = sum(o for o, _ in taught)  # labels never taught take a share of ours
        for o, t in taught:
            assert o / share == pytest.approx(t, abs=0.06)


def test_labels_keep_the_shorter_of_two_names_that_overlap():
    reading = Reading(Article(uri="urn:x", body="Minister Eva Lund spoke"))
    labels = token_labels(reading, [(0, 17, "person"), (9, 17, "person"), (9, 15, "org")])
    assert labels == ["O", "B-person", "I-person", "O"]


def test_a_name_cut_off_by_the_start_of_a_run_is_dropped():
    assert mend(["I-org", "I-org", "O", "B-place", "I-place"]) == ["O", "O", "O", "B-place", "I-place"]


def test_the_same_examples_give_the_same_weights(featuriser, tmp_path):
    def arrays(name):
        info = names.fit((s for example in TAUGHT for s in featuriser.sequences(example)), str(tmp_path / name))
        return {key: array.tobytes() for key, array in names.export(info, LEXICON).items()}

    assert arrays("a") == arrays("b")
