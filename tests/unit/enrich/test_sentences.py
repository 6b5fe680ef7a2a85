from pipeline.enrich.reading import Reading
from pipeline.model import Article


def sentences(body: str, headline: str = "") -> list[str]:
    reading = Reading(Article(uri="urn:x", headline=headline, body=body))
    return [
        " ".join(reading.text[reading.starts[start] : reading.ends[end - 1]].split())
        for start, end in reading.sentences
    ]


def test_full_stops_end_sentences_and_abbreviations_do_not():
    assert sentences("Gen. A. Moen met Dr. Ruud of Moen Corp. in the U.S. on Monday. He left.") == [
        "Gen. A. Moen met Dr. Ruud of Moen Corp. in the U.S. on Monday.",
        "He left.",
    ]


def test_a_dot_before_a_digit_ends_no_sentence():
    assert sentences("An M51.3 rose. 3 men saw it.") == ["An M51.3 rose.", "3 men saw it."]


def test_quotes_after_a_full_stop_belong_to_the_sentence():
    assert sentences("“It sank.” He saw it.") == ["“It sank.”", "He saw it."]


def test_a_headline_and_a_blank_line_end_a_sentence():
    assert sentences("HALDEN\n\nIt sank", headline="Boat sinks") == ["Boat sinks", "HALDEN", "It sank"]


def test_a_single_line_break_ends_a_paragraph_of_long_lines():
    long_line = "The boat sank " + "slowly " * 20
    assert len(sentences(f"{long_line}\nRescue\n{long_line}")) == 3


def test_a_wrapped_line_does_not_end_a_sentence_but_a_short_one_and_an_indented_one_do():
    body = (
        "CAPSIZED\n"
        "The coast guard of the northern district said on Monday\n"
        "that it had found the boat on a reef off the lighthouse\n"
        "\t   and that nobody was on board when it capsized late at\n"
        "night"
    )
    assert sentences(body) == [
        "CAPSIZED",
        "The coast guard of the northern district said on Monday "
        "that it had found the boat on a reef off the lighthouse",
        "and that nobody was on board when it capsized late at night",
    ]


def test_an_empty_text_has_no_sentences():
    assert sentences("") == []
