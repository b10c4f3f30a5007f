"""Photos as evidence: each bound holds to the last step, and a number stands beside every doubt."""

from dataclasses import replace

import pytest

from onward.domain import evidence
from onward.domain.findings import Sighting
from onward.domain.grades import GradeReason
from onward.domain.ids import CaseId, PhotoId
from onward.domain.photos import Photo
from onward.domain.prints import mirrored
from tests.domain.reporting import ANOTHER, BOUNDS, GTIN, PRINTS, shown

FRONT, BACK, TAG = shown("front"), shown("back"), shown("tag")
ALL = (FRONT, BACK, TAG)
CARTON = "10000000000014"


def sighting(
    photo: Photo, distance: int, *, mirrored: bool = False, ours: bool = False
) -> Sighting:
    case_id = None if ours else CaseId("other case")
    return Sighting(photo.id, f"seen at {distance}", case_id, distance, mirrored)


def flipped(bits: int) -> str:
    """The front's print with so many bits the other way."""
    return f"{int(PRINTS['front'], 16) ^ ((1 << bits) - 1):064x}"


@pytest.mark.parametrize(("side", "too_small"), [(299, True), (300, False)])
def test_a_photo_is_too_small_below_the_least_side(side: int, too_small: bool) -> None:
    for photo in (shown("back", width=side, height=4000), shown("back", width=4000, height=side)):
        reasons = evidence.too_small((FRONT, photo), BOUNDS)
        expected = (GradeReason("PHOTO_TOO_SMALL", "back", BACK.id, side, 300),)
        assert reasons == (expected if too_small else ())


@pytest.mark.parametrize(("sharpness", "blurred"), [(0.54, True), (0.55, False)])
def test_a_photo_is_blurred_below_the_least_sharpness(sharpness: float, blurred: bool) -> None:
    reasons = evidence.blurred((shown("front", sharpness=sharpness), BACK), BOUNDS)
    expected = (GradeReason("PHOTO_BLURRED", "front", FRONT.id, sharpness, 0.55),)
    assert reasons == (expected if blurred else ())


@pytest.mark.parametrize(("share", "doubted"), [(0.5, False), (0.51, True)])
def test_a_photo_is_too_dark_or_too_bright_above_the_share_of_it_that_is_lost(
    share: float, doubted: bool
) -> None:
    dark = evidence.too_dark((shown("front", dark=share), BACK), BOUNDS)
    bright = evidence.too_bright((shown("front", bright=share), BACK), BOUNDS)
    assert dark == (
        (GradeReason("PHOTO_TOO_DARK", "front", FRONT.id, share, 0.5),) if doubted else ()
    )
    assert bright == (
        (GradeReason("PHOTO_TOO_BRIGHT", "front", FRONT.id, share, 0.5),) if doubted else ()
    )


def test_one_good_photo_of_a_shot_makes_up_for_the_others() -> None:
    blurred = replace(shown("front", sharpness=0.1), id=PhotoId("blurred"))
    assert evidence.blurred((blurred, FRONT), BOUNDS) == ()
    assert evidence.blurred((FRONT, blurred), BOUNDS) == ()
    twice = replace(shown("front", sharpness=0.2), id=PhotoId("still blurred"))
    assert [r.photo_id for r in evidence.blurred((blurred, twice), BOUNDS)] == ["still blurred"]


def test_a_photo_that_was_not_measured_is_in_no_doubt() -> None:
    plain = tuple(replace(photo, findings=None) for photo in ALL)
    for rule in (evidence.blurred, evidence.too_dark, evidence.too_bright, evidence.sent_twice):
        assert rule(plain, BOUNDS) == ()
    assert evidence.barcode_of_another(plain, GTIN, BOUNDS) == ()
    assert evidence.barcode_matches(plain, GTIN, BOUNDS) == ()


@pytest.mark.parametrize(("distance", "seen"), [(0, True), (8, True), (9, False)])
def test_a_photo_was_seen_before_within_the_bits_allowed(distance: int, seen: bool) -> None:
    reasons = evidence.seen_before(ALL, [sighting(FRONT, distance)], BOUNDS)
    reason = GradeReason("PHOTO_SEEN_BEFORE", "front", FRONT.id, distance, 8, f"seen at {distance}")
    assert reasons == ((reason,) if seen else ())


def test_a_photo_seen_in_the_mirror_is_told_apart() -> None:
    [reason] = evidence.seen_before(ALL, [sighting(BACK, 2, mirrored=True)], BOUNDS)
    assert (reason.code, reason.about) == ("PHOTO_SEEN_MIRRORED", "back")


def test_a_photo_seen_often_rests_on_what_it_resembles_most() -> None:
    seen = [sighting(FRONT, 5), sighting(FRONT, 2, mirrored=True), sighting(FRONT, 2)]
    [reason] = evidence.seen_before(ALL, seen, BOUNDS)
    assert (reason.code, reason.measured) == ("PHOTO_SEEN_BEFORE", 2)


def test_the_shops_own_pictures_are_no_other_case_and_the_other_way_round() -> None:
    both = [sighting(FRONT, 1), sighting(BACK, 1, ours=True)]
    assert [r.about for r in evidence.seen_before(ALL, both, BOUNDS)] == ["front"]
    assert [r.about for r in evidence.from_the_catalogue(ALL, both, BOUNDS)] == ["back"]


@pytest.mark.parametrize(("bits", "twice"), [(0, True), (12, True), (13, False)])
def test_two_shots_are_one_picture_within_the_bits_allowed(bits: int, twice: bool) -> None:
    both = (
        GradeReason("PHOTO_SENT_TWICE", "front", FRONT.id, bits, 12, BACK.id),
        GradeReason("PHOTO_SENT_TWICE", "back", BACK.id, bits, 12, FRONT.id),
    )
    for fine in (flipped(bits), mirrored(flipped(bits))):
        photos = (FRONT, shown("back", fine=fine), TAG)
        assert evidence.sent_twice(photos, BOUNDS) == (both if twice else ())


def test_photos_that_show_too_little_are_not_taken_for_one_picture() -> None:
    black = (shown("front", fine=""), shown("back", fine=""))
    assert evidence.sent_twice(black, BOUNDS) == ()


def test_a_shot_taken_twice_is_no_picture_sent_for_two_shots() -> None:
    again = replace(FRONT, id=PhotoId("again"))
    assert evidence.sent_twice((FRONT, again), BOUNDS) == ()


def test_the_barcode_of_another_item_is_named() -> None:
    tag = shown("tag", codes=(ANOTHER,))
    reason = GradeReason("BARCODE_OF_ANOTHER", "tag", TAG.id, other=ANOTHER)
    assert evidence.barcode_of_another((FRONT, tag), GTIN, BOUNDS) == (reason,)
    assert evidence.barcode_matches((FRONT, tag), GTIN, BOUNDS) == ()


def test_the_items_own_barcode_beside_others_is_enough() -> None:
    tag = shown("tag", codes=(ANOTHER, f"0{GTIN}"))
    assert evidence.barcode_of_another((FRONT, tag), GTIN, BOUNDS) == ()
    assert evidence.barcode_matches((FRONT, tag), GTIN, BOUNDS) == (
        GradeReason("BARCODE_MATCHES", "tag", TAG.id, other=f"0{GTIN}"),
    )


@pytest.mark.parametrize("codes", [(), (CARTON,), ("not a number",)])
def test_a_barcode_that_names_no_other_item_is_no_doubt(codes: tuple[str, ...]) -> None:
    tag = shown("tag", codes=codes)
    assert evidence.barcode_of_another((FRONT, tag), GTIN, BOUNDS) == ()


def test_barcodes_count_only_on_the_shots_policy_names() -> None:
    front = shown("front", codes=(ANOTHER,))
    assert evidence.barcode_of_another((front, TAG), GTIN, BOUNDS) == ()


def test_an_item_without_a_number_has_no_wrong_barcode_and_none_that_was_missed() -> None:
    tag = shown("tag", codes=(ANOTHER,))
    for gtin in (None, "", "no number", "12345"):
        assert evidence.barcode_of_another((tag,), gtin, BOUNDS) == ()
        assert evidence.barcode_matches((tag,), gtin, BOUNDS) == ()
        assert evidence.barcode_unread((tag,), gtin, BOUNDS) == ()


def test_a_tag_without_any_barcode_is_unread() -> None:
    tag = shown("tag", codes=())
    assert evidence.barcode_unread((FRONT, tag), GTIN, BOUNDS) == (
        GradeReason("BARCODE_UNREAD", "tag", TAG.id),
    )
    assert evidence.barcode_unread((FRONT, BACK), GTIN, BOUNDS) == ()
    assert evidence.barcode_unread(ALL, GTIN, BOUNDS) == ()
