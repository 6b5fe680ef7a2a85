"""Deterministic ids: the same parts give the same id on every replay, on every machine."""

from __future__ import annotations

from hashlib import blake2b


def identify(*parts: object) -> str:
    """Hash parts into 32 hex digits; parts are kept apart, so ("ab", "c") and ("a", "bc") differ."""
    return blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def enriched_id(uri: str, version: int) -> str:
    """Name the enriched record of an article version."""
    return identify("enriched", uri, version)


def match_id(rule: str, incident_key: str, uri: str, version: int) -> str:
    """Name what one rule found in one article version."""
    return identify("match", rule, incident_key, uri, version)


def alert_id(incident_id: str, revision: int) -> str:
    """Name one revision of an incident's alert."""
    return identify("alert", incident_id, revision)


def delivery_id(alert: str, sink: str) -> str:
    """Name the delivery of one alert revision to one sink; webhooks send it as `Idempotency-Key`."""
    return identify("delivery", alert, sink)
