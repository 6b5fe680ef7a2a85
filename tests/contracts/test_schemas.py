"""Every codec against every example, and every schema against its last release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import pytest

from pipeline.codec import SCHEMAS, decode, decode_article, encode, validator
from pipeline.errors import DecodeError
from pipeline.model import Alert, Article, DeadLetter, Delivery, EnrichedArticle, Match, Noun
from pipeline.resources import find
from pipeline.topics import load

EXAMPLES = find("schemas/examples")
KINDS: dict[str, type[Noun]] = {
    "articles.raw.v1": Article,
    "articles.enriched.v1": EnrichedArticle,
    "rules.matched.v1": Match,
    "alerts.fired.v1": Alert,
    "alerts.deliveries.v1": Delivery,
}


def examples(verdict: str) -> list[Any]:
    found = sorted(EXAMPLES.glob(f"*/{verdict}/*.json"))
    return [pytest.param(path, id=f"{path.parts[-3]}/{path.stem}") for path in found]


def read(path: Path) -> Noun:
    topic, value = path.parts[-3], path.read_bytes()
    if topic == "articles.raw.v1":
        return decode_article(value)
    if topic.endswith(".dlq"):
        validator(SCHEMAS[DeadLetter]).validate(json.loads(value))
        return DeadLetter(value=None, stage="enrich", reason="bug", detail="")
    return decode(value, KINDS[topic])


@pytest.mark.parametrize("path", examples("accept"))
def test_an_accept_example_is_read_and_written_back(path: Path):
    noun = read(path)

    if not isinstance(noun, DeadLetter):
        assert decode(encode(noun), type(noun)) == noun


@pytest.mark.parametrize("path", examples("reject"))
def test_a_reject_example_is_refused(path: Path):
    with pytest.raises((DecodeError, jsonschema_rs.ValidationError)):
        read(path)


def test_every_topic_has_examples():
    for topic in load(find("schemas/topics")):
        if not topic.name.endswith(".dlq"):
            assert list((EXAMPLES / topic.name / "accept").glob("*.json")), topic.name
            assert len(list((EXAMPLES / topic.name / "reject").glob("*.json"))) >= 3, topic.name


@pytest.mark.parametrize("name", sorted(SCHEMAS.values()))
def test_a_schema_is_compatible_with_its_last_release(name: str):
    assert list(incompatible(released(name), current(name))) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: s["properties"].pop("headline"), "headline"),
        (lambda s: s["required"].append("headline"), "required"),
        (lambda s: s["properties"]["version"].update(type="string"), "version/type"),
        (lambda s: s["properties"]["status"]["enum"].remove("withheld"), "status/enum"),
        (lambda s: s["properties"]["headline"].update(maxLength=10), "headline/maxLength"),
        (lambda s: s["properties"]["uri"].update(minLength=9), "uri/minLength"),
        (lambda s: s["properties"]["source"].update(pattern="^x"), "source/pattern"),
        (lambda s: s["properties"]["headline"].update(enum=["one"]), "headline/enum"),
        (lambda s: s["properties"]["version"].update(exclusiveMaximum=9), "version/exclusiveMaximum"),
        (lambda s: s.update(maxProperties=3), "/maxProperties"),
        (lambda s: s.update(dependentRequired={"headline": ["source"]}), "/dependentRequired"),
        (lambda s: s.update(additionalProperties={"type": "string"}), "/additionalProperties"),
        (lambda s: s.update(propertyNames={"pattern": "^a"}), "/propertyNames"),
    ],
)
def test_an_incompatible_change_is_refused(change: Any, told: str):
    changed = current("article.v1")
    change(changed)

    assert any(told in line for line in incompatible(released("article.v1"), changed))


def test_a_new_optional_field_is_compatible():
    changed = current("article.v1")
    changed["properties"]["byline"] = {"type": "string"}

    assert list(incompatible(released("article.v1"), changed)) == []


def current(name: str) -> dict[str, Any]:
    return json.loads((find("schemas") / f"{name}.schema.json").read_text())  # type: ignore[no-any-return]


def released(name: str) -> dict[str, Any]:
    return json.loads((find("schemas/released") / f"{name}.schema.json").read_text())  # type: ignore[no-any-return]


BOUNDS: Final = (
    {f"max{what}": -1 for what in ("Length", "imum", "Items", "Properties", "Contains")}
    | {f"min{what}": 1 for what in ("Length", "imum", "Items", "Properties", "Contains")}
    | {"exclusiveMaximum": -1, "exclusiveMinimum": 1}
)
AS_THEY_ARE: Final = (
    "additionalProperties unevaluatedProperties patternProperties propertyNames dependentRequired dependentSchemas "
    "uniqueItems multipleOf contains prefixItems not if then else allOf anyOf oneOf"
).split()
KNOWN: Final = {"type", "pattern", "const", "format", "$ref", "enum", "required", *BOUNDS, *AS_THEY_ARE} | {
    "properties",
    "$defs",
    "items",
    "title",
    "description",
    "examples",
    "default",
    "deprecated",
    "$id",
    "$schema",
    "$comment",
}


def incompatible(old: Any, new: Any, at: str = "") -> list[str]:
    """List what an old writer may send that the new schema refuses, or means otherwise."""
    found: list[str] = []
    for key in ("type", "pattern", "const", "format", "$ref"):
        if new.get(key) != old.get(key) and key in new:
            found.append(f"{at}/{key}: {old.get(key)} became {new.get(key)}")
    found += [
        f"{at}/enum lost {value}" for value in set(old.get("enum", ())) - set(new.get("enum", old.get("enum", ())))
    ]
    found += [f"{at}/required gained {name}" for name in set(new.get("required", ())) - set(old.get("required", ()))]
    if "enum" in new and "enum" not in old:
        found.append(f"{at}/enum was added")
    for key, sign in BOUNDS.items():
        if key in new and (key not in old or sign * (new[key] - old[key]) > 0):
            found.append(f"{at}/{key} narrowed to {new[key]}")
    found += [f"{at}/{key} changed" for key in AS_THEY_ARE if key in new and new[key] != old.get(key)]
    found += [f"{at}/{key}: this test does not know it" for key in new.keys() - old.keys() - KNOWN]
    for group in ("properties", "$defs"):
        for name, inner in old.get(group, {}).items():
            there = new.get(group, {}).get(name)
            found += [f"{at}/{name} is gone"] if there is None else incompatible(inner, there, f"{at}/{name}")
    if "items" in old:
        found += incompatible(old["items"], new.get("items", {}), f"{at}/items")
    return found
