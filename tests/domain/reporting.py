"""A report that nothing is wrong with, and for every rule a wrong that makes it speak. Wrongs can
be combined, so that two rules have something to say about one report."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256

from onward.domain.findings import Findings, Sighting
from onward.domain.grades import Grade, Verdict
from onward.domain.ids import CaseId, PhotoId
from onward.domain.photos import Photo
from onward.domain.policy import ConditionPolicy, Policy, Question
from onward.domain.prints import mirrored
from onward.domain.reports import Report
from tests.domain.examples import CLOTHING, GOOD_ANSWERS, POLICY, photo

GTIN, ANOTHER = "2000000010021", "02000000010038"
BOUNDS = ConditionPolicy(
    side_least=300,
    sharpness_least=0.55,
    dark_most=0.5,
    bright_most=0.5,
    reuse_bits=8,
    twice_bits=12,
    barcode_shots=frozenset({"tag"}),
)
CATEGORY = replace(
    CLOTHING,
    questions=(
        Question("sealed", False, Verdict.ACCEPTED, Grade.NEW_SEALED, "packaging"),
        *CLOTHING.questions,
        Question("bag_or_box", True, Verdict.ACCEPTED, needs_bagging=True),
    ),
)
# Prints of the shots, far apart from one another and from their mirror images.
PRINTS = {
    shot: sha256(shot.encode()).hexdigest()
    for shot in ("front", "back", "tag", "flaw", "packaging")
}
Case = tuple[Report, Policy]


def findings(shot: str, **otherwise: object) -> Findings:
    """Of a photo that shows its shot well; the tag's barcode is the item's."""
    well = Findings(
        sharpness=0.9,
        light=0.6,
        dark=0.1,
        bright=0.02,
        print=PRINTS[shot][:16],
        mirrored=mirrored(PRINTS[shot])[:16],
        fine=PRINTS[shot],
        codes=(f"0{GTIN}",) if shot == "tag" else (),
    )
    return replace(well, **otherwise)  # type: ignore[arg-type]


def shown(shot: str, *, width: int = 1200, height: int = 1600, **otherwise: object) -> Photo:
    """A photo that was measured."""
    one = photo(shot, width=width, height=height)
    return replace(one, findings=findings(shot, **otherwise))


GOOD = Report(
    category=CATEGORY,
    reason="SIZE_TOO_SMALL",
    answers=GOOD_ANSWERS | {"sealed": False, "bag_or_box": True},
    photos=tuple(shown(shot) for shot in ("front", "back", "tag")),
    gtin=GTIN,
)
ADMITS_ALL = replace(
    POLICY,
    peer_grades=frozenset(Grade),
    peer_excluded_reasons=frozenset(),
    condition=BOUNDS,
)
ADMITS_LIKE_NEW = replace(ADMITS_ALL, peer_grades=frozenset({Grade.NEW_SEALED, Grade.LIKE_NEW}))


def answered(report: Report, **answers: bool) -> Report:
    """The same with other answers, and with the photos that these ask for."""
    wanted = {"flaw": answers.get("flaw"), "packaging": answers.get("sealed")}
    more = tuple(
        shown(shot)
        for shot, wants in wanted.items()
        if wants and shot not in {one.shot for one in report.photos}
    )
    return replace(report, answers=report.answers | answers, photos=(*report.photos, *more))


def remeasured(report: Report, shot: str, **otherwise: object) -> Report:
    """The same, with something else found in the photo of one shot."""

    def measured(one: Photo) -> Photo:
        if one.shot != shot or one.findings is None:
            return one
        return replace(one, findings=replace(one.findings, **otherwise))  # type: ignore[arg-type]

    return replace(report, photos=tuple(measured(one) for one in report.photos))


def sighted(report: Report, shot: str, case_id: str | None, distance: int = 3) -> Report:
    """The same, with a photo that was seen before."""
    seen = Sighting(
        PhotoId(f"photo-{shot}"), "seen", CaseId(case_id) if case_id else None, distance, False
    )
    return replace(report, sightings=(*report.sightings, seen))


def _without_an_answer(report: Report, policy: Policy) -> Case:
    answers = {key: yes for key, yes in report.answers.items() if key != "bag_or_box"}
    return replace(report, answers=answers), policy


def _without_a_photo(report: Report, policy: Policy) -> Case:
    return replace(report, photos=tuple(p for p in report.photos if p.shot != "back")), policy


def _too_small(report: Report, policy: Policy) -> Case:
    photos = tuple(replace(p, width=10) if p.shot == "tag" else p for p in report.photos)
    return replace(report, photos=photos), policy


def _excluded_reason(report: Report, policy: Policy) -> Case:
    category = replace(report.category, excluded_reasons=frozenset({report.reason}))
    return replace(report, category=category), policy


# What is wrong with a report when the rule of this name speaks, in the order of the rules.
WRONGS: dict[str, Callable[[Report, Policy], Case]] = {
    "reason_rules_it_out": _excluded_reason,
    "answers_rule_it_out": lambda of, policy: (answered(of, worn=True), policy),
    "answers_are_all_there": _without_an_answer,
    "grade_is_not_admitted": lambda of, policy: (
        answered(of, tags_attached=False), replace(policy, peer_grades=frozenset())
    ),
    "shots_are_all_there": _without_a_photo,
    "photo_was_seen_before": lambda of, policy: (sighted(of, "front", "other case"), policy),
    "photo_is_the_shops_own": lambda of, policy: (sighted(of, "front", None), policy),
    "one_picture_for_two_shots": lambda of, policy: (
        remeasured(of, "tag", fine=PRINTS["front"]), policy
    ),
    "barcode_is_another_items": lambda of, policy: (
        remeasured(of, "tag", codes=(ANOTHER,)), policy
    ),
    "answers_need_a_look": lambda of, policy: (answered(of, flaw=True), policy),
    "photos_are_small": _too_small,
    "photos_are_blurred": lambda of, policy: (remeasured(of, "front", sharpness=0.31), policy),
    "photos_are_dark": lambda of, policy: (remeasured(of, "tag", dark=0.9), policy),
    "photos_are_bright": lambda of, policy: (remeasured(of, "tag", bright=0.9), policy),
    "it_was_opened_before": lambda of, policy: (replace(of, hops=1), policy),
    "small_things_are_missing": lambda of, policy: (answered(of, tags_attached=False), policy),
    "it_is_still_sealed": lambda of, policy: (answered(of, sealed=True), policy),
    "nothing_shows_wear": lambda of, policy: (of, policy),
}  # fmt: skip


def with_wrongs(names: Iterable[str], report: Report = GOOD, policy: Policy = ADMITS_ALL) -> Case:
    """A report in which each of these rules has something to say. What takes something away comes
    last, or there would be nothing left to be wrong."""
    wrong = set(names)
    for name in sorted(wrong, key=lambda name: (name.endswith("all_there"), name)):
        report, policy = WRONGS[name](report, policy)
    return report, policy
