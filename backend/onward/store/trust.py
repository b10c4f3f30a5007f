"""What a person's past says of them: refunds that went well, and claims, in one statement."""

from datetime import datetime

from onward.domain.ids import AccountId
from onward.domain.policy import Policy
from onward.domain.refunds import UNPAID
from onward.domain.story import Story
from onward.domain.trust import Record, is_asked
from onward.store import sql
from onward.store.rows import to_ms

# Not rejected, and not found to be somebody else's doing.
_UPHELD = (
    "(k.resolution IS NULL OR k.resolution <> 'REJECT') "
    "AND (k.fault IS NULL OR k.fault NOT IN ('CARRIER', 'MERCHANT', 'BUYER'))"
)
_RECORD = (
    "SELECT (SELECT count(*) FROM cases c JOIN refunds r ON r.id = c.refund_id "
    "WHERE c.returner_id = ? AND r.status IN ('SUCCEEDED', 'CONVERTED_TO_CREDIT') "
    f"AND NOT EXISTS (SELECT 1 FROM claims k WHERE k.case_id = c.id AND {_UPHELD})) AS went_well, "
    "(SELECT count(*) FROM claims k JOIN cases c ON c.id = k.case_id "
    f"WHERE c.returner_id = ? AND k.opened_at >= ? AND {_UPHELD}) AS against_them, "
    "(SELECT count(*) FROM claims k JOIN matches m ON m.id = k.match_id "
    "WHERE m.buyer_id = ? AND k.opened_at >= ? AND k.outcome <> 'RECALLED') AS by_them"
)


async def record_for(story: Story, policy: Policy, now: datetime) -> Record | None:
    """The returner's record, where it makes a difference to when their refund starts; else None,
    and nobody is asked."""
    if story.refund.status not in UNPAID or not is_asked(policy, story.refund.amount):
        return None
    return await record_of(story.case.returner_id, now - policy.refunds.claims_within)


async def record_of(account_id: AccountId, since: datetime) -> Record:
    """Claims count from `since` on: those they made, and those against what they returned unless
    they were rejected or somebody else's doing. A refund went well where none is against it."""
    then = to_ms(since)
    row = await sql.fetch_one(_RECORD, [account_id, account_id, then, account_id, then])
    return Record(row["went_well"], row["against_them"] + row["by_them"]) if row else Record(0, 0)
