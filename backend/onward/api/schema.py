"""The schema: everything of this room put together, once, when it is imported."""

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from onward.api.accounts import AccountMutations
from onward.api.addresses import AddressMutations
from onward.api.buying import PurchaseMutations
from onward.api.checkout import CheckoutMutations
from onward.api.cursors import CURSOR, Cursor
from onward.api.deciding import DeskReturnMutations
from onward.api.demo import DemoMutations
from onward.api.documents import Prepared
from onward.api.exchanging import ExchangeMutations
from onward.api.execution import Executor
from onward.api.faults import Masked
from onward.api.holding import MoneyMutations
from onward.api.later import told
from onward.api.listings import Taken
from onward.api.offers import OfferMutations
from onward.api.pausing import PauseMutations
from onward.api.quality import QualityMutations
from onward.api.queries import Query
from onward.api.refusals import Refusals
from onward.api.returning import ReturnMutations
from onward.api.strange import StrangeMutations
from onward.api.tasking import TaskMutations
from onward.api.watching import Subscription
from onward.api.withdrawing import WithdrawalMutations


@strawberry.type(
    description="Everything that can be done. Each answers with what became of it, or a refusal."
)
class Mutation(
    AccountMutations,
    ReturnMutations,
    WithdrawalMutations,
    PurchaseMutations,
    AddressMutations,
    CheckoutMutations,
    OfferMutations,
    DeskReturnMutations,
    ExchangeMutations,
    TaskMutations,
    MoneyMutations,
    QualityMutations,
    PauseMutations,
    StrangeMutations,
    DemoMutations,
):
    pass


class Schema(strawberry.Schema):
    """Errors are logged where they are masked, once; refusals are no errors of ours."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        return


schema = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    config=StrawberryConfig(scalar_map={Cursor: CURSOR}, default_resolver=told),
    extensions=[Masked, Prepared],
    execution_context_class=Executor,
    exception_handlers=[Taken(), Refusals()],
)
