"""Which purchase a return takes back, and which returns are none to replay."""

from onward.domain.histories import UNKNOWN
from onward.study.linking import link
from tests.study.pasts import Bought, Returned, past


def test_a_return_is_linked_to_the_latest_earlier_order_of_the_same_customer_and_item() -> None:
    lines = [
        Bought(0, customer=1),
        Bought(2, customer=1),
        Bought(3, customer=1, item=1),
        Bought(3, customer=2),
        Bought(9, customer=1),
    ]
    linked = link(past(lines, [Returned(5, customer=1)]))
    assert linked.which.tolist() == [0]
    assert linked.purchase.tolist() == [1]
    assert linked.set_aside == {}


def test_what_comes_back_within_two_days_is_a_cancellation() -> None:
    lines = [Bought(0, customer=1)]
    soon = link(past(lines, [Returned(1.99, customer=1)]))
    assert soon.set_aside == {"within_two_days": 1}
    assert len(link(past(lines, [Returned(2, customer=1)])).which) == 1


def test_a_return_of_nobody_known_and_one_of_nothing_bought_are_set_aside_by_their_names() -> None:
    lines = [Bought(0, customer=1), Bought(0, customer=UNKNOWN)]
    backs = [
        Returned(5, customer=UNKNOWN),
        Returned(5, customer=1, item=1),
        Returned(5, customer=2),
    ]
    linked = link(past(lines, backs))
    assert not len(linked.which)
    assert linked.set_aside == {"no_customer": 1, "no_earlier_purchase": 2}


def test_a_return_before_the_first_order_of_the_file_finds_no_purchase() -> None:
    linked = link(past([Bought(5, customer=1)], [Returned(1, customer=1)]))
    assert linked.set_aside == {"no_earlier_purchase": 1}


def test_a_return_that_names_its_purchase_is_taken_at_its_word() -> None:
    lines = [Bought(0, customer=1), Bought(1, customer=1)]
    linked = link(past(lines, [Returned(1.5, customer=UNKNOWN, purchase=0)]))
    assert linked.purchase.tolist() == [0]
    assert linked.set_aside == {}
