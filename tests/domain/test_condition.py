"""Three answers from answers and photos. Each rule can decide, and none stands where it stands by
accident."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.condition import (
    RULES,
    Demand,
    Judgement,
    Rule,
    Rules,
    grade,
    hints,
    judged_by,
    needs_bag,
    shots_needed,
    shots_offered,
)
from onward.domain.grades import Grade, GradeReason, Verdict
from onward.domain.ids import PhotoId
from onward.domain.policy import Policy
from onward.domain.refusals import BadInput, Impossible, PhotosMissing, Refusal
from onward.domain.reports import Report
from tests.domain.examples import CLOTHING, GOOD_ANSWERS, photo
from tests.domain.reporting import (
    ADMITS_ALL,
    ADMITS_LIKE_NEW,
    ANOTHER,
    CATEGORY,
    GOOD,
    GTIN,
    WRONGS,
    answered,
    remeasured,
    shown,
    sighted,
    with_wrongs,
)

FRONT, _, TAG = (one.id for one in GOOD.photos)
STRENGTHS = (
    GradeReason("ANSWERED_YES", "tags_attached", TAG),
    GradeReason("ANSWERED_NO", "worn"),
    GradeReason("ANSWERED_NO", "flaw"),
    GradeReason("BARCODE_MATCHES", "tag", TAG, other=f"0{GTIN}"),
    GradeReason("NOTHING_SHOWS_WEAR", measured=3),
)
NAMES = [rule.name for rule in RULES]
# What these find is told together, so which of them comes first is a question of names alone.
DOUBTS = [
    rule.name
    for rule in RULES
    if isinstance(rule, Rule) and rule.verdict is Verdict.PERSON_MUST_LOOK
]

Outcome = tuple[object, ...]
Some = st.sets(st.sampled_from(NAMES))


def outcome(report: Report, policy: Policy, rules: Rules = RULES) -> Outcome:
    """What people learn of a judgement, or what they are asked for: all but the rule's name."""
    try:
        judged = judged_by(rules, report, policy)
    except Refusal as refused:
        return (refused.said, refused.field)
    return (judged.verdict, judged.grade, judged.proposed, frozenset(judged.reasons))


def swapped(one: str, other: str) -> Rules:
    """The rules with these two in each other's place."""
    order = list(RULES)
    here, there = NAMES.index(one), NAMES.index(other)
    order[here], order[there] = order[there], order[here]
    return tuple(order)


# --- each rule can decide ------------------------------------------------------------------------

DECISIONS: dict[str, Judgement | tuple[str, str]] = {
    "reason_rules_it_out": Judgement(
        Verdict.NOT_FOR_PEER,
        Grade.LIKE_NEW,
        (GradeReason("REASON_RULES_IT_OUT", "SIZE_TOO_SMALL"),),
        "reason_rules_it_out",
    ),
    "answers_rule_it_out": Judgement(
        Verdict.NOT_FOR_PEER,
        Grade.GOOD,
        (GradeReason("ANSWERED_YES", "worn"),),
        "answers_rule_it_out",
    ),
    "answers_are_all_there": ("ANSWERS_MISSING", "bag_or_box"),
    "grade_is_not_admitted": Judgement(
        Verdict.NOT_FOR_PEER,
        Grade.VERY_GOOD,
        (
            GradeReason("ANSWERED_NO", "tags_attached"),
            GradeReason("GRADE_NOT_ADMITTED", "VERY_GOOD"),
        ),
        "grade_is_not_admitted",
    ),
    "shots_are_all_there": ("PHOTOS_MISSING", "back"),
    "photo_was_seen_before": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("PHOTO_SEEN_BEFORE", "front", FRONT, 3, 8, "seen"),),
        "photo_was_seen_before",
        Grade.LIKE_NEW,
    ),
    "photo_is_the_shops_own": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("PHOTO_OF_THE_SHOP", "front", FRONT, 3, 8, "seen"),),
        "photo_is_the_shops_own",
        Grade.LIKE_NEW,
    ),
    "one_picture_for_two_shots": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (
            GradeReason("PHOTO_SENT_TWICE", "front", FRONT, 0, 12, TAG),
            GradeReason("PHOTO_SENT_TWICE", "tag", TAG, 0, 12, FRONT),
        ),
        "one_picture_for_two_shots",
        Grade.LIKE_NEW,
    ),
    "barcode_is_another_items": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("BARCODE_OF_ANOTHER", "tag", TAG, other=ANOTHER),),
        "barcode_is_another_items",
        Grade.LIKE_NEW,
    ),
    "answers_need_a_look": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("ANSWERED_YES", "flaw", PhotoId("photo-flaw")),),
        "answers_need_a_look",
        Grade.VERY_GOOD,
    ),
    "photos_are_small": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("PHOTO_TOO_SMALL", "tag", TAG, 10, 300),),
        "photos_are_small",
        Grade.LIKE_NEW,
    ),
    "photos_are_blurred": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("PHOTO_BLURRED", "front", FRONT, 0.31, 0.55),),
        "photos_are_blurred",
        Grade.LIKE_NEW,
    ),
    "photos_are_dark": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("PHOTO_TOO_DARK", "tag", TAG, 0.9, 0.5),),
        "photos_are_dark",
        Grade.LIKE_NEW,
    ),
    "photos_are_bright": Judgement(
        Verdict.PERSON_MUST_LOOK,
        None,
        (GradeReason("PHOTO_TOO_BRIGHT", "tag", TAG, 0.9, 0.5),),
        "photos_are_bright",
        Grade.LIKE_NEW,
    ),
    "it_was_opened_before": Judgement(
        Verdict.ACCEPTED,
        Grade.VERY_GOOD,
        (GradeReason("OPENED_BEFORE", measured=2), *STRENGTHS),
        "it_was_opened_before",
    ),
    "small_things_are_missing": Judgement(
        Verdict.ACCEPTED,
        Grade.VERY_GOOD,
        (GradeReason("ANSWERED_NO", "tags_attached"), *STRENGTHS[1:]),
        "small_things_are_missing",
    ),
    "it_is_still_sealed": Judgement(
        Verdict.ACCEPTED,
        Grade.NEW_SEALED,
        (
            GradeReason("ANSWERED_YES", "sealed", PhotoId("photo-packaging")),
            *STRENGTHS[:-1],
            GradeReason("NOTHING_SHOWS_WEAR", measured=4),
        ),
        "it_is_still_sealed",
    ),
    "nothing_shows_wear": Judgement(
        Verdict.ACCEPTED, Grade.LIKE_NEW, STRENGTHS, "nothing_shows_wear"
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_each_rule_can_decide(name: str) -> None:
    report, policy = with_wrongs([name])
    expected = DECISIONS[name]
    if isinstance(expected, Judgement):
        assert grade(report, policy) == expected
    else:
        assert outcome(report, policy) == expected


def test_no_rule_is_without_its_example() -> None:
    assert list(DECISIONS) == list(WRONGS) == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_a_list_in_which_no_rule_speaks_is_our_own_bug() -> None:
    with pytest.raises(Impossible):
        judged_by(RULES[:-1], GOOD, ADMITS_ALL)


# --- no rule's order is an accident --------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [pair for pair in combinations(NAMES, 2) if not set(pair) <= set(DOUBTS)],
)
def test_swapping_two_rules_changes_what_people_learn(first: str, second: str) -> None:
    report, policy = with_wrongs([first, second])
    assert outcome(report, policy) == outcome(report, policy, (RULES[NAMES.index(first)],))
    assert outcome(report, policy, swapped(first, second)) != outcome(report, policy)


@given(wrong=Some, order=st.permutations(DOUBTS))
def test_in_whatever_order_doubts_stand_people_learn_the_same(
    wrong: set[str], order: list[str]
) -> None:
    report, policy = with_wrongs(wrong)
    waiting = iter(order)
    rules = tuple(
        RULES[NAMES.index(next(waiting))] if rule.name in DOUBTS else rule for rule in RULES
    )
    assert outcome(report, policy, rules) == outcome(report, policy)


@pytest.mark.parametrize(("first", "second"), list(combinations(DOUBTS, 2)))
def test_the_graver_doubt_gives_its_name(first: str, second: str) -> None:
    report, policy = with_wrongs([first, second])
    assert grade(report, policy).rule == first
    assert judged_by(swapped(first, second), report, policy).rule == second


def test_doubts_stand_together_after_all_that_takes_no_persons_time() -> None:
    places = [NAMES.index(name) for name in DOUBTS]
    assert places == list(range(places[0], places[-1] + 1))
    assert [rule.name for rule in RULES[: places[0]] if isinstance(rule, Demand)] == [
        "answers_are_all_there",
        "shots_are_all_there",
    ]


# --- what holds for every report -----------------------------------------------------------------

_Likeness = st.lists(
    st.tuples(st.sampled_from([FRONT, TAG, PhotoId("unknown")]), st.floats(allow_nan=True)),
    max_size=5,
)


@given(wrong=Some, likeness=_Likeness)
def test_no_likeness_to_the_catalogue_changes_any_judgement(
    wrong: set[str], likeness: list[tuple[PhotoId, float]]
) -> None:
    report, policy = with_wrongs(wrong)
    looked_at = replace(report, likeness=tuple(likeness))
    assert outcome(looked_at, policy) == outcome(report, policy)


@given(wrong=Some, admits_all=st.booleans())
def test_an_accepted_unit_has_an_admitted_grade_and_every_judgement_its_reasons(
    wrong: set[str], admits_all: bool
) -> None:
    report, policy = with_wrongs(wrong, policy=ADMITS_ALL if admits_all else ADMITS_LIKE_NEW)
    try:
        judged = grade(report, policy)
    except Refusal:
        return
    if judged.verdict is Verdict.ACCEPTED:
        assert judged.grade in policy.admitted(report.hops)
    if judged.verdict is Verdict.PERSON_MUST_LOOK:
        assert judged.grade is None
    assert (judged.proposed is not None) is (judged.verdict is Verdict.PERSON_MUST_LOOK)
    assert judged.reasons
    assert judged.rule in NAMES


@given(wrong=Some)
def test_one_more_doubt_never_makes_it_accepted(wrong: set[str]) -> None:
    report, policy = with_wrongs(wrong | {"answers_need_a_look"})
    assert outcome(report, policy)[0] is not Verdict.ACCEPTED


# --- answers -------------------------------------------------------------------------------------


def test_a_broken_item_is_graded_as_damaged() -> None:
    broken = replace(answered(GOOD, worn=True), reason="DEFECTIVE")
    assert grade(broken, ADMITS_ALL).grade is Grade.DAMAGED


def test_the_shops_own_excluded_reasons_hold_in_every_category() -> None:
    policy = replace(ADMITS_ALL, peer_excluded_reasons=frozenset({"WRONG_ITEM"}))
    wrong = replace(GOOD, reason="WRONG_ITEM", answers={}, photos=())
    assert grade(wrong, policy) == Judgement(
        Verdict.NOT_FOR_PEER,
        None,
        (GradeReason("REASON_RULES_IT_OUT", "WRONG_ITEM"),),
        "reason_rules_it_out",
    )


def test_the_worst_answer_gives_the_grade() -> None:
    report = answered(GOOD, tags_attached=False, worn=True, sealed=True)
    assert grade(report, ADMITS_ALL).grade is Grade.GOOD


def test_what_is_sealed_but_lacks_its_tag_is_no_longer_as_it_left_the_shop() -> None:
    judged = grade(answered(GOOD, sealed=True, tags_attached=False), ADMITS_ALL)
    assert judged.grade is Grade.VERY_GOOD
    assert judged.rule == "small_things_are_missing"


def test_a_missing_tag_makes_it_very_good_which_policy_may_not_admit() -> None:
    judged = grade(answered(GOOD, tags_attached=False), ADMITS_LIKE_NEW)
    assert judged == Judgement(
        Verdict.NOT_FOR_PEER,
        Grade.VERY_GOOD,
        (
            GradeReason("ANSWERED_NO", "tags_attached"),
            GradeReason("GRADE_NOT_ADMITTED", "VERY_GOOD"),
        ),
        "grade_is_not_admitted",
    )


def test_only_what_keeps_it_from_being_admitted_is_told() -> None:
    judged = grade(answered(GOOD, tags_attached=False, flaw=True), ADMITS_LIKE_NEW)
    assert judged.reasons == (
        GradeReason("ANSWERED_NO", "tags_attached"),
        GradeReason("GRADE_NOT_ADMITTED", "VERY_GOOD"),
    )


def test_an_answer_rests_on_the_newest_photo_that_shows_it() -> None:
    again = replace(shown("tag"), id=PhotoId("again"))
    judged = grade(replace(GOOD, photos=(*GOOD.photos, again)), ADMITS_ALL)
    assert judged.reasons[0] == GradeReason("ANSWERED_YES", "tags_attached", again.id)


def test_what_was_declared_is_looked_at_even_where_its_grade_is_not_admitted() -> None:
    judged = grade(answered(GOOD, flaw=True), ADMITS_LIKE_NEW)
    assert (judged.verdict, judged.proposed) == (Verdict.PERSON_MUST_LOOK, Grade.VERY_GOOD)


@pytest.mark.parametrize("question", ["sealed", "tags_attached", "worn", "flaw", "bag_or_box"])
def test_an_open_question_is_asked_again_by_name(question: str) -> None:
    answers = {key: yes for key, yes in GOOD.answers.items() if key != question}
    with pytest.raises(BadInput) as refused:
        grade(replace(GOOD, answers=answers), ADMITS_ALL)
    assert (refused.value.said, refused.value.field) == ("ANSWERS_MISSING", question)


def test_an_answer_to_a_question_nobody_asked_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        grade(answered(GOOD, haunted=True), ADMITS_ALL)
    assert (refused.value.said, refused.value.field) == ("ANSWER_UNKNOWN", "haunted")


def test_answers_that_decide_alone_ask_for_no_photo_and_no_further_answer() -> None:
    bare = replace(GOOD, photos=(), answers={"worn": True})
    assert grade(bare, ADMITS_ALL).verdict is Verdict.NOT_FOR_PEER


def test_a_grade_policy_does_not_admit_asks_for_no_photo_and_takes_no_persons_time() -> None:
    bare = replace(answered(GOOD, tags_attached=False, flaw=True), photos=())
    assert grade(bare, ADMITS_LIKE_NEW).verdict is Verdict.NOT_FOR_PEER


# --- shots ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "answers"),
    [("front", {}), ("back", {}), ("tag", {}), ("flaw", {"flaw": True}),
     ("packaging", {"sealed": True})],
)  # fmt: skip
def test_a_missing_shot_is_asked_for_by_name(missing: str, answers: dict[str, bool]) -> None:
    report = answered(GOOD, **answers)
    photos = tuple(one for one in report.photos if one.shot != missing)
    with pytest.raises(PhotosMissing) as refused:
        grade(replace(report, photos=photos), ADMITS_ALL)
    assert refused.value.field == missing


def test_a_tag_that_is_off_needs_no_photo() -> None:
    report = answered(GOOD, tags_attached=False)
    untagged = replace(report, photos=report.photos[:2])
    assert grade(untagged, ADMITS_ALL).verdict is Verdict.ACCEPTED


def test_a_close_up_is_offered_to_all_and_needed_only_of_a_declared_flaw() -> None:
    assert shots_offered(CLOTHING) == ("front", "back", "tag", "flaw")
    assert shots_needed(CLOTHING, {}) == ("front", "back", "tag")
    assert shots_needed(CLOTHING, GOOD_ANSWERS) == ("front", "back", "tag")
    assert shots_needed(CLOTHING, {"flaw": True}) == ("front", "back", "tag", "flaw")
    assert shots_needed(CLOTHING, {"tags_attached": False}) == ("front", "back")
    unasked = replace(CLOTHING, questions=CLOTHING.questions[:1])
    assert shots_offered(unasked) == ("front", "back", "tag")


def test_a_shot_that_two_answers_show_is_needed_for_either() -> None:
    both = replace(
        CATEGORY,
        shots=("front", "packaging"),
        questions=tuple(
            replace(one, shown_in="packaging")
            for one in CATEGORY.questions
            if one.key in {"sealed", "bag_or_box"}
        ),
    )
    assert "packaging" in shots_needed(both, {"sealed": False, "bag_or_box": True})
    assert "packaging" in shots_needed(both, {"sealed": False})
    assert "packaging" not in shots_needed(both, {"sealed": False, "bag_or_box": False})


def test_a_clear_photo_makes_up_for_a_small_one_of_the_same_shot() -> None:
    small = replace(shown("back", width=10), id=PhotoId("another"))
    assert grade(replace(GOOD, photos=(*GOOD.photos, small)), ADMITS_ALL).verdict is (
        Verdict.ACCEPTED
    )


def test_photos_that_nobody_measured_say_nothing() -> None:
    plain = replace(GOOD, photos=(photo("front"), photo("back"), photo("tag")))
    assert grade(plain, ADMITS_ALL).verdict is Verdict.ACCEPTED


# --- what comes with a judgement -----------------------------------------------------------------


def test_a_person_is_told_everything_there_is_to_look_at() -> None:
    report, policy = with_wrongs(["photos_are_small", "answers_need_a_look", "photos_are_dark"])
    judged = grade(report, policy)
    assert judged.rule == "answers_need_a_look"
    assert [reason.code for reason in judged.reasons] == [
        "ANSWERED_YES",
        "PHOTO_TOO_SMALL",
        "PHOTO_TOO_DARK",
    ]


def test_whoever_has_no_bag_hands_it_in_where_it_is_bagged_and_is_graded_the_same() -> None:
    bare = answered(GOOD, bag_or_box=False)
    assert needs_bag(CATEGORY, bare.answers)
    assert not needs_bag(CATEGORY, GOOD.answers)
    assert not needs_bag(CATEGORY, {})
    assert outcome(bare, ADMITS_ALL) == outcome(GOOD, ADMITS_ALL)


def test_a_shop_without_such_counters_keeps_it_for_the_warehouse() -> None:
    questions = tuple(
        replace(one, otherwise=Verdict.NOT_FOR_PEER) if one.needs_bagging else one
        for one in CATEGORY.questions
    )
    bare = answered(GOOD, bag_or_box=False)
    judged = grade(replace(bare, category=replace(CATEGORY, questions=questions)), ADMITS_ALL)
    assert (judged.verdict, judged.grade) == (Verdict.NOT_FOR_PEER, Grade.LIKE_NEW)
    assert judged.reasons == (GradeReason("ANSWERED_NO", "bag_or_box"),)


def test_an_agent_is_hinted_at_the_barcode_and_at_likeness() -> None:
    alike = replace(GOOD, likeness=((FRONT, 0.62), (PhotoId("gone"), 0.1)))
    matches = GradeReason("BARCODE_MATCHES", "tag", TAG, other=f"0{GTIN}")
    assert hints(alike, ADMITS_ALL) == (matches, GradeReason("LIKENESS", "front", FRONT, 0.62))
    unread = remeasured(GOOD, "tag", codes=())
    assert hints(unread, ADMITS_ALL) == (GradeReason("BARCODE_UNREAD", "tag", TAG),)
    assert hints(replace(unread, gtin=None), ADMITS_ALL) == ()


def test_an_unread_barcode_is_no_reason_against_it() -> None:
    unread = remeasured(GOOD, "tag", codes=())
    judged = grade(unread, ADMITS_ALL)
    assert judged.verdict is Verdict.ACCEPTED
    assert "BARCODE_MATCHES" not in {reason.code for reason in judged.reasons}


def test_a_photo_that_was_taken_again_is_no_longer_held_against_it() -> None:
    again = replace(shown("front"), id=PhotoId("taken again"))
    report = replace(sighted(GOOD, "front", "other case"), photos=(again, *GOOD.photos[1:]))
    assert grade(report, ADMITS_ALL).verdict is Verdict.ACCEPTED
