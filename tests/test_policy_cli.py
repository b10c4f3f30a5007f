"""`onward policy` as a merchant types it: a good policy, a broken one, one at odds with itself."""

from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from onward.cli import app

SHIPPED = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")


def policy(*words: str, **env: str) -> Result:
    return CliRunner().invoke(app, ["policy", *words], env=env)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(SHIPPED, encoding="utf-8")
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_policy_that_can_be_followed_is_said_to_be() -> None:
    said = policy("check")
    assert said.exit_code == 0
    assert said.output.startswith("The policy of Onward Demo Shop can be followed")
    assert len(said.output.splitlines()) == 1


def test_a_file_is_checked_by_its_name(mine: Path) -> None:
    said = policy("check", str(mine))
    assert said.exit_code == 0
    assert str(mine) in said.output


def test_without_a_name_the_policy_of_the_settings_is_checked(mine: Path) -> None:
    change(mine, 'shop = "Onward Demo Shop"', 'shop = "Mine"')
    assert "The policy of Mine" in policy("check", ONWARD_POLICY=str(mine)).output


def test_a_mistake_is_named_with_its_file_and_line(mine: Path) -> None:
    change(mine, "compare = true", "compare = 1")
    said = policy("check", str(mine))
    assert said.exit_code == 1
    line = (
        mine.read_text(encoding="utf-8")
        .splitlines()
        .index(
            next(
                one for one in mine.read_text(encoding="utf-8").splitlines() if "compare = 1" in one
            )
        )
    )
    assert f"{mine}: line {line + 1}, costs.compare: must be true or false" in said.output


def test_a_discount_that_loses_money_is_told_and_is_no_error(mine: Path) -> None:
    change(mine, 'full_price = "40%"', 'full_price = "40%"  # as before')
    text = mine.read_text(encoding="utf-8").replace('discount = "20%"', 'discount = "45%"')
    mine.write_text(text, encoding="utf-8")
    said = policy("check", str(mine))
    assert said.exit_code == 0
    lines = said.output.splitlines()
    assert lines[1] == "2 things in it are at odds with others:"
    assert lines[2].startswith("- Clothing, like new: with 45% off, a piece of 60.00 over 1,200 km")
    assert lines[3].startswith("- Shoes, like new")


def test_a_single_oddity_is_told_as_one(mine: Path) -> None:
    change(mine, 'ask_for = "4h"', 'ask_for = "4 days"')
    said = policy("check", str(mine)).output.splitlines()
    assert said[1] == "One thing in it is at odds with another:"
    assert "demand.ask_for" in said[2]


def test_a_policy_is_told_in_plain_words() -> None:
    said = policy("explain")
    assert said.exit_code == 0
    for heading in ("The shop", "How long things last", "Categories"):
        assert heading in said.output.splitlines()
    assert "Swimwear: never goes to another customer." in said.output


def test_what_is_no_policy_is_not_explained(tmp_path: Path) -> None:
    said = policy("explain", str(tmp_path / "nothing.toml"))
    assert said.exit_code == 1
    assert "cannot be read" in said.output
