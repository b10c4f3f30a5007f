"""The report at the terminal: the numbers that matter, in tables that fit eighty columns."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onward.cli.backtesting.comparing import MOST_ARE_SMALL, even_sentence
from onward.cli.backtesting.page import about, asked, headline, travelling
from onward.cli.backtesting.wording import (
    DASH,
    InCurrency,
    band,
    barrier,
    count,
    days,
    percent,
    words,
)
from onward.study.report import Report


def tell(report: Report, out: Console) -> None:
    """Print the report."""
    amounts = InCurrency(report)
    out.print()
    out.print(Text(headline(report), style="bold"), soft_wrap=True)
    out.print(Text(about(report)), soft_wrap=True)
    out.print(Text(asked(report)), soft_wrap=True)
    out.print()
    out.print(_funnel(report))
    if report.ineligible:
        kept_off = [(barrier(code), count(number)) for code, number in report.ineligible.items()]
        out.print(_table(words("funnel.kept_off"), kept_off))
    out.print(_results(report, amounts))
    out.print(_speeds(report))
    _tell_rows(report, out)
    out.print(Text(even_sentence(report, amounts)), soft_wrap=True)
    out.print(Text(words("honest"), style="dim"), soft_wrap=True)


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        show_header=False,
        padding=(0, 2, 0, 0),
    )
    table.add_column(overflow="fold", max_width=56)
    for _ in rows[0][1:]:
        table.add_column(justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    table.add_row()
    return table


def _funnel(report: Report) -> Table:
    travels = travelling(report)
    rows: list[tuple[str, ...]] = [
        (words("funnel.returns"), count(report.returns), percent(1.0)),
        (words("funnel.eligible"), count(report.eligible), percent(report.candidates.peer)),
        (words("funnel.matched"), count(report.matched), percent(report.matched_share)),
        (words("funnel.travels"), count(round(travels * report.returns)), percent(travels)),
    ]
    return _table(words("funnel.title"), rows)


def _results(report: Report, amounts: InCurrency) -> Table:
    cost, spent, wait = report.cost_per_100, report.days_to_refund, report.wait_days
    waits = (wait.p10, wait.p50, wait.p90)
    waited = " · ".join(days(one) for one in waits if one is not None) or words("nothing")
    hundred = amounts.hundred
    spread = f"{amounts.per_100(cost.low)} {DASH} {amounts.per_100(cost.high)}"
    rows: list[tuple[str, ...]] = [
        (words("terminal.waits"), waited),
        (words("terminal.warehouse", hundred=hundred), amounts.per_100(cost.warehouse)),
        (words("terminal.onward", hundred=hundred), amounts.per_100(cost.onward)),
        (words("terminal.saving", hundred=hundred), f"{amounts.per_100(cost.saving)} ({spread})"),
        (words("days.warehouse"), days(spent.warehouse)),
        (words("days.first_scan"), days(spent.first_scan)),
        (words("days.onward"), days(spent.onward)),
        (words("terminal.funded"), percent(report.funded_first.share)),
    ]
    if report.keep_cheaper > MOST_ARE_SMALL:
        beyond = amounts.per_100(cost.beyond_keep)
        rows.insert(4, (words("terminal.beyond"), beyond))
    return _table(words("money.title"), rows)


def _speeds(report: Report) -> Table:
    rows: list[tuple[str, ...]] = [
        (
            words("speed.orders", band=band(one.name)),
            words("speed.returns", count=count(one.returns)),
            DASH if one.match_rate is None else percent(one.match_rate),
        )
        for one in report.by_velocity
        if one.returns
    ]
    return _table(words("speed.title"), rows)


def _tell_rows(report: Report, out: Console) -> None:
    account = report.rows
    told = words(
        "rows.lead",
        read=count(account.read),
        lines=count(account.lines),
        returns=count(account.returns),
        rejected=count(account.rejected),
    )
    out.print(Text(told), soft_wrap=True)
    parts = {
        "refused": [(one.message, count(one.rows)) for one in report.rejected],
        "aside": [(words(f"aside.{why}"), count(n)) for why, n in report.set_aside.items()],
        "notes": [(words(f"note.{why}"), count(n)) for why, n in report.notes.items() if n],
    }
    for title, rows in parts.items():
        if rows:
            out.print(_table(words(f"rows.{title}"), rows))
