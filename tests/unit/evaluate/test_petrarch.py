from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate.coded import Coded
from pipeline.evaluate.petrarch import code, score_petrarch
from pipeline.evaluate.petrarch_dictionary import Dictionaries, load_dictionaries

ACTORS = """<!-- invented -->
TEAPOTIA [TEA]
+TEAPOTIAN
SAUCERLAND  # a neighbour
\t[SAU < 990101]
\t[SAUNEW > 990102]
SPOON_ISLES [SPO]
"""
AGENTS = """!MINST! = MINISTER, MINISTERS
PRESIDENT [~GOV]
GOLDEN_LADLE {GOLDEN_LADLES} [~GLD]
"""
VERBS = """&TIES
+RELATIONS
+TRADE TIES
--- RESTORE [040] ---
RESTORE
- * &TIES [064]
--- SCOLD [120] ---
SCOLD {SCOLDED SCOLDS}
- NOT * [050]
--- MEET [031:032] ---
MEET
--- ROLL [---] ---
ROLL
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Dictionaries:
    folder: Path = tmp_path_factory.mktemp("dictionaries")
    texts = {"actors": ACTORS, "agents": AGENTS, "verbs": VERBS, "discards": "+CHESS CUP\n"}
    for name, text in texts.items():
        (folder / f"PETR.Validate.{name}.txt").write_text(text, encoding="utf-8")
    return load_dictionaries(folder)


def coded(label: str, source: str, target: str) -> Coded:
    return Coded(label, frozenset((source,)), frozenset((target,)))


def test_the_longest_pattern_of_a_verb_gives_the_code(known: Dictionaries):
    text = "Teapotia is about to restore full trade ties with the Spoon Isles."

    assert code(text, "19950101", known) == [coded("064", "TEA", "SPO")]


def test_a_date_chooses_among_the_codes_of_an_actor(known: Dictionaries):
    assert code("Teapotia scolded Saucerland.", "19980101", known) == [coded("120", "TEA", "SAU")]
    assert code("Teapotia scolded Saucerland.", "20010101", known) == [coded("120", "TEA", "SAUNEW")]


def test_an_agent_behind_an_actor_joins_its_code(known: Dictionaries):
    assert code("Teapotian president scolded the Spoon Isles.", "", known) == [coded("120", "TEAGOV", "SPO")]


def test_in_the_passive_the_by_phrase_acts(known: Dictionaries):
    assert code("Teapotia was scolded by the Spoon Isles.", "", known) == [coded("120", "SPO", "TEA")]


def test_a_code_of_two_halves_codes_both_directions(known: Dictionaries):
    found = code("Teapotia met the Spoon Isles.", "", known)

    assert found == [coded("031", "TEA", "SPO"), coded("032", "SPO", "TEA")]


def test_a_discarded_story_gives_nothing(known: Dictionaries):
    assert code("Teapotia scolded the Spoon Isles at the Chess Cup.", "", known) == []


def test_rows_are_scored_as_triples_of_codes(known: Dictionaries, tmp_path: Path):
    for name, text in {"actors": ACTORS, "agents": AGENTS, "verbs": VERBS, "discards": ""}.items():
        (tmp_path / f"PETR.Validate.{name}.txt").write_text(text, encoding="utf-8")
    events = [{"type": "120", "source": [{"code": "TEA"}], "target": [{"code": "SPO"}]}]
    row = {"id": "1", "date": "20010101", "text": "Teapotia scolded the Spoon Isles.", "events": events}

    assert score_petrarch([row], dictionaries=tmp_path)["exact"] == {"precision": 100.0, "recall": 100.0, "f1": 100.0}
