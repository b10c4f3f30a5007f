"""The command line: serve, worker, migrate, demo, import-orders, import-pictures, backtest, odds,
schema, import-places, pause, resume, policy, ledger, stock-moves, reconcile, life, outage and
mishaps."""

from collections.abc import Coroutine
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from onward.adapters.breakdowns import Breakdowns
from onward.adapters.orders import (
    OrderFile,
    OrderMapping,
    load_mapping,
    load_preset,
    open_order_file,
    presets,
)
from onward.adapters.orders.histories import open_history_file
from onward.adapters.policies.sections import UnreadablePolicy
from onward.api.schema import schema as graphql_schema
from onward.cli import importing, pausing, picturing, placing, reconciling, serving
from onward.cli import ledger as bookkeeping
from onward.cli.backtesting import Asked, BadBacktest, NothingToReplay, options, replay_file
from onward.cli.ledger import BookIsOff
from onward.cli.mishaps import CannotFail, write_book
from onward.cli.own_odds import learn
from onward.cli.pausing import CannotPause
from onward.cli.picturing import NoPictures
from onward.cli.policies import policy as policies
from onward.cli.reconciling import NotReconciled
from onward.cli.serving import PortTaken
from onward.domain.life import mermaid
from onward.domain.orders import UnreadableOrderFile
from onward.domain.places import UnreadablePlaces
from onward.domain.stops import StopReason
from onward.settings import BadSettings, Mode, Settings, read_settings
from onward.store.opening import migrate as migrate_store
from onward.study.scene import Rules

app = typer.Typer(
    help="Returns that go straight to the next customer who wants them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(policies, name="policy")
ledger = typer.Typer(help="Prove the book, or read statements out of it.")
app.add_typer(ledger, name="ledger")


class Breakable(StrEnum):
    """The sandboxes that can be down on demand."""

    CARRIER = "carrier"
    PAYMENTS = "payments"


# What a person at the terminal can mend: said in one sentence, without a traceback.
_PLAIN = (
    *(
        BadSettings,
        UnreadablePolicy,
        UnreadableOrderFile,
        PortTaken,
        NoPictures,
        BookIsOff,
        CannotPause,
        CannotFail,
        NotReconciled,
        UnreadablePlaces,
    ),
    *(BadBacktest, NothingToReplay),
)
Port = Annotated[int | None, typer.Option(help="Where to listen; 0 picks a free one.")]
Preset = Annotated[str | None, typer.Option(help=f"A known kind of file: {', '.join(presets())}.")]
MapFile = Annotated[
    Path | None, typer.Option("--map", help="A TOML file that says which column is which.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Throw the shop's data away first.")]
Background = Annotated[Path | None, typer.Option(help="A real order file, as background.")]
Serving = Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it afterwards.")]


@app.command()
def serve(port: Port = None) -> None:
    """Serve the web and, unless ONWARD_WORKER=off, do the work beside it."""
    settings = _settings(port)
    _run(serving.serve(settings))


@app.command()
def worker() -> None:
    """Do what events set off, in a process of its own."""
    _run(serving.work(_settings()))


@app.command()
def migrate() -> None:
    """Bring the database up to date; an SQLite file is copied first."""
    _run(migrate_store(_settings().database))


@app.command()
def demo(
    port: Port = None,
    fresh: Fresh = False,
    orders: Background = None,
    preset: Preset = None,
    serve: Serving = True,
) -> None:
    """Migrate, seed when empty, print the sign-in links, serve."""
    settings = _settings(port)
    if settings.mode is Mode.PRODUCTION:
        _stop("This is production (ONWARD_MODE): the demo does not run here.")
    background = _opened(orders, preset, None) if orders else None
    _run(serving.demo(settings, background, fresh=fresh, serving=serve))


@app.command("import-orders")
def import_orders(file: Path, preset: Preset = None, mapping: MapFile = None) -> None:
    """Bring in the orders of a Parquet or CSV file. Doing it twice adds nothing."""
    settings = _settings()
    _run(importing.import_file(settings, _opened(file, preset, mapping), file.name))


@app.command("import-pictures")
def import_pictures(folder: Path) -> None:
    """Bring in catalogue pictures named after their SKU. Doing it twice changes nothing."""
    _run(picturing.import_pictures(_settings(), folder))


@app.command("import-places")
def import_places(
    file: Path, country: Annotated[str, typer.Option(help="Whose postcodes: DE.")]
) -> None:
    """Bring in where a country's postcodes lie: a CSV with postcode, lat and lon."""
    _run(placing.import_file(_settings(), file, country.upper()))


@app.command()
def pause(
    what: Annotated[str | None, typer.Argument(help="all, category:NAME or sku:NUMBER.")] = None,
    because: Annotated[
        StopReason, typer.Option(case_sensitive=False, help="Why.")
    ] = StopReason.OTHER,
) -> None:
    """Take a SKU, a category or everything off the peer path at once; without a word on what, list
    what is stopped. Doing it twice changes nothing more."""
    _run(pausing.pause(_settings(), what, because) if what else pausing.standing(_settings()))


@app.command()
def resume(what: Annotated[str, typer.Argument(help="As it was paused.")]) -> None:
    """Let new returns of it go to other customers again."""
    _run(pausing.resume(_settings(), what))


@ledger.command("check")
def check_ledger() -> None:
    """Prove the whole book: every entry even, every line with its cause, nothing owed unduly."""
    _run(bookkeeping.check(_settings()))


@ledger.command("statement")
def ledger_statement(
    case: Annotated[str | None, typer.Option(help="A case's reference.")] = None,
    person: Annotated[str | None, typer.Option(help="Somebody's e-mail: their own money.")] = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day of UTC: 2026-11-23.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an entry.")] = False,
) -> None:
    """What moved in one case, of one person, or on one day."""
    if sum(one is not None for one in (case, person, day)) != 1:
        _stop("Give one of --case, --person and --day.")
    on = day.date() if day else None
    _run(bookkeeping.statement(_settings(), case, person, on, as_json=as_json))


@app.command()
def reconcile(
    days: Annotated[int, typer.Option(min=1, max=90, help="How many days back.")] = 2,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Hold the payment provider's book against ours; exit code 1 where anything differs."""
    _run(reconciling.reconcile(_settings(), days, as_json=as_json))


@app.command("stock-moves")
def stock_moves(
    since: Annotated[str | None, typer.Option(help="The seq of the last line you took.")] = None,
) -> None:
    """What returns mean for stock, for an ERP: one JSON object a move, each under a stable id."""
    _run(bookkeeping.stock_moves(_settings(), since))


@app.command()
def backtest(
    file: Path,
    preset: Preset = None,
    mapping: MapFile = None,
    willing: options.Willing = None,
    window_days: options.WindowDays = None,
    seed: options.Seed = 1,
    rules: options.UsingRules = Rules.POLICY,
    policy: options.PolicyFile = None,
    warehouse: options.Warehouse = None,
    as_json: options.AsJson = False,
    html: options.HtmlFile = None,
    returns: options.ReturnsFile = None,
) -> None:
    """Replay an order history with its returns: who would have taken which, and what it meant."""
    asked = Asked(rules, willing, window_days, seed, policy, warehouse, as_json, html, returns)
    try:
        opened = open_history_file(file, _mapping(preset, mapping))
        replay_file(opened, file, asked, _settings().frontend)
    except _PLAIN as problem:
        _stop(str(problem))


@app.command()
def odds(
    file: Path,
    preset: Preset = None,
    mapping: MapFile = None,
    willing: options.Willing = None,
    policy: options.PolicyFile = None,
) -> None:
    """Learn the odds of a next owner from an order history, as the table of a policy."""
    try:
        learn(open_history_file(file, _mapping(preset, mapping)), file, policy, willing)
    except _PLAIN as problem:
        _stop(str(problem))


@app.command()
def schema() -> None:
    """Print the GraphQL schema."""
    typer.echo(graphql_schema.as_str())


@app.command()
def life() -> None:
    """Print the life of a case as Mermaid."""
    typer.echo(mermaid())


@app.command()
def outage(port: Annotated[Breakable, typer.Argument(help="Which one.")], calls: int) -> None:
    """Let the next calls of a sandbox fail, to see what the shop does then; 0 heals it."""
    settings = _settings()
    if settings.mode is Mode.PRODUCTION:
        _stop("This is production (ONWARD_MODE): nothing is broken on purpose here.")
    Breakdowns(settings.breakdowns, port.value).down_for(calls)
    typer.echo(f"The next {calls} calls of {port.value} fail.")


@app.command()
def mishaps(
    shares: Annotated[
        list[str] | None, typer.Argument(help="How many in a thousand, like LOST=20 LATE=100.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed tells the same story again.")] = 0,
) -> None:
    """Let parcels of the sandbox carrier meet with mishaps; without any, all goes well again."""
    try:
        typer.echo(write_book(_settings(), shares or [], seed))
    except CannotFail as wrong:
        _stop(str(wrong))


def _settings(port: int | None = None) -> Settings:
    try:
        return read_settings() if port is None else read_settings(port=port)
    except BadSettings as wrong:
        _stop(str(wrong))


def _mapping(preset: str | None, mapping: Path | None) -> OrderMapping | None:
    if preset and mapping:
        _stop("Give --preset or --map, not both.")
    chosen = load_preset(preset) if preset else None
    return load_mapping(mapping) if mapping else chosen


def _opened(path: Path, preset: str | None, mapping: Path | None) -> OrderFile:
    try:
        return open_order_file(path, _mapping(preset, mapping))
    except UnreadableOrderFile as unreadable:
        _stop(str(unreadable))


def _run(work: Coroutine[Any, Any, object]) -> None:
    try:
        serving.run(work)
    except _PLAIN as problem:
        _stop(str(problem))


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
