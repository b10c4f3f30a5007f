"""What every carrier does: the sandbox, the fake, and EasyPost before a small world of its own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from onward.adapters.breakdowns import BreakableCarrier, Breakdowns
from onward.adapters.carriers.easypost import EasyPostCarrier
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.carriers.webhooks import HEADER, signed_body
from onward.domain.life import ShipmentStatus
from onward.domain.refusals import BadInput, ForgedWebhook, Unserviceable
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.ports import Carrier
from tests.adapters.carriers.easypost_town import easypost_town
from tests.adapters.parcels import BUYER, parcel
from tests.world import SECRET, FakeCarrier

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
LATER = AT + timedelta(days=3)
NOWHERE = replace(BUYER, postal_code="00000-none", country="AQ")
Webhook = tuple[dict[str, str], bytes]


@dataclass
class UnderTest:
    """A carrier, what its counters post when parcels are handed in, how it signs anything, and a
    currency it is paid in."""

    carrier: Carrier
    hand_in: Callable[[list[Scan]], Webhook]
    signed: Callable[[object], Webhook]
    currency: str = "GBP"


def sandbox(folder: Path, open_: ExitStack) -> UnderTest:
    carrier = SandboxCarrier(SECRET, folder, now_s=AT.timestamp)

    def hand_in(scans: list[Scan]) -> Webhook:
        carrier.note_scans(scans)
        return carrier.sign_scans(scans)

    def signed(message: object) -> Webhook:
        return signed_body(SECRET.encode(), orjson.dumps(message), AT.timestamp())

    return UnderTest(carrier, hand_in, signed)


def breakable(folder: Path, open_: ExitStack) -> UnderTest:
    inner = sandbox(folder, open_)
    carrier = BreakableCarrier(inner.carrier, Breakdowns(folder, "carrier"))
    return UnderTest(carrier, inner.hand_in, inner.signed)


def fake(folder: Path, open_: ExitStack) -> UnderTest:
    carrier = FakeCarrier()
    carrier.unserved.add(NOWHERE.postal_code)
    return UnderTest(carrier, lambda scans: carrier.hand_in(*scans), carrier.signed)


def easypost(folder: Path, open_: ExitStack) -> UnderTest:
    town = open_.enter_context(easypost_town(SECRET))
    town.unserved.add(NOWHERE.country)
    carrier = EasyPostCarrier("EZTK-test", SECRET, town.base)
    return UnderTest(carrier, town.hand_in, town.signed, currency="USD")


@pytest.fixture(params=[sandbox, breakable, fake, easypost], ids=lambda made: made.__name__)
def each(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnderTest]:
    with ExitStack() as open_:
        yield request.param(tmp_path, open_)


def scan(number: str, status: ShipmentStatus = ShipmentStatus.IN_TRANSIT, key: str = "one") -> Scan:
    return Scan(key, number, status, AT, "Mountain sorting hub")


def unkeyed(scans: Iterable[Scan]) -> list[Scan]:
    """Scans without the keys that a carrier chooses for itself."""
    return [replace(scan, key="") for scan in scans]


async def test_the_same_key_gives_the_same_label(each: UnderTest) -> None:
    first = await each.carrier.buy(parcel(), "label:1")
    assert await each.carrier.buy(parcel(), "label:1") == first


async def test_the_same_key_gives_the_label_that_was_sold_whatever_is_asked_for_later(
    each: UnderTest,
) -> None:
    *_, dearest = await each.carrier.quote(parcel())
    first = await each.carrier.buy(parcel(), "label:1", dearest.product)
    assert await each.carrier.buy(parcel(), "label:1") == first


async def test_a_label_that_was_sold_is_sold_whatever_becomes_of_the_address(
    each: UnderTest,
) -> None:
    first = await each.carrier.buy(parcel(), "label:1")
    again = await each.carrier.buy(parcel(NOWHERE), "label:1")
    assert (again.tracking_number, again.cost) == (first.tracking_number, first.cost)


async def test_a_carrier_tells_what_it_sold_under_a_key_and_sells_nothing_by_that(
    each: UnderTest,
) -> None:
    assert await each.carrier.sold("label:1") is None
    *_, dearest = await each.carrier.quote(parcel())
    assert await each.carrier.sold("label:1") is None
    label = await each.carrier.buy(parcel(), "label:1", dearest.product)
    sold = await each.carrier.sold("label:1")
    assert sold is not None
    # Its pages, and a code that a counter's form has to be made for, are for who needs them.
    unprinted = replace(label, pdf=b"", zpl=None, counter_code=sold.counter_code)
    assert sold == unprinted
    assert await each.carrier.void(sold.tracking_number, "void:1") is VoidAnswer.REFUNDED
    assert await each.carrier.sold("label:1") == sold


async def test_another_key_gives_another_label(each: UnderTest) -> None:
    one = await each.carrier.buy(parcel(), "label:1")
    other = await each.carrier.buy(parcel(), "label:2")
    assert one.tracking_number != other.tracking_number
    assert one.counter_code != other.counter_code


async def test_a_label_can_be_printed_paid_and_expected(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(currency=each.currency), "label:1")
    assert label.pdf.startswith(b"%PDF-")
    assert label.cost.currency == each.currency
    assert label.cost.minor > 0
    assert label.eta_for > timedelta()
    assert label.carrier


async def test_the_cheapest_offer_comes_first_and_is_what_is_bought_unasked(
    each: UnderTest,
) -> None:
    quotes = await each.carrier.quote(parcel())
    costs = [quote.cost.minor for quote in quotes]
    assert costs == sorted(costs)
    assert len({quote.product for quote in quotes}) == len(quotes)
    label = await each.carrier.buy(parcel(), "label:1")
    assert (label.product, label.cost) == (quotes[0].product, quotes[0].cost)


async def test_a_product_that_was_quoted_can_be_bought_as_it_was_quoted(each: UnderTest) -> None:
    for quote in await each.carrier.quote(parcel()):
        label = await each.carrier.buy(parcel(), f"label:{quote.product}", quote.product)
        assert (label.product, label.cost, label.eta_for, label.blind) == (
            quote.product,
            quote.cost,
            quote.eta_for,
            quote.blind,
        )


async def test_a_product_that_nobody_offers_is_not_bought(each: UnderTest) -> None:
    with pytest.raises(Unserviceable):
        await each.carrier.buy(parcel(), "label:1", "RIVER_BARGE")


async def test_an_address_nobody_serves_has_no_quote_and_no_label(each: UnderTest) -> None:
    with pytest.raises(Unserviceable):
        await each.carrier.quote(parcel(NOWHERE))
    with pytest.raises(Unserviceable):
        await each.carrier.buy(parcel(NOWHERE), "label:1")


async def test_a_code_product_prints_nothing_for_who_may_not_read_the_address(
    each: UnderTest,
) -> None:
    hidden = replace(parcel(), hides_recipient=True)
    for quote in await each.carrier.quote(hidden):
        label = await each.carrier.buy(hidden, f"label:{quote.product}", quote.product)
        assert bool(label.pdf) is (quote.blind is Blind.NO)
        assert label.counter_code


async def test_every_scan_so_far_is_tracked_under_the_keys_of_its_webhook(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    assert await each.carrier.track(label.tracking_number) == ()
    late = replace(scan(label.tracking_number, ShipmentStatus.DELIVERED, "two"), at=LATER)
    each.hand_in([late])
    headers, body = each.hand_in([scan(label.tracking_number), late])
    told = each.carrier.scans(headers, body)
    assert await each.carrier.track(label.tracking_number) == told


async def test_weights_and_expected_days_come_with_their_scans(each: UnderTest) -> None:
    weighed = replace(scan("ONW1"), weight_g=512, eta_at=LATER)
    assert unkeyed(each.carrier.scans(*each.hand_in([weighed]))) == unkeyed([weighed])


async def test_an_unscanned_label_is_voided_as_often_as_asked(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    assert await each.carrier.void(label.tracking_number, "void:1") is VoidAnswer.REFUNDED
    assert await each.carrier.void(label.tracking_number, "void:1") is VoidAnswer.REFUNDED


async def test_a_label_that_never_was_is_not_voided(each: UnderTest) -> None:
    for number in ("ONW0000000000000001", "9400100208303109505688", ""):
        assert await each.carrier.void(number, "void:1") is VoidAnswer.NOT_APPLICABLE


async def test_a_scanned_label_is_not_voided(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    each.hand_in([scan(label.tracking_number)])
    assert await each.carrier.void(label.tracking_number, "void:1") is VoidAnswer.REJECTED


async def test_a_webhook_tells_its_scans_in_order(each: UnderTest) -> None:
    label = await each.carrier.buy(parcel(), "label:1")
    told = [
        scan(label.tracking_number),
        scan(label.tracking_number, ShipmentStatus.DELIVERED, "two"),
    ]
    headers, body = each.hand_in(told)
    assert unkeyed(each.carrier.scans(headers, body)) == unkeyed(told)


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
    headers = dict.fromkeys((HEADER, "Fake-Signature", "X-Hmac-Signature"), signature)
    with pytest.raises(ForgedWebhook):
        each.carrier.scans(headers, body)


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
