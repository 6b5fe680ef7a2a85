"""The webhook sink: one HTTP POST an alert, its status known within the timeout."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from pipeline.codec import encode
from pipeline.errors import SinkError, SinkUnavailable
from pipeline.ids import delivery_id
from pipeline.model import Alert
from pipeline.sinks.render import clean

_MAY_PASS: Final = frozenset({408, 425, 429})  # refusals that are about now, not about the alert
_BODY_MAX_BYTES: Final = 2_000
_BODY_TIMEOUT_SECONDS: Final = 1.0


class WebhookSink:
    """Posts each alert as JSON with `Idempotency-Key`, the same on every repeat.

    httpx bounds each read but not the whole answer: a server that sends one byte a second would hold the sink for
    ever. So the exchange runs on an event loop of its own, where a deadline covers all of it, from the
    name look-up to the status.
    """

    def __init__(
        self,
        name: str,
        url: httpx.URL,
        *,
        now: Callable[[], datetime],
        headers: Mapping[str, str] | None = None,
        ca_file: str | None = None,
    ) -> None:
        self._name = name
        self._url = url
        self._now = now
        self._runner = asyncio.Runner()
        # No proxy or netrc from the environment: where alerts go is what the sinks file says.
        self._client = httpx.AsyncClient(
            headers={"user-agent": "article-pipeline", **(headers or {})},
            timeout=None,
            verify=ssl.create_default_context(cafile=ca_file) if ca_file else True,
            trust_env=False,
        )

    def write(self, alert: Alert, *, timeout_seconds: float) -> None:
        """Post one alert.

        Raises:
            SinkUnavailable: no connection, no answer in time, or an answer that says to come back.
            SinkError: an answer that refuses the alert.
        """
        try:
            answer, detail = self._runner.run(self._post(alert, timeout_seconds))
        except TimeoutError as exc:
            raise SinkUnavailable(f"{self._where}: no answer in {timeout_seconds:g} s") from exc
        except httpx.HTTPError as exc:
            raise SinkUnavailable(f"{self._where}: {type(exc).__name__}: {clean(str(exc))}") from exc
        self._judge(answer, detail)

    def close(self) -> None:
        """Close connections and the event loop."""
        self._runner.run(self._client.aclose())
        self._runner.close()

    @property
    def _where(self) -> str:
        return f"{self._name} at {self._url.host}"  # the path may hold a secret

    async def _post(self, alert: Alert, timeout_seconds: float) -> tuple[httpx.Response, str]:
        headers = {"content-type": "application/json", "idempotency-key": delivery_id(alert.id, self._name)}
        request = self._client.build_request("POST", self._url, content=encode(alert), headers=headers)
        async with asyncio.timeout(timeout_seconds):
            answer = await self._client.send(request, stream=True)
        try:
            return answer, await _read(answer, timeout_seconds)
        finally:
            await answer.aclose()

    def _judge(self, answer: httpx.Response, detail: str) -> None:
        status = answer.status_code
        if answer.is_success:
            return
        message = f"{self._where} answered {status} {answer.reason_phrase}" + (f": {detail}" if detail else "")
        if answer.is_redirect:
            raise SinkError(f"{message}; redirects are not followed, set url to where it points")
        if answer.is_client_error and status not in _MAY_PASS:
            raise SinkError(message)
        raise SinkUnavailable(message, retry_after_seconds=self._retry_after_seconds(answer))

    def _retry_after_seconds(self, answer: httpx.Response) -> float | None:
        told = answer.headers.get("retry-after", "").strip()
        if told.isdecimal():
            return float(told)
        try:
            at = parsedate_to_datetime(told)
        except ValueError:
            return None
        return max(0.0, (at - self._now()).total_seconds()) if at.tzinfo else None


async def _read(answer: httpx.Response, timeout_seconds: float) -> str:
    # The status has decided; the body only adds words, and read to its end it lets the connection be used again.
    told = b""
    try:
        async with asyncio.timeout(min(timeout_seconds, _BODY_TIMEOUT_SECONDS)):
            async for chunk in answer.aiter_bytes():
                told += chunk
                if len(told) >= _BODY_MAX_BYTES:
                    break
    except (TimeoutError, httpx.HTTPError):
        pass
    return clean(told[:_BODY_MAX_BYTES].decode("utf-8", "replace"), limit=200)
