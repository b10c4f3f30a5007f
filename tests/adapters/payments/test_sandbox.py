"""The sandbox's books across real processes: one movement a key, and nothing half-written."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from onward.adapters.payments.sandbox import VISA, SandboxPayments
from onward.domain.money import Money
from onward.ports import Outage
from tests.polling import until_seen

pytestmark = pytest.mark.anyio
PRICE = Money(4_800, "USD")
KEYS = 15
CAPTURING = """
import asyncio, sys
from pathlib import Path
from onward.adapters.payments.sandbox import VISA, SandboxPayments
from onward.domain.money import Money

async def capture(keys):
    payments = SandboxPayments(Path(sys.argv[1]))
    for number in range(keys):
        await payments.capture(Money(4800, "USD"), VISA, "OB-1", f"capture:{number}")

asyncio.run(capture(int(sys.argv[2])))
"""


async def capturing(folder: Path, keys: int) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", CAPTURING, str(folder), str(keys), stderr=PIPE
    )


async def test_three_processes_with_the_same_keys_move_each_once(tmp_path: Path) -> None:
    processes = [await capturing(tmp_path, KEYS) for _ in range(3)]
    for process in processes:
        _, said = await process.communicate()
        assert process.returncode == 0, said.decode()
    keys = [moved.key for moved in SandboxPayments(tmp_path).movements()]
    assert sorted(keys) == sorted(f"capture:{number}" for number in range(KEYS))


async def test_a_process_killed_at_work_leaves_whole_entries_that_still_answer(
    tmp_path: Path,
) -> None:
    payments = SandboxPayments(tmp_path)
    process = await capturing(tmp_path, 1_000_000)
    await asyncio.to_thread(until_seen, lambda: len(payments.movements()) >= 5)
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    before = payments.movements()
    for number in range(len(before)):
        await payments.capture(PRICE, VISA, "OB-1", f"capture:{number}")
    assert payments.movements() == before
    assert {moved.amount for moved in before} == {PRICE}


async def test_a_refund_that_was_named_but_never_written_counts_for_nothing(
    tmp_path: Path,
) -> None:
    payments = SandboxPayments(tmp_path)
    charge = (await payments.capture(PRICE, VISA, "OB-1", "capture:1")).provider_ref
    await payments.refund(charge, Money(1, "USD"), "refund:1")
    for entry in (tmp_path / "entries").glob("re_*.json"):
        entry.unlink()
    assert (await payments.refund(charge, PRICE, "refund:2")).status == "succeeded"


async def test_a_charge_of_ours_that_never_was_is_not_refunded(tmp_path: Path) -> None:
    taken = await SandboxPayments(tmp_path).refund("ch_sandbox_none", PRICE, "refund:1")
    assert (taken.status, taken.failure) == ("failed", "charge_not_found")


async def test_books_that_cannot_be_written_are_an_outage(tmp_path: Path) -> None:
    (tmp_path / "books").write_text("a file where the folder should be")
    with pytest.raises(Outage):
        await SandboxPayments(tmp_path / "books").capture(PRICE, VISA, "OB-1", "capture:1")
