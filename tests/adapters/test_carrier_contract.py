"""What every carrier does, the sandbox and the fake alike; a real one joins by a line in `each`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from onward.adapters.breakdowns import BreakableCarrier, Breakdowns
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.carriers.webhooks import HEADER, signed_body
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import BadInput, ForgedWebhook
from onward.domain.shipping import Scan, VoidAnswer
from onward.ports import Carrier
from tests.adapters.parcels import parcel
from tests.world import SECRET, FakeCarrier

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
Webhook = tuple[dict[str, str], bytes]


@dataclass
class UnderTest:
    """A carrier, what its counters post when parcels are handed in, and how it signs anything."""

    carrier: Carrier
    hand_in: Callable[[list[Scan]], Webhook]
    signed: Callable[[object], Webhook]


def sandbox(folder: Path) -> UnderTest:
    carrier = SandboxCarrier(SECRET, folder, now_s=AT.timestamp)

    def hand_in(scans: list[Scan]) -> Webhook:
        carrier.note_scans(scans)
        return carrier.sign_scans(scans)

    def signed(message: object) -> Webhook:
        return signed_body(SECRET.encode(), orjson.dumps(message), AT.timestamp())

    return UnderTest(carrier, hand_in, signed)


def breakable(folder: Path) -> UnderTest:
    inner = sandbox(folder)
    carrier = BreakableCarrier(inner.carrier, Breakdowns(folder, "carrier"))
    return UnderTest(carrier, inner.hand_in, inner.signed)


def fake(folder: Path) -> UnderTest:
    carrier = FakeCarrier()
    return UnderTest(carrier, lambda scans: carrier.hand_in(*scans), carrier.signed)


@pytest.fixture(params=[sandbox, breakable, fake], ids=["sandbox", "breakable", "fake"])
def each(request: pytest.FixtureRequest, tmp_path: Path) -> UnderTest:
    made: UnderTest = request.param(tmp_path)
    return made


def scan(number: str, status: ShipmentStatus = ShipmentStatus.IN_TRANSIT, key: str = "one") -> Scan:
    return Scan(key, number, status, AT, "Mountain sorting hub")


async def test_the_same_key_gives_the_same_label(each: UnderTest) -> None:
    first = await each.carrier.buy(parcel(), "label:1")
    assert await each.carrier.buy(parcel(), "label:1") == first


async def test_another_key_gives_another_label(each: UnderTest) -> None:
    one = await each.carrier.buy(parcel(), "label:1")
    other = await each.carrier.buy(parcel(), "label:2")
    assert one.tracking_number != other.tracking_number
    assert one.counter_code != other.counter_code


async def test_a_label_can_be_printed_paid_and_expected(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(currency="GBP"), "label:1")
    assert label.pdf.startswith(b"%PDF-")
    assert label.cost.currency == "GBP"
    assert label.cost.minor > 0
    assert label.eta_for > timedelta()
    assert label.carrier


async def test_an_unscanned_label_is_voided_as_often_as_asked(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    assert await each.carrier.void(label.tracking_number, "void:1") is VoidAnswer.REFUNDED
    assert await each.carrier.void(label.tracking_number, "void:1") is VoidAnswer.REFUNDED


async def test_a_label_that_never_was_is_not_voided(each: UnderTest) -> None:
    assert await each.carrier.void("ONW0000000000000001", "void:1") is not VoidAnswer.REFUNDED


async def test_a_scanned_label_is_not_voided(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    each.hand_in([scan(label.tracking_number)])
    assert await each.carrier.void(label.tracking_number, "void:1") is not VoidAnswer.REFUNDED


async def test_a_webhook_tells_its_scans_in_order(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    told = [
        scan(label.tracking_number),
        scan(label.tracking_number, ShipmentStatus.DELIVERED, "two"),
    ]
    headers, body = each.hand_in(told)
    assert each.carrier.scans(headers, body) == tuple(told)


async def test_a_webhook_told_twice_says_the_same_twice(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    webhook = each.hand_in([scan(label.tracking_number)])
    again = each.hand_in([scan(label.tracking_number)])
    assert each.carrier.scans(*webhook) == each.carrier.scans(*again)


async def test_header_names_may_come_in_any_case(each: UnderTest) -> None:
    headers, body = each.hand_in([scan("ONW1")])
    lowered = {name.lower(): value for name, value in headers.items()}
    assert each.carrier.scans(lowered, body) == each.carrier.scans(headers, body)


async def test_a_webhook_altered_on_the_way_is_forged(each: UnderTest) -> None:
    headers, body = each.hand_in([scan("ONW1")])
    with pytest.raises(ForgedWebhook):
        each.carrier.scans(headers, body.replace(b"ONW1", b"ONW2"))


async def test_a_webhook_without_a_signature_is_forged(each: UnderTest) -> None:
    _, body = each.hand_in([scan("ONW1")])
    with pytest.raises(ForgedWebhook):
        each.carrier.scans({}, body)


@pytest.mark.parametrize("signature", ["", "t=1", "t=,v1=", "v1=00", "t=x,v1=zz", "t=1,v1=é"])
async def test_a_signature_of_nonsense_is_forged(each: UnderTest, signature: str) -> None:
    _, body = each.hand_in([scan("ONW1")])
    with pytest.raises(ForgedWebhook):
        each.carrier.scans({HEADER: signature, "Fake-Signature": signature}, body)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"scans": 1},
        {"scans": [{}]},
        {"scans": ["x"]},
        {"scans": [{"id": "a", "key": "a", "tracking_number": "T", "status": "LOST", "at": "now"}]},
    ],
)
async def test_a_signed_message_that_is_no_webhook_is_bad_input(
    each: UnderTest, message: object
) -> None:
    with pytest.raises(BadInput):
        each.carrier.scans(*each.signed(message))
