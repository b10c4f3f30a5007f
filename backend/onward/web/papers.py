"""An invoice or a credit note to print, behind a signed address that opens for its owner alone."""

from html import escape

from starlette.requests import Request
from starlette.responses import Response

from onward.domain.refusals import NotFound
from onward.messages.papers import Paper, paper_rows, paper_title
from onward.services import papers
from onward.web.sessions import Visit

_HEADERS = {
    "Cache-Control": "private, no-store",
    # The page is one file and has nothing beside it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #000; background: #fff; margin: 0; }
main { max-width: 36rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.5rem; margin: 1.5rem 0; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.375rem 0; text-align: left; font-weight: 400; border-top: 1px solid #bbb; }
td { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr:last-child > * { font-weight: 700; border-top: 2px solid #000; }
p { margin: 0; }
p + p { margin-top: 1rem; }
"""


async def paper(request: Request) -> Response:
    """GET /papers/{token}.html"""
    visit: Visit = request.state.visit
    world = request.app.state.world
    found = await papers.shown(world, visit.viewer, request.path_params["token"])
    if found is None:
        raise NotFound
    return Response(_page(found), 200, _HEADERS, "text/html; charset=utf-8")


def _page(paper: Paper) -> str:
    title = escape(paper_title(paper))
    rows = "".join(
        f"<tr><th>{escape(label)}</th><td>{escape(said)}</td></tr>"
        for label, said in paper_rows(paper)
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style><main><p>{_lines((paper.shop, *paper.seller))}</p>"
        f"<p>{_lines(paper.buyer)}</p><h1>{title}</h1><table>{rows}</table></main></html>"
    )


def _lines(lines: tuple[str, ...]) -> str:
    return "<br>".join(escape(line) for line in lines)
