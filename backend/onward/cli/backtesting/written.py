"""The files a backtest leaves behind if it is asked to: where they may lie, and how they are
written."""

from pathlib import Path

from onward.cli.backtesting.wording import words
from onward.study.one_by_one import one_by_one
from onward.study.slices import Found

_KINDS = {".csv", ".parquet"}
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class BadBacktest(Exception):
    """What was asked for cannot be replayed or written; the text is one plain sentence."""


def check_written(html: Path | None, returns: Path | None, history: Path) -> None:
    """Said before the work, not after it. Raises BadBacktest."""
    if returns and returns.suffix.lower() not in _KINDS:
        raise BadBacktest(words("bad.returns", path=returns))
    for path in (html, returns):
        if path and path.exists() and path.samefile(history):
            raise BadBacktest(words("bad.same_file", path=path))
        if path and not path.parent.is_dir():
            raise BadBacktest(words("bad.no_folder", path=path))
    if html and returns and html.resolve() == returns.resolve():
        raise BadBacktest(words("bad.one_file", path=html))


def write_page(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as trouble:
        raise _unwritten(path, trouble) from trouble


def write_returns(path: Path, found: Found) -> None:
    """Every return, one row each, as Parquet or CSV."""
    rows = one_by_one(found)
    try:
        with path.open("wb") as file:
            if path.suffix.lower() == ".csv":
                rows.write_csv(file, datetime_format=_MOMENT)
            else:
                rows.write_parquet(file)
    except OSError as trouble:
        raise _unwritten(path, trouble) from trouble


def _unwritten(path: Path, trouble: OSError) -> BadBacktest:
    return BadBacktest(words("bad.no_write", path=path, problem=trouble.strerror or "unknown"))
