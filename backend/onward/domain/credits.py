"""Store credit: what the shop owes a person in its own goods. One row a movement; a balance is the
sum of a person's rows, and never below zero."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.ids import AccountId, CaseId, CreditId
from onward.domain.money import Money


@dataclass(frozen=True, slots=True)
class Credit:
    """`amount` above zero was granted, below zero spent; `memo` is a code, never a name."""

    id: CreditId
    account_id: AccountId
    case_id: CaseId
    amount: Money
    memo: str
    at: datetime
