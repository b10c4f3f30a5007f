"""What the sandbox remembers is kept once, whoever writes it and however often."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from onward.adapters.carriers.memory import Memory, Sold
from onward.adapters.carriers.roads import scan_of
from onward.domain.life import ShipmentStatus
from onward.domain.money import Money
from onward.domain.shipping import Blind
from tests.world import MORNING

SOLD = Sold("GROUND", 480, timedelta(days=4), MORNING, Money(710, "EUR"), Blind.NO)
FIRST = replace(scan_of("ONW1", ShipmentStatus.IN_TRANSIT, MORNING), weight_g=470)
LAST = scan_of("ONW1", ShipmentStatus.DELIVERED, MORNING + timedelta(days=4))


def test_a_label_is_remembered_as_it_was_sold_first(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    assert memory.sell("ONW1", SOLD) == SOLD
    assert memory.sell("ONW1", replace(SOLD, sold_at=MORNING + timedelta(days=9))) == SOLD
    assert Memory(tmp_path).sold("ONW1") == SOLD
    assert memory.sold("ONW2") is None


def test_scans_are_kept_once_and_read_in_the_order_of_their_instants(tmp_path: Path) -> None:
    Memory(tmp_path).see([LAST, FIRST])
    Memory(tmp_path).see([FIRST])
    assert Memory(tmp_path).seen("ONW1") == (FIRST, LAST)
    assert Memory(tmp_path).seen("ONW2") == ()


def test_a_void_was_asked_for_when_it_was_asked_for_first(tmp_path: Path) -> None:
    assert Memory(tmp_path).ask_void("ONW1", MORNING) == MORNING
    assert Memory(tmp_path).ask_void("ONW1", MORNING + timedelta(days=3)) == MORNING


def test_calls_are_counted_across_processes(tmp_path: Path) -> None:
    counts = [Memory(tmp_path).count("buy label:1") for _ in range(3)]
    assert [*counts, Memory(tmp_path).count("buy label:2")] == [0, 1, 2, 0]
