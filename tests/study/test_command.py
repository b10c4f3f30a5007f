"""`onward backtest` as a person types it: what it prints, what it writes, what it says when it
cannot."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from onward.cli import app
from onward.cli.backtesting.wording import barrier
from onward.messages import knows
from onward.study.one_by_one import COLUMNS
from tests.study.adding_up import per_100, total

HEADER = "order_number,ordered_at,email,sku,quantity,unit_price,currency,country,returned_at"
MOMENTS = ("ordered_at", "returned_at", "taken_at")
START = datetime(2026, 1, 5, 8, tzinfo=UTC)


def onward(folder: Path, *words: str) -> Result:
    given = {"ONWARD_HOME": str(folder / "shop"), "ONWARD_FRONTEND": str(folder / "frontend")}
    return CliRunner().invoke(app, ["backtest", *words], env=given)


def a_year(folder: Path, *more: str) -> str:
    """Ninety days of one scarf: an order every five hours, many a one back after four days."""
    rows = [
        f"{n},{_at(n * 5)},c{n % 83}@example.com,<S&1>,1,{40 + n % 9}.00,EUR,DE,"
        + (_at(n * 5 + 96) if n % 9 == 0 and n < 200 else "")
        for n in range(24 * 90 // 5)
    ]
    path = folder / "history.csv"
    path.write_text("\n".join((HEADER, *rows, *more, "")))
    return str(path)


def _at(hours: int) -> str:
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*")}


def test_json_is_all_that_is_printed_and_nothing_is_written(tmp_path: Path) -> None:
    path = a_year(tmp_path)
    before = files(tmp_path)
    ran = onward(tmp_path, path, "--json")
    assert ran.exit_code == 0, ran.output
    told = orjson.loads(ran.stdout)
    assert told["returns"] == 23
    assert told["asked"]["warehouse_country"] == "DE"
    assert told["seconds"] > 0
    assert files(tmp_path) == before


def test_the_terminal_says_what_this_history_says(tmp_path: Path) -> None:
    ran = onward(tmp_path, a_year(tmp_path), "--willing", "1")
    assert ran.exit_code == 0, ran.output
    assert "for 100 of 100 returns an order came within 3 days" in ran.stdout
    assert "44 of 100 would really go straight to that customer." in ran.stdout
    assert "stops looking" not in ran.stdout
    assert "432 rows read: 432 order lines, 0 of returns, 0 refused." in ran.stdout


def test_the_page_needs_nothing_from_outside_and_quotes_the_file_safely(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    ran = onward(tmp_path, a_year(tmp_path), "--html", str(page))
    assert ran.exit_code == 0, ran.output
    text = page.read_text(encoding="utf-8")
    assert "&lt;S&amp;1&gt;" in text
    assert "<S&1>" not in text
    assert not re.findall(r"""(?:src|href)\s*=|url\((?!data:)|@import|<script""", text)
    assert text.count("<section") == text.count("</section>") > 10
    assert "In this history" in text


@pytest.mark.parametrize("words", [[], ["--rules", "none"], ["--willing", "1"]])
def test_every_return_is_written_and_adds_up_to_what_is_printed(
    tmp_path: Path, words: list[str]
) -> None:
    path = a_year(tmp_path)
    parquet, csv = tmp_path / "returns.parquet", tmp_path / "RETURNS.CSV"
    ran = onward(tmp_path, path, "--json", "--returns", str(parquet), *words)
    assert ran.exit_code == 0, ran.output
    told, rows = orjson.loads(ran.stdout), pl.read_parquet(parquet)
    assert dict(rows.schema) == COLUMNS
    assert rows["counted"].sum() == told["returns"] == 23
    assert rows["matched"].sum() == told["matched"] > 0
    value = total(rows, "value_minor")
    for column, road in (("warehouse_cost_minor", "warehouse"), ("expected_cost_minor", "onward")):
        assert per_100(total(rows, column), value) == told["cost_per_100"][road]
    ran = onward(tmp_path, path, "--returns", str(csv), *words)
    assert f"Every return, one row each: {csv}" in ran.stdout
    same = pl.read_csv(csv, schema_overrides=dict.fromkeys(MOMENTS, pl.String))
    written = pl.col(*MOMENTS).str.to_datetime(
        "%Y-%m-%dT%H:%M:%SZ", time_unit="ms", time_zone="UTC"
    )
    same = same.with_columns(written)
    assert same.cast(pl.Schema(COLUMNS)).equals(rows)


def test_another_ending_is_refused_before_anything_is_replayed(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    ran = onward(tmp_path, a_year(tmp_path), "--html", str(page), "--returns", "returns.json")
    assert ran.exit_code == 1
    assert ran.stderr.strip() == (
        "returns.json is neither Parquet nor CSV: the file of --returns ends in .parquet or .csv."
    )
    assert not page.exists()


def test_every_option_changes_what_is_replayed(tmp_path: Path) -> None:
    path = a_year(tmp_path)

    def told(*words: str) -> dict[str, object]:
        ran = onward(tmp_path, path, "--json", *words)
        assert ran.exit_code == 0, ran.output
        found: dict[str, object] = orjson.loads(ran.stdout)
        return found

    usual = told()
    assert told("--willing", "0.05")["matched"] < usual["matched"]  # type: ignore[operator]
    assert told("--window-days", "1")["matched"] < usual["matched"]  # type: ignore[operator]
    assert told("--seed", "2")["waiting_curve"] != usual["waiting_curve"]
    assert told("--warehouse", "us")["ineligible"] == {"COUNTRY_UNSUPPORTED": 23}
    assert told("--rules", "none")["asked"]["rules"] == "none"  # type: ignore[index]


def test_the_policy_says_how_long_an_owner_is_looked_for_unless_it_is_asked(tmp_path: Path) -> None:
    path, page = a_year(tmp_path), tmp_path / "report.html"
    own = orjson.loads(onward(tmp_path, path, "--json").stdout)["asked"]
    assert (own["window_days"], own["policy_window_days"], own["own_window"]) == (3, 3, True)
    ran = onward(tmp_path, path, "--window-days", "7", "--html", str(page))
    told = "Your policy stops looking after 3 days; this replay looks for 7 days."
    assert told in ran.stdout
    text = page.read_text(encoding="utf-8")
    assert told in text
    assert "asked for; your policy stops looking after 3 days" in text
    assert "a history holds no standing offers" in text
    asked = orjson.loads(onward(tmp_path, path, "--window-days", "7", "--json").stdout)
    [window] = [one for one in asked["assumptions"] if one["name"] == "window_days"]
    assert window["given"]["source"] == "asked for; your policy stops looking after 3 days"


def test_services_and_gifts_are_refused_by_name_and_never_replayed(tmp_path: Path) -> None:
    strange = [
        f"9001,{_at(9)},c1@example.com,POST,1,4.00,EUR,DE,{_at(120)}",
        f"9002,{_at(9)},c1@example.com,dot,1,4.00,EUR,DE,{_at(120)}",
        f"9003,{_at(9)},c1@example.com,post,1,4.00,EUR,DE,{_at(120)}",
        f"9004,{_at(9)},c1@example.com,GIFT-BOX,1,0.00,EUR,DE,{_at(120)}",
    ]
    path, page = a_year(tmp_path, *strange), tmp_path / "report.html"
    ran = onward(tmp_path, path, "--html", str(page))
    assert ran.exit_code == 0, ran.output
    assert "432 order lines, 0 of returns, 4 refused." in ran.stdout
    assert "POST (2), DOT (1)" in page.read_text(encoding="utf-8")
    told = orjson.loads(onward(tmp_path, path, "--json").stdout)
    assert told["returns"] == 23
    refused = {one["reason"]: one["rows"] for one in told["rejected"]}
    assert refused == {"service_code": 3, "nothing_paid": 1}


def test_a_policy_of_ones_own_keeps_its_own_warehouse(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "backend" / "onward" / "policy.toml"
    ran = onward(tmp_path, a_year(tmp_path), "--json", "--policy", str(shipped))
    assert orjson.loads(ran.stdout)["asked"]["warehouse_country"] == "US"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-file.csv"], "cannot be opened"),
        (["FILE", "--preset", "nobody"], "no preset called 'nobody'"),
        (["FILE", "--preset", "uci", "--map", "m.toml"], "not both"),
        (["FILE", "--preset", "uci"], "has no column"),
        (["FILE", "--willing", "0"], "--willing is a share"),
        (["FILE", "--willing", "1.5"], "--willing is a share"),
        (["FILE", "--window-days", "0"], "--window-days is above 0"),
        (["FILE", "--window-days", "nan"], "--window-days is above 0"),
        (["FILE", "--warehouse", "Mars"], "Mars is no country code"),
        (["FILE", "--policy", "no-such-policy.toml"], "cannot be read"),
        (["FILE", "--html", "no-such-folder/report.html"], "there is no such folder"),
        (["FILE", "--html", "FILE"], "is the history itself"),
        (["FILE", "--html", "FOLDER"], "cannot be written"),
        (["FILE", "--returns", "returns.xlsx"], "ends in .parquet or .csv"),
        (["FILE", "--returns", "no-such-folder/returns.csv"], "there is no such folder"),
        (["FILE", "--returns", "FILE"], "is the history itself"),
        (["FILE", "--returns", "FOLDER.csv"], "cannot be written"),
        (["FILE", "--html", "one.csv", "--returns", "./one.csv"], "both name one.csv"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    tmp_path: Path, words: list[str], said: str
) -> None:
    path = a_year(tmp_path)
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    known = {"FILE": path, "FOLDER": str(tmp_path), "FOLDER.csv": str(folder)}
    ran = onward(tmp_path, *(known.get(word, word) for word in words))
    assert ran.exit_code == 1
    assert said in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
    assert ran.stdout == ""


def test_a_history_without_returns_says_so(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(f"{HEADER}\n1,2026-01-05,a@b.de,S-1,1,10.00,EUR,DE,\n")
    ran = onward(tmp_path, str(path))
    assert ran.exit_code == 1
    assert "holds no returns" in ran.stderr


@pytest.mark.parametrize(
    "words", [["--warehouse", "US"], ["--rules", "none"], ["--window-days", "0.04"]]
)
def test_the_page_is_whole_whatever_was_found(tmp_path: Path, words: list[str]) -> None:
    page = tmp_path / "report.html"
    ran = onward(tmp_path, a_year(tmp_path), "--html", str(page), *words)
    assert ran.exit_code == 0, ran.output
    text = page.read_text(encoding="utf-8")
    assert not re.findall(r"\bnan\b|\binf\b|None|\{[a-z_]+\}", without_style(text))


def without_style(text: str) -> str:
    return re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)


def test_a_history_in_a_currency_without_cents_is_told_in_whole_units(tmp_path: Path) -> None:
    path = Path(a_year(tmp_path))
    path.write_text(path.read_text().replace(".00,EUR,DE", ",JPY,JP"))
    ran = onward(tmp_path, str(path), "--html", str(tmp_path / "report.html"))
    assert ran.exit_code == 0, ran.output
    assert "¥10,000 that came back" in ran.stdout


def test_every_word_of_the_report_has_its_sentence(tmp_path: Path) -> None:
    found = run_report(tmp_path)
    for one in found["assumptions"]:
        assert knows(f"backtest.assumption.{one['name']}")
        assert knows(f"backtest.assumption.of_{one['of']}")
    for code in (
        *("PEER_OFF", "REASON_EXCLUDED", "CATEGORY_EXCLUDED", "COUNTRY_UNSUPPORTED"),
        *("OVER_LIMIT", "UNDER_LEAST", "UNLIKELY", "NO_MARGIN", "TOO_MANY_HOPS", "STOPPED"),
        *("CATEGORY_PAUSED", "PRICE_UNKNOWN", "BUNDLE_INCOMPLETE"),
    ):
        assert code not in barrier(code)
    assert barrier("FLAG_FINAL_SALE") == "Flagged as final sale"
    assert "NEW_RULE" in barrier("NEW_RULE")


def run_report(folder: Path) -> dict[str, list[dict[str, str]]]:
    ran = onward(folder, a_year(folder), "--json")
    found: dict[str, list[dict[str, str]]] = orjson.loads(ran.stdout)
    return found
