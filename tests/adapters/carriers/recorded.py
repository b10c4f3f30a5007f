"""A local HTTP server that answers as EasyPost answered when its answers were recorded.

Recordings are read where they lie and served in their order, the last one again and again; files
they point to lie here as well. What was never recorded is put in by `answers`, as documented.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import yaml

from tests.shared import shared

# Where recorded labels and forms lie.
_FILES = (
    "https://easypost-files.s3.us-west-2.amazonaws.com",
    "https://easypost-files.s3-us-west-2.amazonaws.com",
)
_ABSENT = {"error": {"code": "NOT_FOUND", "message": "could not be found", "errors": []}}


@dataclass(frozen=True)
class Heard:
    """One request: its body as JSON."""

    method: str
    path: str
    body: Any


@dataclass(frozen=True)
class Reply:
    """An answer; `cut` hangs up without a word, `hang` says nothing for as long as the server is
    there."""

    status: int = 200
    body: Any = None
    cut: bool = False
    hang: bool = False


class Recorded(ThreadingHTTPServer):
    """Use `replaying`, which starts and ends it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[Heard] = []
        self.files: dict[str, bytes] = {}
        self.ended = threading.Event()
        self._replies: dict[tuple[str, str], list[Reply]] = defaultdict(list)

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def base(self) -> str:
        return f"{self.host}/v2"

    def answers(self, method: str, path: str, *replies: Reply) -> None:
        """Serve these for a path below /v2, after what is there already."""
        self._replies[method, f"/v2{path}"] += replies

    def forgets(self, method: str, path: str) -> None:
        """Drop what was put in for a path."""
        self._replies.pop((method, f"/v2{path}"), None)

    def said(self, method: str, path: str) -> list[Any]:
        """The bodies that came for a path below /v2."""
        wanted = (method, f"/v2{path}")
        return [one.body for one in self.heard if (one.method, one.path) == wanted]

    def reply(self, heard: Heard) -> Reply:
        self.heard.append(heard)
        waiting = self._replies[heard.method, heard.path]
        if not waiting:
            return Reply(404, _ABSENT)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


class _Handler(BaseHTTPRequestHandler):
    server: Recorded

    def do_GET(self) -> None:
        kept = self.server.files.get(self.path)
        if kept is None:
            self._answer(None)
        else:
            self._send(200, kept)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        reply = self.server.reply(Heard(self.command, self.path, body))
        if reply.hang:
            self.server.ended.wait()
        if reply.hang or reply.cut:
            self.close_connection = True
            return
        text = json.dumps(reply.body) if not isinstance(reply.body, str) else reply.body
        for files in _FILES:
            text = text.replace(files, self.server.host)
        self._send(reply.status, text.encode())

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output to itself."""


@cache
def recording(name: str) -> list[dict[str, Any]]:
    """The request and answer pairs of one recording."""
    text = shared("recordings", "easypost", f"{name}.yaml").read_text(encoding="utf-8")
    pairs: list[dict[str, Any]] = yaml.safe_load(text)["interactions"]
    return pairs


def recorded_body(name: str, place: int) -> Any:
    """The answer at one place of a recording."""
    return json.loads(recording(name)[place]["response"]["body"]["string"])


@contextmanager
def replaying(*names: str) -> Iterator[Recorded]:
    """A server that answers what these recordings hold."""
    with Recorded() as server:
        for pair in (pair for name in names for pair in recording(name)):
            asked, answered = pair["request"], pair["response"]
            parts = urlsplit(asked["uri"])
            path = parts.path.removeprefix("/v2") + (f"?{parts.query}" if parts.query else "")
            reply = Reply(answered["status"]["code"], json.loads(answered["body"]["string"]))
            server.answers(asked["method"], path, reply)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()
