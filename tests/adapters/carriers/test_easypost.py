"""EasyPost, against its own recorded answers. Counter codes, look-ups by reference and the list of
trackers were never recorded: those answers are written here after the documentation."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import segno

from onward.adapters.carriers.easypost import EasyPostCarrier
from onward.domain.life import ShipmentStatus
from onward.domain.money import Money
from onward.domain.refusals import Unserviceable
from onward.domain.shipping import Blind, VoidAnswer
from onward.ports import BoughtLabel, Outage
from tests.adapters.carriers.recorded import Recorded, Reply, recorded_body, recording, replaying
from tests.adapters.parcels import WAREHOUSE, parcel

pytestmark = pytest.mark.anyio
PARCEL = replace(parcel(), origin=replace(parcel().recipient, name="Rae Turner", street="5 Home"))
HIDDEN = replace(PARCEL, hides_recipient=True)
QR_TEXT = "LB-USPS-0042-7731"
PDF, ZPL = b"%PDF-1.4 a label", "^XA^FDa label^FS^XZ"
# The shipment of shipment_convert_label, and that of shipment_refund.
BOUGHT, REFUNDED = "shp_5f25253b03cd4bd18d27f49763f2433b", "shp_700d2963c43b4847883c955eeb846b13"
NUMBER = "9400100208303109505688"


@pytest.fixture
def server() -> Iterator[Recorded]:
    """A shipment that is made, bought and converted, as recorded; its code as documented."""
    with replaying("shipment_convert_label") as played:
        form = recorded_body("shipment_generate_form", 1)["forms"][0]
        form |= {"form_type": "label_qr_code", "form_url": f"{played.host}/code.png"}
        bought = recorded_body("shipment_convert_label", 1)
        played.answers("POST", f"/shipments/{BOUGHT}/forms", Reply(201, bought | {"forms": [form]}))
        label = bought["postage_label"] | {"label_pdf_url": f"{played.host}/label.pdf"}
        converted = bought | {"postage_label": label}
        played.answers("GET", f"/shipments/{BOUGHT}/label?file_format=PDF", Reply(200, converted))
        zpl = recorded_body("shipment_convert_label", 2)["postage_label"]["label_zpl_url"]
        played.files = {
            "/code.png": qr(QR_TEXT),
            "/label.pdf": PDF,
            urlsplit(zpl).path: ZPL.encode(),
        }
        yield played


def carrier(server: Recorded) -> EasyPostCarrier:
    return EasyPostCarrier("EZTK-test", "a secret", server.base)


def qr(text: str) -> bytes:
    picture = io.BytesIO()
    segno.make_qr(text).save(picture, kind="png", scale=4)
    return picture.getvalue()


def reference_of(server: Recorded) -> str:
    """The path under which the adapter looked for what it may have bought before."""
    path = server.heard[0].path.removeprefix("/v2")
    assert path.startswith("/shipments/onward-")
    return path


async def bought(server: Recorded, key: str = "label:1") -> BoughtLabel:
    return await carrier(server).buy(PARCEL, key, "USPS:GroundAdvantage")


async def test_rates_become_quotes_cheapest_first(server: Recorded) -> None:
    quotes = await carrier(server).quote(PARCEL)
    assert [(quote.product, quote.cost.minor, quote.eta_for.days) for quote in quotes] == [
        ("USPS:GroundAdvantage", 607, 3),
        ("USPS:Priority", 742, 2),
        ("USPS:Express", 3415, 1),
    ]
    assert {quote.blind for quote in quotes} == {Blind.COUNTER_ONLY}
    assert [body["shipment"].get("reference") for body in server.said("POST", "/shipments")] == [
        None
    ]


async def test_what_is_asked_has_the_shape_that_was_recorded(server: Recorded) -> None:
    await bought(server)
    (asked,) = server.said("POST", "/shipments")
    assert asked["shipment"].pop("return_address") == asked["shipment"]["from_address"]
    known = yaml_body("shipment_convert_label", 0)
    assert shape(asked) <= shape(known)
    assert shape(server.said("POST", f"/shipments/{BOUGHT}/buy")[0]) == shape(
        yaml_body("shipment_convert_label", 1)
    )


async def test_a_label_is_bought_converted_and_has_its_counter_code(server: Recorded) -> None:
    assert await bought(server) == BoughtLabel(
        carrier="USPS",
        tracking_number="9400100208303109505664",
        counter_code=QR_TEXT,
        cost=Money(607, "USD"),
        pdf=PDF,
        eta_for=timedelta(days=3),
        product="USPS:GroundAdvantage",
        blind=Blind.COUNTER_ONLY,
        zpl=ZPL,
    )


async def test_the_cheapest_is_bought_where_nothing_is_named(server: Recorded) -> None:
    assert (await carrier(server).buy(PARCEL, "label:1")).product == "USPS:GroundAdvantage"


async def test_nothing_that_is_sent_names_who_hands_the_parcel_in(server: Recorded) -> None:
    await carrier(server).buy(HIDDEN, "label:1")
    (asked,) = server.said("POST", "/shipments")
    assert "Rae Turner" not in str(asked)
    assert "5 Home" not in str(asked)
    for place in ("from_address", "return_address"):
        assert asked["shipment"][place]["street1"] == WAREHOUSE.street
    assert asked["shipment"]["to_address"]["name"] == "N. Haddad"
    assert "phone" not in asked["shipment"]["to_address"]


async def test_on_the_way_to_the_warehouse_the_sender_is_who_sends_it(server: Recorded) -> None:
    await carrier(server).quote(replace(PARCEL, recipient=WAREHOUSE))
    (asked,) = server.said("POST", "/shipments")
    assert asked["shipment"]["from_address"]["name"] == "Rae Turner"
    for place in ("to_address", "return_address"):
        assert asked["shipment"][place]["street1"] == WAREHOUSE.street


async def test_a_code_that_hides_the_recipient_fetches_no_label(server: Recorded) -> None:
    label = await carrier(server).buy(HIDDEN, "label:1")
    assert (label.pdf, label.zpl, label.counter_code) == (b"", None, QR_TEXT)
    assert not [heard for heard in server.heard if "/label?" in heard.path]


async def test_a_service_without_a_counter_is_a_printed_label_and_says_so(server: Recorded) -> None:
    printed = recorded_body("shipment_convert_label", 1)
    printed["selected_rate"] |= {"carrier": "UPS", "service": "Ground"}
    server.forgets("POST", f"/shipments/{BOUGHT}/buy")
    server.answers("POST", f"/shipments/{BOUGHT}/buy", Reply(200, printed))
    label = await carrier(server).buy(HIDDEN, "label:1")
    assert (label.product, label.blind, label.pdf) == ("UPS:Ground", Blind.NO, PDF)
    assert label.counter_code == label.tracking_number
    assert server.said("POST", f"/shipments/{BOUGHT}/forms") == []


async def test_an_answer_that_got_lost_after_the_purchase_is_found_again(server: Recorded) -> None:
    server.forgets("POST", f"/shipments/{BOUGHT}/buy")
    server.answers("POST", f"/shipments/{BOUGHT}/buy", Reply(cut=True))
    with pytest.raises(Outage):
        await bought(server)
    there = recorded_body("shipment_convert_label", 1)
    server.answers("GET", reference_of(server), Reply(200, there))
    assert (await bought(server)).tracking_number == there["tracking_code"]
    assert len(server.said("POST", "/shipments")) == 1
    assert len(server.said("POST", f"/shipments/{BOUGHT}/buy")) == 1


async def test_a_shipment_that_was_made_but_not_bought_is_rated_again_and_bought() -> None:
    with replaying("shipment_regenerate_rates") as server:
        server.forgets("POST", "/shipments")
        server.answers("POST", "/shipments", Reply(cut=True))
        with pytest.raises(Outage):
            await bought(server)
        made, rerated = (recorded_body("shipment_regenerate_rates", at) for at in (0, 1))
        server.answers("GET", reference_of(server), Reply(200, made))
        server.answers("POST", f"/shipments/{made['id']}/buy", Reply(cut=True))
        with pytest.raises(Outage):
            await bought(server)
        assert len(server.said("POST", "/shipments")) == 1
        ground = [rate["id"] for rate in rerated["rates"] if rate["service"] == "GroundAdvantage"]
        assert server.said("POST", f"/shipments/{made['id']}/buy") == [{"rate": {"id": ground[0]}}]


async def test_each_key_has_a_reference_of_its_own_that_tells_nothing(server: Recorded) -> None:
    await bought(server, "label:1")
    await bought(server, "label:2")
    references = [body["shipment"]["reference"] for body in server.said("POST", "/shipments")]
    assert len(set(references)) == 2
    assert not [one for one in references if "label" in one]


async def test_a_shipment_bought_by_another_process_meanwhile_is_taken(server: Recorded) -> None:
    server.forgets("POST", f"/shipments/{BOUGHT}/buy")
    exists = {"error": {"code": "SHIPMENT.POSTAGE.EXISTS", "message": "", "errors": []}}
    server.answers("POST", f"/shipments/{BOUGHT}/buy", Reply(422, exists))
    there = recorded_body("shipment_convert_label", 1)
    server.answers("GET", f"/shipments/{BOUGHT}", Reply(200, there))
    assert (await bought(server)).tracking_number == there["tracking_code"]


@pytest.mark.parametrize("currency", ["EUR", "GBP"])
async def test_rates_in_another_currency_are_no_offer(server: Recorded, currency: str) -> None:
    with pytest.raises(Unserviceable):
        await carrier(server).quote(replace(PARCEL, currency=currency))


async def test_an_address_that_is_refused_is_unserviceable(server: Recorded) -> None:
    server.forgets("POST", "/shipments")
    refused = {"error": {"code": "ADDRESS.VERIFY.FAILURE", "message": "1200 Park", "errors": []}}
    server.answers("POST", "/shipments", Reply(422, refused))
    with pytest.raises(Unserviceable):
        await carrier(server).quote(PARCEL)


async def test_no_carrier_that_goes_there_is_unserviceable(server: Recorded) -> None:
    server.forgets("POST", "/shipments")
    nobody = recorded_body("shipment_create", 0) | {"rates": []}
    server.answers("POST", "/shipments", Reply(201, nobody))
    with pytest.raises(Unserviceable):
        await bought(server)


async def test_a_service_that_is_not_offered_is_unserviceable(server: Recorded) -> None:
    with pytest.raises(Unserviceable):
        await carrier(server).buy(PARCEL, "label:1", "UPS:Ground")
    assert server.said("POST", f"/shipments/{BOUGHT}/buy") == []


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, {"error": {"code": "INTERNAL", "message": "1200 Park Avenue", "errors": []}}),
        Reply(503, "<html>busy</html>"),
        Reply(401, {"error": {"code": "APIKEY.INACTIVE", "message": "", "errors": []}}),
        Reply(402, {"error": {"code": "BILLING", "message": "", "errors": []}}),
        Reply(422, {"error": {"code": "PARCEL.INVALID", "message": "", "errors": []}}),
        Reply(429, {"error": {"code": "RATE_LIMITED", "message": "", "errors": []}}),
        Reply(200, "not JSON"),
        Reply(200, []),
        Reply(200, {}),
        Reply(200, {"id": 7}),
        Reply(201, {"id": "shp_1", "rates": [{"rate": "much"}]}),
        Reply(201, {"id": "shp_1", "rates": [{"carrier": "A", "service": "B", "rate": "-1"}]}),
        Reply(cut=True),
    ],
    ids=lambda reply: f"{reply.status}",
)
async def test_trouble_is_an_outage_and_tells_no_address(server: Recorded, reply: Reply) -> None:
    server.forgets("POST", "/shipments")
    server.answers("POST", "/shipments", reply)
    with pytest.raises(Outage) as outage:
        await carrier(server).quote(PARCEL)
    assert "Park" not in str(outage.value)


async def test_a_server_that_says_nothing_is_waited_for_no_longer_than_told(
    server: Recorded,
) -> None:
    server.forgets("POST", "/shipments")
    server.answers("POST", "/shipments", Reply(hang=True))
    slow = EasyPostCarrier("EZTK-test", "a secret", server.base, timeout_s=1)
    with pytest.raises(Outage):
        await slow.quote(PARCEL)


@pytest.mark.parametrize("code", [b"no picture", qr("x" * 41), b"%PDF-1.4"])
async def test_a_counter_code_that_cannot_be_used_is_an_outage(
    server: Recorded, code: bytes
) -> None:
    server.files["/code.png"] = code
    with pytest.raises(Outage):
        await bought(server)


async def test_a_counter_code_that_is_refused_is_an_outage_until_somebody_looks(
    server: Recorded,
) -> None:
    server.forgets("POST", f"/shipments/{BOUGHT}/forms")
    no = {"error": {"code": "FORM.UNAVAILABLE", "message": "", "errors": []}}
    server.answers("POST", f"/shipments/{BOUGHT}/forms", Reply(422, no))
    with pytest.raises(Outage, match=r"FORM\.UNAVAILABLE"):
        await bought(server)


async def test_a_label_that_is_not_there_is_an_outage(server: Recorded) -> None:
    del server.files["/label.pdf"]
    with pytest.raises(Outage):
        await bought(server)


def with_tracker(server: Recorded, number: str, shipment_id: str | None) -> None:
    """The list of trackers of a number, as documented around the recorded tracker."""
    tracker = recorded_body("tracker_retrieve", 1)
    listed = tracker | {"tracking_code": number, "shipment_id": shipment_id}
    found = {"trackers": [listed], "has_more": False}
    server.answers("GET", f"/trackers?tracking_code={number}", Reply(200, found))


async def test_a_void_is_submitted_once_and_asked_about_later() -> None:
    with replaying("shipment_refund") as server:
        with_tracker(server, NUMBER, REFUNDED)
        unasked = recorded_body("shipment_refund", 0)
        submitted = recorded_body("shipment_refund", 1)
        done = submitted | {"refund_status": "refunded"}
        path = f"/shipments/{REFUNDED}"
        server.answers("GET", path, *(Reply(200, one) for one in (unasked, submitted, done)))
        answers = [await carrier(server).void(NUMBER, "void:1") for _ in range(3)]
        assert answers == [VoidAnswer.SUBMITTED, VoidAnswer.SUBMITTED, VoidAnswer.REFUNDED]
        assert len(server.said("POST", f"{path}/refund")) == 1


@pytest.mark.parametrize("status", ["rejected", "not_applicable", "refunded"])
async def test_every_answer_to_a_void_has_a_name(status: str) -> None:
    with replaying() as server:
        with_tracker(server, NUMBER, REFUNDED)
        told = recorded_body("shipment_refund", 1) | {"refund_status": status}
        server.answers("GET", f"/shipments/{REFUNDED}", Reply(200, told))
        server.answers("POST", f"/shipments/{REFUNDED}/refund", Reply(200, told))
        assert await carrier(server).void(NUMBER, "void:1") is VoidAnswer(status.upper())


async def test_a_void_that_is_refused_outright_is_rejected() -> None:
    with replaying() as server:
        with_tracker(server, NUMBER, REFUNDED)
        told = recorded_body("shipment_refund", 0)
        server.answers("GET", f"/shipments/{REFUNDED}", Reply(200, told))
        no = {"error": {"code": "SHIPMENT.REFUND.UNAVAILABLE", "message": "", "errors": []}}
        server.answers("POST", f"/shipments/{REFUNDED}/refund", Reply(422, no))
        assert await carrier(server).void(NUMBER, "void:1") is VoidAnswer.REJECTED


async def test_a_void_status_that_nobody_documents_is_an_outage() -> None:
    with replaying() as server:
        with_tracker(server, NUMBER, REFUNDED)
        told = recorded_body("shipment_refund", 1) | {"refund_status": "perhaps"}
        server.answers("GET", f"/shipments/{REFUNDED}", Reply(200, told))
        with pytest.raises(Outage):
            await carrier(server).void(NUMBER, "void:1")


async def test_a_number_of_somebody_elses_label_cannot_be_voided() -> None:
    with replaying() as server:
        with_tracker(server, NUMBER, None)
        server.answers("GET", "/trackers?tracking_code=X1", Reply(200, {"trackers": []}))
        for number in (NUMBER, "X1", ""):
            assert await carrier(server).void(number, "void:1") is VoidAnswer.NOT_APPLICABLE


async def test_a_voided_shipment_is_never_handed_out_again(server: Recorded) -> None:
    gone = recorded_body("shipment_refund", 1)
    await bought(server)
    server.answers("GET", reference_of(server), Reply(200, gone))
    with pytest.raises(Unserviceable):
        await bought(server)


async def test_a_tracker_tells_every_scan_so_far_and_no_town() -> None:
    with replaying("tracker_retrieve") as server:
        with_tracker(server, "EZ1000000001", None)
        one, other = await carrier(server).track("EZ1000000001")
        assert (one.status, other.status) == (ShipmentStatus.PRE_TRANSIT,) * 2
        assert (one.place, other.place) == (None, "TX")
        assert one.at == datetime(2025, 2, 6, 19, 48, 26, tzinfo=UTC)
        assert other.eta_at == datetime(2025, 3, 6, 19, 48, 26, tzinfo=UTC)
        assert one.key != other.key
        assert await carrier(server).track("EZ1000000001") == (one, other)
        server.answers("GET", "/trackers?tracking_code=X1", Reply(200, {"trackers": []}))
        assert await carrier(server).track("X1") == ()


async def test_a_tracker_that_makes_no_sense_is_an_outage() -> None:
    with replaying() as server:
        with_tracker(server, NUMBER, None)
        known = recorded_body("tracker_retrieve", 1)
        broken = known | {"tracking_details": "none"}
        server.answers("GET", f"/trackers/{known['id']}", Reply(200, broken))
        with pytest.raises(Outage):
            await carrier(server).track(NUMBER)


@pytest.mark.parametrize(("key", "secret"), [("", "a secret"), ("EZTK", "")])
def test_a_carrier_without_its_secrets_does_not_start(key: str, secret: str) -> None:
    with pytest.raises(ValueError, match="key and a webhook secret"):
        EasyPostCarrier(key, secret)


def yaml_body(name: str, place: int) -> Any:
    text: str = recording(name)[place]["request"]["body"]
    return json.loads(text)


def shape(body: Any, above: str = "") -> set[str]:
    """The paths of names that a body has."""
    if not isinstance(body, dict):
        return {above}
    return {path for name, value in body.items() for path in shape(value, f"{above}.{name}")}
