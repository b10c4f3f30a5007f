"""The summer dress and the swimsuit."""

from onward.demo.garments.parts import (
    Garment,
    Part,
    cord,
    crease,
    dots,
    fill,
    fold,
    pair,
    piece,
    seam,
    stack,
)


def summer_dress() -> Garment:
    sleeve = piece("M92 52 C80 52 68 58 62 70 C60 78 62 85 68 88 C74 91 84 90 92 86 Z", "shade")
    skirt = fold("M120 104 H92 C84 132 70 168 50 198 C74 209 98 212 120 212")
    bodice = fold("M120 74 C108 66 101 57 97 45 C93 47 90 49 88 52 C93 66 92 84 90 106 H120")
    tier = pair(seam("M69 168 C86 176 104 179 120 179"), seam("M55 195.5 C76 204 98 207 120 207"))
    gathers = pair(*(crease(f"M{x} 110 C{x - 2} 120 {x - 4} 128 {x - 6} 135") for x in (94, 101)))
    sash = fold("M120 100 H90.5 L90 111 H120", "shade")
    front = stack(
        pair(sleeve, seam("M65.5 81.5 C73 85 82 84.5 90 81")),
        skirt,
        tier,
        gathers,
        _sprigs(),
        bodice,
        pair(seam("M97 54 C101 64 109 73 120 80")),
        sash,
        dots((120, 85), (120, 93)),
        pair(piece("M120 106 L111 128 L103 124 L117 105 Z", "shade")),
        pair(piece("M120 105 C112 95 99 93 99 104 C98 116 111 115 120 106 Z")),
    )
    back = stack(
        pair(sleeve, seam("M65.5 81.5 C73 85 82 84.5 90 81")),
        skirt,
        tier,
        gathers,
        fold("M120 56 C110 55 102 51 97 45 C93 47 90 49 88 52 C93 66 92 84 90 106 H120"),
        crease("M120 58 V100"),
        sash,
    )
    return Garment(front, back)


def _sprigs() -> Part:
    """The print: small marks strewn over the skirt."""
    return dots(
        *((92, 146), (112, 150), (134, 144), (152, 158), (80, 160), (100, 164), (122, 166)),
        *((142, 168), (166, 182), (76, 184), (96, 190), (116, 194), (138, 190), (156, 192)),
    )


def swimsuit() -> Garment:
    straps = (
        "M92.6 36.5 L100.6 36.5 C100.6 54.7 105.2 66.1 120 70.7 C134.8 66.1 139.4 54.7 "
        "139.4 36.5 L147.4 36.5"
    )
    body = fold(
        "M120 82.1 C104 77.5 98.3 61.6 98.3 34.2 L88.1 34.2 C88.1 57 83.5 73 73.3 86.7 "
        "C83.5 114 83.5 136.8 74.4 161.9 "
        "C85.8 168.7 100.6 184.7 108.6 207.5 H120"
    )
    leg = pair(seam("M79.5 160.2 C91.5 167.6 105.2 183.6 113.2 203.5"))
    sides = pair(seam("M93 38.8 C92.6 59.3 88.1 76.4 78.7 88.9"))
    panel = fill(
        "M81.2 107.2 C88.1 123.1 89.2 136.8 86.9 150.5 C99.5 159.6 110.9 163 120 163 "
        "C129.1 163 140.5 159.6 153.1 150.5 "
        "C150.8 136.8 151.9 123.1 158.8 107.2 C142.8 116.3 97.2 116.3 81.2 107.2 Z"
    )
    front = stack(
        body,
        panel,
        sides,
        leg,
        pair(seam("M102.3 38.8 C102.3 63.9 107.5 75.3 120 79.2")),
        seam("M82.4 109.5 C98.3 118 141.7 118 157.6 109.5"),
        seam("M86.9 150.5 C99.5 158.5 140.5 158.5 153.1 150.5"),
    )
    back = stack(
        body,
        fold(
            "M120 123.1 C101.8 118.6 97.2 91.2 98.3 34.2 L88.1 34.2 C88.1 57 83.5 73 "
            "73.3 86.7 C83.5 114 83.5 136.8 74.4 161.9 "
            "C85.8 168.7 100.6 184.7 108.6 207.5 H120"
        ),
        fill(
            "M98.9 41.1 C98.3 93.5 102.9 117.4 120 122 C137.1 117.4 141.7 93.5 141.1 41.1 Z",
            "inside",
        ),
        cord(straps),
        sides,
        leg,
    )
    return Garment(front, back)
