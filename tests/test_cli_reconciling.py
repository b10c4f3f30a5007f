"""The books held against each other, as a person types it at the terminal."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onward.adapters.payments.sandbox import VISA, SandboxPayments
from onward.domain.money import Money
from tests.test_cli import home, onward

__all__ = ["home"]


class AnHourAgo:
    async def now(self) -> datetime:
        return datetime.now(UTC) - timedelta(hours=1)


def test_books_that_agree_say_so_and_what_differs_is_a_line_and_an_exit_code(home: Path) -> None:
    agreed = onward(home, "reconcile")
    assert agreed.exit_code == 0, agreed.output
    assert "The provider’s book and ours agree." in agreed.output
    provider = SandboxPayments(home / "payments", clock=AnHourAgo())
    asyncio.run(provider.capture(Money(4_800, "USD"), VISA, "OB-1", "of nobody"))
    told = onward(home, "reconcile")
    assert told.exit_code == 1
    assert "The provider moved it" in told.output
    made = json.loads(onward(home, "reconcile", "--json").stdout.splitlines()[0])
    (found,) = made["differences"]
    assert (found["differs"], found["theirs"], found["ours"]) == ("MISSING_HERE", 4_800, None)
