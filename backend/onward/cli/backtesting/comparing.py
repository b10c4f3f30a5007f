"""The sections of the report that weigh one thing against another: the two roads, discounts, and
what the field claims against what this history says."""

from collections.abc import Sequence
from html import escape

from onward.cli.backtesting.charts import Plane, steps
from onward.cli.backtesting.figures import lead, likely, section
from onward.cli.backtesting.tables import table
from onward.cli.backtesting.wording import DASH, InCurrency, count, decimal, percent, words
from onward.study.report import Report
from onward.study.sweeps import DISCOUNTS

_WAREHOUSE = ("LABEL_IN", "HANDLING", "SERVICE", "LABEL_OUT", "MARKDOWN")
_ONWARD = ("LABEL", "SERVICE", "DISCOUNT", "BONUS", "CLAIMS", "NO_SHIP")
# From this share on, the saving against the warehouse alone would be no honest headline.
MOST_ARE_SMALL = 0.25


def money(report: Report, amounts: InCurrency) -> str:
    cost = report.cost_per_100
    all_in = words(
        "money.all",
        returns=count(report.returns),
        hundred=amounts.hundred,
        warehouse=amounts.per_100(cost.warehouse),
        onward=amounts.per_100(cost.onward),
    )
    spread = words(
        "money.range" if cost.saving >= 0 else "money.range_loss",
        saving=amounts.per_100(abs(cost.saving)),
        low=amounts.per_100(cost.low),
        high=amounts.per_100(cost.high),
    )
    parts = [lead(words("money.lead"))]
    if report.matched:
        roads = (("warehouse", _WAREHOUSE), ("onward", _ONWARD))
        pair = "".join(_road(report, amounts, road, lines) for road, lines in roads)
        parts.append(f'<div class="pair">{pair}</div>')
    parts += [f"<p>{escape(all_in)} <b>{escape(spread)}</b></p>"]
    if report.keep_cheaper > MOST_ARE_SMALL:
        median = amounts.minor(report.value_median_minor)
        small = words(
            "money.small",
            median=median,
            keep=percent(report.keep_cheaper),
            beyond=amounts.per_100(cost.beyond_keep),
            saving=amounts.per_100(cost.saving),
            hundred=amounts.hundred,
        )
        parts.append(f"<p>{escape(small)}</p>")
    parts.append(lead(words("money.full_price")))
    return section(words("money.title"), *parts, kind="wide")


def _road(report: Report, amounts: InCurrency, road: str, lines: Sequence[str]) -> str:
    found = report.cost_lines[road]
    mean = {name: found[name] / report.matched for name in lines}
    rows = "".join(
        f'<tr><th scope="row">{escape(words(f"line.{name}"))}</th>'
        f'<td class="num">{escape(amounts.minor(mean[name]))}</td></tr>'
        for name in lines
    )
    missing = max(len(_WAREHOUSE), len(_ONWARD)) - len(lines)
    rows += "<tr><td>&nbsp;</td><td></td></tr>" * missing
    # The total is of the lines as they are shown, so that they add up on paper.
    total = amounts.minor(sum(round(mean[name]) for name in lines))
    return (
        f"<table><caption>{escape(words(f'money.{road}'))}</caption><tbody>{rows}"
        f'<tr class="sum"><th scope="row">{escape(words("money.total"))}</th>'
        f'<td class="num">{escape(total)}</td></tr></tbody></table>'
    )


def discounts(report: Report, amounts: InCurrency) -> str:
    head = [words(f"discounts.{name}") for name in ("discount", "willing", "matched")]
    head += [words("discounts.saving"), words("discounts.with_rule")]
    rows = [
        (
            percent(point.discount),
            percent(point.willing),
            percent(point.match_rate),
            amounts.per_100(point.saving_per_100),
            amounts.per_100(point.saving_with_rule),
        )
        for point in report.discounts
    ]
    times = decimal(2 ** likely(report, "elasticity"), 1).removesuffix(".0")
    curve = f"<div>{discount_curve(report, amounts)}</div>"
    return section(
        words("discounts.title"),
        lead(words("discounts.lead", hundred=amounts.hundred)),
        f'<div class="pair">{curve}{table(head, rows, 4)}</div>',
        f"<p>{escape(even_sentence(report, amounts))}</p>",
        lead(words("discounts.elasticity", times=times)),
        kind="wide",
    )


def claims(report: Report, amounts: InCurrency) -> str:
    found = report.candidates
    candidates = words(
        "claims.candidates_here",
        either=percent(found.either),
        peer=percent(found.peer),
        matched=percent(found.matched),
    )
    model, here = _cost_claims(report, amounts)
    rows = [
        (words("claims.candidates"), DASH, candidates),
        (words("claims.cost"), model, here),
        (words("claims.speed"), DASH, _speed_claim(report)),
    ]
    head = [
        words("claims.claim"),
        words("claims.model", hundred=amounts.hundred),
        words("claims.here"),
    ]
    return section(words("claims.title"), table(head, rows, 0, "stack"), kind="wide")


def _cost_claims(report: Report, amounts: InCurrency) -> tuple[str, str]:
    """The same assumptions on one piece of 100, and this history for each 100 that was matched."""
    one, matched = report.one_piece, report.matched_cost_per_100
    model = words(
        "claims.cost_model",
        warehouse=amounts.per_100(one.warehouse),
        onward=amounts.per_100(one.onward),
        without=amounts.per_100(one.onward_without_discount),
    )
    here = words(
        "claims.cost_here",
        warehouse=amounts.per_100(matched.warehouse),
        onward=amounts.per_100(matched.onward),
        hundred=amounts.hundred,
    )
    return model, here if report.matched else DASH


def _speed_claim(report: Report) -> str:
    spent = report.days_to_refund
    if not report.matched:
        return DASH
    return words(
        "claims.speed_here",
        times=decimal(spent.warehouse / spent.matched),
        warehouse=decimal(spent.warehouse),
        matched=decimal(spent.matched),
        first_scan=decimal(spent.first_scan),
    )


def discount_curve(report: Report, amounts: InCurrency) -> str:
    """Savings by discount, every eligible return offered and only those that pay."""
    points = report.discounts
    all_in = [(point.discount, point.saving_per_100) for point in points]
    with_rule = [(point.discount, point.saving_with_rule) for point in points]
    values = [value for _, value in (*all_in, *with_rule)]
    ticks = steps(min(0.0, *values), max(0.0, *values))
    low, high = ticks[0], ticks[-1] if ticks[-1] > ticks[0] else ticks[0] + 1
    plane = Plane(words("discounts.title"), (DISCOUNTS[0], DISCOUNTS[-1]), (low, high))
    plane.grid(
        [(one, percent(one)) for one in DISCOUNTS],
        [(one, amounts.per_100(one).removesuffix(".00")) for one in ticks],
    )
    plane.level(0.0, "zero")
    plane.curve(with_rule, "firm").dots(with_rule, "stud")
    plane.curve(all_in, "seam").dots(all_in, "knot")
    even = report.break_even_discount
    if even is not None:
        plane.upright(even, 0.0, "drop")
    key = (
        f'<p class="key"><span><i class="dash"></i>{escape(words("discounts.saving"))}</span>'
        f"<span><i></i>{escape(words('discounts.with_rule'))}</span></p>"
    )
    return plane.svg() + key


def even_sentence(report: Report, amounts: InCurrency) -> str:
    """Where a discount stops paying, in one sentence."""
    if report.break_even_discount is not None:
        return words("discounts.even", discount=percent(report.break_even_discount, 1))
    last = report.discounts[-1].margin_per_100
    if last <= 0:
        return words("discounts.all_loss")
    margin = amounts.per_100(last)
    return words("discounts.no_even", margin=margin, hundred=amounts.hundred)
