"""The built app: hashed files that never change, the shell that is asked for each time, and the
shell again for every address that is a page of the app."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from onward.messages import say

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_KINDS = {
    ".webmanifest": "application/manifest+json",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
}


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    kind: str
    etag: str
    cache: str
    encodings: tuple[str, ...]


class Pwa:
    """Files are looked up in a list of what the build holds, never joined from what was asked."""

    def __init__(self, dist: Path):
        self._dist = dist
        self._built_at = 0
        self._files: dict[str, _File] = {}

    async def get(self, request: Request) -> Response:
        """GET and HEAD of anything that no other route answers."""
        self._look()
        shell = self._files.get("/index.html")
        if shell is None:
            return PlainTextResponse(say("web.not_built"), 503)
        path = request.url.path
        found = self._files.get(path) or (shell if _is_page(path) else None)
        if found is None:
            return PlainTextResponse(say("refusals.NOT_FOUND"), 404)
        return _sent(found, request)

    def _look(self) -> None:
        """Read the folder again when it was built anew."""
        index = self._dist / "index.html"
        built_at = index.stat().st_mtime_ns if index.exists() else 0
        if built_at != self._built_at:
            self._files = _listed(self._dist) if built_at else {}
            self._built_at = built_at


def _listed(dist: Path) -> dict[str, _File]:
    paths = [path for path in dist.rglob("*") if path.is_file() and not _is_beside(path)]
    return {f"/{path.relative_to(dist).as_posix()}": _described(dist, path) for path in paths}


def _described(dist: Path, path: Path) -> _File:
    hashed = path.relative_to(dist).parts[0] == "assets"
    guessed = mimetypes.guess_type(path.name)[0]
    return _File(
        path,
        _KINDS.get(path.suffix) or guessed or "application/octet-stream",
        f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:20]}"',
        _FOR_EVER if hashed else _ASK_AGAIN,
        tuple(name for name, end in _ENCODINGS.items() if Path(f"{path}{end}").exists()),
    )


def _is_beside(path: Path) -> bool:
    """A precompressed copy, or a mark of the build."""
    return path.suffix in _ENCODINGS.values() or path.name.startswith(".")


def _is_page(path: str) -> bool:
    return "." not in path.rpartition("/")[2]


def _sent(file: _File, request: Request) -> Response:
    headers = {"Cache-Control": file.cache, "ETag": file.etag, "Vary": "Accept-Encoding"}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    encoding = _accepted(file, request.headers.get("accept-encoding", ""))
    if encoding is None:
        return FileResponse(file.path, headers=headers, media_type=file.kind)
    path = Path(f"{file.path}{_ENCODINGS[encoding]}")
    return FileResponse(
        path, headers=headers | {"Content-Encoding": encoding}, media_type=file.kind
    )


def _accepted(file: _File, given: str) -> str | None:
    """The best encoding that lies ready and is not refused (`br;q=0`)."""
    asked = {}
    for part in given.split(","):
        name, _, weight = part.strip().partition(";")
        asked[name.strip().lower()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00"}
    return next((name for name in file.encodings if asked.get(name)), None)
