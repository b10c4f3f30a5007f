"""EasyPost: rates, labels, counter codes, refunds of labels, trackers and signed webhooks.

EasyPost has no idempotency keys. A shipment bears our key as its `reference`, and is looked up by
it before anything is bought: an answer lost after the purchase is found again, and EasyPost itself
buys no shipment twice. What remains: two processes that hold one key at the same instant may both
create a shipment, for `reference` is not unique there. The price is one label too many; unscanned,
it can be refunded at EasyPost. A shipment that was never bought costs nothing.

On the way to a customer the warehouse is sender and return address. EasyPost's help says that the
return address is printed and the sender sets the rate; carriers differ, and who hands a parcel in
must never be read off it. So rates are those from the warehouse, and a carrier may correct them
when it scans the parcel. On the way to the warehouse whoever sends it is the sender.

Shapes are proven against recorded answers, except for the counter's code, the list of trackers,
look-ups by reference and the webhook: these follow the documentation (docs.easypost.com: forms,
trackers, objects, webhooks guide). A webhook's signature bears no time: a replay is known by the
keys of its scans.
"""

import hashlib
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import TypeVar

from onward.adapters.carriers.easypost_api import BASE, TIMEOUT_S, Answer, EasyPostApi, Refused
from onward.adapters.carriers.easypost_asking import wanted
from onward.adapters.carriers.easypost_files import form_url, label_url, read_code
from onward.adapters.carriers.easypost_reading import (
    counter_form,
    must_be_signed,
    offered,
    scans_of,
    scans_of_event,
    voided,
)
from onward.domain.refusals import BadInput, Unserviceable
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.ports import BoughtLabel, Outage, Parcel, Quote

T = TypeVar("T")
_ALREADY_BOUGHT = "SHIPMENT.POSTAGE.EXISTS"


class EasyPostCarrier:
    """`webhook_secret` is what EasyPost signs with; `base` is for tests."""

    def __init__(self, key: str, webhook_secret: str, base: str = BASE, timeout_s: int = TIMEOUT_S):
        if not key or not webhook_secret:
            raise ValueError("EasyPost needs a key and a webhook secret")
        self._api = EasyPostApi(key, base, timeout_s)
        self._secret = webhook_secret

    async def quote(self, parcel: Parcel) -> tuple[Quote, ...]:
        shipment = await _sure(self._api.create_shipment(wanted(parcel, None)))
        return tuple(quote for quote, _ in _must_be_offered(shipment, parcel).values())

    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
        reference = _reference(key)
        shipment = await _sure(self._api.shipment(reference))
        if shipment is None:
            shipment = await _sure(self._api.create_shipment(wanted(parcel, reference)))
        elif not _is_bought(shipment):
            # What it offered when it was made may have gone.
            shipment |= await _sure(self._api.rerate(shipment["id"]))
        if not _is_bought(shipment):
            shipment = await self._bought(shipment, parcel, product)
        if voided(shipment) is not None:
            raise Unserviceable(product=product)
        return await self._printed(_label(shipment), shipment, parcel)

    async def sold(self, key: str) -> BoughtLabel | None:
        shipment = await _sure(self._api.shipment(_reference(key)))
        return _label(shipment) if shipment and _is_bought(shipment) else None

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        tracker = await self._tracker(tracking_number)
        shipment_id = tracker.get("shipment_id") if tracker else None
        if not isinstance(shipment_id, str):
            return VoidAnswer.NOT_APPLICABLE
        shipment = await _sure(self._api.shipment(shipment_id))
        if shipment is None:
            return VoidAnswer.NOT_APPLICABLE
        answer = voided(shipment)
        if answer not in (None, VoidAnswer.REJECTED):
            return answer
        try:
            # A rejection may be asked about again: right after a purchase it can be premature.
            refunded = await self._api.refund(shipment["id"])
        except Refused:
            return VoidAnswer.REJECTED
        return voided(refunded) or VoidAnswer.SUBMITTED

    async def track(self, tracking_number: str) -> tuple[Scan, ...]:
        tracker = await self._tracker(tracking_number)
        if tracker is None:
            return ()
        try:
            return scans_of(await _sure(self._api.tracker(tracker["id"])))
        except BadInput as trouble:
            raise Outage("carrier", "a tracker that makes no sense") from trouble

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        must_be_signed(self._secret, headers, body)
        return scans_of_event(body)

    async def _bought(self, shipment: Answer, parcel: Parcel, product: str | None) -> Answer:
        offers = _must_be_offered(shipment, parcel)
        if product is not None and product not in offers:
            raise Unserviceable(product=product)
        _, rate_id = offers[product or next(iter(offers))]
        try:
            return await self._api.buy(shipment["id"], rate_id)
        except Refused as refused:
            if refused.code != _ALREADY_BOUGHT:
                raise _no(refused) from refused
        bought = await _sure(self._api.shipment(shipment["id"]))
        if bought is None:
            raise Outage("carrier", "a shipment that is bought and gone")
        return bought

    async def _printed(self, label: BoughtLabel, shipment: Answer, parcel: Parcel) -> BoughtLabel:
        """With the counter's code and the pages that it has."""
        form = counter_form(label.product)
        if form:
            label = replace(label, counter_code=await self._counter_code(shipment, form))
        if label.blind is not Blind.NO and parcel.hides_recipient:
            return label
        pdf, zpl = await self._file(shipment, "pdf"), await self._file(shipment, "zpl")
        return replace(label, pdf=pdf, zpl=zpl.decode("utf-8", "replace"))

    async def _counter_code(self, shipment: Answer, kind: str) -> str:
        """What the QR of the form says. Without one nobody can hand the parcel in: Outage, until it
        is there or an agent looks at it."""
        made = form_url(shipment, kind)
        if made is None:
            made = form_url(await _sure(self._api.form(shipment["id"], kind)), kind)
        if made is None:
            raise Outage("carrier", "no counter code")
        return read_code(await self._api.file(made))

    async def _file(self, shipment: Answer, kind: str) -> bytes:
        """The label as a PDF or as ZPL, converted where it was made as something else."""
        url = label_url(shipment, kind)
        if url is None:
            url = label_url(await _sure(self._api.label(shipment["id"], kind.upper())), kind)
        if url is None:
            raise Outage("carrier", f"no {kind} label")
        return await self._api.file(url)

    async def _tracker(self, tracking_number: str) -> Answer | None:
        """The newest tracker of a number that belongs to a shipment of ours, else the newest."""
        if not tracking_number:
            return None
        trackers = await _sure(self._api.trackers(tracking_number))
        own = [tracker for tracker in trackers if tracker.get("shipment_id")]
        return next(iter([*own, *trackers]), None)


def _must_be_offered(shipment: Answer, parcel: Parcel) -> dict[str, tuple[Quote, str]]:
    offers = offered(shipment, parcel.currency)
    if not offers:
        raise Unserviceable(country=parcel.recipient.country)
    return offers


async def _sure(asked: Awaitable[T]) -> T:
    """What was asked for, or why there is none in words that the house knows."""
    try:
        return await asked
    except Refused as refused:
        raise _no(refused) from refused


def _no(refused: Refused) -> Exception:
    """A refused address is nobody's outage; anything else is for us to put right."""
    if refused.code.startswith("ADDRESS."):
        return Unserviceable()
    return Outage("carrier", refused.code)


def _reference(key: str) -> str:
    return f"onward-{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def _label(shipment: Answer) -> BoughtLabel:
    try:
        rate, number = shipment["selected_rate"], str(shipment["tracking_code"])
        ((quote, _),) = offered({"rates": [rate]}, rate["currency"]).values()
        carrier = str(rate["carrier"])
    except (KeyError, TypeError) as trouble:
        raise Outage("carrier", "a label that makes no sense") from trouble
    return BoughtLabel(
        carrier=carrier,
        tracking_number=number,
        counter_code=number,
        cost=quote.cost,
        pdf=b"",
        eta_for=quote.eta_for,
        product=quote.product,
        blind=quote.blind,
    )


def _is_bought(shipment: Answer) -> bool:
    return bool(shipment.get("tracking_code")) and bool(shipment.get("selected_rate"))
