"""The compiled loops answer as Python does, on any text; where a C compiler is they must have been built."""

import os
import shutil
import tomllib
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.enrich.casing import case_lost_compiled, case_lost_slowly
from pipeline.enrich.compiled import native, refuse_stale
from pipeline.enrich.names import calibrate_slowly, tag_names
from pipeline.enrich.names_context import known_tokens_compiled, known_tokens_slowly
from pipeline.enrich.names_read import RUN_WORDS, read_compiled, read_slowly
from pipeline.enrich.names_runs import LONGEST_GAP, LONGEST_RUN, find_runs
from pipeline.enrich.names_tidy import tidy_compiled, tidy_slowly
from pipeline.enrich.reading import Reading
from pipeline.enrich.sentences import closings_compiled, closings_slowly
from pipeline.enrich.tokens import TOKEN, cut_slowly
from pipeline.model import Article

needs_native = pytest.mark.skipif(native is None, reason="built without a C compiler")
WORDS = (
    "Mr. al- van Kim Jong-un Norwick Corp. 2,000 U.S. U.N. the of and said in Monday Ministry Foreign , . ( ) - ' "
    "O'Neill Eva Moen Moen's NORWICK TRADE İzmir 東京 Σ naïve Paris \n \n\n “ ” France French 3.5 US E. co com"
).split(" ")
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.text(alphabet=" \n.,'’sSaUN1²½éЯ日-“”()😀𝐀𝟏Σİ_:", max_size=80),
    st.text(max_size=80),
)
tagger = tag_names()


ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "pipeline").rglob("*.pyx"))


def test_the_package_is_built_with_every_source_of_compiled_loops():
    built = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["ext-modules"]

    assert sorted(source for one in built for source in one["sources"]) == SOURCES
    assert all(one["name"] == one["sources"][0].removesuffix(".pyx").replace("/", ".") for one in built)
    assert all(one["optional"] for one in built), "without a C compiler Python does the same"


@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler here")
@pytest.mark.parametrize("source", SOURCES)
def test_the_loops_are_compiled_where_a_compiler_is(source):
    refuse_stale(import_module(source.removesuffix(".pyx").replace("/", ".")))  # make setup builds it; see its output


def test_what_was_compiled_from_older_source_is_refused(tmp_path):
    built, module = tmp_path / "loops.so", ModuleType("some.loops")
    built.touch()
    module.__file__ = str(built)
    refuse_stale(module)
    (tmp_path / "loops.pyx").touch()

    os.utime(built, (0, 0))
    with pytest.raises(ImportError, match=r"some\.loops"):
        refuse_stale(module)


@needs_native
@given(texts)
def test_tokens_are_cut_alike(text):
    text = Reading(Article(uri="urn:x", headline="", body=text)).text

    assert native.cut(text) == cut_slowly(text)
    assert native.cut(text)[2] == TOKEN.findall(text)


@needs_native
def test_tokens_are_cut_alike_where_words_take_the_place_of_others():
    text = " ".join(f"Word{number % 30_000} word{number % 7}" for number in range(60_000))

    assert native.cut(text) == cut_slowly(text)


@needs_native
@given(texts, st.booleans())
def test_sentences_are_cut_alike(text, shouted):
    reading = Reading(Article(uri="urn:x", headline="", body=text.upper() if shouted else text.title()))

    assert closings_compiled(reading.tokens, reading.starts) == closings_slowly(reading.tokens, reading.starts)
    arguments = (reading.tokens, reading.sentences)
    assert case_lost_compiled(*arguments) == case_lost_slowly(*arguments)


@needs_native
@given(texts)
@example("Norwick of the and of Paris, the Bank of the Moen and al-Kim 2,000 Corp. van Moen")
def test_runs_are_found_alike(text):
    reading = Reading(Article(uri="urn:x", headline="", body=text))
    arguments = (reading.tokens, reading.starts, reading.sentences)

    assert native.find_runs(*arguments, RUN_WORDS, LONGEST_GAP, LONGEST_RUN) == list(map(tuple, find_runs(*arguments)))


@needs_native
@given(texts)
def test_names_are_read_alike(text):
    reading = Reading(Article(uri="urn:x", headline="", body=text))
    hits = tagger._gazetteer.find(reading, "en")
    arguments = (reading.tokens, reading.written, reading.starts, reading.sentences, hits, tagger._model)

    compiled, slow = read_compiled(*arguments), read_slowly(*arguments)

    assert [name[:3] for name in compiled] == [name[:3] for name in slow]
    assert [name[3] for name in compiled] == pytest.approx([name[3] for name in slow])


@needs_native
@given(texts)
@example("The U.S. and the DPRK met in New York, near the Gulf of Aden")
def test_known_names_are_laid_out_alike(text):
    reading = Reading(Article(uri="urn:x", headline="", body=text))
    arguments = (reading.starts, tagger._gazetteer.find(reading, "en"))

    assert known_tokens_compiled(*arguments) == known_tokens_slowly(*arguments)


@needs_native
@given(texts, st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.sampled_from(["person", "org"]))))
@example("Lee Dae-jung and Itar-Tass of the Corp. - Moen.com", [(2, 0, "person"), (2, 2, "org"), (1, 1, "org")])
@example("Oslo&Bergen", [(1, 0, "org"), (1, 1, "org")])
def test_names_are_tidied_alike(text, laid):
    reading = Reading(Article(uri="urn:x", headline="", body=text))
    tokens, names, end = reading.tokens, [], 0
    for length, gap, kind in laid:
        first, end = end + gap, end + gap + length
        if end <= len(tokens):
            names.append((first, end, kind, 1 / end))

    assert list(tidy_compiled(names, tokens, reading.starts)) == tidy_slowly(names, tokens, reading.starts)


@needs_native
@given(st.floats(0, 1), st.sampled_from([0.43, 1.0]), st.sampled_from([-0.15, 0.0]))
@example(0.5, 1.0, 0.0)
@example(0.0055, 1.0, 0.0)
@example(0.0525, 1.0, 0.0)
@example(0.0015, 1.0, 0.0)
def test_chances_are_calibrated_alike(chance, slope, shift):
    assert native.calibrate(chance, slope, shift) == calibrate_slowly(chance, slope, shift)
