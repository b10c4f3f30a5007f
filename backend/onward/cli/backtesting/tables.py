"""The sections of the report that are tables."""

from collections.abc import Iterable, Sequence
from html import escape

from onward.cli.backtesting.figures import (
    lead,
    section,
)
from onward.cli.backtesting.wording import (
    DASH,
    count,
    day,
    days,
    percent,
    words,
)
from onward.study.report import Report

_COUNTRIES = 8
_NUMBER = ' class="num"'


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: int, kind: str = "") -> str:
    """Rows of words: the first column names the row, the last `numbers` ones are numbers. A table
    of the kind "stack" stands upright on a phone, each cell under its own heading."""
    edge = len(head) - numbers

    def cell(place: int, text: str) -> str:
        what = "num" if place >= edge else "none" if text == DASH else ""
        return f'<td class="{what}" data-head="{escape(head[place])}">{escape(text)}</td>'

    heads = "".join(
        f"<th{_NUMBER if place >= edge else ''}>{escape(text)}</th>"
        for place, text in enumerate(head)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(cell(place, text) for place, text in enumerate(row) if place)
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll"><table class="{kind}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def countries(report: Report) -> str:
    shown, rest = report.by_country[:_COUNTRIES], report.by_country[_COUNTRIES:]
    rows = [
        (
            words("countries.unknown") if one.name == "ZZ" else one.name,
            count(one.returns),
            count(one.eligible),
            count(one.matched),
            DASH if one.match_rate is None else percent(one.match_rate),
        )
        for one in shown
    ]
    if rest:
        eligible, matched = sum(o.eligible for o in rest), sum(o.matched for o in rest)
        rows.append(
            (
                words("countries.others", count=len(rest)),
                count(sum(one.returns for one in rest)),
                count(eligible),
                count(matched),
                percent(matched / eligible) if eligible else DASH,
            )
        )
    names = ("country", "returns", "eligible", "matched", "rate")
    head = [words(f"countries.{name}") for name in names]
    return section(words("countries.title"), table(head, rows, 4))


def demand(report: Report) -> str:
    first = report.demand_only[0]
    windows = [
        words("demand.day") if name == "1" else words("demand.days", days=name)
        for name in first.rates
    ]
    rows = [
        (percent(one.willing), *(percent(rate, 1) for rate in one.rates.values()))
        for one in report.demand_only
    ]
    head = [words("demand.willing"), *windows]
    return section(words("demand.title"), lead(words("demand.lead")), table(head, rows, 4))


def rows(report: Report) -> str:
    account = report.rows
    told = words(
        "rows.lead",
        read=count(account.read),
        lines=count(account.lines),
        returns=count(account.returns),
        rejected=count(account.rejected),
    )
    merged = words("rows.merged", merged=count(account.merged), repeated=count(account.repeated))
    refused = [
        (
            one.message,
            words("rows.first", rows=", ".join(map(count, one.first_rows))),
            count(one.rows),
        )
        for one in report.rejected
    ]
    aside = [(words(f"aside.{why}"), count(number)) for why, number in report.set_aside.items()]
    odd = [(words(f"note.{why}"), count(number)) for why, number in report.notes.items() if number]
    parts = [lead(told), lead(merged)]
    for title, listed in (("refused", refused), ("aside", aside), ("notes", odd)):
        if listed:
            parts.append(_listed(words(f"rows.{title}"), listed))
    return section(words("rows.title"), *parts, kind="wide")


def _listed(title: str, rows: Sequence[Sequence[str]]) -> str:
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + (f"<td><small>{escape(row[1])}</small></td>" if len(row) > 2 else "")
        + f'<td class="num">{escape(row[-1])}</td></tr>'
        for row in rows
    )
    return f"<table><caption>{escape(title)}</caption><tbody>{body}</tbody></table>"


def examples(report: Report) -> str:
    if not report.examples:
        return ""
    listed = [
        (
            one.sku,
            f"{day(one.returned_at)}, {words('examples.row', row=count(one.return_row))}",
            f"{day(one.ordered_at)}, {words('examples.row', row=count(one.order_row))}",
            days(one.wait_days),
        )
        for one in report.examples
    ]
    head = [words(f"examples.{name}") for name in ("item", "returned", "ordered", "waited")]
    return section(
        words("examples.title"), lead(words("examples.lead")), table(head, listed, 1), kind="wide"
    )
