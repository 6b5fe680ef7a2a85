from pipeline.enrich.names_runs import LONGEST_RUN, find_runs
from pipeline.enrich.reading import Reading
from pipeline.model import Article


def runs(body):
    reading = Reading(Article(uri="urn:x", body=body))
    found = find_runs(reading.tokens, reading.starts, reading.sentences)
    return [" ".join(reading.tokens[run.first : run.end]) for run in found]


def test_small_words_tie_a_name_together_and_trailing_ones_are_left_out():
    assert runs("an envoy of the Bank of the North and others saw Ms. Lund of") == ["Bank of the North", "Ms . Lund"]


def test_the_dot_of_an_abbreviation_belongs_to_the_name():
    assert runs("shares of Norwick Corp. fell.") == ["Norwick Corp ."]


def test_a_particle_before_the_first_capital_belongs_to_the_name():
    assert runs("when van Dalen met al-Khatib there") == ["van Dalen", "al - Khatib"]


def test_a_function_word_alone_is_no_run():
    assert runs("The boat sank. But nobody drowned. Lund said so.") == ["Lund"]


def test_a_day_alone_is_no_run():
    assert runs("They saw Lund on Monday in the Monday Club.") == ["Lund", "Monday Club"]


def test_a_number_may_stand_inside_or_end_no_name():
    assert runs("on Flight 714 of Norwick Air they sat") == ["Flight 714 of Norwick Air"]
    assert runs("in Lund 714 people") == ["Lund"]


def test_runs_stay_inside_sentences_and_long_ones_are_cut():
    assert runs("He saw Lund. Norwick fell.") == ["Lund", "Norwick"]
    long = runs(" ".join(["Word"] * 40))
    assert max(len(run.split()) for run in long) == LONGEST_RUN
    assert sum(len(run.split()) for run in long) == 40
