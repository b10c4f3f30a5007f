"""A photo of a unit as evidence: what it shows and where its clean copy lies."""

from dataclasses import dataclass
from datetime import datetime

from onward.domain.ids import CaseId, PhotoId


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
