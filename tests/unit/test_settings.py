from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import DESCRIPTIONS, Settings, load


def test_settings_come_from_the_environment():
    settings = load({"PIPELINE_ENGINE": "kafka", "PIPELINE_STALL_SECONDS": "5", "HOME": "/root"})

    assert (settings.engine, settings.stall_seconds) == ("kafka", 5.0)


def test_a_setting_may_stand_in_a_file(tmp_path: Path):
    (tmp_path / "brokers").write_text("one:9092,two:9092\n")

    assert load({"PIPELINE_BROKERS_FILE": str(tmp_path / "brokers")}).brokers == "one:9092,two:9092"


def test_a_setting_that_ends_in_file_is_itself():
    assert load({"PIPELINE_STORE_FILE": "a.db"}).store_file == Path("a.db")


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("PIPELINE_BROKER", "x", "PIPELINE_BROKERS"),
        ("PIPELINE_METRICS_PORT", "many", "'many'"),
        ("PIPELINE_ENGINE", "kafak", "kafka"),
        ("PIPELINE_BROKERS_FILE", "/nowhere", "cannot be read"),
        ("PIPELINE_METRICS_PORT", "99999", "<= 65535"),
        ("PIPELINE_STALL_SECONDS", "-1", "> 0"),
        ("PIPELINE_STALL_SECONDS", "nan", "> 0"),
        ("PIPELINE_BATCH_RECORDS", "0", ">= 1"),
        ("PIPELINE_DEAD_LETTER_RATIO", "1.5", "<= 1"),
    ],
)
def test_what_is_wrong_is_named(variable: str, value: str, told: str):
    with pytest.raises(SettingsError, match=variable) as caught:
        load({variable: value})

    assert told in str(caught.value)


def test_every_setting_is_described():
    assert set(DESCRIPTIONS) == set(Settings.__struct_fields__)
