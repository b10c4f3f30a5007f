"""A pretend carrier that behaves like a real one: labels, voids and signed webhooks.

Everything about a label follows from its key, so that asking twice gives the same label without
anything kept. What its counters scanned lies in a folder: a label that was scanned is not voided.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from onward.adapters.carriers.numbers import counter_code, is_tracking_number, tracking_number
from onward.adapters.carriers.webhooks import read_scans, signed_scans
from onward.adapters.labels import Label, label_pdf
from onward.domain.money import Money
from onward.domain.shipping import Blind, Scan, VoidAnswer
from onward.ports import BoughtLabel, Parcel, Quote

NAME = "ONWARD_SANDBOX"
# The tariff, in minor units of whatever currency the parcel is paid in: it converts nothing.
_FIRST_MINOR = 595
_STEP_MINOR = 60
_STEP_G = 250
_NEAR, _FAR, _ABROAD = timedelta(days=2), timedelta(days=4), timedelta(days=7)


class SandboxCarrier:
    """`now_s` is real time in Unix seconds, for the age of signatures."""

    def __init__(self, secret: str, folder: Path, now_s: Callable[[], float] = time.time):
        if not secret:
            raise ValueError("a carrier's secret must not be empty")
        self._secret = secret.encode()
        self._folder = folder
        self._now_s = now_s

    async def quote(self, parcel: Parcel) -> tuple[Quote, ...]:
        return (Quote("STANDARD", _cost(parcel), _eta(parcel), Blind.YES),)

    async def buy(self, parcel: Parcel, key: str, product: str | None = None) -> BoughtLabel:
        number = tracking_number(self._secret, key)
        code = counter_code(self._secret, key)
        return BoughtLabel(
            carrier=NAME,
            tracking_number=number,
            counter_code=code,
            cost=_cost(parcel),
            pdf=label_pdf(Label("Onward Sandbox", parcel, number, code)),
            eta_for=_eta(parcel),
        )

    async def void(self, tracking_number: str, key: str) -> VoidAnswer:
        if not is_tracking_number(tracking_number):
            return VoidAnswer.NOT_APPLICABLE
        refused = self._scanned(tracking_number).exists() or self._refuses().exists()
        return VoidAnswer.REJECTED if refused else VoidAnswer.REFUNDED

    async def track(self, tracking_number: str) -> tuple[Scan, ...]:
        return ()

    def scans(self, headers: Mapping[str, str], body: bytes) -> tuple[Scan, ...]:
        return read_scans(self._secret, headers, body, self._now_s())

    def sign_scans(self, scans: Sequence[Scan]) -> tuple[dict[str, str], bytes]:
        """The webhook that tells of these scans, as this carrier's own machines would send it."""
        return signed_scans(self._secret, scans, self._now_s())

    def note_scans(self, scans: Sequence[Scan]) -> None:
        """The carrier's own memory of what went over its scanners."""
        for scan in scans:
            if is_tracking_number(scan.tracking_number):
                path = self._scanned(scan.tracking_number)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()

    def refuse_voids(self, refuse: bool) -> None:
        """From now on, in every process, say no to every void; or stop doing so."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if refuse:
            self._refuses().touch()
        else:
            self._refuses().unlink(missing_ok=True)

    def _scanned(self, number: str) -> Path:
        return self._folder / "scanned" / number

    def _refuses(self) -> Path:
        return self._folder / "refuses-voids"


def _cost(parcel: Parcel) -> Money:
    steps = -(-max(parcel.weight_g, 1) // _STEP_G) - 1
    return Money(_FIRST_MINOR + steps * _STEP_MINOR, parcel.currency)


def _eta(parcel: Parcel) -> timedelta:
    """The label knows no sender, so the warehouse's region stands in for where it sets out."""
    if parcel.recipient.country != parcel.return_to.country:
        return _ABROAD
    return _NEAR if parcel.recipient.region == parcel.return_to.region else _FAR
