from pipeline.evaluate import ner
from pipeline.model import EnrichedArticle, Entity

TEXT = "Ada Lind of Norwick Bank met Danes in Oslo."
ROW = {
    "id": "own-1",
    "text": TEXT,
    "entities": [
        {"start": 0, "end": 8, "surface": "Ada Lind", "type": "person"},
        {"start": 12, "end": 24, "surface": "Norwick Bank", "type": "org"},
        {"start": 38, "end": 42, "surface": "Oslo", "type": "place"},
    ],
}


def entity(type_, start, end, confidence=1.0, part="body"):
    return Entity(type=type_, text=TEXT[start:end], start=start, end=end, confidence=confidence, part=part)


def annotate_with(*entities):
    return lambda article: EnrichedArticle(id="1", article=article, entities=entities)


def test_a_perfect_annotation_scores_a_hundred():
    figures = ner.score([ROW], annotate_with(*(entity(e["type"], e["start"], e["end"]) for e in ROW["entities"])))
    assert figures["micro"]["f1"] == 100.0
    assert figures["sure"] == {"found": 3, "right_percent": 100.0}


def test_misc_and_headline_entities_are_not_held_against_names():
    found = annotate_with(
        entity("person", 0, 8), entity("misc", 29, 34), entity("place", 0, 3, part="headline"), entity("org", 12, 19)
    )
    figures = ner.score([ROW], found)
    assert figures["micro"]["found"] == 2
    assert figures["types"]["org"]["f1"] == 0.0
    assert figures["overlap"]["precision"] == 100.0
    assert figures["misc"] is None


def test_predictions_are_kept_one_row_each():
    kept = []
    ner.score([ROW, ROW], annotate_with(entity("person", 0, 8)), keep=kept.append)
    assert kept == [{"id": "own-1", "entities": [{"start": 0, "end": 8, "surface": "Ada Lind", "type": "person"}]}] * 2
