"""Getting into a cluster that wants TLS and a password: every client, and what is told when the door stays shut."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.engine.access import Access
from tests.broker.harness import Bench, until
from tests.kafka_fixture import Broker
from tests.kafka_server import KafkaServer, Unavailable, free_ports

SECURE = """
listeners=PLAINTEXT://127.0.0.1:{plain},CONTROLLER://127.0.0.1:{controller},SECURE://127.0.0.1:{secure}
advertised.listeners=PLAINTEXT://127.0.0.1:{plain},SECURE://127.0.0.1:{secure}
controller.quorum.voters=1@127.0.0.1:{controller}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.secure.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
ssl.keystore.type=PEM
ssl.keystore.location={keystore}
"""


class Fortress(NamedTuple):
    """A broker behind TLS and SCRAM."""

    brokers: str
    access: Access
    plain: str


@pytest.fixture(scope="module")
def fortress(kafka: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    folder = tmp_path_factory.mktemp("fortress")
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    ca_file, keystore = make_certificate(folder)
    plain, controller, secure = free_ports(3)
    more = SECURE.format(plain=plain, controller=controller, secure=secure, keystore=keystore)
    user = ["--add-scram", "SCRAM-SHA-512=[name=pipeline,password=open sesame]"]
    with ExitStack() as stack:
        try:
            server = KafkaServer(folder, more=more, format_with=user)
        except Unavailable as exc:
            pytest.skip(f"needs a Kafka of our own: {exc}")
        server.brokers = f"127.0.0.1:{plain}"
        stack.callback(server.stop)
        server.start()
        access = Access("sasl_ssl", ca_file=ca_file, user="pipeline", password="open sesame")
        yield Fortress(f"127.0.0.1:{secure}", access, server.brokers)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a self-signed certificate for loopback; give it, and a keystore of key and certificate."""
    key, certificate, keystore = folder / "key.pem", folder / "ca.pem", folder / "keystore.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    subprocess.run(
        [*command, *names, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True, timeout=60
    )
    keystore.write_text(key.read_text() + certificate.read_text())
    return certificate, keystore


def test_a_log_and_a_worker_get_in_with_the_password(fortress: Fortress, tmp_path: Path):
    with ExitStack() as stack:
        bench = Bench(fortress.brokers, tmp_path, stack, access=fortress.access)
        bench.publish(range(50))
        worker = bench.worker("static")
        bench.out.until(50)

        until(lambda: worker.get("/readyz")[0] == 200, "the worker is ready")


@pytest.mark.parametrize(
    ("changes", "told"),
    [({}, ""), ({"PASSWORD": "x"}, "PIPELINE_BROKER_*"), ({"CA_FILE": None}, "PIPELINE_BROKER_*")],
)
def test_the_command_gets_in_or_says_why_not(fortress: Fortress, changes: dict[str, str | None], told: str):
    given = {"PROTOCOL": "sasl_ssl", "CA_FILE": str(fortress.access.ca_file), "USER": "pipeline"}
    given |= {"PASSWORD": "open sesame", **changes}
    environment = {f"PIPELINE_BROKER_{name}": value for name, value in given.items() if value}
    environment |= {"PIPELINE_ENGINE": "kafka", "PIPELINE_BROKERS": fortress.brokers, "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "pipeline.cli", "topics", "apply"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == (2 if told else 0), done.stderr
    assert told in done.stderr
    assert "sesame" not in done.stderr + done.stdout
