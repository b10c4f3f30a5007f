"""Outerwear: the rain jacket and the heated vest."""

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


def rain_jacket() -> Garment:
    sleeve = piece("M80 66 C62 71 52 82 47 98 L29 167 C37 175 48 179 59 179 L83 120 Z", "shade")
    cuff = (seam("M33.5 161 C42 168 52 171.5 62 172"), seam("M37.5 146 C46 153 56 156.5 67 157"))
    body = fold("M120 68 L96 60 C89 62 83 65 77 68 L80 118 L70 200 C86 205 104 206.5 120 206.5")
    hood = fold("M120 32 C100 32 89 42 87 62 C96 76 108 86 120 92")
    sides = stack(pair(sleeve, *cuff), body, pair(seam("M81 72 C85.5 88 86.5 104 84.5 118")))
    hem = seam("M75.5 195.5 C96 201 144 201 164.5 195.5")
    pocket = (
        piece("M83 150 L107 147 L108 159 L82 162.5 Z", "shade"),
        seam("M85.5 158.5 L105 155.8"),
        dots((95, 154.3)),
    )
    front = stack(
        sides,
        hem,
        seam("M82 100 H111"),
        seam("M129 100 H158"),
        pair(*pocket),
        piece("M113 86 H127 V206 H113 Z", "shade"),
        dots((120, 106), (120, 128), (120, 150), (120, 172), (120, 194)),
        hood,
        fold("M120 43 C107 43 99 51 98 62 C104 73 112 80 120 85", "inside"),
        pair(seam("M92 62 C93.5 46 104 37.5 120 37.5"), cord("M108 79 V100")),
        pair(dots((108, 101))),
        crease("M120 85 V92"),
    )
    back = stack(
        sides,
        hem,
        seam("M81 100 C96 107 144 107 159 100"),
        crease("M120 106 V204"),
        hood,
        crease("M120 34 V90"),
        pair(seam("M95 71 C103 80 111 86 120 90")),
    )
    return Garment(front, back)


def heated_vest() -> Garment:
    body = fold(
        "M120 62 L100 52 C92 54 86 57 80 61 C88 84 84 104 73 118 L72 196 C88 200 104 201 120 201"
    )
    quilting = [
        seam(f"M{left} {y} C{left + 16} {y + 5} 104 {y + 5} 116 {y + 2}")
        for left, y in ((84, 88), (78, 112), (74.5, 134), (74.5, 156), (74.5, 178))
    ]
    across = [
        seam(f"M{left} {y} C{left + 16} {y + 6} {224 - left} {y + 6} {240 - left} {y}")
        for left, y in ((84, 88), (78, 112), (74.5, 134), (74.5, 156), (74.5, 178))
    ]
    binding = pair(crease("M85 61.5 C93 84 88 107 77.5 121"))
    collar = fold(
        "M120 45 C112 44 105 43 101 41 C97 45 96 51 97 57 C104 63 112 66 120 66.5", "shade"
    )
    front = stack(
        body,
        pair(*quilting),
        binding,
        pair(piece("M82 160 L100 152 L103 157 L85 165.5 Z", "shade")),
        collar,
        fold("M120 50 C113 49 106 47 101 41 C107 38.5 113 37.5 120 37.5", "inside"),
        piece("M117 56 H123 V201 H117 Z", "shade"),
        crease("M120 58 V200"),
        _bolt(),
    )
    back = stack(body, across, binding, collar, _element())
    return Garment(front, back)


def _bolt() -> Part:
    """The sign on the chest that says: there is a battery inside."""
    return fill("M147 82 L138.5 96.5 H144.5 L141 108 L152.5 92.5 H146.5 L151 82 Z", "trim")


def _element() -> Part:
    return fill("M117 100 L127 100 L122 112 H129 L115 132 L119 117 H112 Z", "trim")
