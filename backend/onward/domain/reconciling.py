"""Two books held against each other: what a provider says has moved, and what we wrote down. Pure:
who asks, and what is done about a difference, is somebody else's."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.ids import CaseId
from onward.domain.money import Money


class Moved(StrEnum):
    """What money did; beside it, whether it came to us or went from us."""

    CAPTURE = "capture"
    REFUND = "refund"
    PAYOUT = "payout"
    DISPUTE = "dispute"


class Differs(StrEnum):
    """How the two books differ."""

    MISSING_HERE = "MISSING_HERE"
    MISSING_THERE = "MISSING_THERE"
    OTHER_AMOUNT = "OTHER_AMOUNT"
    OTHER_CURRENCY = "OTHER_CURRENCY"
    TWICE = "TWICE"
    OTHER_IN_LEDGER = "OTHER_IN_LEDGER"


@dataclass(frozen=True, slots=True)
class There:
    """A movement in the provider's book; `key` is empty where somebody else moved it."""

    moved: Moved
    provider_ref: str
    charge_ref: str
    amount: Money
    key: str


@dataclass(frozen=True, slots=True)
class Here:
    """The same in ours. `in_span`: it fell into the time that is compared."""

    moved: Moved
    provider_ref: str
    charge_ref: str
    amount: Money
    case_id: CaseId
    in_span: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """One line on which the books differ; amounts in minor units, None where there is none.
    `moved` is None where a whole case differs from its ledger."""

    differs: Differs
    moved: Moved | None
    provider_ref: str
    currency: str
    ours: int | None
    theirs: int | None
    case_id: CaseId | None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What one comparison found. `compared` counts the provider's movements that were looked at."""

    id: str
    at: datetime
    since: datetime
    compared: int
    differences: tuple[Difference, ...]


def differences(
    there: Sequence[There], here: Sequence[Here], cases: Mapping[str, CaseId]
) -> tuple[Difference, ...]:
    """Line by line. `cases` are those of our keys. A movement without a key of ours, on a charge
    that we never took, is the shop's other business."""
    told = {(one.moved, one.provider_ref): one for one in there}
    known = {(one.moved, one.provider_ref): one for one in here}
    taken = {one.charge_ref: one.case_id for one in here if one.moved is Moved.CAPTURE}
    found = [
        *(_unlike(told[name], ours) for name, ours in known.items() if name in told),
        *(_only_here(ours) for name, ours in known.items() if name not in told and ours.in_span),
    ]
    used = {one.key for name, one in told.items() if name in known and one.key}
    for name, one in told.items():
        if name in known or not (one.key or one.charge_ref in taken):
            continue
        differs = Differs.TWICE if one.key in used else Differs.MISSING_HERE
        used.add(one.key)
        case_id = cases.get(one.key) or taken.get(one.charge_ref)
        found.append(_line(differs, one, None, one.amount.minor, case_id))
    return tuple(one for one in found if one is not None)


def unlike_ledger(
    here: Sequence[Here], posted: Mapping[tuple[CaseId, str], int]
) -> Iterator[Difference]:
    """Cases whose account of the processor is another sum than that of what moved. `here` must be
    all that ever moved of those cases; `posted` is by case and currency, in minor units."""
    sums: Counter[tuple[CaseId, str]] = Counter()
    for one in here:
        sign = 1 if one.moved is Moved.CAPTURE else -1
        sums[one.case_id, one.amount.currency] += sign * one.amount.minor
    for case_id, currency in sorted(sums.keys() | posted.keys()):
        ours, moved = posted.get((case_id, currency), 0), sums[case_id, currency]
        if ours != moved:
            yield Difference(Differs.OTHER_IN_LEDGER, None, "", currency, ours, moved, case_id)


def _unlike(theirs: There, ours: Here) -> Difference | None:
    if theirs.amount == ours.amount:
        return None
    same = theirs.amount.currency == ours.amount.currency
    differs = Differs.OTHER_AMOUNT if same else Differs.OTHER_CURRENCY
    return _line(differs, theirs, ours.amount.minor, theirs.amount.minor, ours.case_id)


def _only_here(ours: Here) -> Difference:
    return _line(Differs.MISSING_THERE, ours, ours.amount.minor, None, ours.case_id)


def _line(
    differs: Differs, one: There | Here, ours: int | None, theirs: int | None, case: CaseId | None
) -> Difference:
    currency = one.amount.currency
    return Difference(differs, one.moved, one.provider_ref, currency, ours, theirs, case)
