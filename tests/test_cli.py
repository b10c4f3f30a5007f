"""The command line as a person types it: what it prints, and what it says when it cannot."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result

from onward.adapters.breakdowns import Breakdowns
from onward.cli import app
from onward.demo.people import PEOPLE
from onward.ports import Outage
from tests.polling import until_seen
from tests.shared import ROOT

HEADER = (
    "order_number,ordered_at,delivered_at,email,sku,product,quantity,unit_price,currency,country"
)
GOOD = "1,2026-11-01T10:00:00Z,2026-11-03T10:00:00Z,a@example.com,S-1,Scarf,2,12.50,USD,US"
BAD = "2,2026-11-01T10:00:00Z,,b@example.com,S-1,Scarf,none,12.50,USD,US"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "shop"


def onward(home: Path, *words: str, **env: str) -> Result:
    given = {"ONWARD_HOME": str(home), "ONWARD_FRONTEND": str(home / "frontend"), **env}
    return CliRunner().invoke(app, list(words), env=given)


def order_file(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "orders.csv"
    path.write_text("\n".join((header, *rows, "")))
    return path


def test_migrate_makes_the_database_and_may_be_said_twice(home: Path) -> None:
    for _ in range(2):
        assert onward(home, "migrate").exit_code == 0
    assert (home / "onward.sqlite3").exists()


def test_an_import_says_what_it_did_and_twice_is_once(home: Path, tmp_path: Path) -> None:
    path = order_file(tmp_path, GOOD)
    first = onward(home, "import-orders", str(path))
    assert first.exit_code == 0, first.output
    assert "1 orders and 1 lines added, 0 rows refused" in first.output
    assert "rows/s" in first.output
    second = onward(home, "import-orders", str(path))
    assert "0 orders and 0 lines added" in second.output


def test_each_refused_row_is_reported_with_its_reason(home: Path, tmp_path: Path) -> None:
    done = onward(home, "import-orders", str(order_file(tmp_path, GOOD, BAD)))
    assert done.exit_code == 0, done.output
    assert "1 rows refused" in done.output
    report = (home / "rejected" / "orders.csv").read_text().splitlines()
    assert report[0] == "row,reason,message,value"
    assert report[1].startswith("3,")
    assert "none" in report[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import-orders", "no-such-file.csv"], "cannot be opened"),
        (["import-orders", "FILE", "--preset", "nobody"], "no preset called 'nobody'"),
        (["import-orders", "FILE", "--preset", "uci", "--map", "m.toml"], "not both"),
        (["import-orders", "FILE", "--map", "no-such-map.toml"], "cannot be read"),
        (["import-orders", "FILE"], "no column"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    home: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    path = order_file(tmp_path, "1,2", header="one,two")
    done = onward(home, *[str(path) if word == "FILE" else word for word in words])
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"ONWARD_MODE": "production"}, "ONWARD_SECRET"),
        ({"ONWARD_DATABASE_URL": "mysql://x"}, "ONWARD_DATABASE_URL"),
        ({"ONWARD_POLICY": "/no/such/policy.toml"}, "policy.toml"),
    ],
)
def test_settings_that_cannot_be_are_said_in_a_sentence(
    home: Path, env: dict[str, str], said: str
) -> None:
    done = onward(home, "demo", "--no-serve", "--port", "0", **env)
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output


def test_a_policy_with_a_rule_that_could_never_fire_does_not_start(
    home: Path, tmp_path: Path
) -> None:
    shipped = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.toml"
    mine.write_text(shipped.replace('shown_in = "flaw"', 'shown_in = "mark"'), encoding="utf-8")
    done = onward(home, "demo", "--no-serve", "--port", "0", ONWARD_POLICY=str(mine))
    line = shipped[: shipped.index("flaw =")].count("\n") + 1
    assert done.exit_code == 1
    assert f"line {line}, questions.flaw.shown_in: 'mark' is none of" in " ".join(
        done.output.split()
    )


def test_the_demo_does_not_run_in_production(home: Path) -> None:
    env = {
        "ONWARD_MODE": "production",
        "ONWARD_SECRET": "a secret that is long enough for it",
        "ONWARD_BASE_URL": "https://returns.example",
    }
    assert onward(home, "demo", "--no-serve", **env).exit_code == 1
    assert not (home / "onward.sqlite3").exists()


def test_a_port_that_is_taken_is_said_before_anything_is_made(home: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        done = onward(home, "demo", "--port", str(port))
    assert done.exit_code == 1
    assert f"Port {port} is taken" in done.output
    assert not (home / "onward.sqlite3").exists()


def test_schema_and_life_print_themselves(home: Path) -> None:
    assert "type Query" in onward(home, "schema").output
    assert "stateDiagram" in onward(home, "life").output


@pytest.mark.slow
def test_the_demo_seeds_once_keeps_its_shop_and_starts_afresh_when_told(home: Path) -> None:
    first = onward(home, "demo", "--no-serve", "--port", "0")
    assert first.exit_code == 0, first.output
    for person in PEOPLE:
        assert person.name in first.output
    assert len(re.findall(r"http://localhost:\d+/sign-in/\S+", first.output)) == len(PEOPLE)
    assert "529 lines added" in first.output
    second = onward(home, "demo", "--no-serve", "--port", "0")
    assert second.exit_code == 0, second.output
    assert "lines added" not in second.output
    third = onward(home, "demo", "--fresh", "--no-serve", "--port", "0")
    assert "529 lines added" in third.output


def test_serve_answers_and_ends_in_good_order(home: Path) -> None:
    assert onward(home, "migrate").exit_code == 0
    with serving(home, "serve", "--port", "0") as process:
        address = address_of(process)
        health = until_seen(lambda: healthy(address))
        assert health["database"] is True
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0


def test_a_worker_works_until_it_is_told_to_stop(home: Path) -> None:
    assert onward(home, "migrate").exit_code == 0
    with (
        serving(home, "worker") as worker,
        serving(home, "serve", "--port", "0", ONWARD_WORKER="off") as web,
    ):
        address = address_of(web)
        until_seen(lambda: healthy(address).get("worker"))
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
        web.send_signal(signal.SIGINT)
        assert web.wait(timeout=20) == 0


@contextmanager
def serving(home: Path, *words: str, **env: str) -> Iterator["subprocess.Popen[str]"]:
    """A command in a process of its own; what it prints can be read."""
    given = {"ONWARD_HOME": str(home), "PYTHONPATH": str(ROOT / "backend"), **env}
    process = subprocess.Popen(
        [sys.executable, "-c", "from onward.cli import app; app()", *words],
        env=os.environ | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        with process:
            yield process
            process.kill()
    finally:
        process.kill()


def address_of(process: "subprocess.Popen[str]") -> str:
    """Where it says that it serves."""
    assert process.stdout
    for line in process.stdout:
        found = re.search(r"http://\S+", line)
        if found:
            return found[0]
    raise AssertionError("it ended without serving")


def healthy(address: str) -> dict[str, object]:
    try:
        told: dict[str, object] = httpx.get(f"{address}/health", trust_env=False).json()
    except httpx.TransportError:
        return {}
    return told


def test_an_outage_is_ordered_for_so_many_calls_and_never_in_production(home: Path) -> None:
    assert onward(home, "outage", "carrier", "2").exit_code == 0
    carrier = Breakdowns(home / "breakdowns", "carrier")
    for _ in range(2):
        with pytest.raises(Outage):
            carrier.before()
    carrier.before()
    live = {"ONWARD_MODE": "production", "ONWARD_SECRET": "x" * 40}
    refused = onward(home, "outage", "payments", "1", **live)
    assert refused.exit_code == 1
    Breakdowns(home / "breakdowns", "payments").before()
