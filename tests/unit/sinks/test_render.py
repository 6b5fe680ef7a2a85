from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Participant, Span
from pipeline.sinks.render import clean, render
from tests.alerts import SENTENCE, an_alert, an_event


def test_an_alert_reads_rule_severity_what_status_who_where_quote_and_why():
    lines = [" ".join(line.split()) for line in render(an_alert()).splitlines()]

    assert lines[0] == "CRITICAL missile-launch (fired)"
    assert lines[1] == "North Korea: missile launch"
    assert "what missile-launch [ASSAULT/missile]: “fired”" in lines
    assert "status occurred" in lines
    assert "who → whom North Korea (KP) → ?" in lines
    assert "where Sea of Japan (sea-of-japan); regions KP; also named sea-of-japan" in lines
    assert "when 2026-03-16 (“Before dawn”)" in lines
    assert SENTENCE in " ".join(lines)
    assert "why event.type: missile-launch: “fired”" in lines
    assert any(
        line.startswith("source Neighbours meet after launch · example.org · 2026-03-16 07:10") for line in lines
    )


def test_an_alert_without_event_is_readable_too():
    assert "regions KP; also named sea-of-japan" in render(an_alert(event=None))


def test_who_is_left_out_where_nobody_is_told():
    assert "who" not in render(an_alert(event=an_event(actor=None)))


def test_many_sources_are_counted_not_listed():
    source = an_alert().sources[0]

    assert "and 7 more" in render(an_alert(sources=(source,) * 12))


def test_colour_is_only_where_asked_for():
    assert "\x1b" not in render(an_alert())
    assert "\x1b[1;31m" in render(an_alert(), colour=True)


def test_lines_keep_to_the_width():
    long = an_alert(title="word " * 100, event=an_event(quote=Span(start=0, end=2000, text="many words " * 180)))

    assert max(map(len, render(long, width=80).splitlines())) <= 80


@given(st.text())
def test_cleaned_text_is_one_line_without_control_characters(text: str):
    line = clean(text, limit=10_000)

    assert len(line.splitlines()) <= 1
    assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cs")]


@given(st.text(), st.text())
def test_no_article_can_move_the_cursor(title: str, name: str):
    actor = Participant(text=name, start=0, end=len(name))

    shown = render(an_alert(title=title, event=an_event(actor=actor)))

    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"]


def test_marks_that_reorder_or_hide_text_are_taken_out():
    assert clean("evil\u202egpj.exe \u2066x\u2069 \ufeffy\U000e0041") == "evilgpj.exe x y"


def test_joiners_stay_because_scripts_and_emoji_need_them():
    assert clean("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"


def test_text_too_long_is_cut_and_marked():
    assert clean("x" * 500, limit=10) == "xxxxxxxxx…"
