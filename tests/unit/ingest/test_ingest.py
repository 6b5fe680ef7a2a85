from __future__ import annotations

import gzip
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import FORMATS, Rejected, read
from pipeline.ingest.text import split
from pipeline.model import Article

ROW = {"uri": "urn:a", "body": "A ship was boarded."}


@pytest.fixture
def read_file(tmp_path: Path):
    def read_file(name: str, content: bytes | str, **options: Any) -> list[Article | Rejected]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read([str(path)], **options))

    return read_file


def read_stdin(content: bytes | str, **options: Any) -> list[Article | Rejected]:
    stream = io.BufferedReader(io.BytesIO(content.encode() if isinstance(content, str) else content))  # type: ignore[arg-type]
    return list(read(["-"], stdin=stream, **options))


def told(item: Article | Rejected) -> str:
    assert isinstance(item, Rejected), item
    return f"{Path(item.file).name}:{item.line}: {item.message}"


def test_a_short_first_line_before_a_blank_one_is_the_headline(read_file, tmp_path: Path):
    (article,) = read_file("a.txt", "Ship boarded\n\nA ship was boarded.\n\nNobody was hurt.\n")

    assert article == Article(
        uri=(tmp_path / "a.txt").resolve().as_uri(),
        headline="Ship boarded",
        body="A ship was boarded.\n\nNobody was hurt.",
    )


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ("Only one line", "", "Only one line"),
        ("Only one line\n\n\n", "", "Only one line"),
        ("\n\nHead\n\nBody", "Head", "Body"),
        ("Two\nlines\n\nBody", "", "Two\nlines\n\nBody"),
        ("x" * 251 + "\n\nBody", "", "x" * 251 + "\n\nBody"),
        ("Head\n\n\n\nBody\n", "Head", "Body"),
    ],
)
def test_what_is_no_headline_stays_in_the_body(text: str, headline: str, body: str):
    assert split(text) == (headline, body)


def test_text_from_standard_input_has_the_uri_of_its_words():
    (one,), (same,), (other,) = read_stdin("Ship boarded"), read_stdin("Ship boarded"), read_stdin("Ship sunk")

    assert isinstance(one, Article)
    assert isinstance(other, Article)
    assert one == same
    assert one.uri.startswith("urn:sha256:")
    assert one.uri != other.uri


def test_windows_line_ends_and_a_byte_order_mark_are_taken_off(read_file):
    (article,) = read_file("a.txt", b"\xef\xbb\xbfHead\r\n\r\nBody\r\nmore")

    assert (article.headline, article.body) == ("Head", "Body\nmore")


def test_every_field_of_a_row_is_read(read_file):
    row = {
        "id": 7,
        "text": "Body",
        "headline": "Head",
        "published_at": "2026-03-16T08:00:00+01:00",
        "source": "example.org",
        "language": "en",
        "url": "https://example.org/7",
        "version": 3,
        "status": "withheld",
        "label_of_a_corpus": {"left": "aside"},
    }

    assert read_file("a.jsonl", json.dumps(row)) == [
        Article(
            uri="7",
            body="Body",
            headline="Head",
            published_at=datetime(2026, 3, 16, 7, 0, tzinfo=UTC),
            source="example.org",
            language="en",
            url="https://example.org/7",
            version=3,
            status="withheld",
        )
    ]


def test_ninjs_names_are_read_too(read_file):
    row = {
        "uri": "urn:n",
        "body_text": "Body",
        "headlines": [{"role": "short", "value": "Short"}, {"role": "main", "value": "Main"}],
        "versioncreated": "2026-03-16T08:00:00Z",
        "version": "2",
        "pubstatus": "cancelled",
        "infosources": [{"name": "Example Agency", "role": "originator"}],
        "language": "en-GB",
    }
    (article,) = read_file("a.json", json.dumps(row, indent=2))

    assert (article.headline, article.version, article.status) == ("Main", 2, "canceled")
    assert (article.source, article.language, article.body) == ("Example Agency", "en-GB", "Body")


def test_null_is_as_absent(read_file):
    (article,) = read_file("a.json", json.dumps(ROW | {"headline": None, "version": None, "text": None}))

    assert article == Article(uri="urn:a", body="A ship was boarded.")


ROWS = [ROW, ROW | {"uri": "urn:b"}]
ARTICLES = [Article(**ROW), Article(**(ROW | {"uri": "urn:b"}))]
LINES = "\n".join(map(json.dumps, ROWS))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", LINES),
        ("a.ndjson", LINES + "\n\n  \n"),
        ("a.jsonl", b"\xef\xbb\xbf" + LINES.encode()),
        ("a.json", LINES),
        ("noname", LINES),
        ("a.json", json.dumps(ROWS)),
        ("a.json", json.dumps(ROWS, indent=2)),
        ("noname", json.dumps(ROWS, indent=2)),
        ("a.jsonl.gz", gzip.compress(LINES.encode())),
        ("a.json.gz", gzip.compress(json.dumps(ROWS).encode())),
        ("not-called-gz.jsonl", gzip.compress(LINES.encode())),
    ],
)
def test_rows_come_from_lines_lists_and_gzip(read_file, name: str, content: bytes | str):
    assert read_file(name, content) == ARTICLES


@pytest.mark.parametrize(
    "content", [LINES, json.dumps(ROWS), json.dumps(ROWS, indent=2), gzip.compress(LINES.encode())]
)
def test_standard_input_is_looked_into(content: bytes | str):
    assert read_stdin(content) == ARTICLES


@pytest.mark.parametrize("indent", [None, 2])
def test_one_article_alone_is_read(indent: int | None):
    assert read_stdin(json.dumps(ROW, indent=indent)) == ARTICLES[:1]


def test_lines_from_a_pipe_come_as_they_are_written():
    source, sink = os.pipe()
    with os.fdopen(source, "rb") as stream, os.fdopen(sink, "wb", buffering=0) as writer:
        writer.write(json.dumps(ROWS[0]).encode() + b"\n")
        items = read(["-"], stdin=stream)

        assert next(items) == ARTICLES[0]
        writer.write(json.dumps(ROWS[1]).encode() + b"\n")
        assert next(items) == ARTICLES[1]


def test_the_format_can_be_named(read_file):
    assert read_file("a.txt", LINES, form="jsonl") == ARTICLES


BAD_LINES = [
    (b"{", "not one JSON document"),
    (b"nonsense", "not one JSON document"),
    (b"[1]", "an article is one JSON object, not a list"),
    (b"7", "an article is one JSON object, not a number"),
    (b"null", "an article is one JSON object, not null"),
    (b'{"uri": "u", "body": "caf\xe9"}', "byte 25 (0xe9) is not UTF-8"),
    (b'{"uri": "u", "body": "a\\u0000b"}', "NUL"),
    (b'{"uri": "u", "body": "a\x00b"}', "not one JSON document"),
    (b'{"uri": "u", "body": "a\\ud800b"}', "surrogate"),
    (b'{"uri": "u"}', "field body is missing; write body (or text)"),
    (b'{"uri": "u", "bdoy": "x"}', "field body is missing; did you mean 'body' where it says 'bdoy'?"),
    (b'{"uri": "u", "body": null}', "field body is missing; body is null"),
    (b'{"body": "x"}', "field uri is missing; write uri (or id)"),
    (b'{"uri": "u", "body": " \\n "}', "has no words"),
    (b'{"uri": "", "body": "x"}', "field uri"),
    (b'{"uri": "u", "body": ["x"]}', "field body is ['x']; write a text"),
    (b'{"uri": "u", "body": "x", "headline": 5}', "field headline is 5; write a text"),
    (b'{"uri": true, "body": "x"}', "field uri is True; write a text"),
    (b'{"uri": "u", "body": "x", "published_at": "2026-03-16"}', "with a zone"),
    (b'{"uri": "u", "body": "x", "published_at": "2026-03-16T08:00:00"}', "with a zone"),
    (b'{"uri": "u", "body": "x", "version": 0}', "field version"),
    (b'{"uri": "u", "body": "x", "version": "two"}', "field version is 'two'; write a whole number"),
    (b'{"uri": "u", "body": "x", "version": 1.5}', "field version is 1.5; write a whole number"),
    (b'{"uri": "u", "body": "x", "status": "gone"}', "field status"),
    (b'{"uri": "u", "body": "x", "language": "English!"}', "field language"),
    (b'{"uri": "u", "body": "' + b"x" * 2_000_000 + b'"}', "over the limit of 2000000"),
    (b'{"uri": "u", "body": "' + b"x" * 20_000_000 + b'"}', "over the limit of 16000000"),
    (b'{"a":' * 100_000, "not one JSON document"),
]


@pytest.mark.parametrize(("line", "message"), BAD_LINES, ids=[message for _, message in BAD_LINES])
def test_a_bad_line_is_told_with_its_place_and_the_others_go_on(read_file, line: bytes, message: str):
    good = json.dumps(ROW).encode()

    items = read_file("a.jsonl", b"\n".join([good, line, good]))

    assert [isinstance(item, Article) for item in items] == [True, False, True]
    assert told(items[1]).startswith("a.jsonl:2: ")
    assert message in told(items[1])
    assert len(told(items[1])) < 500


def test_a_bad_article_in_a_list_is_told_with_its_line_and_the_others_go_on(read_file):
    items = read_file("a.json", '[\n{"uri": "u",\n "body": "x"},\n\n{"uri": "v"},\n{"uri": "w", "body": "y"}\n]')

    assert [isinstance(item, Article) for item in items] == [True, False, True]
    assert told(items[1]).startswith("a.json:5: field body is missing")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[\n{"uri": "u", "body": "x"},\n{"uri": oops}]', 3),
        ('[\n{"uri": "u", "body": "x"}\n{"uri": "v", "body": "y"}]', 3),
        ('[\n{"uri": "u", "body": "x"}', 2),
        ('[\n{"uri": "u", "body": "x"},', 2),
        ('[\n{"uri": "u", "body": "x"},\n' + "[" * 100_000, 3),
    ],
)
def test_a_list_is_read_up_to_where_it_is_no_json(read_file, content: str, line: int):
    items = read_file("a.json", content)

    assert isinstance(items[0], Article)
    assert told(items[1]).startswith(f"a.json:{line}: not JSON: ")
    assert len(items) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"caf\xe9\n", "a.txt:1: byte 3 (0xe9) is not UTF-8; convert it"),
        ("a.txt", b"one\ntwo caf\xe9\n", "a.txt:2: byte 11"),
        ("a.txt", "Ship".encode("utf-16"), "a.txt:1: UTF-16; convert it to UTF-8"),
        ("a.txt", b"one\n\x00", "a.txt:2: holds a NUL"),
        ("a.txt", b"", "a.txt:1: the text has no words"),
        ("a.txt", b" \n\n ", "a.txt:1: the text has no words"),
        ("a.txt", b"x" * 2_000_001, "a.txt:1: the text has over 2000000 bytes"),
        ("a.json", b"", "a.json:1: not one JSON document"),
        ("a.json", b'{"uri": "u", "body": "x"} extra', "a.json:1: not one JSON document"),
        ("a.json", "{}".encode("utf-16"), "a.json:1: UTF-16"),
        ("a.jsonl.gz", gzip.compress(LINES.encode())[:-9], "a.jsonl.gz:1: cannot be read: "),
        ("a.jsonl.gz", gzip.compress(LINES.encode())[:12] + b"junk", "a.jsonl.gz:1: cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_read_is_told(read_file, name: str, content: bytes, message: str):
    assert told(read_file(name, content)[-1]).startswith(message)


def test_files_that_cannot_be_opened_are_told_and_the_others_read(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text(LINES)

    items = list(read([str(tmp_path / "none.txt"), str(tmp_path), str(tmp_path / "a.jsonl")]))

    assert "No such file" in told(items[0])
    assert "Is a directory" in told(items[1])
    assert items[2:] == ARTICLES


@pytest.mark.parametrize("form", ["", *FORMATS])
@given(content=st.binary(max_size=200) | st.text(alphabet='{}[]",:\n u').map(str.encode))
def test_whatever_bytes_come_nothing_is_raised(form: str, content: bytes):
    for item in read_stdin(content, form=form):
        assert isinstance(item, Article | Rejected)
