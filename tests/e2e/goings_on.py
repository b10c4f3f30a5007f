"""A shop in which something goes on everywhere: one thing of one customer in every state that has a
screen of its own."""

from dataclasses import dataclass
from typing import Any

from tests.e2e.hands import Hands
from tests.polling import until_seen

Row = dict[str, Any]
BEN, ADA, MIRA = "ben@example.com", "ada@example.com", "mira@example.com"
# A faithful customer: several things at home, most of which may go to another customer.
DARIO = "dario.novak@example.com"
_FOUND_WITHIN_S = 60


@dataclass
class GoingsOn:
    """The three whose hands bring it about, and what is where, by its name in an address."""

    dario: Hands
    ben: Hands
    ada: Hands
    names: dict[str, str]

    def begin(self) -> None:
        self._not_yet_sold()
        self._sold()
        self._still_at_home()
        self._wished_for()

    def _not_yet_sold(self) -> None:
        draft = self.dario.start("Everyday tee")
        approved = self.dario.show(self.dario.start("Bobble beanie"))
        review = self.dario.show(self.dario.start("Fair Isle jumper"), flaw=True)
        to_warehouse = self.dario.start("Harbour swimsuit")
        seeking = self.dario.send_on("Fair Isle jumper")
        assert review["stage"] == "IN_REVIEW", review["headline"]
        self.names |= {
            "draft": draft["id"],
            "approved": approved["id"],
            "review": review["id"],
            "to_warehouse": to_warehouse["id"],
            "seeking": seeking["id"],
            "own_listing": seeking["listing"]["id"],
        }

    def _sold(self) -> None:
        sent = self.dario.send_on("Bobble beanie")
        bought = self.ben.buy(sent["listing"]["id"])
        self._travels(bought)
        self.names |= {"arrived": sent["id"], "bought": bought["id"]}
        bought = self.ben.buy(self._others_listing()["id"])
        self.names["paid"] = bought["id"]
        bought = self.ben.buy(self._others_listing()["id"])
        self._travels(bought)
        before = self._claimed()
        wrong = {"outcome": "NOT_AS_DESCRIBED", "noPhoto": "CAMERA_FAILS"}
        self.ben.tell("OpenClaim", purchaseId=bought["id"], **wrong)
        [case] = self._claimed() - before
        self.names |= {"claimed": case, "sent_back": bought["id"]}
        self.ada.tell("SettleClaim", caseId=case, resolution="RETURN_TO_WAREHOUSE")
        until_seen(lambda: self._purchase(bought)["returnCode"], within=_FOUND_WITHIN_S)

    def _still_at_home(self) -> None:
        for name, title in (("jumper", "Fair Isle jumper"), ("vest", "Heated vest")):
            order, line = self.dario.line(title)
            self.names |= {f"{name}_order": order, name: line["id"]}

    def _wished_for(self) -> None:
        """One that is nowhere yet, and one that is held for Ben until he answers."""
        there = [one for one in self._listings() if one["id"] != self.names["own_listing"]]
        kept, here = (self._variant(one) for one in there[-2:])
        dress, other = "v-LL-DRESS-SKY-M", "v-LL-DRESS-SKY-S"
        swimsuit = "v-LL-SWIM-TEAL-M"
        for variant, highest in ((dress, 6000), (kept["id"], kept["newPrice"]["amountMinor"])):
            given = {"variantId": variant, "highestMinor": highest, "currency": "USD"}
            self.ben.tell("MakeOffer", **given, grades=["NEW_SEALED", "LIKE_NEW"], days=30)
        until_seen(self._asked, within=_FOUND_WITHIN_S)
        self.names |= {"waited_for": dress, "other_size": other, "never": swimsuit}
        self.names["here"] = here["id"]

    def _travels(self, bought: Row) -> None:
        """From the counter to the buyer's door."""
        until_seen(lambda: self._purchase(bought)["shipment"], within=_FOUND_WITHIN_S)
        for command in ("HAND_IN", "MOVE", "DELIVER"):
            self.ben.play(command, purchaseId=bought["id"])
        until_seen(lambda: "CONFIRM" in self._purchase(bought)["actions"], within=_FOUND_WITHIN_S)

    def _purchase(self, bought: Row) -> Row:
        found: Row = self.ben.ask("OpenPurchase", id=bought["id"])["purchase"]
        return found

    def _others_listing(self) -> Row:
        """Something in the shop that is not Dario's."""
        mine = {self.names.get("own_listing")}
        return next(one for one in reversed(self._listings()) if one["id"] not in mine)

    def _listings(self) -> list[Row]:
        found: list[Row] = self.ben.ask("Listings")["listings"]["nodes"]
        return found

    def _variant(self, listing: Row) -> Row:
        opened = self.ben.ask("OpenListing", id=listing["id"])["listing"]
        return {"id": opened["item"]["variantId"], "newPrice": opened["newPrice"]}

    def _asked(self) -> bool:
        offers = self.ben.ask("MyOffers")["standingOffers"]["nodes"]
        return any(one["question"] for one in offers)

    def _claimed(self) -> set[str]:
        """The cases whose claims wait at the desk."""
        tasks: list[Row] = self.ada.ask("DeskTasks")["desk"]["tasks"]
        found = (task["returnCase"] for task in tasks)
        return {case["id"] for case in found if case["stage"] == "CLAIMED"}
