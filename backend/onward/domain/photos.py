"""A photo of a unit as evidence: what it shows and where its clean copy lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.findings import Findings
from onward.domain.ids import CaseId, PhotoId


class Occasion(StrEnum):
    """When in a case's life a photo is taken, and so whose evidence it is."""

    ASSESSMENT = "ASSESSMENT"
    APPEAL = "APPEAL"
    PACKING = "PACKING"
    ARRIVAL = "ARRIVAL"


@dataclass(frozen=True, slots=True)
class Photo:
    """`sha256` is of the cleaned JPEG; the original is never kept. Sizes in pixels and bytes."""

    id: PhotoId
    case_id: CaseId
    shot: str
    sha256: str
    width: int
    height: int
    size: int
    taken_at: datetime
    occasion: Occasion = Occasion.ASSESSMENT
    findings: Findings | None = None


def latest_of_each_shot(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """The newest photo of each shot (given oldest first), in the order they were first taken."""
    latest: dict[str, Photo] = {}
    for photo in photos:
        latest[photo.shot] = photo
    return tuple(latest.values())
