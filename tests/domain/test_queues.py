"""Columns and rules say the same of the same offers, and the book finds the one who comes first."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.book import Book
from onward.domain.distances import Where, assumed_km, km_between
from onward.domain.grades import Grade
from onward.domain.ids import AccountId, ListingId, OfferId, VariantId
from onward.domain.matching import Party
from onward.domain.offers import DemandKind, Spot, StandingOffer
from onward.domain.planning import planned
from onward.domain.queues import Queue
from onward.domain.ranking import Candidate, SeekingUnit, barrier, ranked
from tests.domain.examples import DAY, POLICY, T0, usd
from tests.domain.standing import offer, owner, some_offers, some_unit, unit


def the_line(queue: Queue, seeking: SeekingUnit) -> list[str]:
    """The queue's own order, without those whom rules about people keep out."""
    line = queue.line(seeking, POLICY, T0)
    offers = [queue.offers[at] for at in line.positions]
    return [
        one.id for one in offers if barrier(seeking, Candidate(one, owner(one)), POLICY, T0) is None
    ]


def asked_one_by_one(offers: list[StandingOffer], seeking: SeekingUnit) -> list[str]:
    """What `ranking` makes of the same offers, each looked at alone."""
    candidates = [
        Candidate(
            one,
            owner(one),
            km_between(seeking.where, Where(one.country, one.region, one.spot)),
            others=len((POLICY.peer_grades - {seeking.listing.grade}) & one.grades),
        )
        for one in offers
        if one.ends_at > T0
    ]
    return [one.candidate.offer.id for one in ranked(seeking, candidates, POLICY, T0)]


@given(st.integers(0, 2**32), st.integers(0, 40))
def test_columns_put_offers_in_the_order_in_which_ranking_does(seed: int, count: int) -> None:
    chance = Random(seed)
    offers, seeking = some_offers(chance, count), some_unit(chance)
    assert the_line(Queue(offers), seeking) == asked_one_by_one(offers, seeking)


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_what_was_taken_out_waits_no_more(seed: int, count: int) -> None:
    chance = Random(seed)
    offers, seeking = some_offers(chance, count), some_unit(chance)
    queue, kept = Queue(), []
    for one in chance.sample(offers, count):
        queue.insert(one)
    for one in offers:
        if chance.random() < 0.5:
            queue.remove(one)
        else:
            kept.append(one)
    assert queue.offers == sorted(kept, key=lambda one: (one.made_at, one.id))
    assert the_line(queue, seeking) == asked_one_by_one(kept, seeking)


def test_who_does_not_wait_cannot_be_taken_out() -> None:
    queue = Queue([offer("a"), offer("b")])
    with pytest.raises(ValueError, match="does not wait"):
        queue.remove(offer("c"))


@given(st.integers(0, 2**32), st.integers(0, 60))
def test_the_book_finds_whom_ranking_puts_first(seed: int, count: int) -> None:
    chance = Random(seed)
    offers, seeking, book = some_offers(chance, count), some_unit(chance), Book()
    for one in offers:
        book.insert(one, owner(one))
        book.insert(replace(one, id=OfferId(f"{one.id}+"), variant_id=VariantId("b")), owner(one))
    best = book.best_for(seeking, POLICY, T0)
    first = asked_one_by_one(offers, seeking)[:1]
    assert ([best.candidate.offer.id] if best else []) == first
    assert len(book) == 2 * count


def test_the_book_looks_past_any_number_of_people_who_may_not() -> None:
    book = Book()
    for n in range(300):
        mine = offer(f"mine{n}", days=20, buyer_id=AccountId(f"m{n}"))
        book.insert(mine, Party(mine.buyer_id, "US", address_digest="home"))
    free = offer("free", days=0)
    book.insert(free, Party(free.buyer_id, "US"))
    seeking = unit(returner=Party(AccountId("returner"), "US", address_digest="home"))
    best = book.best_for(seeking, POLICY, T0)
    assert best is not None
    assert best.candidate.offer == free
    assert book.remove(free.id) == free
    assert book.remove(free.id) is None
    assert book.best_for(seeking, POLICY, T0) is None


def test_a_newer_version_takes_the_place_of_the_older() -> None:
    book = Book()
    book.insert(offer("a"), owner(offer("a")))
    book.insert(offer("a", highest=usd(1_00), version=2), owner(offer("a")))
    assert len(book) == 1
    assert book.best_for(unit(), POLICY, T0) is None


def test_distances_are_as_the_crow_flies_and_assumed_where_nobody_knows() -> None:
    new_york, chicago = Spot(407, -740), Spot(419, -876)
    here = Where("US", "NY", new_york)
    assert km_between(here, Where("US", "IL", chicago)) == pytest.approx(1145, abs=10)
    assert km_between(here, Where("US", "NY")) is None
    assert assumed_km(here, Where("US", "NY")) == 100
    assert assumed_km(here, Where("US", "IL")) == 400
    assert assumed_km(here, Where("CA", "NY")) == 1200
    assert assumed_km(Where("US", ""), Where("US", "")) == 400


def test_a_plan_keeps_the_choosy_for_what_only_they_take() -> None:
    easy = offer("easy", days=1)
    choosy = offer("choosy", days=1, grades=frozenset({Grade.LIKE_NEW}), spot=Spot(340, -1180))
    sealed = unit("sealed", listed={"grade": Grade.NEW_SEALED})
    worn = unit("like new")
    plan = planned([worn, sealed], Queue([easy, choosy]), POLICY, T0)
    assert plan == {worn.listing.id: choosy, sealed.listing.id: easy}
    barred = {(sealed.listing.id, easy.id)}
    plan = planned([worn, sealed], Queue([easy, choosy]), POLICY, T0, barred=barred)
    assert plan == {worn.listing.id: easy}


def test_a_plan_takes_policys_first_form_of_demand_before_what_costs_less() -> None:
    order = offer("order", kind=DemandKind.ORDER, days=30)
    wish = offer("wish", days=0, spot=Spot(340, -1180))
    seeking = unit()
    assert planned([seeking], Queue([order, wish]), POLICY, T0) == {seeking.listing.id: wish}


def test_a_unit_that_was_asked_for_often_enough_only_goes_to_the_automatic() -> None:
    asks, buys = offer("asks", automatic=False), offer("buys", days=0)
    enough = replace(unit(), automatic_only=True)
    line = Queue([asks, buys]).line(enough, POLICY, T0 + DAY)
    assert len(line.positions) == 1


@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(0, 8))
def test_parts_taken_one_after_the_other_make_the_plan_made_at_once(
    seed: int, units: int, count: int
) -> None:
    """As effects do it: each unit takes its own part, the others plan anew for what is left."""
    chance = Random(seed)
    left, queue = [some_unit(chance) for _ in range(units)], Queue(some_offers(chance, count))
    costs = {
        (one.listing.id, each.id): cost
        for one in left
        for each, cost in zip(queue.offers, queue.costs(one, POLICY.matching, T0), strict=True)
    }
    at_once, taken = planned(left, queue, POLICY, T0), {}
    for one in list(left):
        found = planned(left, queue, POLICY, T0).get(one.listing.id)
        if found is not None:
            taken[one.listing.id] = found
            queue.remove(found)
            left.remove(one)

    def worth(plan: dict[ListingId, StandingOffer]) -> tuple[int, int, int]:
        orders = sum(each.kind is DemandKind.ORDER for each in plan.values())
        spent = sum(int(costs[unit_id, each.id]) for unit_id, each in plan.items())
        scarce = sum(len(each.grades) for each in plan.values())
        return len(plan), orders, spent + POLICY.matching.scarcity_minor * scarce

    assert worth(taken) == worth(at_once)
