"""What is said when the shop starts: a policy that loses money is not found out from the books."""

from importlib.resources import files
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from onward.app import running
from onward.settings import Settings, WorkerHere

pytestmark = pytest.mark.anyio
SHIPPED = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")


async def warnings_at_start(home: Path, policy: str) -> list[str]:
    mine = home / "mine.toml"
    mine.write_text(policy, encoding="utf-8")
    settings = Settings(home=home / "shop", policy=mine, worker=WorkerHere.OFF)
    (home / "shop").mkdir()
    with capture_logs() as logs:
        async with running(settings):
            pass
    return [str(one["why"]) for one in logs if one["event"] == "policy_at_odds"]


async def test_a_discount_that_loses_money_is_said_with_its_numbers(tmp_path: Path) -> None:
    losing = SHIPPED.replace('discount = "18%"', 'discount = "45%"')
    said = await warnings_at_start(tmp_path, losing)
    assert [one.split(",")[0] for one in said] == ["Bags", "Accessories"]
    assert "with 45% off, a piece of 60.00 over 1,200 km brings" in said[0]


async def test_a_sound_policy_is_not_talked_about(tmp_path: Path) -> None:
    assert await warnings_at_start(tmp_path, SHIPPED) == []
