"""The shipped policy says what product and domain ask; a wrong one is named with key and line."""

from dataclasses import asdict
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from onward.adapters.policies.reading import policy_of, read_policy
from onward.adapters.policies.sections import UnreadablePolicy
from onward.domain.grades import Grade
from onward.domain.policy import RefundTrigger

SHIPPED = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def changed(old: str, new: str) -> str:
    assert SHIPPED.count(old) == 1, f"{old!r} stands {SHIPPED.count(old)} times"
    return SHIPPED.replace(old, new)


def unreadable(text: str) -> UnreadablePolicy:
    with pytest.raises(UnreadablePolicy) as refused:
        policy_of(text)
    return refused.value


def test_the_shipped_windows_are_the_ones_of_the_brief() -> None:
    assert asdict(read_policy().windows) == {
        "return_for": 30 * DAY,
        "draft_for": 7 * DAY,
        "review_for": 24 * HOUR,
        "choose_for": 3 * DAY,
        "window_for": 72 * HOUR,
        "ship_for": 3 * DAY,
        "hand_in_for": 30 * DAY,
        "silence_for": 14 * DAY,
        "confirm_for": 3 * DAY,
        "claim_for": 14 * DAY,
        "lost_for": 30 * DAY,
        "reserve_for": timedelta(minutes=15),
        "settle_for": DAY,
    }


def test_the_shipped_peer_path_is_the_one_of_the_brief() -> None:
    policy = read_policy()
    assert policy.peer_enabled
    assert policy.peer_grades == {Grade.NEW_SEALED, Grade.LIKE_NEW}
    assert policy.peer_excluded_reasons == {"DEFECTIVE", "WRONG_ITEM", "NOT_AS_DESCRIBED"}
    assert {"lithium", "hygiene", "final_sale", "recalled", "aerosol"} <= policy.peer_excluded_flags
    assert (policy.peer_limit_minor, policy.max_hops) == (25_000, 2)
    assert policy.refund_trigger is RefundTrigger.ON_CARRIER_ACCEPTANCE
    assert (policy.bonus_bp, policy.bonus_least_minor) == (500, 300)
    assert policy.remedies == {"REFUND"}
    assert policy.open_box_share == 0.25


@pytest.mark.parametrize(
    ("category", "discount_bp"),
    [("clothing", 2_000), ("shoes", 2_000), ("bags", 1_800), ("accessories", 1_800),
     ("default", 1_500), ("never heard of", 1_500)],
)  # fmt: skip
def test_each_category_has_its_discount(category: str, discount_bp: int) -> None:
    assert read_policy().category(category).discount_bp == discount_bp


@pytest.mark.parametrize(
    "category",
    ["swimwear", "underwear", "cosmetics", "earrings", "food", "helmets", "car_seats"],
)
def test_what_touches_skin_or_saves_lives_never_goes_peer(category: str) -> None:
    assert not read_policy().category(category).peer
    assert read_policy().category(category).shots == read_policy().category("default").shots


def test_a_question_knows_its_good_answer_and_whether_it_breaks_the_peer_path() -> None:
    asked = {
        question.key: (question.good, question.breaks_peer)
        for category in read_policy().categories.values()
        for question in category.questions
    }
    assert asked == {
        "tags_attached": (True, False),
        "worn": (False, True),
        "washed": (False, True),
        "smell": (False, True),
        "complete": (True, True),
        "flaw": (False, False),
        "bag_or_box": (True, False),
    }


def test_a_flaw_is_only_photographed_where_there_is_one() -> None:
    for category in read_policy().categories.values():
        assert "flaw" not in category.shots
        assert category.shots


def test_the_union_is_one_territory_and_no_other() -> None:
    policy = read_policy()
    assert policy.same_territory("DE", "FR")
    assert policy.same_territory("US", "US")
    assert not policy.same_territory("US", "CA")
    assert not policy.same_territory("GB", "IE")


def test_taxes_are_basis_points_by_place() -> None:
    taxes = read_policy().tax_bp
    assert (taxes["US-OR"], taxes["US-WA"], taxes["GB"], taxes["default"]) == (0, 650, 2_000, 0)


def test_a_merchant_reads_their_own_file(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(changed('window_for = "72h"', 'window_for = "5 days"'), encoding="utf-8")
    assert read_policy(mine).windows.window_for == 5 * DAY


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('window_for = "72h"', 'window_for = "three days"', "windows.window_for"),
        ('window_for = "72h"', 'window_for = "0h"', "windows.window_for"),
        ('window_for = "72h"', "window_for = 72", "windows.window_for"),
        ('window_for = "72h"', 'windw_for = "72h"', "windows.window_for"),
        ('bonus = "5%"', 'bonus = "5"', "money.bonus"),
        ('bonus = "5%"', 'bonus = "101%"', "money.bonus"),
        ('limit = "250.00"', 'limit = "250.005"', "peer.limit"),
        ('limit = "250.00"', 'limit = "NaN"', "peer.limit"),
        ('limit = "250.00"', 'limit = "-1"', "peer.limit"),
        ("enabled = true", "enabled = 1", "peer.enabled"),
        ("max_hops = 2", "max_hops = 0", "peer.max_hops"),
        ("max_hops = 2", "max_hops = true", "peer.max_hops"),
        ('"LIKE_NEW"]', '"LIKENEW"]', "peer.grades"),
        ('"LIKE_NEW"]', '"NEW_SEALED"]', "peer.grades"),
        ('"WRONG_ITEM"', '"WRONG"', "peer.excluded_reasons"),
        ('remedies = ["REFUND"]', 'remedies = ["HUGS"]', "money.remedies"),
        ('"ON_CARRIER_ACCEPTANCE"', '"SOMETIME"', "money.refund_trigger"),
        ('street = "500 Sagebrush Freight Way"', 'street = " "', "warehouse.street"),
        ('shots = ["front", "back", "sole"]', 'shots = ["soul"]', "categories.shoes.shots"),
        ('shots = ["front", "back", "sole"]', 'pics = ["sole"]', "categories.shoes.pics"),
        ('"smell", "complete"', '"smell", "colour"', "categories.shoes.questions"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_key_and_line(old: str, new: str, key: str) -> None:
    text = changed(old, new)
    refused = unreadable(text)
    assert refused.key == key
    assert refused.line
    table, _, name = key.rpartition(".")
    line = text.splitlines()[refused.line - 1]
    assert line.startswith((name, f"[{table}]"))
    assert key in str(refused)


def test_a_missing_table_is_named() -> None:
    assert unreadable(changed("[warehouse]", "[wearhouse]")).key == "warehouse"


def test_a_setting_nobody_knows_is_refused() -> None:
    assert unreadable(f"colour = 'blue'\n{SHIPPED}").key == "colour"


def test_a_category_without_the_default_is_refused() -> None:
    text = changed("[categories.default]", "[categories.everything]")
    assert unreadable(text).key == "categories.default"


def test_what_is_no_toml_says_where() -> None:
    assert "line 3" in str(unreadable("a = 1\n\nb == 2\n"))


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePolicy, match=r"mine\.toml"):
        read_policy(tmp_path / "mine.toml")
