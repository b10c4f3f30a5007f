"""Our side of a comparison with the provider's book, and what comparisons found."""

from collections.abc import Sequence
from datetime import datetime

from onward.domain.disputes import GONE
from onward.domain.ids import CaseId
from onward.domain.ledger import Book
from onward.domain.life import RefundStatus
from onward.domain.money import Money
from onward.domain.reconciling import Here, Moved, Reconciliation
from onward.store import sql
from onward.store.rows import Mapping, to_ms

RECONCILIATIONS = Mapping(Reconciliation, "reconciliations")
_AT_ONCE = 400
_GONE = ", ".join(f"'{status.value}'" for status in sorted(GONE))
_CAPTURES = (
    "SELECT h.provider_ref AS ref, h.provider_ref AS charge, h.amount_minor AS minor, h.currency, "
    "p.case_id FROM purchases p JOIN charges h ON h.id = p.charge_id "
    "WHERE h.provider_ref NOT LIKE 'credit:%'"
)
_PAID = "r.net_minor + r.tax_minor - coalesce(r.fee_minor, 0)"
_REFUNDS = (
    f"SELECT r.provider_ref AS ref, coalesce(h.provider_ref, '') AS charge, {_PAID} AS minor, "
    "r.currency, r.case_id FROM refunds r "
    "LEFT JOIN charges h ON h.id = r.charge_id "
    f"WHERE r.status = '{RefundStatus.SUCCEEDED.value}' AND r.provider_ref <> ''"
)
_DISPUTES = (
    "SELECT d.id AS ref, h.provider_ref AS charge, d.amount_minor AS minor, d.currency, d.case_id "
    "FROM disputes d JOIN charges h ON h.id = d.charge_id "
    f"WHERE d.status IN ({_GONE})"
)
# Each: what moved, its time, its name at the provider, and the statement that reads it all. A
# refund's time is when it was sent: that is when the provider made it, however late it succeeds.
_KINDS: tuple[tuple[Moved, str, str, str], ...] = (
    (Moved.CAPTURE, "h.captured_at", "h.provider_ref", _CAPTURES),
    (Moved.REFUND, "r.submitted_at", "r.provider_ref", f"{_REFUNDS} AND r.charge_id IS NOT NULL"),
    (Moved.PAYOUT, "r.submitted_at", "r.provider_ref", f"{_REFUNDS} AND r.charge_id IS NULL"),
    (Moved.DISPUTE, "d.opened_at", "d.id", _DISPUTES),
)
_CASE = {Moved.CAPTURE: "p.case_id", Moved.DISPUTE: "d.case_id"}


async def moved_between(since: datetime, until: datetime) -> list[Here]:
    """What we wrote down in that time."""
    span = [to_ms(since), to_ms(until)]
    found: list[Here] = []
    for moved, at, _, statement in _KINDS:
        found += await _read(moved, f"{statement} AND {at} >= ? AND {at} < ?", span, in_span=True)
    return found


async def named(refs: Sequence[str]) -> list[Here]:
    """What we wrote down, at any time, under these names of the provider's."""
    found: list[Here] = []
    for some in _portions(refs):
        for moved, _, name, statement in _KINDS:
            among = f"{statement} AND {name} IN ({sql.marks(len(some))})"
            found += await _read(moved, among, some, in_span=False)
    return found


async def taken_elsewhere(refs: Sequence[str]) -> set[str]:
    """Those of these charges that an order was paid with in the shop itself: none of our book's."""
    found: set[str] = set()
    for some in _portions(refs):
        rows = await sql.fetch(
            "SELECT h.provider_ref AS ref FROM charges h "
            "LEFT JOIN purchases p ON p.id = h.order_id "
            f"WHERE p.id IS NULL AND h.provider_ref IN ({sql.marks(len(some))})",
            some,
        )
        found |= {row["ref"] for row in rows}
    return found


async def of_cases(case_ids: Sequence[CaseId]) -> list[Here]:
    """All that ever moved of these cases."""
    found: list[Here] = []
    for some in _portions(case_ids):
        for moved, _, _, statement in _KINDS:
            column = _CASE.get(moved, "r.case_id")
            among = f"{statement} AND {column} IN ({sql.marks(len(some))})"
            found += await _read(moved, among, some, in_span=False)
    return found


async def posted(case_ids: Sequence[CaseId]) -> dict[tuple[CaseId, str], int]:
    """What these cases' accounts of the processor say, by case and currency, in minor units."""
    sums: dict[tuple[CaseId, str], int] = {}
    for some in _portions(case_ids):
        rows = await sql.fetch(
            "SELECT case_id, currency, sum(amount_minor) AS total FROM postings "
            f"WHERE book = '{Book.PROCESSOR.value}' AND case_id IN ({sql.marks(len(some))}) "
            "GROUP BY case_id, currency",
            some,
        )
        sums |= {(CaseId(row["case_id"]), row["currency"]): int(row["total"]) for row in rows}
    return sums


async def cases_of_keys(keys: Sequence[str]) -> dict[str, CaseId]:
    """The case whose event a key is made of, where it is one of ours."""
    found: dict[str, CaseId] = {}
    for some in _portions(keys):
        events = [key.partition(":")[0] for key in some]
        rows = await sql.fetch(
            f"SELECT id, case_id FROM events WHERE id IN ({sql.marks(len(events))})", events
        )
        of = {row["id"]: CaseId(row["case_id"]) for row in rows}
        found |= {key: of[event] for key, event in zip(some, events, strict=True) if event in of}
    return found


async def keep(one: Reconciliation) -> None:
    """Write down what a comparison found; one of that id stays as it was."""
    statement = f"{RECONCILIATIONS.insert()} ON CONFLICT (id) DO NOTHING"
    await sql.execute(statement, RECONCILIATIONS.write(one))


async def latest() -> Reconciliation | None:
    rows = await sql.fetch("SELECT * FROM reconciliations ORDER BY at DESC, id DESC LIMIT 1")
    return RECONCILIATIONS.read(rows[0]) if rows else None


async def _read(
    moved: Moved, statement: str, values: Sequence[object], *, in_span: bool
) -> list[Here]:
    return [
        Here(
            moved,
            row["ref"],
            row["charge"],
            Money(int(row["minor"]), row["currency"]),
            CaseId(row["case_id"]),
            in_span,
        )
        for row in await sql.fetch(statement, values)
    ]


def _portions(many: Sequence[str]) -> list[list[str]]:
    unlike = sorted(set(many))
    return [unlike[first : first + _AT_ONCE] for first in range(0, len(unlike), _AT_ONCE)]
