"""How to get into a Kafka cluster: TLS, client certificates, SASL user and password, in Kafka's own vocabulary."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pipeline.errors import SettingsError

Protocol = Literal["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]


class Access(NamedTuple):
    """Credentials for every client of a process; never shown, since `repr` leaves the password out."""

    protocol: Protocol = "plaintext"
    ca_file: Path | None = None  # PEM; absent: the authorities the system trusts
    certificate_file: Path | None = None  # PEM of ours, with its key beside or in it
    key_file: Path | None = None
    mechanism: Mechanism = "SCRAM-SHA-512"
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"Access({self.protocol}, user={self.user})"

    @property
    def with_password(self) -> bool:
        return self.protocol.startswith("sasl")

    def check(self) -> Access:
        """Give itself, complete.

        Raises:
            SettingsError: SASL without user or password.
        """
        for name, value in (("USER", self.user), ("PASSWORD", self.password)):
            if self.with_password and not value:
                raise SettingsError(f"PIPELINE_BROKER_{name}: needed with PIPELINE_BROKER_PROTOCOL={self.protocol}")
        return self

    def tls(self) -> ssl.SSLContext | None:
        """Make the TLS context, where the protocol has TLS; certificates and host names are always checked.

        Raises:
            SettingsError: a file cannot be read or is no PEM.
        """
        if not self.protocol.endswith("ssl"):
            return None
        try:
            context = ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as exc:
            raise SettingsError(f"PIPELINE_BROKER_CA_FILE: {self.ca_file}: {exc}; give a PEM file") from exc
        if self.certificate_file:
            try:
                context.load_cert_chain(self.certificate_file, self.key_file)
            except (OSError, ssl.SSLError) as exc:
                where = f"{self.certificate_file}, {self.key_file or 'with the key in it'}"
                raise SettingsError(f"PIPELINE_BROKER_CERTIFICATE_FILE: {where}: {exc}; give PEM files") from exc
        return context

    def for_kafka_python(self) -> dict[str, Any]:
        """Put it in the words of kafka-python."""
        words: dict[str, Any] = {"security_protocol": self.protocol.upper()}
        if context := self.tls():
            words["ssl_context"] = context
        if self.with_password:
            words |= {
                "sasl_mechanism": self.mechanism,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
            }
        return words
