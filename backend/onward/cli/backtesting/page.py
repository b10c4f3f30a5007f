"""The report as one HTML page that needs nothing else: to read, to print, to send on."""

from base64 import b64encode
from html import escape
from importlib.resources import files
from pathlib import Path

from onward.cli.backtesting import comparing, figures, tables
from onward.cli.backtesting.assumed import assumed
from onward.cli.backtesting.comparing import MOST_ARE_SMALL
from onward.cli.backtesting.wording import DASH, InCurrency, count, day, days, percent, words
from onward.study.report import Report
from onward.study.scene import TAIL_DAYS

_FONT = "young-serif-latin-400-normal*.woff2"
_STITCH = (
    '<svg class="stitch" viewBox="0 0 1100 28" preserveAspectRatio="xMinYMid slice" '
    'aria-hidden="true"><path d="M18 14 C 160 -8, 260 34, 420 14 S 700 2, 840 16 S 1020 22, 1100 '
    '10"/><circle cx="8" cy="14" r="6"/></svg>'
)


def page(report: Report, frontend: Path) -> str:
    """The whole page. `frontend` is where the built app lies; its headline face is taken along,
    and without it the page is set in the reader's own."""
    amounts = InCurrency(report)
    sections = "".join(
        (
            _tiles(report, amounts),
            figures.funnel(report),
            figures.candidates(report, amounts),
            figures.waiting(report),
            figures.speed(report),
            comparing.money(report, amounts),
            figures.refund_days(report),
            figures.co2e(report),
            comparing.discounts(report, amounts),
            comparing.claims(report, amounts),
            assumed(report, amounts),
            tables.countries(report),
            tables.demand(report),
            tables.rows(report),
            tables.examples(report),
        )
    )
    style = files(__package__).joinpath("report.css").read_text("utf-8")
    title = escape(words("title"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_face(frontend)}{style}</style></head><body>"
        f"{_head(report)}<main>{sections}</main>"
        f"<footer><p>{escape(words('honest'))}</p></footer></body></html>\n"
    )


def headline(report: Report) -> str:
    """What this history says, in one sentence."""
    window = days(report.asked.window_days)
    if not report.matched:
        return words("headline_none", window=window)
    matched, travels = (_of_100(one) for one in (report.matched_share, travelling(report)))
    return words("headline", matched=matched, travels=travels, window=window)


def travelling(report: Report) -> float:
    """The share of all returns that had an order in time and would really go straight to it."""
    return report.matched_share * report.taking_part


def _of_100(share: float) -> str:
    return str(round(share * 100)) if share >= 0.005 else words("less_than_1")


def about(report: Report) -> str:
    return words(
        "about",
        file=report.file,
        lines=count(report.rows.lines),
        found=count(report.returns),
        first=day(report.first_at),
        last=day(report.last_at),
    )


def asked(report: Report) -> str:
    key = "asked_policy" if report.asked.rules == "policy" else "asked_none"
    willing = percent(report.asked.willing)
    said = words(key, willing=willing, country=report.asked.warehouse_country)
    return said if report.asked.own_window else f"{said} {other_window(report)}"


def other_window(report: Report) -> str:
    """That the shop itself would not look for an owner as long, or longer."""
    found = report.asked
    own, window = days(found.policy_window_days), days(found.window_days)
    return words("other_window", own=own, window=window)


def _head(report: Report) -> str:
    tail = words("not_counted", days=f"{max(float(TAIL_DAYS), report.asked.window_days):g}")
    lines = (about(report), f"{asked(report)} {tail}")
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<header><p class="eyebrow">{escape(words("title"))}</p>'
        f"<h1>{escape(headline(report))}</h1>{_STITCH}{told}</header>"
    )


def _tiles(report: Report, amounts: InCurrency) -> str:
    tiles = (_matched_tile(report), _wait_tile(report), _saving_tile(report, amounts))
    return f'<div class="tiles">{"".join(tiles)}{_funded_tile(report)}</div>'


def _tile(number: str, what: str, note: str, kind: str = "") -> str:
    return (
        f'<div class="tile {kind}"><b>{escape(number)}</b><span>{escape(what)}</span>'
        f"<small>{escape(note)}</small></div>"
    )


def _matched_tile(report: Report) -> str:
    note = words(
        "tile.matched_note",
        matched=count(report.matched),
        returns=count(report.returns),
        window=days(report.asked.window_days),
        travels=percent(travelling(report)),
    )
    return _tile(percent(report.matched_share), words("tile.matched"), note)


def _wait_tile(report: Report) -> str:
    wait = report.wait_days
    if wait.p10 is None or wait.p50 is None or wait.p90 is None:
        return _tile(DASH, words("tile.wait"), words("tile.wait_none"))
    note = words("tile.wait_note", p10=days(wait.p10), p90=days(wait.p90))
    return _tile(days(wait.p50), words("tile.wait"), note)


def _saving_tile(report: Report, amounts: InCurrency) -> str:
    """What one return saves, with its range. Where most are worth too little to travel at all, only
    what is left of it for a shop that lets those be kept."""
    cost, each = report.cost_per_100, report.value_minor / report.returns / 100
    saved = cost.saving * each
    note = words(
        "tile.saving_note",
        per_100=amounts.per_100(cost.saving),
        hundred=amounts.hundred,
        low=amounts.per_100(cost.low),
        high=amounts.per_100(cost.high),
    )
    if report.keep_cheaper > MOST_ARE_SMALL:
        note = words("tile.saving_small", against=amounts.minor(saved))
        saved = cost.beyond_keep * each
    what = words("tile.saving" if saved >= 0 else "tile.saving_loss")
    return _tile(amounts.minor(abs(saved)), what, note, "money" if saved > 0 else "")


def _funded_tile(report: Report) -> str:
    note = words("tile.funded_note", value=percent(report.funded_first.value_share))
    return _tile(percent(report.funded_first.share), words("tile.funded"), note)


def _face(frontend: Path) -> str:
    """The headline's face from the built app, inside the page."""
    found = sorted(frontend.glob(f"**/{_FONT}")) if frontend.is_dir() else []
    if not found:
        return ""
    face = b64encode(found[0].read_bytes()).decode("ascii")
    return (
        '@font-face{font-family:"Young Serif";font-weight:400;'
        f'src:url(data:font/woff2;base64,{face}) format("woff2")}}'
    )
