"""A grade explains itself in sentences anyone can read, to each reader what is theirs to know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.condition import RULES, Judgement, grade, hints
from onward.domain.grades import Grade, GradeReason, Verdict
from onward.domain.ids import PhotoId
from onward.domain.refusals import Refusal
from onward.messages import (
    Audience,
    MissingWords,
    bag_text,
    barrier,
    grade_label,
    grade_reason,
    grade_sentence,
    rule_label,
    told_reasons,
)
from tests.domain.reporting import ADMITS_ALL, ADMITS_LIKE_NEW, GOOD, answered, with_wrongs

NAMES = [rule.name for rule in RULES]
LOOKED_AT = GradeReason("LOOKED_AT")
A_MARK = GradeReason("ANSWERED_YES", "flaw", PhotoId("photo-flaw"))


def said(judged: Judgement, audience: Audience = Audience.RETURNER) -> str:
    return grade_sentence(judged.verdict, judged.grade, judged.reasons, audience)


@pytest.mark.parametrize("kind", Grade)
def test_every_grade_has_a_label_and_none_of_them_says_more_than_it_is(kind: Grade) -> None:
    assert grade_label(kind)
    assert (grade_label(kind) == "Like new") is (kind is Grade.LIKE_NEW)


# --- one reason ----------------------------------------------------------------------------------


def test_a_reason_says_the_answer_it_rests_on() -> None:
    assert grade_reason(GradeReason("ANSWERED_YES", "tags_attached")) == "The tag is still on."
    assert grade_reason(GradeReason("ANSWERED_NO", "tags_attached")) == "The tag is off."


def test_a_reason_names_the_photo_it_rests_on() -> None:
    told = grade_reason(GradeReason("PHOTO_TOO_SMALL", "back"))
    assert told == "The photo of the back is too small to be sure."


def test_a_reason_nobody_wrote_a_sentence_for_is_our_own_bug() -> None:
    with pytest.raises(MissingWords):
        grade_reason(GradeReason("ANSWERED_YES", "haunted"))
    with pytest.raises(MissingWords):
        grade_reason(GradeReason("NOBODY_WROTE_THIS"))


FRONT = PhotoId("photo-front")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            GradeReason("PHOTO_BLURRED", "front", FRONT, 0.312, 0.55),
            "Photo of the front: sharpness 0.31, needs 0.55.",
        ),
        (
            GradeReason("PHOTO_BLURRED", "front", FRONT, 0.5499, 0.55),
            "Photo of the front: sharpness 0.54, needs 0.55.",
        ),
        (
            GradeReason("PHOTO_TOO_SMALL", "back", FRONT, 240, 300),
            "Photo of the back: 240 px on its shorter side, needs 300.",
        ),
        (
            GradeReason("PHOTO_TOO_DARK", "tag", FRONT, 0.5004, 0.5),
            "Photo of the tag: its lightest part is 50.1% short of full light, at most 50%.",
        ),
        (
            GradeReason("PHOTO_TOO_BRIGHT", "tag", FRONT, 0.805, 0.35),
            "Photo of the tag: 80.5% of it burnt to white, at most 35%.",
        ),
        (
            GradeReason("PHOTO_SEEN_MIRRORED", "front", FRONT, 3, 8, "seen"),
            "Photo of the front: seen in another case, mirrored, 3 of 64 bits apart, at most 8.",
        ),
        (
            GradeReason("BARCODE_OF_ANOTHER", "tag", FRONT, other="04006381333931"),
            "Photo of the tag: barcode 4006381333931 is another item’s.",
        ),
        (
            GradeReason("LIKENESS", "front", FRONT, 0.62),
            "Photo of the front: 62% like the catalogue picture. A hint only.",
        ),
        (
            GradeReason("REASON_RULES_IT_OUT", "OTHER"),
            "Something else: such a return is not for the peer path in this category.",
        ),
        (
            GradeReason("GRADE_NOT_ADMITTED", "VERY_GOOD"),
            "Very good: not admitted to the peer path.",
        ),
    ],
)
def test_an_agent_reads_the_numbers(reason: GradeReason, sentence: str) -> None:
    assert grade_reason(reason, Audience.AGENT) == sentence


def test_what_is_still_sealed_is_not_told_that_it_is_too_bad() -> None:
    sealed = grade_reason(GradeReason("GRADE_NOT_ADMITTED", "NEW_SEALED"))
    assert sealed == "It is still sealed, so it goes back on our own shelf."


def test_one_photo_is_not_spoken_of_as_many() -> None:
    assert grade_reason(GradeReason("NOTHING_SHOWS_WEAR", measured=1)).endswith("in one photo.")
    assert grade_reason(GradeReason("NOTHING_SHOWS_WEAR", measured=4)).endswith("in 4 photos.")


@pytest.mark.parametrize("audience", Audience)
@given(wrong=st.sets(st.sampled_from(NAMES)), admits_all=st.booleans())
def test_every_reason_of_a_real_judgement_can_be_read(
    audience: Audience, wrong: set[str], admits_all: bool
) -> None:
    report, policy = with_wrongs(wrong, policy=ADMITS_ALL if admits_all else ADMITS_LIKE_NEW)
    try:
        judged = grade(report, policy)
    except Refusal:
        return
    for _, sentence in told_reasons(judged.reasons, audience):
        assert sentence.endswith(".")
    for audience_told in (said(judged, audience), said(judged)):
        assert audience_told.endswith(".")
        assert "{" not in audience_told
    if audience is Audience.AGENT:
        assert len(told_reasons(judged.reasons, audience)) == len(judged.reasons)


def test_a_buyer_is_not_told_what_a_look_has_settled() -> None:
    doubted = GradeReason("PHOTO_SEEN_BEFORE", "front", FRONT, 3, 8, "seen")
    told = told_reasons((LOOKED_AT, doubted, A_MARK), Audience.BUYER)
    assert [reason for reason, _ in told] == [LOOKED_AT, A_MARK]
    assert told_reasons((doubted,), Audience.AGENT) != ()


def test_no_word_to_a_returner_accuses_them() -> None:
    for name in NAMES:
        report, policy = with_wrongs([name])
        try:
            sentence = said(grade(report, policy))
        except Refusal:
            continue
        assert "another case" not in sentence
        assert "another item" not in sentence


def test_hints_are_for_agents_alone() -> None:
    for hint in hints(GOOD, ADMITS_ALL):
        assert grade_reason(hint, Audience.AGENT)
    assert grade_reason(GradeReason("LIKENESS", "front", FRONT, 0.3)) == ""
    assert grade_reason(GradeReason("BARCODE_UNREAD", "tag", FRONT), Audience.BUYER) == ""


# --- the judgement in one sentence ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "reason_rules_it_out",
            "It goes to the warehouse, because somebody has to look into why it comes back.",
        ),
        ("answers_rule_it_out", "It goes to the warehouse, because it was worn."),
        (
            "grade_is_not_admitted",
            (
                "It goes to the warehouse, because the tag is off and only items as they left the"
                " shop go straight to another customer."
            ),
        ),
        (
            "photo_was_seen_before",
            "A person takes another look, because we want to be sure about the photo of the front.",
        ),
        (
            "photo_is_the_shops_own",
            (
                "A person takes another look, because the photo of the front looks like the picture"
                " in our shop."
            ),
        ),
        (
            "one_picture_for_two_shots",
            "A person takes another look, because two of the photos look the same.",
        ),
        (
            "barcode_is_another_items",
            "A person takes another look, because we want to be sure about the code on the tag.",
        ),
        ("answers_need_a_look", "A person takes another look, because there is a mark."),
        (
            "photos_are_blurred",
            "A person takes another look, because the photo of the front is a little blurry.",
        ),
        (
            "small_things_are_missing",
            (
                "Very good, because the tag is off, the code on the tag is this item’s and nothing"
                " shows wear in 3 photos."
            ),
        ),
        (
            "it_is_still_sealed",
            (
                "Sealed, because its packaging is still closed, the tag is on, the code on the tag"
                " is this item’s and nothing shows wear in 4 photos."
            ),
        ),
        (
            "nothing_shows_wear",
            (
                "Like new, because the tag is on, the code on the tag is this item’s and nothing"
                " shows wear in 3 photos."
            ),
        ),
    ],
)
def test_a_judgement_is_one_plain_sentence(name: str, sentence: str) -> None:
    report, policy = with_wrongs([name])
    assert said(grade(report, policy)) == sentence


def test_the_sentence_of_the_brief() -> None:
    reasons = (
        GradeReason("ANSWERED_YES", "tags_attached"),
        GradeReason("ANSWERED_NO", "worn"),
        GradeReason("NOTHING_SHOWS_WEAR", measured=4),
    )
    assert grade_sentence(Verdict.ACCEPTED, Grade.LIKE_NEW, reasons) == (
        "Like new, because the tag is on and nothing shows wear in 4 photos."
    )


@pytest.mark.parametrize("audience", [Audience.RETURNER, Audience.BUYER])
def test_what_a_person_accepted_rests_on_their_look_in_spite_of_the_mark(
    audience: Audience,
) -> None:
    doubted = GradeReason("PHOTO_BLURRED", "front", FRONT, 0.3, 0.55)
    sentence = grade_sentence(
        Verdict.ACCEPTED, Grade.LIKE_NEW, (LOOKED_AT, A_MARK, doubted), audience
    )
    assert sentence == "Like new, because a person looked at the photos, though there is a mark."


def test_a_person_who_says_why_is_told_with_their_why() -> None:
    small, large = GradeReason("AGENT_FLAW_IS_SMALL"), GradeReason("AGENT_FLAW_IS_LARGE")
    accepted = grade_sentence(Verdict.ACCEPTED, Grade.LIKE_NEW, (LOOKED_AT, small, A_MARK))
    assert accepted == (
        "Like new, because a person looked at the photos and what shows is small, though there is"
        " a mark."
    )
    refused = grade_sentence(Verdict.NOT_FOR_PEER, Grade.GOOD, (LOOKED_AT, large, A_MARK))
    assert refused == (
        "It goes to the warehouse, because what shows is more than something small and there is a"
        " mark."
    )


def test_what_a_person_did_not_accept_rests_on_what_they_saw() -> None:
    doubted = GradeReason("PHOTO_SEEN_BEFORE", "front", FRONT, 3, 8, "seen")
    seen = grade_sentence(Verdict.NOT_FOR_PEER, Grade.VERY_GOOD, (LOOKED_AT, A_MARK, doubted))
    assert seen == "It goes to the warehouse, because there is a mark."
    unseen = grade_sentence(Verdict.NOT_FOR_PEER, Grade.VERY_GOOD, (LOOKED_AT, doubted))
    assert unseen == "It goes to the warehouse, because a person looked at the photos."


def test_a_judgement_that_nothing_is_told_of_says_what_happens() -> None:
    hidden = (GradeReason("PHOTO_SEEN_BEFORE", "front", FRONT, 3, 8, "seen"),)
    sentence = grade_sentence(Verdict.PERSON_MUST_LOOK, None, hidden, Audience.BUYER)
    assert sentence == "A person takes another look."
    assert grade_sentence(Verdict.NOT_FOR_PEER, None, ()) == "It goes to the warehouse."


def test_two_photos_with_one_trouble_are_told_of_once() -> None:
    blurred = [GradeReason("PHOTO_BLURRED", shot, FRONT, 0.3, 0.55) for shot in ("front", "back")]
    sentence = grade_sentence(Verdict.PERSON_MUST_LOOK, None, blurred)
    assert sentence.endswith("because the photo of the front is a little blurry.")


def test_whoever_lacks_a_bag_hears_where_to_go() -> None:
    assert "counter that bags it" in bag_text(Audience.RETURNER)
    assert "counter that bags" in bag_text(Audience.AGENT)
    assert bag_text(Audience.BUYER) == ""
    judged = grade(answered(GOOD, bag_or_box=False), ADMITS_ALL)
    assert "bag" not in said(judged)


def test_a_rule_has_a_name_people_can_read_even_one_of_an_earlier_version() -> None:
    assert rule_label("photo_was_seen_before") == "A photo was seen before"
    assert rule_label("some_earlier_rule") == "some earlier rule"


# --- the rules of the straight way ---------------------------------------------------------------


def test_a_flag_of_the_merchants_own_has_a_sentence_all_the_same() -> None:
    assert barrier("FLAG_LITHIUM") == "It holds a lithium battery, so it goes to the warehouse."
    assert barrier("FLAG_HAND_BLOWN") == "This item always goes to the warehouse."


def test_a_rule_nobody_wrote_a_sentence_for_is_our_own_bug() -> None:
    with pytest.raises(MissingWords):
        barrier("NO_SUCH_RULE")
