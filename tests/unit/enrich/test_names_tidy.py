from pipeline.enrich.names_tidy import Found, spell_out, tidy
from pipeline.enrich.reading import Reading
from pipeline.model import Article


def tidied(body, *spans):
    """Spans are (first token, end token, type); gives (text, type)."""
    reading = Reading(Article(uri="urn:x", body=body))
    names = tidy((Found(first, end, kind, 0.9) for first, end, kind in spans), reading.tokens, reading.starts)
    return [(body[reading.starts[first] : reading.ends[end - 1]], kind) for first, end, kind, _ in names]


def test_small_words_at_both_ends_are_cut_off():
    assert tidied("of Norwick Bank and of others", (0, 4, "org")) == [("Norwick Bank", "org")]


def test_a_name_of_small_words_or_of_one_letter_is_none():
    assert tidied("of the R-Lund", (0, 2, "org"), (2, 3, "org")) == []


def test_the_dot_of_an_abbreviation_is_taken_in_and_a_full_stop_is_not():
    assert tidied("Norwick Corp. fell", (0, 2, "org")) == [("Norwick Corp.", "org")]
    assert tidied("Norwick Bank. It", (0, 2, "org")) == [("Norwick Bank", "org")]


def test_a_korean_given_name_goes_on_in_small_letters():
    assert tidied("Park Dae-jung spoke", (0, 2, "person")) == [("Park Dae-jung", "person")]
    assert tidied("Eva Lund-led talks", (0, 2, "person")) == [("Eva Lund", "person")]
    assert tidied("Norwick Dae-jung", (0, 2, "org")) == [("Norwick Dae", "org")]


def test_parts_of_one_type_tied_by_a_hyphen_are_one_name():
    assert tidied("Itar-Tass said", (0, 1, "org"), (2, 3, "org")) == [("Itar-Tass", "org")]
    assert tidied("Oslo-Bergen by Lund", (0, 1, "place"), (2, 3, "person")) == [("Oslo", "place"), ("Bergen", "person")]
    assert tidied("Oslo - Bergen", (0, 1, "place"), (2, 3, "place")) == [("Oslo", "place"), ("Bergen", "place")]


def test_an_acronym_is_what_the_name_before_it_is_everywhere():
    tokens = "NTC and the Norwick Trade Council ( NTC ) of NTC Hall".split()
    names = [Found(0, 1, "person", 0.5), Found(3, 6, "org", 0.9), Found(10, 12, "place", 0.9)]
    assert spell_out(names, tokens) == [
        Found(0, 1, "org", 0.9),
        Found(3, 6, "org", 0.9),
        Found(7, 8, "org", 0.9),
        Found(10, 12, "place", 0.9),
    ]


def test_other_words_in_brackets_say_nothing_of_a_name():
    tokens = "Eva Lund ( DUP ) and Jan Moen ( left )".split()
    names = [Found(0, 2, "person", 0.9), Found(6, 8, "person", 0.9)]
    assert spell_out(names, tokens) == names
