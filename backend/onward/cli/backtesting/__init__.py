"""A shop's own past, replayed before it goes live: read, replayed, told at the terminal, as JSON
or as one HTML page, and return by return. Without a path nothing is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from onward.adapters.orders.codes import COUNTRIES
from onward.adapters.orders.histories import HistoryFile
from onward.adapters.orders.spots import spot_of_zip
from onward.adapters.policies.reading import read_policy
from onward.cli.backtesting.page import page
from onward.cli.backtesting.terminal import tell
from onward.cli.backtesting.wording import words
from onward.cli.backtesting.written import BadBacktest, check_written, write_page, write_returns
from onward.domain.policy import Policy
from onward.study.backtest import STEPS, run
from onward.study.report import Report
from onward.study.scene import NothingToReplay, Plan, Rules, home_country
from onward.study.slices import Found

__all__ = ["Asked", "BadBacktest", "NothingToReplay", "replay_file"]

_LONGEST_WINDOW = 90


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person typed. `policy` None is the one that ships, with its warehouse put where most
    of the history's orders went; `willing` None is the policy's share, `window_days`
    None as long as the policy looks for an owner."""

    rules: Rules
    willing: float | None
    window_days: float | None
    seed: int
    policy: Path | None
    warehouse: str | None
    as_json: bool
    html: Path | None
    returns: Path | None


def replay_file(file: HistoryFile, path: Path, asked: Asked, frontend: Path) -> Report:
    """Replay a file and say what it found; the built app in `frontend` lends its headline face."""
    _check(asked)
    check_written(asked.html, asked.returns, path)
    name = path.name
    began = perf_counter()
    policy = read_policy(asked.policy)
    with _bar(name) as (progress, reading):
        progress.update(reading, total=file.rows)
        history = file.read(lambda rows: progress.advance(reading, rows))
        home = asked.warehouse.upper() if asked.warehouse else None
        if home is None and asked.policy is None:
            home = home_country(history)
        replaying = progress.add_task("", total=len(STEPS))

        def step(which: str) -> None:
            done = STEPS.index(which)
            progress.update(replaying, completed=done, description=words(f"step.{which}"))

        plan = Plan(
            policy=_placed(policy, home),
            rules=asked.rules,
            willing=policy.open_box_share if asked.willing is None else asked.willing,
            asked_days=asked.window_days,
            seed=asked.seed,
            warehouse=_spot(policy, home) if history.spots else None,
        )
        report = run(history, plan, name, step, lambda found: _keep(found, asked.returns))
    report = replace(report, seconds=round(perf_counter() - began, 3))
    _say(report, asked, frontend)
    return report


def _say(report: Report, asked: Asked, frontend: Path) -> None:
    out = Console(highlight=False)
    if asked.html:
        write_page(asked.html, page(report, frontend))
    if asked.as_json:
        out.file.write(orjson.dumps(report, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    tell(report, out)
    out.print(words("replayed", seconds=f"{report.seconds:.1f} s"))
    told = [
        words("terminal_html", path=asked.html) if asked.html else words("terminal_more"),
        words("terminal_returns", path=asked.returns) if asked.returns else words("terminal_each"),
    ]
    for line in told:
        out.print(line, soft_wrap=True, markup=False)


def _keep(found: Found, path: Path | None) -> None:
    """Nothing is reckoned one by one unless somebody wants to read it."""
    if path:
        write_returns(path, found)


def _check(asked: Asked) -> None:
    if asked.willing is not None and not 0 < asked.willing <= 1:
        raise BadBacktest(words("bad.willing"))
    if asked.window_days is not None and not 0 < asked.window_days <= _LONGEST_WINDOW:
        raise BadBacktest(words("bad.window"))
    if asked.warehouse is not None and asked.warehouse.upper() not in COUNTRIES:
        raise BadBacktest(words("bad.warehouse", country=asked.warehouse))


def _placed(policy: Policy, country: str | None) -> Policy:
    if country is None:
        return policy
    return replace(policy, warehouse=replace(policy.warehouse, country=country))


def _spot(policy: Policy, moved_to: str | None) -> tuple[float, float] | None:
    """Where the policy's warehouse lies, unless it was moved to another country."""
    stays = moved_to in {None, policy.warehouse.country}
    here = policy.warehouse.country == "US"
    return spot_of_zip(policy.warehouse.postal_code) if stays and here else None


@contextmanager
def _bar(name: str) -> Iterator[tuple[Progress, TaskID]]:
    """On the error stream, so that what is printed is only the report."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, console=console, transient=True) as progress:
        yield progress, progress.add_task(words("step.reading", file=name), total=None)
