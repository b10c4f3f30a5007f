"""A photo of a unit as evidence: what it shows and where its clean copy lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from onward.domain.findings import Findings
from onward.domain.ids import CaseId, PhotoId


class Kind(StrEnum):
    """What a picture is by its content."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"


_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
# Other names that browsers and phones have for one.
_ALSO = {"image/jpg": Kind.JPEG, "image/pjpeg": Kind.JPEG, "image/heif": Kind.HEIC}


def kind_of(raw: bytes) -> Kind | None:
    """By its first bytes, whatever a file calls itself; None for what we know nothing of."""
    if raw.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC_BRANDS:
        return Kind.HEIC
    return Kind.WEBP if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP" else None


def is_as_announced(raw: bytes, announced: str) -> bool:
    """Whether a picture is of the kind somebody said they would send; what is no picture at all is
    for whoever decodes it to say."""
    kind = kind_of(raw)
    return kind is None or kind == _ALSO.get(announced.lower(), announced.lower())


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
