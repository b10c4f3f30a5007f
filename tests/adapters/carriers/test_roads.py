"""The road of a parcel: each mishap of the failure book does to it what its name says."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.adapters.carriers.failures import FailureBook, Mishap
from onward.adapters.carriers.roads import Journey, journey, scan_of
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import NotFound
from tests.adapters.parcels import parcel
from tests.world import MORNING, SECRET

S, M = ShipmentStatus, Mishap
ETA_FOR = timedelta(days=4)
WHOLE_ROAD = [S.IN_TRANSIT, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED]


def road(folder: Path, *mishaps: Mishap, number: str = "ONW1", seed: int = 0) -> Journey:
    book = FailureBook(folder)
    book.write(seed, certain={number: mishaps})
    return journey(number, MORNING, ETA_FOR, 480, book)


def seen(made: Journey) -> list[ShipmentStatus]:
    return [scan.status for scan in made.scans]


def test_a_parcel_that_nothing_befalls_is_told_of_as_it_goes(tmp_path: Path) -> None:
    made = road(tmp_path)
    assert seen(made) == WHOLE_ROAD
    assert [one.scan for one in made.told] == list(made.scans)
    assert all(one.at == one.scan.at for one in made.told)
    assert (made.scans[0].at, made.scans[-1].at) == (MORNING, MORNING + ETA_FOR)
    assert (made.scans[0].weight_g, made.scans[0].eta_at) == (480, MORNING + ETA_FOR)


@pytest.mark.parametrize(
    ("mishap", "statuses"),
    [
        (M.LOST, WHOLE_ROAD[:2]),
        (M.DAMAGED, [*WHOLE_ROAD[:2], S.FAILURE]),
        (M.SENT_BACK, [*WHOLE_ROAD[:2], S.RETURN_TO_SENDER, S.DELIVERED]),
        (M.REFUSED, [*WHOLE_ROAD[:3], S.RETURN_TO_SENDER, S.DELIVERED]),
    ],
)
def test_the_fate_of_a_parcel_shows_in_its_scans(
    tmp_path: Path, mishap: Mishap, statuses: list[ShipmentStatus]
) -> None:
    assert seen(road(tmp_path, mishap)) == statuses


@pytest.mark.parametrize("number", [f"ONW{drawn}" for drawn in range(6)])
def test_scans_are_missing_doubled_late_and_swapped_but_never_invented(
    tmp_path: Path, number: str
) -> None:
    truth = [scan.key for scan in road(tmp_path, number=number).scans]
    heard = {
        mishap: road(tmp_path, mishap, number=number).told
        for mishap in (M.MISSING, M.DUPLICATE, M.LATE, M.OUT_OF_ORDER)
    }
    keys = {mishap: [one.scan.key for one in told] for mishap, told in heard.items()}
    assert len(set(keys[M.MISSING])) == len(truth) - 1
    assert sorted(Counter(keys[M.DUPLICATE]).values()) == [1, 1, 1, 2]
    assert sum(one.at - one.scan.at >= timedelta(hours=30) for one in heard[M.LATE]) == 1
    assert keys[M.OUT_OF_ORDER] != truth
    assert sorted(keys[M.OUT_OF_ORDER]) == sorted(truth)
    for told in keys.values():
        assert set(told) <= set(truth)


def test_a_parcel_that_weighs_something_else_is_weighed_at_the_counter(tmp_path: Path) -> None:
    grams = road(tmp_path, M.MISWEIGHED).scans[0].weight_g
    assert grams is not None
    assert abs(grams - 480) > 480 // 2


@given(
    st.sets(st.sampled_from(sorted(M))), st.integers(0, 9), st.integers(0, 40), st.integers(1, 99)
)
def test_the_same_book_tells_the_same_story_again(
    tmp_path_factory: pytest.TempPathFactory, mishaps: set[Mishap], seed: int, number: int, g: int
) -> None:
    book = FailureBook(tmp_path_factory.getbasetemp() / "story")
    book.write(seed, certain={f"ONW{number}": sorted(mishaps)})
    one = journey(f"ONW{number}", MORNING, ETA_FOR, g, book)
    assert journey(f"ONW{number}", MORNING, ETA_FOR, g, book) == one
    assert [scan.at for scan in one.scans] == sorted(scan.at for scan in one.scans)
    assert [told.at for told in one.told] == sorted(told.at for told in one.told)
    assert all(told.at >= told.scan.at for told in one.told)
    assert len({scan.key for scan in one.scans}) == len(one.scans)


@pytest.mark.anyio
async def test_the_carrier_knows_the_road_of_what_it_sold_and_of_nothing_else(
    tmp_path: Path,
) -> None:
    carrier = SandboxCarrier(SECRET, tmp_path)
    label = await carrier.buy(parcel(), "label:1")
    made = carrier.journey(label.tracking_number, MORNING)
    assert made.scans[-1].at == MORNING + label.eta_for
    with pytest.raises(NotFound):
        carrier.journey("9400100208303109505688", MORNING)


def test_a_place_is_a_region_and_another_one_at_the_other_end() -> None:
    for number in (f"ONW{drawn}" for drawn in range(200)):
        out = scan_of(number, S.IN_TRANSIT, MORNING).place
        there = scan_of(number, S.DELIVERED, MORNING).place
        assert out != there
        assert str(out).endswith("sorting hub")
        assert str(there).endswith("sorting hub")


def test_the_same_scan_keeps_its_id_and_another_has_its_own() -> None:
    one = scan_of("ONW1", S.IN_TRANSIT, MORNING)
    assert one == scan_of("ONW1", S.IN_TRANSIT, MORNING)
    assert one.key != scan_of("ONW1", S.DELIVERED, MORNING).key
    assert one.key != scan_of("ONW2", S.IN_TRANSIT, MORNING).key
