"""Whether the whole book is in order: rules as queries that find what breaks them. Each is one
statement, so it sees one moment of the book; the database adds up, and only findings come back."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from enum import StrEnum

from onward.domain.ledger import EVEN_AT_CLOSE, PAYABLES
from onward.domain.life import RefundStatus
from onward.store import sql

# A rule that is broken more often than this is broken altogether; the first ones say enough.
MOST_FINDINGS = 200
_OPEN = (
    RefundStatus.SCHEDULED, RefundStatus.ON_HOLD, RefundStatus.SUBMITTED, RefundStatus.PENDING,
    RefundStatus.FAILED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: the rule it breaks (a code), the case where there is one, what exactly (an
    event and memo, an account, a kind of document), and by how much in minor units."""

    rule: str
    reference: str
    about: str
    currency: str
    off: int


def _listed(words: Iterable[StrEnum]) -> str:
    """Our own words as SQL; never anybody else's."""
    return ", ".join(f"'{word}'" for word in sorted(words))


# Each gives case id (or NULL), what it is about, currency (or ''), and how far it is off.
RULES: dict[str, str] = {
    "ENTRY_UNEVEN": (
        "SELECT min(case_id) AS case_id, event_id || ' ' || memo AS about, currency, "
        "sum(amount_minor) AS off FROM postings GROUP BY event_id, memo, currency "
        "HAVING sum(amount_minor) <> 0"
    ),
    "NO_CAUSE": (
        "SELECT p.case_id AS case_id, p.event_id || ' ' || p.memo AS about, "
        "p.currency AS currency, p.amount_minor AS off FROM postings p "
        "LEFT JOIN events e ON e.id = p.event_id AND e.case_id = p.case_id WHERE e.id IS NULL"
    ),
    "CLOSED_UNEVEN": (
        "SELECT p.case_id AS case_id, p.book AS about, p.currency AS currency, "
        "sum(p.amount_minor) AS off FROM postings p JOIN cases c ON c.id = p.case_id "
        f"WHERE c.stage = 'CLOSED' AND p.book IN ({_listed(EVEN_AT_CLOSE)}) "
        # A bank may ask for a charge back long after everything else was over.
        "AND NOT (p.book = 'CHARGEBACKS' AND EXISTS (SELECT 1 FROM disputes d "
        "WHERE d.case_id = p.case_id AND d.closed_at IS NULL)) "
        "GROUP BY p.case_id, p.book, p.currency HAVING sum(p.amount_minor) <> 0"
    ),
    "REFUNDS_DIFFER": (
        "SELECT case_id, book AS about, currency, sum(minor) AS off FROM ("
        "SELECT case_id, book, currency, amount_minor AS minor FROM postings "
        f"WHERE book IN ({_listed(PAYABLES)}) UNION ALL "
        "SELECT case_id, CASE payee WHEN 'BUYER' THEN 'BUYER_PAYABLE' ELSE 'RETURNER_PAYABLE' END, "
        "currency, net_minor + tax_minor - coalesce(fee_minor, 0) FROM refunds "
        f"WHERE status IN ({_listed(_OPEN)})) owed "
        "GROUP BY case_id, book, currency HAVING sum(minor) <> 0"
    ),
    "CREDIT_DIFFERS": (
        "SELECT case_id, 'STORE_CREDIT' AS about, currency, sum(minor) AS off FROM ("
        "SELECT case_id, currency, amount_minor AS minor FROM postings WHERE book = 'STORE_CREDIT' "
        "UNION ALL SELECT case_id, currency, amount_minor FROM credits) given "
        "GROUP BY case_id, currency HAVING sum(minor) <> 0"
    ),
    "BOOK_UNEVEN": (
        "SELECT NULL AS case_id, '' AS about, currency, sum(amount_minor) AS off FROM postings "
        "GROUP BY currency HAVING sum(amount_minor) <> 0"
    ),
    "NUMBER_MISSING": (
        "SELECT NULL AS case_id, kind AS about, '' AS currency, max(serial) - count(*) AS off "
        "FROM documents GROUP BY kind HAVING max(serial) <> count(*) OR min(serial) <> 1"
    ),
}


async def findings(rule: str) -> AsyncIterator[Finding]:
    """What breaks this rule, at most MOST_FINDINGS of it."""
    rows = await sql.fetch(
        f"SELECT c.reference AS reference, f.about AS about, f.currency AS currency, f.off AS off "
        f"FROM ({RULES[rule]}) f LEFT JOIN cases c ON c.id = f.case_id "
        "ORDER BY c.reference, f.about LIMIT ?",
        [MOST_FINDINGS],
    )
    for row in rows:
        yield Finding(rule, row["reference"] or "", row["about"], row["currency"], int(row["off"]))


async def size() -> int:
    """How many lines the book has."""
    rows = await sql.fetch("SELECT count(*) AS n FROM postings")
    return int(rows[0]["n"])
