"""What a photo was measured to be. Measurements judge the evidence, never the shopper: they say
whether a picture can be used, whether it was seen before, and what code its tag bears."""

from dataclasses import dataclass
from math import sqrt

from onward.domain.ids import CaseId, PhotoId
from onward.domain.prints import LOOKED_UP, SAME_WITHIN, apart, mirrored

# What is added to a picture's id to name the print of its inside.
INSIDE = "#inside"


@dataclass(frozen=True, slots=True)
class Findings:
    """Measured once, on the clean photo.

    `sharpness`, `light`, `dark` and `bright` are as `seeing.Look` has them. `print` is a perceptual
    hash of 64 bits as 16 hex digits and `mirrored` that of the mirror image; both are zeros where
    the picture shows too little. `fine` is the print at 256 bits, which begins with `print`, and
    `inside` the one of the picture without its edges, so that a crop is found; both empty where the
    picture shows too little. `codes` are the GTINs read off it, as 14 digits. `colours` is a
    histogram that sums to 1, for a hint of likeness."""

    sharpness: float
    light: float
    dark: float
    bright: float
    print: str
    mirrored: str
    codes: tuple[str, ...] = ()
    colours: tuple[float, ...] = ()
    fine: str = ""
    inside: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A photo of this case that shows what another photo showed before: `distance` in bits of 64
    between their prints. `case_id` is None where the other is a catalogue picture."""

    photo_id: PhotoId
    seen_id: str
    case_id: CaseId | None
    distance: int
    mirrored: bool


@dataclass(frozen=True, slots=True)
class SeenPrint:
    """One print of a picture that was seen once: of a photo of a case, or of the catalogue. `bits`
    are its 64 bits as a signed number, as the store keeps it."""

    id: str
    case_id: CaseId | None
    bits: int

    @classmethod
    def of(cls, picture: str, case_id: CaseId | None, found: Findings) -> "tuple[SeenPrint, ...]":
        """The prints by which this picture will be found: none where it shows too little."""
        if not found.fine:
            return ()
        whole = cls(picture, case_id, looked_up(found.fine))
        return (whole, cls(picture + INSIDE, case_id, looked_up(found.inside)))


@dataclass(frozen=True, slots=True)
class Resemblance:
    """Two pictures that are one: `distance` in bits of 64 where their prints agree best."""

    distance: int
    mirrored: bool


def looked_up(fine: str) -> int:
    """The bits of a print by which it is looked up, as a signed number."""
    unsigned = int(fine[: LOOKED_UP // 4], 16)
    return unsigned - (1 << LOOKED_UP) if unsigned >> (LOOKED_UP - 1) else unsigned


def picture_of(print_id: str) -> str:
    """The id of the picture that a kept print belongs to."""
    return print_id.removesuffix(INSIDE)


def resemblance(one: Findings, other: Findings) -> Resemblance | None:
    """Whether two photos show one picture: as it is or in the mirror, whole or one of them cropped.

    None where they do not; then they may still show one thing, which is no business of ours.
    """
    if not (one.fine and other.fine):
        return None
    pairs = ((one.fine, other.fine), (one.inside, other.fine), (one.fine, other.inside))
    tried = [
        (apart(mine, theirs), turned, mine, theirs)
        for whole, theirs in pairs
        for turned, mine in ((False, whole), (True, mirrored(whole)))
    ]
    least, turned, mine, theirs = min(tried)
    if least > SAME_WITHIN:
        return None
    digits = LOOKED_UP // 4
    return Resemblance(apart(mine[:digits], theirs[:digits]), turned)


def likeness(one: Findings, other: Findings) -> float:
    """How alike two pictures' colors are, from 0 (nothing in common) to 1: Bhattacharyya's
    coefficient of their histograms.

    A hint beside two pictures that a person looks at, never a reason for anything. On 50 garments,
    each photographed twice by simulation (turned, moved, lit and tinted otherwise), 95% of the
    pairs of one garment came out above 0.88, and so did 1 in 11 pairs of different garments. How
    it fares between a shop's studio and a bedroom floor was not measured: no two real photos of
    one garment were to be had. See decision 15 and `make bench ONLY=likeness`.
    """
    return sum(sqrt(a * b) for a, b in zip(one.colours, other.colours, strict=False))
