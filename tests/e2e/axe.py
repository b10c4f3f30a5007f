"""What axe objects to on a page as it is now."""

from functools import cache

from playwright.sync_api import Page

from tests.shared import ROOT

# One line an objection: the rule, and where.
_RUN = """() => axe.run({resultTypes: ["violations"]}).then(({violations}) => violations.flatMap(
  ({id, nodes}) => nodes.map(({target, failureSummary}) => `${id}: ${target} ${failureSummary}`)
))"""


def objections(page: Page) -> list[str]:
    """Evaluated from outside, so that the page's own strict policy stays in force."""
    if page.evaluate("() => typeof window.axe") == "undefined":
        page.evaluate(_source())
    found: list[str] = page.evaluate(_RUN)
    return found


@cache
def _source() -> str:
    return (ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
