"""The sections of the report that are drawn."""

from html import escape

from onward.cli.backtesting.charts import Plane, bars
from onward.cli.backtesting.wording import (
    DASH,
    InCurrency,
    band,
    barrier,
    count,
    days,
    decimal,
    percent,
    words,
)
from onward.study.report import Report

_DAY_TICKS = (1.0, 3.0, 7.0, 14.0, 21.0)


def section(title: str, *parts: str, kind: str = "") -> str:
    """A card with its title."""
    return f'<section class="{kind}"><h2>{escape(title)}</h2>{"".join(parts)}</section>'


def lead(sentence: str) -> str:
    return f'<p class="soft">{escape(sentence)}</p>'


def likely(report: Report, name: str) -> float:
    """The likely value of one assumption."""
    return next(one.given.likely for one in report.assumptions if one.name == name)


def funnel(report: Report) -> str:
    travels = report.matched * report.taking_part / report.returns
    steps_down = [
        (words("funnel.returns"), count(report.returns), 1.0),
        (words("funnel.eligible"), count(report.eligible), report.candidates.peer),
        (words("funnel.matched"), count(report.matched), report.matched_share),
        (words("funnel.travels"), count(round(travels * report.returns)), travels),
    ]
    rows = [(what, small, share, percent(share)) for what, small, share in steps_down]
    drawn = bars(rows, "thread roomy")
    note = words(
        "funnel.travels_note",
        opt_in=percent(likely(report, "opt_in")),
        like_new=percent(likely(report, "like_new")),
    )
    return section(
        words("funnel.title"),
        lead(words("funnel.lead", returns=count(report.returns))),
        drawn,
        lead(note),
    )


def _kept_off(report: Report) -> str:
    if not report.ineligible:
        return f"<p>{escape(words('funnel.nobody_kept_off'))}</p>"
    rows = "".join(
        f'<tr><th scope="row">{escape(barrier(code))}</th><td class="num">{count(number)}</td></tr>'
        for code, number in report.ineligible.items()
    )
    title = escape(words("funnel.kept_off"))
    return f"<table><caption>{title}</caption><tbody>{rows}</tbody></table>"


def candidates(report: Report, amounts: InCurrency) -> str:
    found = report.candidates
    rows = [
        (words("candidates.peer"), found.peer),
        (words("candidates.channel"), found.channel),
        (words("candidates.either"), found.either),
        (words("candidates.matched"), found.matched),
    ]
    least = amounts.minor(likely(report, "channel_least"))
    return section(
        words("candidates.title"),
        lead(words("candidates.lead")),
        bars([(what, "", share, percent(share)) for what, share in rows], "denim"),
        lead(words("candidates.channel_note", least=least)),
        _kept_off(report),
    )


def waiting(report: Report) -> str:
    points = [(point.days, point.rate) for point in report.waiting_curve]
    window = report.asked.window_days
    here = next(rate for at, rate in points if at == window)
    last = points[-1][0]
    ticks = [(at, f"{at:g}") for at in _DAY_TICKS if at < last]
    ticks.append((last, days(last)))
    rate = percent(here)
    sentence = words("waiting.here", rate=rate, window=days(window))
    plane = Plane(sentence, (0, last), (0, 1))
    plane.grid(ticks, [(share, percent(share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)])
    plane.upright(window, here, "drop").curve([(0.0, 0.0), *points], "seam")
    plane.dots([(window, here)], "knot")
    anchor, shift = ("start", 0.02) if window < last * 0.55 else ("end", -0.02)
    plane.note(window + shift * last, here - 0.09, sentence, anchor)
    return section(words("waiting.title"), lead(words("waiting.lead")), plane.svg())


def speed(report: Report) -> str:
    rows = [
        (
            words("speed.orders", band=band(one.name)),
            words("speed.returns", count=count(one.returns)),
            one.match_rate or 0.0,
            DASH if one.match_rate is None else percent(one.match_rate),
        )
        for one in report.by_velocity
        if one.returns
    ]
    return section(words("speed.title"), lead(words("speed.lead")), bars(rows, "thread tight"))


def refund_days(report: Report) -> str:
    found = report.days_to_refund
    rows = [
        (words("days.warehouse"), found.warehouse),
        (words("days.first_scan"), found.first_scan),
        (words("days.matched"), found.matched),
        (words("days.onward"), found.onward),
    ]
    most = max(number for _, number in rows) or 1.0
    drawn = bars([(what, "", number / most, days(number)) for what, number in rows], "denim")
    return section(words("days.title"), lead(words("days.lead")), drawn, lead(words("days.note")))


def co2e(report: Report) -> str:
    found = report.co2e
    saved = found.saved_per_match
    key = "co2e.straight" if saved >= 0 else "co2e.longer"
    sentence = words(
        key,
        onward=decimal(found.onward_per_match, 2),
        warehouse=decimal(found.warehouse_per_match, 2),
        saved=decimal(abs(saved), 2),
        low=decimal(found.low, 2),
        high=decimal(found.high, 2),
    )
    title = words("co2e.title").replace("CO2e", "CO₂e")
    most = max(found.warehouse_per_match, found.onward_per_match) or 1.0
    rows = [
        (
            words("money.warehouse"),
            "",
            found.warehouse_per_match / most,
            f"{decimal(found.warehouse_per_match, 2)} kg",
        ),
        (
            words("money.onward"),
            "",
            found.onward_per_match / most,
            f"{decimal(found.onward_per_match, 2)} kg",
        ),
    ]
    return section(
        title,
        bars(rows, "denim"),
        f"<p>{escape(sentence)}</p>",
        lead(words("co2e.method", measured=percent(found.measured))),
    )
