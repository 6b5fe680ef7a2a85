from __future__ import annotations

import pytest

from pipeline.training.gazetteer_inflect import inflected


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Россия", {"России", "Россию", "Россией"}),
        ("Украина", {"Украины", "Украине", "Украину", "Украиной"}),
        ("Иран", {"Ирана", "Ирану", "Ираном", "Иране"}),
        ("Китай", {"Китая", "Китаю", "Китаем", "Китае"}),
        ("Южная Корея", {"Южной Кореи", "Южной Корее", "Южную Корею", "Южной Кореей"}),
        ("Красное море", {"Красного моря", "Красному морю", "Красным морем", "Красном море"}),
        ("Филиппины", {"Филиппин", "Филиппинам", "Филиппинами", "Филиппинах"}),
    ],
)
def test_a_russian_name_is_declined(name, forms):
    assert forms <= set(inflected("ru", name))


@pytest.mark.parametrize("name", ["США", "Перу", "Баку", "Буркина-Фасо"])
def test_a_russian_name_that_does_not_decline_stays_as_it_is(name):
    assert list(inflected("ru", name)) == [name]


def test_a_german_name_has_a_genitive():
    assert list(inflected("de", "Deutschland")) == ["Deutschland", "Deutschlands"]
    assert list(inflected("de", "Niederlande und Belgien")) == ["Niederlande und Belgien"]
    assert list(inflected("de", "Laos")) == ["Laos"]


def test_an_arabic_article_merges_with_the_preposition_before_it():
    assert "للصين" in inflected("ar", "الصين")
    assert "ايران" in inflected("ar", "إيران")


def test_other_languages_keep_a_name_as_it_is():
    assert list(inflected("fr", "Chine")) == ["Chine"]
