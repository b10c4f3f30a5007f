"""Quick hands: what a person's phone sends, without the phone, where a test only needs to get
somewhere. They speak the app's own documents; the server takes no others."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from onward.app import read_documents
from onward.settings import read_settings
from tests.e2e.server import DemoServer
from tests.e2e.snapshots import photo

Row = dict[str, Any]
# The answers of a piece that is like new; every other question is answered with no.
YES = {"tags_attached", "complete", "works", "reset", "original_packaging", "bag_or_box"}


@dataclass
class Hands:
    """One person's, signed in."""

    phone: httpx.Client

    @cached_property
    def _hashes(self) -> dict[str, str]:
        documents = read_documents(read_settings().frontend)
        return {
            name: key
            for key, text in documents.items()
            for name in re.findall(r"(?:query|mutation) (\w+)", text)
        }

    def ask(self, operation: str, **variables: Any) -> Row:
        """The answer to one of the app's operations; whatever is refused fails the test."""
        body = {"documentId": self._hashes[operation], "variables": variables}
        answer: Row = self.phone.post("/graphql", json=body).raise_for_status().json()
        assert "errors" not in answer, answer
        for found in answer["data"].values():
            kind = found.get("__typename") if isinstance(found, dict) else None
            assert kind not in {"Refused", "ListingTaken"}, found
        data: Row = answer["data"]
        return data

    def tell(self, operation: str, **given: Any) -> Row:
        """The same for a mutation, with a key of its own."""
        (answer,) = self.ask(operation, input={**given, "key": uuid4().hex}).values()
        told: Row = answer
        return told

    def line(self, title: str) -> tuple[str, Row]:
        """The order and the line of something at home that may go back."""
        orders = self.ask("MyOrders")["viewer"]["orders"]["nodes"]
        return next(
            (order["id"], line)
            for order in orders
            for line in order["lines"]
            if line["title"] == title and line["returnable"]
        )

    def start(self, title: str, reason: str = "STYLE") -> Row:
        """A return that waits for its photos, or has its warehouse code."""
        _, line = self.line(title)
        given = {"lineId": line["id"], "reason": reason, "quantity": 1, "remedy": "REFUND"}
        case: Row = self.tell("StartReturn", **given)["cases"][0]
        return case

    def show(self, case: Row, **otherwise: bool) -> Row:
        """Photos and answers, sent in; `otherwise` answers differently than like new."""
        item = case["item"]
        shots = [shot["key"] for shot in case["shots"] if shot["required"]]
        flawed = ["flaw"] if otherwise.get("flaw") else []
        for shot in [*shots, *flawed]:
            self.upload(case["id"], shot, photo(item["title"], item["colour"], shot))
        answers = [
            {"question": one["key"], "yes": otherwise.get(one["key"], one["key"] in YES)}
            for one in case["questions"]
        ]
        return self.tell("SubmitCondition", caseId=case["id"], answers=answers)

    def upload(self, case_id: str, shot: str, jpeg: bytes) -> None:
        self.send(shot, jpeg, caseId=case_id)

    def send(self, shot: str, jpeg: bytes, **about: str) -> str:
        """A photo about a return or, on another occasion, a purchase; its id."""
        given = {"shot": shot, "size": len(jpeg), "contentType": "image/jpeg", **about}
        ticket = self.tell("UploadPhoto", **given)
        url, step = urlsplit(ticket["url"]).path, ticket["sliceBytes"]
        for offset in range(0, len(jpeg), step):
            headers = {"upload-offset": str(offset)}
            piece = jpeg[offset : offset + step]
            self.phone.put(url, content=piece, headers=headers).raise_for_status()
        photo_id: str = ticket["photoId"]
        return photo_id

    def send_on(self, title: str) -> Row:
        """A return on the straight way: shown, accepted, and looking for its next owner."""
        shown = self.show(self.start(title))
        return self.tell("ChoosePath", caseId=shown["id"], route="P2P")

    def buy(self, listing_id: str) -> Row:
        return self.tell("BuyListing", listingId=listing_id, method="card_visa_4242")

    def play(self, command: str, **which: str) -> None:
        """A command of the demo bar."""
        self.ask("Demo", input={"command": command, **which})

    @property
    def cookies(self) -> list[Any]:
        """What a browser needs to be this person."""
        return [
            {"name": one.name, "value": one.value, "url": str(self.phone.base_url)}
            for one in self.phone.cookies.jar
        ]


@contextmanager
def hands_of(shop: DemoServer, email: str) -> Iterator[Hands]:
    """Anybody's, signed in by a code from their inbox, and the next time still signed in: codes are
    sent a few times in ten minutes only."""
    origin = {"origin": shop.address}
    with httpx.Client(base_url=shop.address, headers=origin, trust_env=False, timeout=60) as phone:
        hands = Hands(phone)
        if email in shop.signed_in:
            phone.cookies.update(shop.signed_in[email])
        else:
            hands.ask("AskForCode", input={"email": email})
            hands.ask("SignInWithCode", input={"email": email, "code": shop.code_for(email)})
            shop.signed_in[email] = dict(phone.cookies)
        yield hands
