"""Scenarios 16, 17 and 29: from the reservation to the door, nothing that either of the two is sent
names the other: no field of the schema, no letter, no page, no code. A carrier alone knows both."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pypdfium2
import pytest
from cryptography.fernet import Fernet
from graphql import GraphQLObjectType, get_named_type

from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.api.schema import schema
from onward.domain.accounts import Viewer
from onward.domain.ids import ContactId
from onward.domain.life import ShipmentStatus
from onward.domain.shipping import Blind
from onward.domain.shop import Contact
from onward.domain.story import Story
from onward.domain.terms import ParcelTerms
from onward.services.reactions import EFFECTS
from onward.store import accounts, cases
from onward.store.opening import close_store, open_store
from tests.api.everything import root
from tests.journeys.leaks import told_of
from tests.services.shop import Shop, open_shop
from tests.web.site import Site
from tests.world import make_world

pytestmark = pytest.mark.anyio
TYPES = schema._schema.type_map
# Names of fields that hold what is somebody's own, and the only types that may have one: what is
# told to its owner alone, and what people at the desk are given, redacted.
PERSONAL = {
    "name", "firstname", "lastname", "email", "maskedemail", "phone", "street", "address",
    "postalcode", "city", "contact", "buyer", "returner", "buyerid", "returnerid", "accountid",
}  # fmt: skip
OWNERS_ALONE = {"Account", "DeliveryAddress", "CodeSent"}
AT_THE_DESK = {"PartyBrief", "Effect", "CaseFile", "GradeAccuracy", "PeerStop"}
# The shop's own name, and the people of the demo, who are nobody.
OF_NOBODY = {"Shop", "DemoPerson"}

ROSA_HOME = Contact(
    ContactId("c-rosa-home"), "Rosa Example", "rosa@example.com", "+1 503 555 0117",
    "12 Alder Way", "Portland", "OR", "97205-4411", "US",
)  # fmt: skip
BENS = {
    "name": "Benedict Harrowgate", "street": "9 Cedar Road", "city": "Spokane", "region": "WA",
    "postalCode": "99201-7723", "country": "US", "phone": "+1 509 555 0142",
}  # fmt: skip
ROSA = ("Rosa Example", "rosa@example", "12 Alder Way", "97205-4411", "503 555 0117", "c-rosa")
BEN = (
    "Benedict Harrowgate", "Ben Example", "ben@example", "9 Cedar Road", "7 Birch Street",
    "99201-7723", "509 555 0142", "c-Ben",
)  # fmt: skip
CHANGE = """mutation($i: ChangeAddressInput!) { changeAddress(input: $i) { __typename
    ... on Refused { code field } ... on Purchase { headline actions } } }"""


@dataclass
class Ears:
    """All that one person was ever sent, byte by byte."""

    viewer: Viewer
    client: httpx.AsyncClient
    heard: list[bytes] = field(default_factory=list)

    async def ask(self, text: str, variables: Mapping[str, object] | None = None) -> bytes:
        body = {"query": text, "variables": variables or {}}
        answer = await self.client.post("/graphql", json=body)
        assert answer.status_code == 200, answer.text[:500]
        assert b'"TOO_COMPLEX"' not in answer.content, text
        self.hear(answer)
        return answer.content

    async def look_everywhere(self, questions: list[str]) -> None:
        """Ask for everything there is, then open every address that an answer holds."""
        for text in questions:
            for url in set(re.findall(rb'"(/labels/[^"]+|/papers/[^"]+)"', await self.ask(text))):
                await self.open(url.decode())

    async def open(self, url: str) -> None:
        answer = await self.client.get(url)
        self.hear(answer)
        if answer.headers["content-type"] == "application/pdf":
            with pypdfium2.PdfDocument(answer.content) as page:
                self.heard.append(page[0].get_textpage().get_text_bounded().encode())

    def hear(self, answer: httpx.Response) -> None:
        self.heard += [repr(answer.headers.multi_items()).encode(), answer.content]


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with opened(database_url, tmp_path) as site:
        yield site


@pytest.fixture
async def page(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    async with opened(sqlite_url, tmp_path) as site:
        yield site


@asynccontextmanager
async def opened(url: str, tmp_path: Path) -> AsyncIterator[Site]:
    await open_store(url, seal=Fernet.generate_key(), effects=EFFECTS)
    try:
        world = make_world(carrier=SandboxCarrier("a carrier's secret", tmp_path / "carrier"))
        yield Site(await open_shop(world), tmp_path)
    finally:
        await close_store()


def questions_about(story: Story) -> list[str]:
    """Every read of the schema, about everything this story has; a new one has to be added."""
    ids: dict[str, list[str | None]] = {
        "returnCase": [story.case.id],
        "purchase": [one.id for one in story.purchases],
        "deliveryAddress": [one.id for one in story.purchases],
        "order": [story.order.id, *(one.id for one in story.sales)],
        "listing": [story.case.listing_id],
        "item": [story.variant.id],
    }
    given = {name: [f'(id: "{one}")' for one in known] for name, known in ids.items()}
    given |= {
        "viewer": [""],
        "shop": [""],
        "listings": ["(first: 2)"],
        "itemsToFind": ["(first: 2)"],
        "standingOffers": ["(first: 2)"],
        "openBoxOption": [f'(variantId: "{story.variant.id}", postalCode: "98101")'],
        "returnPreview": [f'(lineId: "{story.line.id}", reason: SIZE_TOO_SMALL)'],
    }
    query = TYPES["Query"]
    assert isinstance(query, GraphQLObjectType)
    assert set(given) == set(query.fields) - {"desk"}
    asked = [root(TYPES, name, one) for name, many in given.items() for one in many]
    return [*asked, "{ desk { __typename tasks { id } } }"]


async def travelled(shop: Shop, everybody: list[Ears]) -> Story:
    """The whole road; each looks everywhere at each stop of it, and what came by mail is added."""
    ben = everybody[1]
    await accounts.add_contact(ROSA_HOME)
    story = await shop.seeking()
    await cases.write_rows([replace(story.order, contact_id=ROSA_HOME.id)])
    await everybody[0].look_everywhere([root(TYPES, "returnCase", f'(id: "{story.case.id}")')])
    purchase = await shop.bought(story)
    wanted = {"purchaseId": purchase.id, "key": "move", **BENS}
    assert b"CHANGE_ADDRESS" in await ben.ask(CHANGE, {"i": wanted})
    await shop.settle()
    for status in (None, ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        story = await shop.story(story.case.id)
        if status is not None:
            await shop.scan(story.label, status)
            story = await shop.story(story.case.id)
        for one in everybody:
            await one.look_everywhere(questions_about(story))
    for letter in shop.world.mail.letters:  # type: ignore[attr-defined]
        whose = next(one for one in everybody if letter.to.startswith(one.viewer.id))
        whose.heard.append(f"{letter.to}\n{letter.subject}\n{letter.text}".encode())
        for url in re.findall(r"http://onward.test(/papers/\S+)", letter.text):
            await whose.open(url)
    return story


async def told(site: Site) -> tuple[Story, list[Ears]]:
    shop, app = site.shop, site.app()
    people = (shop.rosa, shop.ben, shop.cleo)
    everybody = [Ears(viewer, site.client(viewer, app=app)) for viewer in people]
    try:
        return await travelled(shop, everybody), everybody
    finally:
        for one in everybody:
            await one.client.aclose()


async def test_no_byte_that_either_of_them_is_sent_names_the_other(site: Site) -> None:
    story, (rosa, ben, cleo) = await told(site)
    assert story.label is not None
    assert story.label.blind is Blind.YES
    # What is looked for would be found: each is told of themselves.
    assert {"Rosa Example", "rosa@example"} <= set(told_of(rosa.heard, ROSA))
    own = {"Benedict Harrowgate", "9 Cedar Road", "99201-7723", "509 555 0142"}
    assert own <= set(told_of(ben.heard, BEN))
    assert told_of(rosa.heard, BEN) == []
    assert told_of(ben.heard, ROSA) == []
    assert told_of(cleo.heard, (*ROSA, *BEN)) == []
    # The page to print that the returner was given leads to the warehouse, and says so.
    assert any(part.startswith(b"%PDF") for part in rosa.heard)
    assert not any(part.startswith(b"%PDF") for part in ben.heard)
    codes = re.findall(rb'"payload":"([^"]+)"', b"".join(rosa.heard))
    assert codes
    assert all(re.fullmatch(rb"[0-9A-Z]{12}", code) for code in codes)


async def test_a_label_that_must_be_printed_shows_a_street_and_no_more(page: Site) -> None:
    policy = replace(page.shop.world.policy, parcels=ParcelTerms(blind=frozenset({Blind.NO})))
    page.shop.world = replace(page.shop.world, policy=policy)
    _, (rosa, ben, cleo) = await told(page)
    assert told_of(rosa.heard, BEN) == ["9 Cedar Road", "99201-7723"]
    assert told_of(rosa.heard, ["It shows a street", "B. Harrowgate"]) == [
        "B. Harrowgate", "It shows a street",
    ]  # fmt: skip
    pages = [part for part in rosa.heard if b"B. Harrowgate" in part and b"{" not in part]
    assert pages
    assert told_of(pages, ROSA) == []
    assert told_of(pages, [policy.warehouse.street]) == [policy.warehouse.street]
    assert told_of(ben.heard, ROSA) == []
    assert told_of(cleo.heard, (*ROSA, *BEN)) == []


def test_no_type_of_the_whole_schema_has_room_for_somebody_elses_name_or_place() -> None:
    """Reads, answers of mutations and what is pushed alike."""
    seen: set[str] = set()
    waiting = [TYPES[name] for name in ("Query", "Mutation", "Subscription")]
    while waiting:
        kind = waiting.pop()
        if kind.name in seen:
            continue
        seen.add(kind.name)
        waiting += list(getattr(kind, "types", ()))
        fields = getattr(kind, "fields", {}).values()
        waiting += [get_named_type(one.type) for one in fields]
    holding = {
        name
        for name in seen
        if PERSONAL & {one.lower() for one in getattr(TYPES[name], "fields", {})}
    }
    assert len(seen) > 80
    assert holding == OWNERS_ALONE | AT_THE_DESK | OF_NOBODY
