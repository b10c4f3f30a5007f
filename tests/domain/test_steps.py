"""A step gathers what is said and what changes, in order."""

from onward.domain.events import SYSTEM, Closed, Expired
from onward.domain.ledger import label_bought
from onward.domain.steps import Said, Step
from tests.domain.examples import A_LISTING, A_MATCH, usd


def test_a_step_keeps_the_order_in_which_it_was_built() -> None:
    bought = label_bought(usd(6_00))
    step = Step().say(SYSTEM, Expired(), bought).put(A_MATCH, None)
    joined = step.join(Step().put(A_LISTING).say(SYSTEM, Closed()))
    assert joined is step
    assert step.said == [Said(SYSTEM, Expired(), (bought,)), Said(SYSTEM, Closed())]
    assert step.rows == [A_MATCH, A_LISTING]


def test_nothing_put_is_nothing_kept() -> None:
    assert Step().put(None).rows == []
