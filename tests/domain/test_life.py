"""The tables are sound, every row leads where it says, and nothing that is not a row happens."""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from itertools import product

import pytest

from onward.domain.events import KINDS
from onward.domain.life import (
    ANYWHERE,
    BEGINS,
    CLAIM,
    ENDS,
    EVENTS,
    LIFE,
    LISTING,
    MATCH,
    OPENED_BY,
    PATIENCE,
    PURCHASE,
    REFUND,
    SHIPMENT,
    ListingStatus,
    MatchStatus,
    RefundStatus,
    Row,
    ShipmentStatus,
    Stage,
    Wait,
    Who,
    may,
    mermaid,
    moved,
    stage_after,
)
from onward.domain.policy import Windows
from onward.domain.refusals import Impossible, WrongStage
from onward.domain.returns import ReturnCase

PAIRS = {(row.source, row.event): row for row in LIFE}
SMALL = [MATCH, SHIPMENT, REFUND, CLAIM, PURCHASE, LISTING]


def _named(row: Row) -> str:
    return f"{row.source}-{row.event}"


@pytest.mark.parametrize("row", LIFE, ids=_named)
def test_every_row_leads_where_it_says_for_everyone_it_names(row: Row) -> None:
    assert row.who
    for who in row.who:
        assert stage_after(row.source, row.event, who) is row.target
        assert may(row.source, row.event, who)


@pytest.mark.parametrize("row", LIFE, ids=_named)
def test_a_row_is_closed_to_everyone_it_does_not_name(row: Row) -> None:
    for who in set(Who) - row.who:
        assert not may(row.source, row.event, who)
        with pytest.raises(WrongStage):
            stage_after(row.source, row.event, who)


@pytest.mark.parametrize("stage", Stage)
def test_a_pair_that_is_not_a_row_is_refused_to_everyone(stage: Stage) -> None:
    for event, who in product(EVENTS - set(ANYWHERE), Who):
        if (stage, event) not in PAIRS:
            assert not may(stage, event, who)
            with pytest.raises(WrongStage):
                stage_after(stage, event, who)


def test_a_fact_that_may_come_late_is_told_in_any_stage_and_moves_none() -> None:
    for (event, allowed), stage, who in product(ANYWHERE.items(), Stage, Who):
        if who in allowed:
            assert stage_after(stage, event, who) is stage
        else:
            with pytest.raises(WrongStage):
                stage_after(stage, event, who)


def test_a_late_fact_is_never_also_a_row() -> None:
    assert not {row.event for row in LIFE} & set(ANYWHERE)


@pytest.mark.parametrize("who", Who)
def test_a_case_is_opened_once_and_only_by_its_returner_or_an_agent(who: Who) -> None:
    if who in OPENED_BY:
        assert stage_after(None, "Opened", who) is BEGINS
    else:
        with pytest.raises(WrongStage):
            stage_after(None, "Opened", who)
    for stage in Stage:
        with pytest.raises(WrongStage):
            stage_after(stage, "Opened", who)


def test_nothing_happens_to_a_case_that_is_not_open() -> None:
    for event, who in product(EVENTS - {"Opened"}, Who):
        with pytest.raises(WrongStage):
            stage_after(None, event, who)


def test_a_word_that_is_no_event_is_our_own_bug() -> None:
    with pytest.raises(Impossible):
        stage_after(Stage.DRAFTED, "Teleported", Who.SYSTEM)


def test_every_stage_can_be_reached() -> None:
    assert _reached_from(BEGINS) == set(Stage)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_can_end(stage: Stage) -> None:
    assert _reached_from(stage) & ENDS


def test_the_events_of_the_table_are_the_events_there_are() -> None:
    assert set(KINDS) == EVENTS


def test_every_kind_of_event_says_its_own_name() -> None:
    assert all(kind.__name__ == name for name, kind in KINDS.items())


@pytest.mark.parametrize(
    "wait", PATIENCE, ids=lambda wait: f"{wait.stage}-{wait.since}-{wait.peer}"
)
def test_patience_ends_with_something_the_system_may_say(wait: Wait) -> None:
    assert may(wait.stage, wait.event, Who.SYSTEM)
    assert wait.setting in {field.name for field in fields(Windows)}
    assert wait.since in {field.name for field in fields(ReturnCase)}


def test_at_most_one_row_of_patience_always_applies_to_a_case() -> None:
    always = [wait for wait in PATIENCE if not wait.only_if_set]
    for one, other in product(always, always):
        if one is not other and one.stage is other.stage:
            assert {one.peer, other.peer} == {True, False}


def test_a_stage_that_waits_for_a_person_or_a_carrier_is_never_waited_in_for_ever() -> None:
    moved_by_system = {row.source for row in LIFE if Who.SYSTEM in row.who}
    at_the_desk = {Stage.EXPIRED, Stage.CANCELED, Stage.CLOSED}
    waiting = {wait.stage for wait in PATIENCE}
    assert set(Stage) - at_the_desk <= moved_by_system
    immediate = {Stage.ASSESSING, Stage.MATCHED, Stage.CONFIRMED, Stage.RECEIVED, Stage.CLAIMED}
    assert set(Stage) - at_the_desk - immediate == waiting


@pytest.mark.parametrize("table", SMALL, ids=lambda table: type(next(iter(table))).__name__)
def test_a_small_table_is_whole(table: Mapping[StrEnum, frozenset[StrEnum]]) -> None:
    kind = type(next(iter(table)))
    assert set(table) == set(kind)
    for old, new in product(kind, kind):
        if new in table[old]:
            assert old is not new
            assert moved(table, old, new) is new  # type: ignore[arg-type]
        else:
            with pytest.raises(WrongStage):
                moved(table, old, new)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", SMALL, ids=lambda table: type(next(iter(table))).__name__)
def test_every_status_of_a_small_table_is_reached_from_its_first(
    table: Mapping[StrEnum, frozenset[StrEnum]],
) -> None:
    first = next(iter(table))
    reached, found = {first}, [first]
    while found:
        fresh = table[found.pop()] - reached
        reached |= fresh
        found += fresh
    assert reached == set(table)


def test_the_money_the_match_and_the_listing_end_in_one_way_each() -> None:
    assert [status for status, ways in MATCH.items() if not ways] == [MatchStatus.RELEASED]
    ends = {status for status, ways in REFUND.items() if not ways}
    assert ends == {RefundStatus.CONVERTED_TO_CREDIT}
    # What a bank took it may send back.
    assert REFUND[RefundStatus.SUCCEEDED] == {RefundStatus.FAILED}
    assert [status for status, ways in LISTING.items() if not ways] == [ListingStatus.CLOSED]


def test_a_voided_label_that_is_scanned_all_the_same_becomes_a_parcel() -> None:
    for status in (
        ShipmentStatus.VOID_REQUESTED,
        ShipmentStatus.VOIDED,
        ShipmentStatus.VOID_REJECTED,
    ):
        assert ShipmentStatus.IN_TRANSIT in SHIPMENT[status]


def test_the_diagram_draws_every_move_and_every_end() -> None:
    drawn = mermaid().splitlines()
    assert drawn[0] == "stateDiagram-v2"
    for row in LIFE:
        line = f"    {row.source} --> {row.target}: {row.event}"
        assert (line in drawn) is (row.source is not row.target)
    assert [line for line in drawn if line.endswith("--> [*]")] == [
        f"    {stage} --> [*]" for stage in Stage if stage in ENDS
    ]


def _reached_from(stage: Stage) -> set[Stage]:
    reached, found = {stage}, [stage]
    while found:
        here = found.pop()
        fresh = {row.target for row in LIFE if row.source is here} - reached
        reached |= fresh
        found += fresh
    return reached
