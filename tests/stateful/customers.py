"""What a returner, a buyer and somebody at the desk may say at any moment, sensible or not."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from onward.domain.addresses import NewAddress
from onward.domain.claims import ClaimResolution, Fault, NoPhoto, ReceiptOutcome, Settlement
from onward.domain.credits import account_of
from onward.domain.grades import Grade, ReviewReason
from onward.domain.life import BEFORE_SCAN, RefundStatus, Stage
from onward.domain.listings import Purchase
from onward.domain.money import Money
from onward.domain.refunds import Refund
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.domain.story import Story
from onward.domain.wishes import Wish
from onward.services import (
    addresses,
    claims,
    condition,
    exchanges,
    holding,
    offers,
    openings,
    purchases,
    returns,
    support,
)
from onward.services import credits as store_credit
from tests.services.wishing import LIKE_NEW
from tests.stateful.machine import METHODS, Machine, people, places

_LINES = ("line-overshirt", "line-overshirt", "line-swim")
_MOST_CASES = 3
_CODED = (*BEFORE_SCAN, Stage.AWAITING_DROPOFF)
_STREETS = ("9 Cedar Court", "10 Dune Road")
_ARRIVED = (Stage.DELIVERED, Stage.CONFIRMED, Stage.CLOSED)


class Returner(Machine):
    @rule(
        line=st.sampled_from(range(len(_LINES))),
        reason=st.sampled_from([Reason.SIZE_TOO_SMALL, Reason.DEFECTIVE]),
        remedy=st.sampled_from(Remedy),
        quantity=st.sampled_from([1, 1, 2]),
        who=st.sampled_from(["rosa", "rosa", "ada", "ben"]),
    )
    def start(self, line: int, reason: Reason, remedy: Remedy, quantity: int, who: str) -> None:
        if len(self.scene.cases) < _MOST_CASES:
            self.says(openings.start, who, _LINES[line], reason, remedy, quantity, self.key())

    @rule(at=places, wrong=st.sampled_from([None, None, 0, 1, -1, -1]))
    def submit(self, at: int, wrong: int | None) -> None:
        story = self.case(at, Stage.DRAFTED)
        asked = self.policy.category(story.variant.category).questions
        said = {one.key: one.good for one in asked}
        if wrong is not None and asked:
            said[asked[wrong].key] = not asked[wrong].good
        self.says(condition.submit, "rosa", story.case.id, said, self.key())

    @rule(at=places, route=st.sampled_from([RouteType.P2P, RouteType.P2P, RouteType.WAREHOUSE]))
    def choose(self, at: int, route: RouteType) -> None:
        case = self.case(at, Stage.APPROVED).case
        self.says(returns.choose_path, "rosa", case.id, route, self.key())

    @rule(at=places, who=people)
    def return_now(self, at: int, who: str) -> None:
        self.says(returns.return_now, who, self.case(at, *_CODED).case.id, self.key())

    @rule(at=places)
    def reopens(self, at: int) -> None:
        """An agent gives a return another code that was never handed in."""
        self.says(returns.return_now, "ada", self.case(at, Stage.EXPIRED).case.id, self.key())

    @rule(at=places, who=people)
    def withdraw(self, at: int, who: str) -> None:
        self.says(returns.withdraw, who, self.case(at, *_CODED).case.id, self.key())

    @rule(at=places, keep=st.booleans())
    def exchange(self, at: int, keep: bool) -> None:
        case_id = self.case(at, *_CODED).case.id
        if keep:
            self.says(exchanges.hold, "rosa", case_id, "V-L", self.key())
        else:
            self.says(exchanges.drop, "rosa", case_id, self.key())

    @rule(at=places, who=st.sampled_from(["", "", "", "rosa", "ben"]))
    def take_credit(self, at: int, who: str) -> None:
        found = self.refund(at, RefundStatus.FAILED)
        if found is not None:
            who = who or str(account_of(*found))
            self.says(store_credit.take, who, found[1].id, self.key())

    def refund(self, at: int, status: RefundStatus) -> tuple[Story, Refund] | None:
        """A refund in that status, if any is; else any."""
        found = [(story, one) for story in self.scene.cases for one in story.refunds]
        fitting = [one for one in found if one[1].status is status] or found
        return fitting[at % len(fitting)] if fitting else None


class Buyer(Machine):
    @rule(at=places, who=people, method=st.sampled_from(METHODS))
    def buy(self, at: int, who: str, method: str) -> None:
        story = self.case(at, Stage.SEEKING)
        if story.listing is not None:
            self.says(purchases.buy, who, story.listing.id, method, self.key())

    @rule(who=people, automatic=st.booleans(), method=st.sampled_from(METHODS))
    def wish(self, who: str, automatic: bool, method: str) -> None:
        asks = Wish(None, 64_00, "USD", LIKE_NEW, automatic, method, None)
        self.says(offers.make, who, "V-M", asks, self.key())

    @rule(at=places, yes=st.booleans())
    def answer(self, at: int, yes: bool) -> None:
        asked = [one.proposal for one in self.scene.cases if one.proposal]
        if not asked:
            return
        question = asked[at % len(asked)]
        who = str(question.buyer_id)
        if yes:
            self.says(purchases.accept, who, question.id, METHODS[at % 6], self.key())
        else:
            self.says(offers.decline, who, question.id, self.key())

    @rule(at=places, who=st.sampled_from(["", "", "", "rosa", "ben"]))
    def cancel(self, at: int, who: str) -> None:
        found = self.bought(at)
        if found is not None:
            self.says(purchases.cancel, who or str(found.buyer_id), found.id, self.key())

    @rule(at=places, street=st.sampled_from(_STREETS), code=st.sampled_from(["98101", "83702"]))
    def moves(self, at: int, street: str, code: str) -> None:
        found = self.bought(at)
        if found is not None:
            to = NewAddress(street, "Boise", "ID", code, "US")
            self.says(addresses.change, str(found.buyer_id), found.id, to, self.key())

    @rule(at=places)
    def confirm(self, at: int) -> None:
        found = self.bought(at, Stage.DELIVERED)
        if found is not None:
            self.says(claims.confirm, str(found.buyer_id), found.id, self.key())

    @rule(at=places, outcome=st.sampled_from(ReceiptOutcome), shown=st.sampled_from(NoPhoto))
    def claim(self, at: int, outcome: ReceiptOutcome, shown: NoPhoto) -> None:
        found = self.bought(at, *_ARRIVED)
        if found is not None:
            who = str(found.buyer_id)
            self.says(claims.open_claim, who, found.id, outcome, self.key(), shown)

    def bought(self, at: int, *stages: Stage) -> Purchase | None:
        """The latest purchase of a case in one of these stages, now and then an older one."""
        story = self.case(at, *(stages or (Stage.SEEKING, Stage.MATCHED, Stage.AWAITING_DROPOFF)))
        if not story.purchases:
            return None
        return story.purchases[0] if at == 7 else story.purchases[-1]


class Desk(Returner):
    @rule(
        at=places,
        resolution=st.sampled_from(ClaimResolution),
        fault=st.sampled_from(Fault),
        minor=st.sampled_from([1, 1000, 1000, 5760, 9000, 0, -1]),
    )
    def settle(self, at: int, resolution: ClaimResolution, fault: Fault, minor: int) -> None:
        partial_refund = resolution is ClaimResolution.PARTIAL_REFUND
        amount = Money(minor, "USD") if partial_refund else None
        case_id = self.case(at, Stage.CLAIMED).case.id
        self.says(claims.settle, "ada", case_id, Settlement(resolution, fault, amount), self.key())

    @rule(at=places, grade=st.sampled_from(Grade), accept=st.booleans())
    def review(self, at: int, grade: Grade, accept: bool) -> None:
        case_id, why = self.case(at, Stage.IN_REVIEW).case.id, next(iter(ReviewReason))
        self.says(condition.decide_review, "ada", case_id, grade, accept, self.key(), why)

    @rule(at=places, who=st.sampled_from(["ada", "ada", "ben"]))
    def tick_off(self, at: int, who: str) -> None:
        for story in self.scene.cases:
            waiting = [task for task in story.tasks if task.done_at is None]
            if waiting:
                self.says(support.finish_task, who, waiting[at % len(waiting)].id, self.key())

    @rule(at=places, days=st.sampled_from([1, 3, 30, 0]))
    def hold(self, at: int, days: int) -> None:
        found = self.refund(at, RefundStatus.SCHEDULED)
        if found is not None:
            until = self.scene.clock.at + timedelta(days=days)
            self.says(holding.hold, "ada", found[0].case.id, found[1].id, until, self.key())

    @rule(at=places)
    def free(self, at: int) -> None:
        found = self.refund(at, RefundStatus.ON_HOLD)
        if found is not None:
            self.says(holding.free, "ada", found[0].case.id, found[1].id, self.key())
