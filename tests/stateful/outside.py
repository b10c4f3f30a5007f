"""What comes from outside and asks nobody: scans and news in any order, ports that fail, things
that come in between, a worker that is slow, and time."""

from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import rule

from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Scan
from onward.services import purchases, returns, shipping
from tests.services.wishing import new_price
from tests.stateful.machine import Machine, places

SCANS = [status for status in ShipmentStatus if "VOID" not in status]


class Outside(Machine):
    @rule(
        at=places,
        status=st.sampled_from(SCANS),
        hours_ago=st.sampled_from([0, 0, 0, 5, 60, -2, -900, 9_000]),
        weight_g=st.sampled_from([None, None, 400, 40, 0, 10**9]),
    )
    def scan(self, at: int, status: ShipmentStatus, hours_ago: int, weight_g: int | None) -> None:
        labels = self.scene.labels
        if labels:
            number = labels[at % len(labels)].tracking_number
            self.scanned(number, status, ago=timedelta(hours=hours_ago), weight_g=weight_g)

    @rule(at=places)
    def scan_again(self, at: int) -> None:
        scans = self.scene.scans
        if scans:
            again = partial(shipping.take_scans, self.scene.world, [scans[at % len(scans)]])
            self.run(self.scene.repeat(again))

    @rule(refused=st.booleans(), told=st.booleans())
    def bank_decides(self, refused: bool, told: bool) -> None:
        self.scene.payments.settle_pending("expired_or_canceled_card" if refused else None)
        if told:
            self.run(self.scene.news())
        self.look()

    @rule(at=places)
    def bank_sends_back(self, at: int) -> None:
        paid = [one for one in self.scene.payments.movements() if one.kind == "refund"]
        if paid:
            refund_ref = paid[at % len(paid)].provider_ref
            self.scene.payments.bounce(refund_ref, "expired_or_canceled_card")
            self.run(self.scene.news(refund_ref))
            self.look()

    @rule(at=places, whole=st.booleans(), told=st.booleans())
    def chargeback(self, at: int, whole: bool, told: bool) -> None:
        taken = self.run(self.scene.taken())
        one = taken[at % len(taken)]
        known = self.scene.payments.disputes.values()
        if all(dispute.charge_ref != one.charge_ref for dispute in known):
            amount = one.amount if whole else one.amount.share(5_000)
            ref = self.scene.payments.open_dispute(one.charge_ref, amount)
            if told:
                self.run(self.scene.news(ref))
            self.look()

    @rule(at=places, won=st.booleans())
    def bank_closes(self, at: int, won: bool) -> None:
        waiting = [one for one in self.scene.payments.disputes.values() if one.status == "open"]
        if waiting:
            ref = waiting[at % len(waiting)].ref
            self.scene.payments.close_dispute(ref, won=won)
            self.run(self.scene.news(ref))
            self.look()

    @rule(at=places)
    def news_again(self, at: int) -> None:
        if self.scene.heard:
            self.run(self.scene.news_again(at))

    # --- the worker, time and trouble --------------------------------------------------------

    @rule(pick=places, twice=st.booleans())
    def work(self, pick: int, twice: bool) -> None:
        self.run(self.scene.work(pick, twice=twice))
        self.look()

    @rule()
    def drain(self) -> None:
        self.run(self.scene.drain())
        self.look()

    @rule(by=st.sampled_from([1, 20, 49, 80, 24 * 8, 24 * 15, 24 * 40]))
    def time_goes_by(self, by: int) -> None:
        self.run(self.scene.turn(timedelta(hours=by)))
        self.look()

    @rule(
        at=places, how=st.sampled_from(["down", "unheard"]), calls=st.sampled_from([1, 1, 2, 6, 25])
    )
    def breaks(self, at: int, how: str, calls: int) -> None:
        ports = self.scene.breakable()
        port = ports[at % len(ports)]
        port.down_for(calls) if how == "down" else port.unheard_for(calls)

    @rule()
    def mended(self) -> None:
        self.scene.heal()

    @rule(refuses=st.booleans(), slow=st.booleans(), unserved=st.booleans())
    def carrier_changes(self, refuses: bool, slow: bool, unserved: bool) -> None:
        carrier = self.scene.carrier
        carrier.refuses_voids, carrier.slow_voids = refuses, slow
        carrier.unserved = {"83702"} if unserved else set()

    @rule(minor=st.sampled_from([6400, 5000, 3000]))
    def new_price(self, minor: int) -> None:
        self.run(new_price(minor))
        self.run(self.scene.sweep())
        self.look()

    @rule(at=places, what=st.sampled_from(["cancel", "return_now", "withdraw", "scan"]))
    def comes_between(self, at: int, what: str) -> None:
        """Somebody acts while a port is at its work for somebody else."""
        self.scene.meanwhile = partial(self._between, at, what)

    @rule(at=places)
    def said_again(self, at: int) -> None:
        told = self.scene.told
        if told:
            self.run(self.scene.repeat(told[-1 - at % len(told)]))

    async def _between(self, at: int, what: str) -> object:
        """They act on what they see now."""
        story, key, shop = self.case(at), self.key(), self.scene.shop
        if what == "return_now":
            return await returns.return_now(shop.world, shop.rosa, story.case.id, key)
        if what == "withdraw":
            return await returns.withdraw(shop.world, shop.rosa, story.case.id, key)
        if what == "cancel" and story.purchases:
            bought = story.purchases[-1]
            viewer = getattr(shop, bought.buyer_id)
            return await purchases.cancel(shop.world, viewer, bought.id, key)
        labels = self.scene.labels
        if labels:
            number, now = labels[at % len(labels)].tracking_number, self.scene.clock.at
            scan = Scan(key, number, ShipmentStatus.IN_TRANSIT, now, "Sorting hub")
            await shipping.take_scans(shop.world, [scan])
        return None
