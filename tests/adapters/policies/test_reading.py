"""The shipped policy says what product and domain ask; a wrong one is named with key and line."""

from dataclasses import asdict
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from onward.adapters.policies.reading import policy_of, read_policy
from onward.adapters.policies.sections import UnreadablePolicy
from onward.domain.grades import Grade
from onward.domain.policy import ConditionPolicy, MatchingPolicy, Quality
from onward.domain.terms import RefundTrigger

SHIPPED = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHARPNESS, DARK, REUSE = (
    next(line for line in SHIPPED.splitlines() if line.startswith(key))
    for key in ("sharpness_least", "dark_most", "reuse_bits")
)


def changed(old: str, new: str) -> str:
    assert SHIPPED.count(old) == 1, f"{old!r} stands {SHIPPED.count(old)} times"
    return SHIPPED.replace(old, new)


ACCOUNTS = "device_accounts_most = 5"
EXCLUDED = 'excluded_reasons = ["DEFECTIVE", "WRONG_ITEM"'


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
        "investigate_for": 7 * DAY,
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
    assert policy.refunds.trigger is RefundTrigger.ON_CARRIER_ACCEPTANCE
    assert (policy.bonus_bp, policy.bonus_least_minor) == (500, 300)
    assert policy.remedies == {"REFUND", "EXCHANGE", "STORE_CREDIT"}
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


def test_the_shipped_measure_is_kept_honest_as_in_the_brief() -> None:
    assert read_policy().quality == Quality(inspect_bp=200, pause_above_bp=300, pause_over=200)
    assert read_policy().condition.appeals == 1


def test_the_shipped_bounds_are_the_ones_the_phone_knows() -> None:
    assert read_policy().condition == ConditionPolicy()


def test_the_shipped_choice_among_people_is_the_one_in_the_code() -> None:
    assert read_policy().matching == MatchingPolicy()


def test_a_shop_may_count_no_device() -> None:
    off = changed('device_for = "90 days"', 'device_for = "0 days"')
    assert policy_of(off).matching.device_for == timedelta()


def test_the_union_is_one_territory_and_no_other() -> None:
    policy = read_policy()
    assert policy.same_territory("DE", "FR")
    assert policy.same_territory("US", "US")
    assert not policy.same_territory("US", "CA")
    assert not policy.same_territory("GB", "IE")


def test_taxes_are_basis_points_by_place() -> None:
    taxes = read_policy().tax_bp
    assert (taxes["US-OR"], taxes["US-WA"], taxes["GB"], taxes["default"]) == (0, 650, 2_000, 0)


def test_a_place_may_tax_a_category_of_its_own() -> None:
    own = changed('US-NY = "4%"', 'US-NY = "4%"\n"US-NY.clothing" = "0%"')
    assert policy_of(own).tax_bp["US-NY.clothing"] == 0
    with pytest.raises(UnreadablePolicy, match="is no category"):
        policy_of(own.replace("US-NY.clothing", "US-NY.cloth"))


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
        ('bonus = "5%"', 'bonus = "100%"', "money.bonus"),
        ('fee = "0.00"', 'fee = "-4.95"', "refunds.fee"),
        ('fee = "0.00"', 'fee = "4.955"', "refunds.fee"),
        ('fee = "0.00"', 'fee = "0.00"\nfee_by_law = "4.95"', "refunds.fee_by_law"),
        ('shipping = "NOTHING"', 'shipping = "TWICE"', "refunds.shipping"),
        ('credit_bonus = "0%"', 'credit_bonus = "100%"', "refunds.credit_bonus"),
        ('bonus_year = "100.00"', 'bonus_year = "-1.00"', "refunds.bonus_year"),
        ('limit = "250.00"', 'limit = "250.005"', "peer.limit"),
        ('limit = "250.00"', 'limit = "NaN"', "peer.limit"),
        ('limit = "250.00"', 'limit = "-1"', "peer.limit"),
        ("enabled = true", "enabled = 1", "peer.enabled"),
        ("max_hops = 2", "max_hops = 0", "peer.max_hops"),
        ("max_hops = 2", "max_hops = true", "peer.max_hops"),
        ('"LIKE_NEW"]', '"LIKENEW"]', "peer.grades"),
        ('"LIKE_NEW"]', '"NEW_SEALED"]', "peer.grades"),
        ('grades = ["NEW_SEALED", "LIKE_NEW"]', "grades = []", "peer.grades"),
        ('"LIKE_NEW"]', '"ACCEPTABLE"]', "peer.grades"),
        ('"LIKE_NEW"]', '"DAMAGED"]', "peer.grades"),
        (EXCLUDED, EXCLUDED.replace("WRONG_ITEM", "WRONG"), "peer.excluded_reasons"),
        (EXCLUDED, EXCLUDED.replace("WRONG_ITEM", "UNKNOWN"), "peer.excluded_reasons"),
        ('remedies = ["REFUND", ', 'remedies = ["HUGS", ', "money.remedies"),
        ('"ON_CARRIER_ACCEPTANCE"', '"SOMETIME"', "refunds.trigger"),
        ('street = "500 Sagebrush Freight Way"', 'street = " "', "warehouse.street"),
        ("side_least = 300", "side_least = 0", "condition.side_least"),
        ("side_least = 300", "side_least = 1601", "condition.side_least"),
        (SHARPNESS, "sharpness_least = 0", "condition.sharpness_least"),
        (SHARPNESS, "sharpness_least = -1.5", "condition.sharpness_least"),
        (SHARPNESS, "sharpness_least = nan", "condition.sharpness_least"),
        (SHARPNESS, "sharpness_least = 1e9", "condition.sharpness_least"),
        (SHARPNESS, "sharpness_least = true", "condition.sharpness_least"),
        (DARK, 'dark_most = "0%"', "condition.dark_most"),
        (DARK, 'dark_most = "100%"', "condition.dark_most"),
        (REUSE, "reuse_bits = 21", "condition.reuse_bits"),
        (REUSE, "reuse_bits = -1", "condition.reuse_bits"),
        ("twice_bits = 12", "twice_bits = 20", "condition.twice_bits"),
        ("appeals = 1", "appeals = 2", "condition.appeals"),
        ("appeals = 1", "appeals_ = 1", "condition.appeals"),
        ('barcode_shots = ["tag", "packaging"]', 'barcode_shots = ["tags"]',
         "condition.barcode_shots"),
        ('device_for = "90 days"', 'device_for = "for ever"', "matching.device_for"),
        ('device_for = "90 days"', "device_for = 90", "matching.device_for"),
        (ACCOUNTS, "device_accounts_most = 1", "matching.device_accounts_most"),
        (ACCOUNTS, "device_accounts_most = 100", "matching.device_accounts_most"),
        ('inspect = "2%"', 'inspect = "100%"', "quality.inspect"),
        ('inspect = "2%"', 'inspects = "2%"', "quality.inspect"),
        ('pause_above = "3%"', 'pause_above = "0%"', "quality.pause_above"),
        ('pause_above = "3%"', 'pause_above = "100%"', "quality.pause_above"),
        ("pause_over = 200", "pause_over = 0", "quality.pause_over"),
        ("pause_over = 200", "pause_over = 200.5", "quality.pause_over"),
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
    refused = unreadable("a = 1\n\nb == 2\n")
    assert refused.line == 3
    assert str(refused).startswith("line 3, ")


def test_what_ends_too_early_is_no_toml() -> None:
    refused = unreadable("a = 1\nb = [1,\n")
    assert refused.line == 2
    assert "end of document" in str(refused)


def test_a_grade_is_given_by_a_reason_that_nothing_excludes() -> None:
    text = changed(EXCLUDED, 'excluded_reasons = ["WRONG_ITEM"')
    admits = text.replace('["NEW_SEALED", "LIKE_NEW"]', '["LIKE_NEW", "DAMAGED"]')
    assert policy_of(admits).peer_grades == {Grade.LIKE_NEW, Grade.DAMAGED}


def test_keys_are_found_however_toml_lets_them_be_written() -> None:
    text = changed("[quality]", "[ 'quality' ] # how the measure is kept honest").replace(
        'inspect = "2%"', '"inspect" = "2"'
    )
    refused = unreadable(text)
    assert refused.line
    assert text.splitlines()[refused.line - 1].startswith('"inspect" = "2"')
    dotted = changed("tries_before_agent = 5", "tries_before_agent = 5\nquality.inspect = 1")
    refused = unreadable(dotted.replace("[quality]", "[qualities]"))
    assert refused.line
    assert dotted.splitlines()[refused.line - 1] == "quality.inspect = 1"


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePolicy, match=r"mine\.toml"):
        read_policy(tmp_path / "mine.toml")


def test_the_warranty_is_the_shops_own_by_category_and_never_less_than_the_law_lets() -> None:
    text = changed("by_category = {} ", "by_category = { shoes = 6 } ")
    assert dict(policy_of(text).warranty.by_category) == {"shoes": 6}
    assert (policy_of(text).warranty.months, policy_of(text).warranty.legal_months) == (3, 24)
    wrong = unreadable(changed("legal_months = 24", "legal_months = 11"))
    assert (wrong.key, "12" in str(wrong)) == ("warranty.legal_months", True)
    unknown = unreadable(changed("by_category = {} ", "by_category = { boats = 6 } "))
    assert unknown.key == "warranty.by_category.boats"
