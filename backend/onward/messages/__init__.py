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
    opened_by,
    rule_label,
    shot_title,
    told_reasons,
)
from onward.messages.dates import clock, day, moment, soon
from onward.messages.desk import book_text, memo_text, refusal_text, task_text, trouble_text
from onward.messages.exchanges import alternative_text, exchange_text, other_text
from onward.messages.letters import Written, letter
from onward.messages.matches import match_why_texts
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
from onward.messages.routes import (
    footprint_texts,
    grams_text,
    impact_method,
    peer_km_text,
    peer_why,
    saving_text,
    warehouse_km_text,
    warehouse_why,
)
from onward.messages.timelines import (
    Audience,
    because_text,
    status_text,
    timeline_text,
    told_by,
)
from onward.messages.tracks import track_label
from onward.messages.wishes import (
    ahead_text,
    came_back_text,
    fit_text,
    offer_because_text,
    offer_odds_text,
)
from onward.messages.words import MissingWords, knows, listed, say

__all__ = [
    "Audience",
    "ForBuyer",
    "ForReturner",
    "MissingWords",
    "Written",
    "ahead_text",
    "alternative_text",
    "bag_text",
    "barrier",
    "because_text",
    "book_text",
    "buyer_headline",
    "buyer_safe_sentence",
    "came_back_text",
    "category_label",
    "claim_text",
    "clock",
    "day",
    "distance_text",
    "exchange_text",
    "fit_text",
    "footprint_texts",
    "grade_label",
    "grade_reason",
    "grade_sentence",
    "grams_text",
    "impact_method",
    "knows",
    "letter",
    "listed",
    "match_why_texts",
    "memo_text",
    "moment",
    "money",
    "odds_text",
    "offer_because_text",
    "offer_odds_text",
    "opened_by",
    "other_text",
    "paid_with",
    "pays_to",
    "peer_km_text",
    "peer_why",
    "refund_goes_to",
    "refund_line",
    "refund_next",
    "refusal_text",
    "returner_headline",
    "returner_safe_sentence",
    "rule_label",
    "saving_text",
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
    "warehouse_km_text",
    "warehouse_why",
]
