"""A buyer's change of address: what can be one, until when, and whose order moves."""

from dataclasses import replace

import pytest

from onward.domain.addresses import NewAddress, address_changed, latest_word, moved_to
from onward.domain.events import AddressChanged
from onward.domain.ids import ContactId
from onward.domain.life import PurchaseStatus, Stage
from onward.domain.refusals import BadInput, CannotBuy, WrongStage
from onward.domain.shop import Contact, OrderKind
from onward.domain.story import Story
from tests.domain.applying import applied, kinds
from tests.domain.examples import (
    A_PURCHASE,
    AN_ORDER,
    AS_BUYER,
    BUYER,
    MATCH,
    POLICY,
    PURCHASE,
    T0,
    TO_HAND_IN,
    TO_MATCHED,
    TO_THE_ROAD,
    Said,
    story,
)

OLD = Contact(
    ContactId("old"), "Ben Berg", "ben@example.com", "+1 555 0100", "7 Birch Street", "Seattle",
    "WA", "98101", "US",
)  # fmt: skip
TYPED = NewAddress(" 9  Cedar Road ", "Boise", "id", "83702", "us")
SALE = replace(AN_ORDER, id=PURCHASE, kind=OrderKind.OPEN_BOX, account_id=BUYER, contact_id=OLD.id)


def new(typed: NewAddress = TYPED) -> Contact:
    return moved_to(OLD, typed, ContactId("new"))


def sold(said: tuple[Said, ...] = TO_HAND_IN) -> Story:
    return story(said, sales=(SALE,))


def test_an_address_is_tidied_and_keeps_whose_it_is() -> None:
    assert new() == replace(
        OLD,
        id=ContactId("new"),
        street="9 Cedar Road",
        city="Boise",
        region="ID",
        postal_code="83702",
    )
    other = new(replace(TYPED, name="Bea Berg", phone="+1 (555) 0199"))
    assert (other.name, other.phone, other.email) == ("Bea Berg", "+1 (555) 0199", OLD.email)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"street": "  "}, "BAD_ADDRESS", "street"),
        ({"street": "x" * 101}, "BAD_ADDRESS", "street"),
        ({"city": ""}, "BAD_ADDRESS", "city"),
        ({"city": "Boi\x00se"}, "BAD_ADDRESS", "city"),
        ({"region": ""}, "BAD_ADDRESS", "region"),
        ({"postal_code": "8370"}, "BAD_POSTAL_CODE", "postalCode"),
        ({"country": "USA"}, "BAD_COUNTRY", "country"),
        ({"phone": "call me"}, "BAD_PHONE", "phone"),
        ({"name": "B" * 61}, "BAD_ADDRESS", "name"),
    ],
)
def test_what_can_be_no_address_names_the_field(
    wrong: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        new(replace(TYPED, **wrong))
    assert (refusal.value.said, refusal.value.field) == (code, field)


@pytest.mark.parametrize("said", [TO_MATCHED, TO_HAND_IN])
def test_the_parcel_goes_elsewhere_and_the_sale_keeps_its_tax_and_place(
    said: tuple[Said, ...],
) -> None:
    before = sold(said)
    step = address_changed(before, PURCHASE, new(), AS_BUYER, POLICY, 7)
    after = applied(before, step, T0)
    assert kinds(step) == ["AddressChanged"]
    assert after.case.stage is before.case.stage
    assert after.sales == (replace(SALE, contact_id=ContactId("new")),)
    assert after.case.headed_at == before.case.headed_at
    assert [one.km for one in after.matches] == [7]


def test_once_it_was_handed_in_it_is_too_late() -> None:
    with pytest.raises(WrongStage, match="ALREADY_SCANNED"):
        address_changed(sold(TO_THE_ROAD), PURCHASE, new(), AS_BUYER, POLICY, 7)


def test_a_purchase_that_is_not_paid_or_not_theirs_any_more_stays_put() -> None:
    unpaid = replace(A_PURCHASE, status=PurchaseStatus.RESERVED)
    for whole in (replace(sold(), purchases=(unpaid,)), replace(sold(), matches=())):
        with pytest.raises(WrongStage):
            address_changed(whole, PURCHASE, new(), AS_BUYER, POLICY, 7)


def test_no_address_beyond_a_customs_border_is_taken() -> None:
    abroad = new(replace(TYPED, country="CA", postal_code="V5K 0A1"))
    with pytest.raises(CannotBuy, match="OTHER_TERRITORY_ADDRESS"):
        address_changed(sold(), PURCHASE, abroad, AS_BUYER, POLICY, 7)


def test_within_one_customs_area_a_border_is_none() -> None:
    german = replace(sold(), order=replace(AN_ORDER, country="DE"))
    german = replace(german, sales=(replace(SALE, country="DE"),))
    paris = new(NewAddress("1 Rue Une", "Paris", "", "75001", "FR"))
    step = address_changed(german, PURCHASE, paris, AS_BUYER, POLICY, 7)
    assert kinds(step) == ["AddressChanged"]


def test_the_latest_word_on_where_it_goes_is_the_last_one_of_this_match() -> None:
    whole = sold()
    assert latest_word(whole, MATCH) == len(TO_MATCHED)
    moved = applied(whole, address_changed(whole, PURCHASE, new(), AS_BUYER, POLICY, 7), T0)
    assert latest_word(moved, MATCH) == moved.case.version
    assert isinstance(moved.history[-1].event, AddressChanged)
    assert moved.case.stage is Stage.AWAITING_DROPOFF
