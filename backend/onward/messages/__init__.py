"""The words people read, and how amounts and days are written. Every room may say them."""

from onward.messages.amounts import money
from onward.messages.buyer import ForBuyer, buyer_headline, buyer_safe_sentence, claim_text
from onward.messages.conditions import barrier, grade_label, grade_reason
from onward.messages.dates import clock, day, moment, soon
from onward.messages.desk import book_text, memo_text, refusal_text, task_text, trouble_text
from onward.messages.letters import Written, letter
from onward.messages.refunds import paid_with, pays_to, refund_line
from onward.messages.returner import (
    ForReturner,
    distance_text,
    odds_text,
    returner_headline,
    returner_safe_sentence,
)
from onward.messages.timelines import (
    Audience,
    because_text,
    status_text,
    timeline_text,
    told_by,
)
from onward.messages.words import MissingWords, knows, listed, say

__all__ = [
    "Audience",
    "ForBuyer",
    "ForReturner",
    "MissingWords",
    "Written",
    "barrier",
    "because_text",
    "book_text",
    "buyer_headline",
    "buyer_safe_sentence",
    "claim_text",
    "clock",
    "day",
    "distance_text",
    "grade_label",
    "grade_reason",
    "knows",
    "letter",
    "listed",
    "memo_text",
    "moment",
    "money",
    "odds_text",
    "paid_with",
    "pays_to",
    "refund_line",
    "refusal_text",
    "returner_headline",
    "returner_safe_sentence",
    "say",
    "soon",
    "status_text",
    "task_text",
    "timeline_text",
    "told_by",
    "trouble_text",
]
