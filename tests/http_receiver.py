"""An HTTP server on loopback that answers as a test says and remembers what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, NamedTuple


class Request(NamedTuple):
    path: str
    headers: dict[str, str]  # names in lower case
    body: Any


class Answer(NamedTuple):
    status: int = 200
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b"ok"


Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the next behaviour of its receiver; the last one repeats."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else headers and body, sent apart, wait 40 ms for each other
    receiver: HttpReceiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.receiver.requests.append(Request(self.path, headers, json.loads(body)))
        self.receiver.next_behaviour()(self)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: clients of these tests hang up on purpose."""


class HttpReceiver:
    """Where it listens (`url`), what it was sent (`requests`), and how it answers (`will`)."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/hook"
        self.requests: list[Request] = []
        self.released = threading.Event()  # set at the end: what hangs lets go
        self._behaviours: list[Behaviour] = [answering(Answer())]

    def will(self, *behaviours: Behaviour) -> None:
        self._behaviours = list(behaviours)

    def next_behaviour(self) -> Behaviour:
        return self._behaviours.pop(0) if len(self._behaviours) > 1 else self._behaviours[0]


def answering(answer: Answer) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("content-length", str(len(answer.body)))
        handler.end_headers()
        handler.wfile.write(answer.body)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    return answering(Answer(code, {name.replace("_", "-"): value for name, value in headers.items()}))


def hanging(handler: Handler) -> None:
    """Read the request and never answer."""
    handler.receiver.released.wait()
    handler.close_connection = True


def trickling(start: bytes) -> Behaviour:
    """Send `start`, then a byte now and then, without end."""

    def behave(handler: Handler) -> None:
        handler.close_connection = True
        try:
            handler.wfile.write(start)
            while not handler.receiver.released.wait(0.01):
                handler.wfile.write(b"x")
        except OSError:
            return

    return behave


def dropping(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


@contextmanager
def http_receiver() -> Iterator[HttpReceiver]:
    handler = type("BoundHandler", (Handler,), {})
    server = Server(("127.0.0.1", 0), handler)
    receiver = HttpReceiver(server.server_address[1])
    handler.receiver = receiver  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
