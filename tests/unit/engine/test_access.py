from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.engine.access import Access
from pipeline.errors import SettingsError


def test_without_settings_there_is_neither_tls_nor_a_password():
    assert Access().for_kafka_python() == {"security_protocol": "PLAINTEXT"}


def test_a_password_is_passed_on_but_never_shown():
    access = Access("sasl_plaintext", user="desk", password="open sesame")

    assert access.for_kafka_python() == {
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "desk",
        "sasl_plain_password": "open sesame",
    }
    assert "sesame" not in f"{access} {access!r}"


def test_tls_checks_certificates_and_host_names():
    context = Access("ssl").for_kafka_python()["ssl_context"]

    assert context.check_hostname
    assert context.verify_mode.name == "CERT_REQUIRED"


@pytest.mark.parametrize(("user", "password", "missing"), [(None, "p", "USER"), ("u", None, "PASSWORD")])
def test_sasl_without_user_or_password_names_the_setting(user: str | None, password: str | None, missing: str):
    with pytest.raises(SettingsError, match=f"PIPELINE_BROKER_{missing}"):
        Access("sasl_ssl", user=user, password=password).check()


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path):
    (tmp_path / "ca.pem").write_text("no certificate")

    with pytest.raises(SettingsError, match=r"PIPELINE_BROKER_CA_FILE: .*ca\.pem"):
        Access("ssl", ca_file=tmp_path / "ca.pem").tls()


def test_a_missing_client_certificate_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"PIPELINE_BROKER_CERTIFICATE_FILE: .*us\.pem"):
        Access("ssl", certificate_file=tmp_path / "us.pem").tls()
