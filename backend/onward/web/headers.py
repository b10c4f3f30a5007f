"""What every answer carries: a request id, and the headers that let a browser do only what our own
pages need. Beside it, one log line a request, without addresses, tokens or names."""

import secrets
import time
from collections.abc import Mapping

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "media-src": "'self' blob:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# The barcode reader is WebAssembly, which a browser compiles only where it is told to. It runs in a
# worker, and a worker obeys the policy of its own script: so this one file may, and no page.
_COMPILES = {"script-src": "'self' 'wasm-unsafe-eval'"}
_COMPILING = "/assets/barcodes.worker-"
# GraphiQL, which only development shows, styles itself and brings its fonts within its sheet.
_EXPLORER = {"style-src": "'self' 'unsafe-inline'", "font-src": "'self' data:"}
log = structlog.get_logger()


class Headers:
    """`secure` when people reach us by https; `explorer` opens /graphql for GraphiQL."""

    def __init__(self, app: ASGIApp, *, secure: bool, explorer: bool):
        self._app = app
        self._strict = _written(_POLICY)
        self._compiling = _written({**_POLICY, **_COMPILES})
        self._open = _written({**_POLICY, **_EXPLORER}) if explorer else self._strict
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope["onward.request_id"] = request_id
        began = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableHeaders(scope=message), scope["path"], request_id)
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, sending)
            finally:
                took_ms = round((time.perf_counter() - began) * 1000, 1)
                log.info(
                    scope["type"],
                    method=scope.get("method"),
                    path=_first_step(scope["path"]),
                    status=status or None,
                    took_ms=took_ms,
                )

    def _dress(self, headers: MutableHeaders, path: str, request_id: str) -> None:
        headers["X-Request-Id"] = request_id
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=(), payment=()"
        headers.setdefault("Content-Security-Policy", self._policy(path))
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"

    def _policy(self, path: str) -> str:
        if path.startswith(_COMPILING):
            return self._compiling
        return self._open if path == "/graphql" else self._strict


def _written(policy: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in policy.items())


def _first_step(path: str) -> str:
    """`/photos/<token>.jpg` becomes `/photos`: what follows may open something."""
    return "/" + path.lstrip("/").partition("/")[0]
