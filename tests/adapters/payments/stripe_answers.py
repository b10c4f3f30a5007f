"""A small local server that answers as Stripe's API reference says, for what localstripe cannot:
search, its own key handling, limits, disputes and lists by time. Nothing of it is recorded."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """A request as it came."""

    what: str
    key: str | None
    fields: dict[str, str]


@dataclass
class Answers:
    """What is answered to `POST /v1/refunds` and its like; the last answer of each is repeated."""

    ready: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    base: str = ""

    def to(self, what: str, body: Any, status: int = 200) -> None:
        self.ready.setdefault(what, []).append((status, body))

    def error(self, what: str, status: int, kind: str, **facts: str) -> None:
        self.to(what, {"error": {"type": kind, "message": "no", **facts}}, status)

    def times(self, what: str) -> int:
        return sum(one.what == what for one in self.asked)


def listed(*rows: dict[str, Any], of: str = "list") -> dict[str, Any]:
    return {"object": of, "data": list(rows), "has_more": False, "url": "/v1/rows"}


@contextmanager
def answering() -> Iterator[Answers]:
    """A server of this test's own, at `base`."""
    answers = Answers()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("content-length") or 0)
            sent = parts.query + "&" + self.rfile.read(length).decode()
            fields = {name: values[0] for name, values in parse_qs(sent).items()}
            what = f"{self.command} {parts.path}"
            answers.asked.append(Asked(what, self.headers.get("idempotency-key"), fields))
            ready = answers.ready.get(what) or [(404, {"error": {"type": "api_error"}})]
            status, body = ready.pop(0) if len(ready) > 1 else ready[0]
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Said to nobody."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    answers.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield answers
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
