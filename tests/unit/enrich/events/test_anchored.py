"""Open triggers: a verb that nobody listed tells of a shot, what a weapon does at rest does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.enrich.events import tag_events
from pipeline.enrich.events.lexicon import load_lexicon
from pipeline.enrich.reading import Reading
from pipeline.errors import ConfigError
from pipeline.model import Article, EnrichedArticle

TAG = tag_events()
SHOTS = """A Kalibr yawed over the grain silo on Monday.
The missile, its fins alight, unzipped the roof of the hall.
Two rockets that nobody had seen coming perforated the water tower.
Gunners on the ridge walloped three Grads into the quarry.
The mess hall was eviscerated by a Storm Shadow.
On Sunday a missile from the strait bisected the hull of the ferry.
A Tomahawk had vaporised the relay hut before noon.
The rocket, from a remnant of the old division, the governor thinks, spared no one.
A missile that had been spotted at a parade beheaded the statue.
The Kalibr went on to decapitate a crane.
An unarmed M51.3 ascended from the submarine on Monday.
Missile shaves roof off hangar
The army put a BrahMos through the middle of a hull.
Iranian Fajr-5s dug nine holes in the pasture.
Hamas lobbed its best at Sderot: four rockets, one car park.
Eleven Kalibrs between supper and midnight, said the mayor.
There was no bakery left after Monday's Grad.
The mayor woke to the sound of a missile being met over the river.
It was one of the rockets that got past.""".splitlines()
AT_REST = """Each missile cost the treasury two million euros.
The missiles belonged to a brigade that has been disbanded.
A Kalibr was wheeled past the grandstand on Monday.
The minister inspected six missiles in the hangar.
The missile went into service on Monday.
Brothers got their rocket out of the mud.
Engineers rediscovered a Scud under the runway.
A pensioner handed in a missile he had bought at a flea market.
The missile that the ministry bought impressed the buyers.
The gunners went through the whole drill with their M270s.
The frigate tied up in the bay with eight Harpoons and a tired crew.
The parliament debated the Hyunmoo-5 on Tuesday and adjourned.
Customs officers opened the container on Monday: nine Strelas, wrapped in rugs.
Monday's missile parade drew diplomats.
On show on Monday: two Hyunmoo-5s and a band.
Peru retired its last Otomats on Monday.
The frigate was armed with eight Exocets.
A company that wants to build missiles expanded on Tuesday.""".splitlines()


def launches(text: str) -> list[str]:
    article = Article(uri="a", body=text)
    events = TAG(EnrichedArticle(id="a", article=article), Reading(article)).events
    return [event.trigger.text for event in events if event.subtype == "missile-launch"]


@pytest.mark.parametrize("text", SHOTS)
def test_any_verb_but_those_of_rest_tells_of_a_shot(text: str):
    assert launches(text)


@pytest.mark.parametrize("text", AT_REST)
def test_a_weapon_that_nobody_fires_is_no_shot(text: str):
    assert launches(text) == []


def test_the_verb_is_the_trigger():
    assert launches("A Kalibr with a new seeker yawed over the silo.") == ["yawed"]


def test_an_open_verb_wants_two_known_classes_of_verbs(tmp_path: Path):
    (tmp_path / "subtypes").mkdir()
    (tmp_path / "classes.yaml").write_text("missile: missile\n")
    (tmp_path / "verbs.yaml").write_text("still: cost\n")
    (tmp_path / "subtypes" / "x.yaml").write_text(
        "x:\n  type: FIGHT\n  cameo: '190'\n  example: x\n  triggers:\n"
        '    - verb: "*"\n      subject: $missile\n      but: stil, still\n'
    )

    with pytest.raises(ConfigError, match="two classes of verbs"):
        load_lexicon(tmp_path)
