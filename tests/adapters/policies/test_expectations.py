"""What a policy expects of costs, roads and channels is read as it is written, and a slip of the
pen is named with its key and line."""

from importlib.resources import files

import pytest

from onward.adapters.policies.reading import policy_of, read_policy
from onward.adapters.policies.sections import UnreadablePolicy
from onward.domain.assumed import CostPolicy, ImpactPolicy
from onward.domain.contradictions import Idle, contradictions
from onward.domain.events import Channel
from onward.domain.grades import Grade

SHIPPED = files("onward").joinpath("policy.toml").read_text(encoding="utf-8")
SHELF, OPENED, PALLET, GIVEN, RECYCLED = (
    SHIPPED[SHIPPED.index(f"[recovery.{channel}]") :].split("\n\n")[0] for channel in Channel
)
WORTH = next(line for line in SHELF.splitlines() if line.startswith("worth"))


def changed(old: str, new: str) -> str:
    assert SHIPPED.count(old) == 1, f"{old!r} stands {SHIPPED.count(old)} times"
    return SHIPPED.replace(old, new)


def unreadable(text: str) -> UnreadablePolicy:
    with pytest.raises(UnreadablePolicy) as refused:
        policy_of(text)
    return refused.value


def test_what_ships_is_what_the_domain_expects_by_itself() -> None:
    policy = read_policy()
    assert policy.costs == CostPolicy()
    assert policy.impact == ImpactPolicy()
    assert policy.costs.compare


def test_the_shipped_policy_is_at_odds_with_nothing() -> None:
    assert contradictions(read_policy()) == ()


def test_as_shipped_only_the_warehouse_is_in_use_and_every_channel_is_weighed() -> None:
    recovery = read_policy().recovery
    assert recovery.channels == (Channel.WAREHOUSE,)
    assert set(recovery.terms) == set(Channel)
    assert all(recovery.takes(Channel.WAREHOUSE, grade) for grade in Grade)
    assert not any(recovery.takes(Channel.RECOMMERCE, grade) for grade in Grade)


def test_a_shop_may_put_its_channels_in_use() -> None:
    text = changed('channels = ["WAREHOUSE"]', 'channels = ["WAREHOUSE", "RECOMMERCE"]')
    recovery = policy_of(text).recovery
    assert recovery.takes(Channel.RECOMMERCE, Grade.GOOD)
    assert not recovery.takes(Channel.RECOMMERCE, Grade.DAMAGED)
    assert not recovery.takes(Channel.LIQUIDATION, Grade.DAMAGED)


def test_a_shop_may_give_away_and_recycle_what_it_names_for_that() -> None:
    text = changed('channels = ["WAREHOUSE"]', 'channels = ["WAREHOUSE", "RECYCLE", "DONATE"]')
    recovery = policy_of(text).recovery
    assert recovery.channels == (Channel.WAREHOUSE, Channel.RECYCLE, Channel.DONATE)
    taken = {
        channel: [grade for grade in Grade if recovery.takes(channel, grade)]
        for channel in (Channel.DONATE, Channel.RECYCLE)
    }
    assert taken == {
        Channel.DONATE: [grade for grade in Grade if grade is not Grade.DAMAGED],
        Channel.RECYCLE: [Grade.GOOD, Grade.ACCEPTABLE, Grade.DAMAGED],
    }
    given = recovery.terms[Channel.DONATE]
    assert (set(given.worth_bp.values()), given.extra_minor, given.ships_out) == ({0}, 1_00, False)
    shipped = read_policy().recovery
    assert not any(shipped.takes(one, grade) for one in taken for grade in Grade)


def test_what_gets_nothing_from_another_channel_is_named_with_its_grades() -> None:
    text = changed('channels = ["WAREHOUSE"]', 'channels = ["WAREHOUSE", "DONATE", "RECYCLE"]')
    shadowed = Idle(Channel.DONATE, (Grade.GOOD, Grade.ACCEPTABLE), all_it_takes=False)
    assert contradictions(policy_of(text)) == (shadowed,)
    for alone in ("DONATE", "RECYCLE"):
        one = changed('channels = ["WAREHOUSE"]', f'channels = ["WAREHOUSE", "{alone}"]')
        assert contradictions(policy_of(one)) == ()


def test_a_shop_need_not_say_what_it_does_not_have() -> None:
    without = SHIPPED.replace(PALLET, "").replace(GIVEN, "").replace(RECYCLED, "")
    assert set(policy_of(without).recovery.terms) == {Channel.WAREHOUSE, Channel.RECOMMERCE}


def test_a_shop_without_odds_of_its_own_has_those_of_the_public_year() -> None:
    head, _, rest = SHIPPED.partition("[odds]")
    without = head + rest[rest.index("# Who is asked, in which order") :]
    assert policy_of(without).odds == read_policy().odds


def test_weekdays_may_be_rounded() -> None:
    rounded = "[1.2141, 1.3200, 1.2159, 1.3550, 1.0650, 0.0002, 0.8298]"
    weekdays = policy_of(changed("[1, 1, 1, 1, 1, 1, 1]", rounded)).odds.weekdays
    assert sum(weekdays) == pytest.approx(7, abs=1e-9)
    assert min(weekdays) < 0.001


def test_a_shop_may_choose_not_to_compare() -> None:
    assert not policy_of(changed("compare = true", "compare = false")).costs.compare


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("week = 1.77", "week = 0", "odds.week"),
        ("prior_days = 2.02", 'prior_days = "2.02"', "odds.prior_days"),
        ("quarter = 0.065", "quarters = 0.065", "odds.quarter"),
        ("[1, 1, 1, 1, 1, 1, 1]", "[1, 1, 1, 1, 1, 2]", "odds.weekdays"),
        ("[1, 1, 1, 1, 1, 1, 1]", "[1, 1, 1, 1, 1, 2, true]", "odds.weekdays"),
        ("[1, 1, 1, 1, 1, 1, 1]", "[2, 1, 1, 1, 1, 1, 1]", "odds.weekdays"),
        ('offer_taken = "50%"', "offer_taken = 0.5", "odds.offer_taken"),
        ("asks_per_day = 3", "asks_per_day = 25", "odds.asks_per_day"),
        ("compare = true", 'compare = "yes"', "costs.compare"),
        ("compare = true", "", "costs.compare"),
        ('label = "6.70"', 'label = "6.705"', "costs.label"),
        ('label = "6.70"', 'lable = "6.70"', "costs.label"),
        ('per_kg = "1.00"', "per_kg = 1.00", "costs.per_kg"),
        ('per_100_km = "0.10"', 'per_100_km = "-0.10"', "costs.per_100_km"),
        ("weight_g = 400", "weight_g = 0", "costs.weight_g"),
        ('service = "3.00"', 'service = "three"', "costs.service"),
        ('storage_per_day = "0.03"', 'storage_per_day = ""', "costs.storage_per_day"),
        ("storage_days = 45", "storage_days = -1", "costs.storage_days"),
        ('full_price = "40%"', 'full_price = "140%"', "costs.full_price"),
        ('claims = "2%"', "claims = 2", "costs.claims"),
        ('no_ship = "5%"', 'no_ship = "5"', "costs.no_ship"),
        ('waiting_per_day = "0.1%"', 'waiting_per_day = "0.001%"', "costs.waiting_per_day"),
        ('typical_price = "60.00"', 'typical_price = "0.01"', "costs.typical_price"),
        ("between_km = 1200", "between_km = 20039", "impact.between_km"),
        ("from_warehouse_km = 1200", "from_warehouse_km = -1", "impact.from_warehouse_km"),
        ("to_warehouse_km = 1200", "to_warehouse_km = 1200.5", "impact.to_warehouse_km"),
        ("likely = 1616", "likely = 999", "impact.grams_per_tonne_km"),
        ("low = 1000", "low = 0", "impact.grams_per_tonne_km.low"),
        ("high = 2600", "high = 2600, highest = 1", "impact.grams_per_tonne_km.highest"),
        ("package_g = 150", "package_g = -150", "impact.package_g"),
        ("package_co2e_g = 440", "package_co2e = 440", "impact.package_co2e_g"),
        ('channels = ["WAREHOUSE"]', 'channels = ["LIQUIDATION"]', "recovery.channels"),
        ('channels = ["WAREHOUSE"]', "channels = []", "recovery.channels"),
        ('channels = ["WAREHOUSE"]', 'channels = ["DONATE", "WAREHOUSE"]', "recovery.channels"),
        ('channels = ["WAREHOUSE"]', 'channels = ["WAREHOUSE", "KEEP_IT"]', "recovery.channels"),
        (GIVEN, GIVEN.replace("ACCEPTABLE", "FAIR"), "recovery.DONATE.grades"),
        (GIVEN, GIVEN.replace("grades = ", "worth = "), "recovery.DONATE.grades"),
        (GIVEN, GIVEN.replace('"1.00"', '"1.005"'), "recovery.DONATE.extra"),
        (RECYCLED, RECYCLED + "\nparcel = true", "recovery.RECYCLE.parcel"),
        (WORTH, "worth = {}", "recovery.WAREHOUSE.worth"),
        (WORTH, WORTH.replace(', DAMAGED = "0%"', ""), "recovery.WAREHOUSE.worth"),
        (WORTH, WORTH.replace('"87%"', '"69%"'), "recovery.WAREHOUSE.worth"),
        (WORTH, WORTH.replace("GOOD", "GOODISH"), "recovery.WAREHOUSE.worth.VERY_GOODISH"),
        ('least = "0.00"', 'least = "250.01"', "peer.least"),
        ('odds_least = "10%"', 'odds_least = "ten"', "peer.odds_least"),
    ],
)
def test_a_mistake_is_named_with_its_key_and_line(old: str, new: str, key: str) -> None:
    text = changed(old, new)
    refused = unreadable(text)
    assert refused.key == key
    assert refused.line
    line = text.splitlines()[refused.line - 1]
    table, _, name = key.rpartition(".")
    above = table.rpartition(".")[2]
    assert line.startswith((name, above, f"[{table}]", f"[{table.rpartition('.')[0]}]"))
    assert str(refused).startswith(f"line {refused.line}, {key}: ")


def test_a_channel_in_use_must_say_on_which_terms() -> None:
    text = changed('channels = ["WAREHOUSE"]', 'channels = ["WAREHOUSE", "RECOMMERCE"]')
    assert unreadable(text.replace(OPENED, "")).key == "recovery.RECOMMERCE"


def test_nothing_is_given_away_on_no_terms() -> None:
    text = changed('channels = ["WAREHOUSE"]', 'channels = ["WAREHOUSE", "DONATE"]')
    refused = unreadable(text.replace(GIVEN, ""))
    assert refused.key == "recovery.DONATE"
    assert refused.line
    assert "channels names it" in str(refused)


def test_a_shop_without_a_shelf_is_none() -> None:
    assert unreadable(SHIPPED.replace(SHELF, "")).key == "recovery.WAREHOUSE"


def test_a_channel_that_takes_nothing_is_a_slip_of_the_pen() -> None:
    worth = next(line for line in PALLET.splitlines() if line.startswith("worth"))
    assert unreadable(changed(worth, "worth = {}")).key == "recovery.LIQUIDATION.worth"
    grades = next(line for line in RECYCLED.splitlines() if line.startswith("grades"))
    assert unreadable(changed(grades, "grades = []")).key == "recovery.RECYCLE.grades"


def test_a_channel_nobody_knows_is_refused() -> None:
    refused = unreadable(changed("[recovery.DONATE]", "[recovery.DONATIONS]"))
    assert refused.key == "recovery.DONATIONS"
    assert refused.line


@pytest.mark.parametrize("table", ["costs", "impact", "recovery"])
def test_a_table_that_is_missing_is_named(table: str) -> None:
    assert unreadable(changed(f"[{table}]", f"[{table}s_]")).key.startswith(table)
