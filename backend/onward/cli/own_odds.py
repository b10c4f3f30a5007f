"""The odds of a shop's own, as the table of a policy file."""

from pathlib import Path

import typer

from onward.adapters.orders.histories import HistoryFile
from onward.adapters.policies.reading import read_policy
from onward.cli.backtesting import BadBacktest
from onward.domain.calibration import Calibration
from onward.study.own_odds import Judged, OwnOdds, own_odds


def learn(file: HistoryFile, path: Path, policy: Path | None, willing: float | None) -> None:
    """Read a history and print what it teaches."""
    share = read_policy(policy).open_box_share if willing is None else willing
    if not 0 < share <= 1:
        raise BadBacktest("--willing is a share above 0, up to 1.")
    history = file.read()
    typer.echo(table_of(own_odds(history, share, path.name), share))


def table_of(of: OwnOdds, willing: float) -> str:
    """TOML, with what it is worth above it."""
    return "\n".join(
        (
            f"# Learned from {of.returns:,} returns; put it in place of the table in your policy.",
            f"# Judged on the {of.judged:,} returns of its second half, by what the first taught,",
            f"# within 7 days, where {willing:.0%} are willing:",
            f"# {_judged(of.own)}; the numbers that ship: {_judged(of.shipped)}.",
            "# (AUC: 0.5 is blind, 1 is perfect. Brier: 0 is perfect, 0.25 is a coin.)",
            *_lines(of.calibration),
        )
    )


def _judged(of: Judged) -> str:
    return f"AUC {of.auc:.3f}, Brier {of.brier:.3f}"


def _lines(of: Calibration) -> tuple[str, ...]:
    source = of.source.replace("\\", "").replace('"', "")
    return (
        "[odds]",
        f'source = "{source}"',
        f"prior_orders = {of.prior_orders:.4g}",
        f"prior_days = {of.prior_days:.4g}",
        f"week = {of.week:.4g}",
        f"month = {of.month:.4g}",
        f"quarter = {of.quarter:.4g}",
        f"weekdays = [{', '.join(f'{one:.4f}' for one in of.weekdays)}]",
        f'offer_taken = "{of.offer_taken:.0%}"',
        f"asks_per_day = {of.asks_per_day}",
    )
