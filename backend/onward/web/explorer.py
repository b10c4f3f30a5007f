"""GraphiQL for whoever develops: a page of our own over the packages that lie beside the app's, so
that a browser loads nothing from elsewhere. Only development serves it, and no build holds it."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from onward.messages import say

_PACKAGES = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphql-ws.js": "graphql-ws/umd/graphql-ws.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
}
_OURS = ("page.js", "page.css")


class Explorer:
    """`frontend` is the folder of the app's source, with what npm installed."""

    def __init__(self, frontend: Path):
        self._page = frontend / "explorer" / "index.html"
        packages = frontend / "node_modules"
        self._files = {name: packages / path for name, path in _PACKAGES.items()}
        self._files |= {name: frontend / "explorer" / name for name in _OURS}

    async def page(self, request: Request) -> Response:
        """GET /graphql."""
        if not all(path.exists() for path in (self._page, *self._files.values())):
            return PlainTextResponse(say("web.not_built"), 503)
        return FileResponse(self._page)

    async def file(self, request: Request) -> Response:
        """GET /explorer/{name}: one of a few files, never a path."""
        path = self._files.get(request.path_params["name"])
        if path is None or not path.exists():
            return PlainTextResponse(say("refusals.NOT_FOUND"), 404)
        return FileResponse(path)
