"""Neither party's types can hold the other's name, street, e-mail or phone; the desk sees both
redacted. Once by the types, once by every byte of real answers."""

from collections.abc import Iterator

import orjson
import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
)

from onward.api.schema import schema
from onward.domain.accounts import Viewer
from onward.domain.life import ShipmentStatus
from onward.domain.photos import Occasion
from tests.api.asking import ask, context
from tests.api.everything import everything
from tests.services.shop import Shop

TYPES = schema._schema.type_map
OF_A_PERSON = {
    "name", "firstname", "lastname", "email", "maskedemail", "phone", "street", "address", "city",
    "region", "postalcode", "initials", "buyer", "returner", "contact", "account", "viewer",
    "buyerid", "returnerid", "accountid", "kilometres", "km", "latitude", "longitude",
}  # fmt: skip
# A band in words, and what is nobody's but the desk's (tests/api/test_routes.py).
NO_PLACE = {"RouteOption.km", "WeighedRoute.km"}
# What only people at the desk are given.
OF_THE_DESK = {
    "CaseFile", "PartyBrief", "Desk", "Parcel", "LedgerEntry", "Posting", "Effect", "ReviewSheet",
    "QualityReport", "ClaimFacts",
}  # fmt: skip


def reachable(name: str) -> set[str]:
    """Every type one can get to from this one."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here not in seen:
            seen.add(here)
            waiting += [kind.name for kind in below(TYPES[here])]
    return seen


def below(kind: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
    if isinstance(kind, GraphQLUnionType):
        yield from kind.types
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        yield from (get_named_type(field.type) for field in kind.fields.values())


@pytest.mark.parametrize(
    "name", ["ReturnCase", "Purchase", "Listing", "Order", "FindableItem", "StandingOffer"]
)
def test_the_types_of_a_shopper_have_no_place_for_another_person(name: str) -> None:
    found = reachable(name)
    assert len(found) > 5
    told = [
        f"{kind}.{field}"
        for kind in sorted(found)
        for field in getattr(TYPES[kind], "fields", {})
        if field.lower() in OF_A_PERSON and f"{kind}.{field}" not in NO_PLACE
    ]
    assert told == []
    assert not found & OF_THE_DESK


def test_a_return_never_leads_to_a_purchase_nor_a_purchase_to_the_return_it_came_from() -> None:
    assert not {"Purchase", "Listing"} & reachable("ReturnCase")
    # A purchase is an order, whose lines its buyer may return in turn: their own returns.
    paths = {kind for kind in reachable("Purchase") if "ReturnCase" in {
        get_named_type(field.type).name for field in getattr(TYPES[kind], "fields", {}).values()
    }}  # fmt: skip
    assert paths == {"OrderLine"}


ROSA = ("Rosa", "rosa@", "12 Alder", "97205", "Portland")
BEN = ("Ben ", "ben@", "7 Birch", "98101", "Seattle")


async def answer_to(shop: Shop, viewer: Viewer, field: str, id: str) -> str:
    """Everything a viewer can be told of a thing."""
    text = everything(TYPES, field)
    return orjson.dumps(await ask(shop, viewer, text, id=id)).decode()


@pytest.mark.anyio
async def test_no_byte_of_an_answer_names_the_other_party(shop: Shop) -> None:
    story = await shop.matched()
    case_id, purchase = story.case.id, story.purchases[0]
    for status in (None, ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        if status is not None:
            await shop.scan(story.label, status)
        returners = await answer_to(shop, shop.rosa, "returnCase", case_id)
        buyers = await answer_to(shop, shop.ben, "purchase", purchase.id)
        listing = await answer_to(shop, shop.ben, "listing", purchase.listing_id)
        assert not [word for word in (*BEN, "ben", purchase.id) if f"{word}" in returners]
        assert not [word for word in (*ROSA, "rosa", case_id) if f"{word}" in buyers]
        assert not [word for word in (*ROSA, "rosa", case_id) if f"{word}" in listing]
        assert "Sorting hub" not in returners + buyers


@pytest.mark.anyio
async def test_a_returner_is_shown_no_photo_that_the_buyer_took(shop: Shop) -> None:
    story = await shop.matched()
    packed = await shop.photograph(story, "packing", Occasion.PACKING)
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    before = await answer_to(shop, shop.rosa, "returnCase", story.case.id)
    arrival = await shop.photograph(story, "front", Occasion.ARRIVAL, by=shop.ben)
    returners = await answer_to(shop, shop.rosa, "returnCase", story.case.id)
    listing = await answer_to(shop, shop.rosa, "listing", story.purchases[0].listing_id)
    buyers = await answer_to(shop, shop.ben, "purchase", story.purchases[0].id)
    assert packed in returners
    assert arrival not in returners + listing
    assert len(orjson.loads(returners)["returnCase"]["timeline"]) == len(
        orjson.loads(before)["returnCase"]["timeline"]
    )
    assert arrival in buyers
    assert packed in buyers


@pytest.mark.anyio
async def test_the_desk_sees_both_redacted_and_where_the_parcel_was(shop: Shop) -> None:
    story = await shop.matched()
    await shop.scan(story.label, ShipmentStatus.IN_TRANSIT)
    text = everything(TYPES, "case", "desk", ", caller: BUYER")
    told = orjson.dumps(await ask(shop, shop.ada, text, id=story.case.id)).decode()
    assert "Sorting hub" in told
    assert '"initials":"RE"' in told
    assert '"initials":"BE"' in told
    assert "r•••@example.com" in told
    assert not [word for word in (*ROSA, *BEN) if word in told]


@pytest.mark.anyio
async def test_absent_and_not_yours_look_alike(shop: Shop) -> None:
    story = await shop.matched()
    case_id, purchase_id = story.case.id, story.purchases[0].id
    text = "query($c:ID!,$p:ID!,$o:ID!){returnCase(id:$c){id} purchase(id:$p){id} order(id:$o){id}}"
    nothing = {"returnCase": None, "purchase": None, "order": None}
    for viewer in (shop.cleo, None):
        ids = {"c": case_id, "p": purchase_id, "o": story.order.id}
        assert await ask(shop, viewer, text, **ids) == nothing
    assert await ask(shop, shop.rosa, text, c="x", p="x", o="x") == nothing
    swapped = await ask(shop, shop.ben, text, c=case_id, p=purchase_id, o=story.order.id)
    assert swapped == {**nothing, "purchase": {"id": purchase_id}}


@pytest.mark.anyio
async def test_the_desk_is_closed_to_shoppers(shop: Shop) -> None:
    text = '{desk{search(text:"1001"){title} tasks{id}}}'
    for viewer in (shop.rosa, shop.ben, None):
        assert await ask(shop, viewer, text) == {"desk": None}
    assert context(shop, shop.ada).viewer
    assert (await ask(shop, shop.ada, text))["desk"]["search"]


@pytest.mark.anyio
async def test_a_returner_is_told_nothing_of_a_claim_but_that_it_is_being_checked(
    shop: Shop,
) -> None:
    story = await shop.matched()
    for status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.DELIVERED):
        await shop.scan(story.label, status)
    claims = """mutation($i:OpenClaimInput!){openClaim(input:$i){
        __typename ... on Purchase{claim{outcome text}}}}"""
    wanted = {"purchaseId": story.purchases[0].id, "outcome": "DAMAGED", "key": "claim"}
    wanted["noPhoto"] = "CAMERA_FAILS"
    opened = await ask(shop, shop.ben, claims, i=wanted)
    assert opened["openClaim"]["claim"]["outcome"] == "DAMAGED"
    text = "query($id:ID!){returnCase(id:$id){stage claim{id} headline}}"
    told = (await ask(shop, shop.rosa, text, id=story.case.id))["returnCase"]
    assert (told["stage"], told["claim"]) == ("CLAIMED", None)
    desk = (await ask(shop, shop.ada, text, id=story.case.id))["returnCase"]
    assert desk["claim"]
