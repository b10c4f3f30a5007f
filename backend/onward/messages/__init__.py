"""The words people read, and how amounts and days are written. Every room may say them."""

from onward.messages.amounts import money
from onward.messages.buyer import ForBuyer, buyer_headline, buyer_safe_sentence, claim_text
from onward.messages.conditions import (
    bag_text,
    barrier,
    category_label,
    grade_label,
    grade_reason,
    grade_sentence,
    rule_label,
    shot_title,
    told_reasons,
)
from onward.messages.dates import clock, day, moment, soon
from onward.messages.desk import book_text, memo_text, refusal_text, task_text, trouble_text
from onward.messages.letters import Written, letter
from onward.messages.refunds import (
    paid_with,
    pays_to,
    refund_goes_to,
    refund_line,
    refund_next,
)
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
from onward.messages.tracks import track_label
from onward.messages.words import MissingWords, knows, listed, say

__all__ = [
    "Audience",
    "ForBuyer",
    "ForReturner",
    "MissingWords",
    "Written",
    "bag_text",
    "barrier",
    "because_text",
    "book_text",
    "buyer_headline",
    "buyer_safe_sentence",
    "category_label",
    "claim_text",
    "clock",
    "day",
    "distance_text",
    "grade_label",
    "grade_reason",
    "grade_sentence",
    "knows",
    "letter",
    "listed",
    "memo_text",
    "moment",
    "money",
    "odds_text",
    "paid_with",
    "pays_to",
    "refund_goes_to",
    "refund_line",
    "refund_next",
    "refusal_text",
    "returner_headline",
    "returner_safe_sentence",
    "rule_label",
    "say",
    "shot_title",
    "soon",
    "status_text",
    "task_text",
    "timeline_text",
    "told_by",
    "told_reasons",
    "track_label",
    "trouble_text",
]
