"""The table of everything that is assumed, and what each input alone does to the result."""

from collections.abc import Sequence
from html import escape

from onward.cli.backtesting.charts import span
from onward.cli.backtesting.figures import lead, section
from onward.cli.backtesting.wording import InCurrency, decimal, percent, words
from onward.study.effects import CHOSEN, Effect
from onward.study.report import Report

_KINDS = ("SAVING", "DAYS", "CO2E", "CHANNEL", "DEARER")
_HEAD = ("input", "low", "likely", "high", "at_low", "at_high", "result", "source")
_NUMBERS = frozenset({"low", "likely", "high", "at_low", "at_high"})


def assumed(report: Report, amounts: InCurrency) -> str:
    """Inputs by the result they move, the one that moves it most first."""
    heads = "".join(
        f'<th class="{"num" if name in _NUMBERS else name}">'
        f"{escape(words(f'assumption.{name}'))}</th>"
        for name in _HEAD
    )
    groups = "".join(
        _group([one for one in report.assumptions if one.of == kind], kind, amounts)
        for kind in _KINDS
    )
    return section(
        words("assumption.title"),
        lead(words("assumption.lead")),
        lead(report.odds_method),
        lead(report.grades_method),
        f'<div class="scroll"><table class="assumed"><thead><tr>{heads}</tr></thead>'
        f"{groups}</table></div>",
        kind="wide long",
    )


def _group(listed: Sequence[Effect], kind: str, amounts: InCurrency) -> str:
    values = [value for one in listed for value in (one.low, one.likely, one.high)]
    likely = _result(kind, listed[0].likely, amounts)
    title = words(f"assumption.of_{kind}", hundred=amounts.hundred, likely=likely)
    ends = (min(values), max(values))
    rows = "".join(_row(one, amounts, ends) for one in sorted(listed, key=_reach, reverse=True))
    return (
        f'<tbody><tr class="group"><th colspan="{len(_HEAD)}" scope="rowgroup">'
        f"<span>{_subscript(title)}</span></th></tr>{rows}</tbody>"
    )


def _reach(one: Effect) -> float:
    return abs(one.high - one.low)


def _row(one: Effect, amounts: InCurrency, ends: tuple[float, float]) -> str:
    given = one.given
    values = [amounts.of_unit(value, given.unit) for value in (given.low, given.likely, given.high)]
    values += [_result(one.of, value, amounts) for value in (one.low, one.high)]
    numbers = "".join(f'<td class="num">{escape(value)}</td>' for value in values)
    drawn = span(one.low, one.likely, one.high, ends)
    label = _subscript(words(f"assumption.{one.name}"))
    dot = " ·" if one.name in CHOSEN else ""
    source = escape(given.source.replace("'", "’"))
    return (
        f'<tr><th scope="row">{label}{dot}</th>{numbers}<td class="result">{drawn}</td>'
        f"<td><small>{source}</small></td></tr>"
    )


def _result(of: str, value: float, amounts: InCurrency) -> str:
    if of in {"SAVING", "DEARER"}:
        return amounts.per_100(value)
    return percent(value) if of == "CHANNEL" else decimal(value, 2)


def _subscript(sentence: str) -> str:
    return escape(sentence).replace("CO2e", "CO₂e")
