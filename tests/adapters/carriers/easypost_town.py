"""EasyPost as a small world of its own behind a local HTTP server: every answer is a recorded one
with its names and states changed, so that a whole life can be asked for and not one script."""

import copy
import hashlib
import hmac
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import orjson
import segno

from onward.adapters.carriers.easypost_reading import GRAMS_AN_OUNCE
from onward.domain.shipping import Scan
from tests.adapters.carriers.recorded import Heard, Recorded, Reply, recorded_body

_NO = {"error": {"code": "SHIPMENT.REFUND.UNAVAILABLE", "message": "", "errors": []}}
_GONE = {"error": {"code": "NOT_FOUND", "message": "", "errors": []}}
_ON_SHIPMENT = re.compile(r"/v2/shipments/([\w-]+)(?:/(\w+))?(?:\?file_format=(\w+))?")


class EasyPostTown(Recorded):
    """Goes everywhere but to the countries in `unserved`; takes back labels that nobody scanned."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self.unserved: set[str] = set()
        self._secret = secret.encode()
        self._shipments: dict[str, dict[str, Any]] = {}
        self._details: dict[str, list[dict[str, Any]]] = {}
        self._one_at_a_time = threading.Lock()

    def reply(self, heard: Heard) -> Reply:
        with self._one_at_a_time:
            self.heard.append(heard)
            if heard.path.startswith("/v2/trackers"):
                return self._about_tracker(heard.path.removeprefix("/v2/trackers"))
            if heard.path == "/v2/shipments":
                return Reply(201, self._made(heard.body["shipment"]))
            asked = _ON_SHIPMENT.fullmatch(heard.path)
            shipment = self._named(asked[1]) if asked else None
            if asked is None or shipment is None:
                return Reply(404, _GONE)
            return self._about_shipment(shipment, asked[2], asked[3], heard.body)

    def hand_in(self, scans: list[Scan]) -> tuple[dict[str, str], bytes]:
        """Scan parcels; the signed event that tells of these scans."""
        told = [_detail(scan) for scan in scans]
        number = scans[0].tracking_number
        known = self._details.setdefault(number, [])
        known += [one for one in told if one not in known]
        tracker = _tracker(number, told)
        if scans[-1].weight_g:
            tracker["weight"] = float(Decimal(scans[-1].weight_g) / GRAMS_AN_OUNCE)
        tracker["est_delivery_date"] = scans[-1].eta_at.isoformat() if scans[-1].eta_at else None
        return self.signed({"description": "tracker.updated", "result": tracker})

    def signed(self, message: object) -> tuple[dict[str, str], bytes]:
        body = orjson.dumps(message)
        digest = hmac.new(self._secret, body, hashlib.sha256).hexdigest()
        return {"X-Hmac-Signature": f"hmac-sha256-hex={digest}"}, body

    def _made(self, wanted: dict[str, Any]) -> dict[str, Any]:
        shipment: dict[str, Any] = copy.deepcopy(recorded_body("shipment_create", 0))
        shipment |= {"id": f"shp_{len(self._shipments)}", "reference": wanted.get("reference")}
        ups = shipment["rates"][0] | {"carrier": "UPS", "service": "Ground", "rate": "9.10"}
        shipment["rates"].append(ups)
        for place, rate in enumerate(shipment["rates"]):
            rate["id"] = f"rate_{place}"
        if wanted["to_address"]["country"] in self.unserved:
            shipment["rates"] = []
        self._shipments[shipment["id"]] = shipment
        return shipment

    def _named(self, name: str) -> dict[str, Any] | None:
        same = [one for one in self._shipments.values() if name in (one["id"], one["reference"])]
        return same[-1] if same else None

    def _about_shipment(
        self, shipment: dict[str, Any], verb: str | None, file_format: str | None, body: Any
    ) -> Reply:
        if verb == "buy":
            rates = {rate["id"]: rate for rate in shipment["rates"]}
            self._buy(shipment, rates[body["rate"]["id"]])
        if verb == "forms":
            url = f"{self.host}/{shipment['id']}.png"
            shipment["forms"] = [{"form_type": body["form"]["type"], "form_url": url}]
            self.files[f"/{shipment['id']}.png"] = _qr(f"LB {shipment['tracking_code']}")
        if verb == "label" and file_format:
            url = f"{self.host}/label.{file_format.lower()}"
            shipment["postage_label"][f"label_{file_format.lower()}_url"] = url
        if verb == "refund":
            if self._details.get(shipment["tracking_code"]):
                return Reply(422, _NO)
            shipment["refund_status"] = "refunded"
        return Reply(200, shipment)

    def _buy(self, shipment: dict[str, Any], rate: dict[str, Any]) -> None:
        bought = recorded_body("shipment_buy", 1)
        number = f"94001002083031{len(self._shipments):08}"
        shipment |= {
            "selected_rate": rate,
            "tracking_code": number,
            "postage_label": bought["postage_label"],
        }
        self.files |= {"/label.pdf": b"%PDF-1.4 a label", "/label.zpl": b"^XA^XZ"}

    def _about_tracker(self, rest: str) -> Reply:
        numbers = {one["tracking_code"]: one["id"] for one in self._shipments.values()}
        number = rest.removeprefix("?tracking_code=").removeprefix("/trk_")
        if number not in numbers:
            return Reply(200, {"trackers": [], "has_more": False})
        tracker = _tracker(number, self._details.get(number, []))
        tracker["shipment_id"] = numbers[number]
        listed = {"trackers": [tracker], "has_more": False}
        return Reply(200, tracker if rest.startswith("/") else listed)


@contextmanager
def easypost_town(secret: str) -> Iterator[EasyPostTown]:
    """Such a world, for as long as one is inside."""
    with EasyPostTown(secret) as town:
        thread = threading.Thread(target=town.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield town
        finally:
            town.ended.set()
            town.shutdown()
            thread.join()


def _tracker(number: str, details: list[dict[str, Any]]) -> dict[str, Any]:
    known: dict[str, Any] = recorded_body("tracker_retrieve", 1)
    told = {"id": f"trk_{number}", "tracking_code": number, "tracking_details": details}
    return known | told | {"est_delivery_date": None}


def _detail(scan: Scan) -> dict[str, Any]:
    detail: dict[str, Any] = recorded_body("tracker_retrieve", 1)["tracking_details"][0]
    return detail | {
        "message": scan.key,
        "status": scan.status.lower(),
        "datetime": scan.at.isoformat(),
        "tracking_location": {"state": scan.place},
    }


def _qr(text: str) -> bytes:
    picture = io.BytesIO()
    segno.make_qr(text).save(picture, kind="png", scale=4)
    return picture.getvalue()
