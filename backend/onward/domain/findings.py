"""What a photo was measured to be. Measurements judge the evidence, never the shopper: they say
whether a picture can be used, whether it was seen before, and what code its tag bears."""

from dataclasses import dataclass

from onward.domain.ids import CaseId, PhotoId


@dataclass(frozen=True, slots=True)
class Findings:
    """Measured once, on the clean photo. `sharpness` is the variance of the Laplacian of grey
    levels 0 to 255 at the scale of `seeing`; `light` is the mean grey level over 255; `dark` and
    `bright` are the shares of pixels crushed to black and burnt to white. `print` is a perceptual
    hash of 64 bits as 16 hex digits and `mirrored` that of the mirror image. `codes` are the GTINs
    read off it, as 14 digits. `colours` is a histogram that sums to 1, for a hint of likeness."""

    sharpness: float
    light: float
    dark: float
    bright: float
    print: str
    mirrored: str
    codes: tuple[str, ...] = ()
    colours: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A photo of this case that shows what another photo showed before: `distance` in bits of 64
    between their prints. `case_id` is None where the other is a catalogue picture."""

    photo_id: PhotoId
    seen_id: str
    case_id: CaseId | None
    distance: int
    mirrored: bool
