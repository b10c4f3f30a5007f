"""Whatever the code can say, the message file can: no code reaches a person without a sentence."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from pathlib import Path

import pytest

from onward.adapters.policies.categories import QUESTIONS, SHOTS
from onward.adapters.policies.reading import read_policy
from onward.domain import (
    condition,
    economics,
    evidence,
    ledger,
    matching,
    refusals,
    reports,
    routes,
    routing,
    track,
)
from onward.domain.claims import ClaimResolution, ReceiptOutcome
from onward.domain.events import Because, Channel, TaskKind
from onward.domain.grades import Grade, Verdict
from onward.domain.ledger import Book
from onward.domain.life import PurchaseStatus, RefundStatus, ShipmentStatus, Stage, Who
from onward.domain.refunds import RefundFor
from onward.domain.refusals import Refusal
from onward.domain.returns import Reason, Remedy
from onward.domain.routing import RouteType
from onward.messages import Audience, knows, say
from onward.ports import World
from tests.house.sources import python_modules

CODE = re.compile(r"[A-Z0-9]+(_[A-Z0-9]+)+")
KINDS = {
    kind.__name__: kind.code
    for kind in vars(refusals).values()
    if isinstance(kind, type) and issubclass(kind, Refusal)
}


def constants(module: object) -> set[str]:
    """Every word in capitals that a module's code holds as text."""
    tree = ast.parse(Path(str(vars(module)["__file__"])).read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}


def refused_codes() -> Iterator[str]:
    """Every code the package refuses with: a kind's own, or the closer one it is given."""
    yield from KINDS.values()
    for module in python_modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in KINDS and isinstance(first, ast.Constant):
                    yield str(first.value)


@pytest.mark.parametrize("code", sorted(set(refused_codes())))
def test_every_refusal_has_its_sentence(code: str) -> None:
    assert knows(f"refusals.{code}")


def said_keys() -> Iterator[tuple[str, str]]:
    """Every key that the package says outright, with where it does."""
    for module in python_modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    if node.func.id in {"say", "listed"}:
                        yield str(module), first.value
                    if node.func.id == "letter":
                        yield str(module), f"letters.{first.value}.subject"


def test_every_sentence_that_is_said_outright_is_there() -> None:
    said = set(said_keys())
    assert len(said) > 10
    assert [place for place in sorted(said) if not knows(place[1])] == []


@pytest.mark.parametrize("code", ["NOT_DELIVERED_YET", "WINDOW_CLOSED", "ALREADY_RETURNED"])
def test_every_reason_against_a_return_has_its_sentence(code: str) -> None:
    assert knows(f"refusals.{code}")


# Rules whose code is a single word.
ONE_WORD = {"STOPPED", "UNLIKELY"}


def test_every_rule_of_the_peer_path_has_its_sentence() -> None:
    codes = (constants(routing) | constants(routes)) - set(RouteType)
    assert len(codes) >= len(routing.RULES) - len(ONE_WORD)
    assert [code for code in sorted(codes | ONE_WORD) if not knows(f"barriers.{code}")] == []


def test_every_flag_policy_excludes_has_its_sentence() -> None:
    flags = read_policy().peer_excluded_flags
    assert [flag for flag in sorted(flags) if not knows(f"barriers.FLAG_{flag.upper()}")] == []


def test_every_rule_of_buying_has_its_sentence() -> None:
    codes = constants(matching)
    assert len(codes) >= len(matching.RULES)
    assert [code for code in sorted(codes) if not knows(f"buying.{code}")] == []


GRADE_CODES = {
    code
    for module in (condition, evidence, reports)
    for code in constants(module) - {"ANSWERS_MISSING", "ANSWER_UNKNOWN"}
} | {"LOOKED_AT"}
# Told in the same words to everybody.
PLAIN_CODES = {"ANSWERED_YES", "ANSWERED_NO", "LOOKED_AT", "OPENED_BEFORE"}


def test_every_reason_of_a_grade_has_its_sentence_and_its_place_in_one() -> None:
    assert {"PHOTO_TOO_SMALL", "PHOTO_SEEN_BEFORE", "ANSWERED_YES"} <= GRADE_CODES
    assert [code for code in sorted(GRADE_CODES) if not knows(f"grade_reasons.{code}")] == []
    for_agents = GRADE_CODES - PLAIN_CODES
    assert [code for code in sorted(for_agents) if not knows(f"grade_reasons.agent.{code}")] == []
    in_a_sentence = GRADE_CODES - {"BARCODE_UNREAD", "LIKENESS"}
    assert [code for code in sorted(in_a_sentence) if not knows(f"grade_clauses.{code}")] == []


def test_every_reason_that_doubts_the_sender_is_kept_from_the_buyer() -> None:
    doubts = {code for code in GRADE_CODES if re.search("SEEN|OF_THE_SHOP|TWICE|ANOTHER", code)}
    assert len(doubts) == 5
    assert [code for code in sorted(doubts) if say(f"grade_reasons.buyer.{code}", shot="")] == []


def test_every_rule_of_a_grade_has_its_name() -> None:
    names = {rule.name for rule in condition.RULES}
    assert [name for name in sorted(names) if not knows(f"grade_rules.{name}")] == []


def test_every_answer_that_counts_against_an_item_has_its_place_in_a_sentence() -> None:
    asked = {q for category in read_policy().categories.values() for q in category.questions}
    other_answers = {f"{q.key}.because_{'no' if q.good else 'yes'}" for q in asked}
    assert [key for key in sorted(other_answers) if not knows(f"questions.{key}")] == []


def test_every_step_of_the_track_has_its_label() -> None:
    source = Path(track.__file__).read_text(encoding="utf-8")
    keys = set(re.findall(r'\("([A-Z_]+)",', source))
    assert {"SHOWN", "OWNER_FOUND", "KEPT", "REPLACED"} <= keys
    unsaid = [
        key
        for key in sorted(keys)
        if not knows(f"track.returner.{key}") and not knows(f"track.buyer.{key}")
    ]
    assert unsaid == []
    ends = {"KEPT", "CANCELED", "REPLACED"}
    for side in ("returner", "buyer"):
        now = {key for key in keys - ends if knows(f"track.{side}.{key}")}
        assert [key for key in sorted(now) if not knows(f"track.now.{side}.{key}")] == []


def test_every_shot_and_question_of_the_policy_has_its_words() -> None:
    categories = read_policy().categories.values()
    shots = {shot for category in categories for shot in category.shots} | set(SHOTS)
    questions = {question.key for category in categories for question in category.questions}
    questions |= set(QUESTIONS)
    assert [
        f"shots.{shot}.{part}"
        for shot in sorted(shots)
        for part in ("title", "hint", "named")
        if not knows(f"shots.{shot}.{part}")
    ] == []
    assert [
        f"questions.{key}.{part}"
        for key in sorted(questions)
        for part in ("text", "yes", "no")
        if not knows(f"questions.{key}.{part}")
    ] == []


@pytest.mark.parametrize(
    ("section", "kind"),
    [
        ("reasons", Reason),
        ("remedies", Remedy),
        ("grades", Grade),
        ("verdicts", Verdict),
        ("channels", Channel),
        ("tasks", TaskKind),
        ("books", Book),
        ("outcomes", ReceiptOutcome),
        ("resolutions", ClaimResolution),
        ("claim", ClaimResolution),
        *[(f"because.{audience}", Because) for audience in Audience],
        *[(f"by.{audience}", Who) for audience in Audience],
        *[(f"shipment.{audience}", ShipmentStatus) for audience in Audience],
        *[(f"refund.{purpose}", RefundStatus) for purpose in RefundFor],
        *[(f"refund_next.{purpose}", RefundStatus) for purpose in RefundFor],
        ("headline.buyer", PurchaseStatus),
        ("safe.buyer", PurchaseStatus),
    ],
)
def test_every_value_of_an_enum_has_its_words(section: str, kind: type[StrEnum]) -> None:
    assert [value for value in kind if not knows(f"{section}.{value}")] == []


def test_every_stage_has_a_headline_and_a_sentence_safe_to_read_out() -> None:
    for section in ("headline.returner", "safe.returner"):
        said = [stage for stage in Stage if knows(f"{section}.{stage}")]
        assert set(Stage) - set(said) == {Stage.AWAITING_DROPOFF}
        assert knows(f"{section}.AWAITING_DROPOFF_PEER")
        assert knows(f"{section}.AWAITING_DROPOFF_WAREHOUSE")


def test_every_route_has_a_title_and_steps() -> None:
    for route in RouteType:
        assert knows(f"routes.{route}.title")
        assert knows(f"routes.{route}.steps")


def test_every_entry_and_every_cost_has_its_name() -> None:
    memos = constants(ledger) - set(Book)
    assert [memo for memo in sorted(memos) if not knows(f"memos.{memo}")] == []
    assert knows("memos.SALE")
    assert knows("memos.LABEL")
    source = Path(economics.__file__).read_text(encoding="utf-8")
    costs = set(re.findall(r'\("([A-Z_]+)", ', source))
    assert {"SOLD", "FULL_PRICE", "NO_SHIP", "LABEL_OUT"} <= costs
    assert [code for code in sorted(costs) if not knows(f"costs.{code}")] == []


def test_every_port_has_a_sentence_for_when_it_is_down() -> None:
    never_down = {"policy", "clock", "tokens", "places", "base_url"}
    ports = {field.name for field in fields(World)} - never_down
    assert [port for port in sorted(ports) if not knows(f"trouble.{port}")] == []
