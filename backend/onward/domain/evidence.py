"""What photos are worth as evidence: whether each shows enough, is the picture of this piece and
no other, and whose barcode it bears. Nothing here judges the piece: pixels do not tell how it was
treated."""

from collections.abc import Callable, Iterable
from itertools import combinations

from onward.domain import prints
from onward.domain.barcodes import as_gtin, bears, names_another
from onward.domain.findings import Findings, Sighting
from onward.domain.grades import GradeReason, Reasons
from onward.domain.ids import PhotoId
from onward.domain.photos import Photo
from onward.domain.policy import ConditionPolicy

Photos = tuple[Photo, ...]
Measure = Callable[[Photo], float | None]


# --- does it show enough? ------------------------------------------------------------------------


def too_small(photos: Photos, policy: ConditionPolicy) -> Reasons:
    """Shots of which no photo has enough pixels to show a seam or a mark."""
    least = policy.side_least
    return _short_of("PHOTO_TOO_SMALL", photos, lambda p: min(p.width, p.height), least)


def blurred(photos: Photos, policy: ConditionPolicy) -> Reasons:
    least = policy.sharpness_least
    return _short_of("PHOTO_BLURRED", photos, _found(lambda found: found.sharpness), least)


def too_dark(photos: Photos, policy: ConditionPolicy) -> Reasons:
    most = policy.dark_most
    return _beyond("PHOTO_TOO_DARK", photos, _found(lambda found: found.dark), most)


def too_bright(photos: Photos, policy: ConditionPolicy) -> Reasons:
    most = policy.bright_most
    return _beyond("PHOTO_TOO_BRIGHT", photos, _found(lambda found: found.bright), most)


# --- is it a picture of this piece? --------------------------------------------------------------


def seen_before(photos: Photos, sightings: Iterable[Sighting], policy: ConditionPolicy) -> Reasons:
    """Photos that show what a photo of another case showed, as it is or in the mirror."""
    elsewhere = [one for one in sightings if one.case_id is not None]
    return _sighted(photos, elsewhere, policy, "PHOTO_SEEN_BEFORE", "PHOTO_SEEN_MIRRORED")


def from_the_catalogue(
    photos: Photos, sightings: Iterable[Sighting], policy: ConditionPolicy
) -> Reasons:
    """Photos that are the shop's own picture of an item."""
    ours = [one for one in sightings if one.case_id is None]
    return _sighted(photos, ours, policy, "PHOTO_OF_THE_SHOP", "PHOTO_OF_THE_SHOP")


def sent_twice(photos: Photos, policy: ConditionPolicy) -> Reasons:
    """Both photos of every two shots that are one picture. Nearness is no proof here, for a shirt's
    back may look much like its front: only the very same picture counts, sent smaller, pressed
    harder or turned in the mirror."""
    most = policy.twice_bits
    found: dict[PhotoId, GradeReason] = {}
    for one, other in combinations(photos, 2):
        apart = _apart(one, other)
        if one.shot == other.shot or apart is None or apart > most:
            continue
        for photo, twin in ((one, other), (other, one)):
            reason = _about(photo, "PHOTO_SENT_TWICE", apart, most, twin.id)
            found.setdefault(photo.id, reason)
    return tuple(found[photo.id] for photo in photos if photo.id in found)


# --- whose barcode is on it? ---------------------------------------------------------------------


def barcode_of_another(photos: Photos, gtin: str | None, policy: ConditionPolicy) -> Reasons:
    """Photos of the tag that bear the number of another item, and not this one's."""
    ours = as_gtin(gtin)
    if ours is None:
        return ()
    reasons = []
    for photo in _with_codes(photos, policy):
        codes = _codes(photo)
        others = [code for code in codes if names_another(code, ours)]
        if others and not bears(codes, ours):
            reasons.append(_about(photo, "BARCODE_OF_ANOTHER", other=others[0]))
    return tuple(reasons)


def barcode_matches(photos: Photos, gtin: str | None, policy: ConditionPolicy) -> Reasons:
    """The first photo whose barcode is this item's number."""
    ours = as_gtin(gtin)
    if ours is None:
        return ()
    matching = (photo for photo in _with_codes(photos, policy) if bears(_codes(photo), ours))
    return tuple(_about(photo, "BARCODE_MATCHES", other=ours) for photo in matching)[:1]


def barcode_unread(photos: Photos, gtin: str | None, policy: ConditionPolicy) -> Reasons:
    """The photos of the tag, where the item has a number and none of them shows any."""
    shown = tuple(_with_codes(photos, policy))
    if as_gtin(gtin) is None or any(_codes(photo) for photo in shown):
        return ()
    return tuple(_about(photo, "BARCODE_UNREAD") for photo in shown)


def _with_codes(photos: Photos, policy: ConditionPolicy) -> Iterable[Photo]:
    return (photo for photo in photos if photo.shot in policy.barcode_shots)


def _codes(photo: Photo) -> tuple[str, ...]:
    return photo.findings.codes if photo.findings else ()


# --- how all of them compare ---------------------------------------------------------------------


def _found(measure: Callable[[Findings], float]) -> Measure:
    return lambda photo: measure(photo.findings) if photo.findings else None


def _short_of(code: str, photos: Photos, measure: Measure, least: float) -> Reasons:
    return _failing(code, photos, measure, least, lambda measured: measured < least)


def _beyond(code: str, photos: Photos, measure: Measure, most: float) -> Reasons:
    return _failing(code, photos, measure, most, lambda measured: measured > most)


def _failing(
    code: str, photos: Photos, measure: Measure, bound: float, fails: Callable[[float], bool]
) -> Reasons:
    """The last photo of every shot that was measured and never passed: one good photo of a shot
    makes up for the others."""
    passed: set[str] = set()
    failed: dict[str, GradeReason] = {}
    for photo in photos:
        measured = measure(photo)
        if measured is None:
            continue
        if fails(measured):
            failed[photo.shot] = _about(photo, code, measured, bound)
        else:
            passed.add(photo.shot)
    return tuple(reason for shot, reason in failed.items() if shot not in passed)


def _sighted(
    photos: Photos,
    sightings: list[Sighting],
    policy: ConditionPolicy,
    as_it_is: str,
    in_the_mirror: str,
) -> Reasons:
    """One reason for each photo, resting on what it resembles most."""
    most = policy.reuse_bits
    reasons = []
    for photo in photos:
        near = [s for s in sightings if s.photo_id == photo.id and s.distance <= most]
        closest = min(near, key=lambda s: (s.distance, s.mirrored, s.seen_id), default=None)
        if closest:
            code = in_the_mirror if closest.mirrored else as_it_is
            reasons.append(_about(photo, code, closest.distance, most, closest.seen_id))
    return tuple(reasons)


def _apart(one: Photo, other: Photo) -> int | None:
    """Bits of 256 by which two photos differ, as they are or one of them in the mirror; None where
    one of them was not measured or shows too little to be told from another."""
    if not (one.findings and other.findings and one.findings.fine and other.findings.fine):
        return None
    mine, theirs = one.findings.fine, other.findings.fine
    return min(prints.apart(mine, theirs), prints.apart(prints.mirrored(mine), theirs))


def _about(
    photo: Photo,
    code: str,
    measured: float | None = None,
    bound: float | None = None,
    other: str | None = None,
) -> GradeReason:
    return GradeReason(code, photo.shot, photo.id, measured, bound, other)
