"""Bottoms: chinos, jeans and the skirt."""

from onward.demo.garments.parts import (
    Garment,
    Part,
    crease,
    dots,
    fold,
    pair,
    piece,
    seam,
    stack,
)

_LEG = "M120 46 H84 C80 70 76 96 74 120 L68 204 C80 207 92 207.5 105 206 L117 116 L120 108"


def chinos() -> Garment:
    legs = fold(_LEG)
    band = fold("M120 34 H85.5 L84 48 H120", "shade")
    loops = pair(piece("M94 32.5 H98 V50 H94 Z"), seam("M73.5 198.5 C84 201 94 201.5 101.5 200.5"))
    front = stack(
        legs,
        pair(piece("M84 48 L102 48 C100 60 93 70 81.5 76 Z", "shade")),
        pair(seam("M105.5 50 C103.5 63 96 74 82 80.5"), crease("M92 112 C89 140 87 170 86 198")),
        seam("M129 52 V80 C129 88 126 94 120 97"),
        crease("M120 48 V108"),
        band,
        loops,
        dots((120, 41)),
    )
    back = stack(
        legs,
        crease("M120 48 V108"),
        pair(seam("M84 68 C96 74 108 76 118 74"), crease("M89 86 H111"), seam("M89 90 H111")),
        pair(dots((100, 95))),
        band,
        loops,
    )
    return Garment(front, back)


def jeans() -> Garment:
    legs = fold(
        "M120 46 H84 C79 72 75 98 73 122 L71 206 C82 208.5 95 208.5 107 207 L117 116 L120 108"
    )
    band = fold("M120 34 H85.5 L84 48 H120", "shade")
    turn = pair(
        piece("M71.3 191 C83 194 96 194 108.6 192.5 L107 208 C95 209.5 82 209.5 71 207 Z", "trim"),
        seam("M72 195.5 C84 198 96 198 108 196.7"),
    )
    loops = pair(piece("M94 32.5 H98 V50 H94 Z"))
    front = stack(
        legs,
        pair(
            piece("M83.8 48 H105 C105 62 98 70 82 70.5 Z", "shade"),
            seam("M108.5 50 C108.5 66 99 74.5 81.5 75"),
            seam("M101 116 C98 145 97 168 96.5 188"),
        ),
        seam("M129 52 V80 C129 88 126 94 120 97"),
        crease("M120 48 V108"),
        turn,
        band,
        seam("M88 38 H152"),
        loops,
        dots((120, 41)),
        pair(dots((87, 67))),
    )
    back = stack(
        legs,
        crease("M120 48 V108"),
        pair(_patch_pocket(), seam("M90 89 L100 95 L111 89"), seam("M83 60 C96 66 108 68 118 67")),
        turn,
        band,
        loops,
        piece("M128 36 H146 V47 H128 Z", "trim"),
    )
    return Garment(front, back)


def _patch_pocket() -> Part:
    return piece("M88 78 H113 V102 L100.5 109 L88 102 Z", "shade")


def skirt() -> Garment:
    sweep = fold("M120 58 H88 C82 96 70 142 54 184 C74 195 98 199 120 199")
    band = fold("M120 44 H90 L87 60 H120", "shade")
    pleats = pair(
        piece(
            "M100 60 C96 100 88 150 78 192.5 C84 194.5 89 195.7 94 196.7 C100 154 104 104 106 60 Z",
            "shade",
        ),
    )
    hem = (
        seam("M57 178 C78 189 99 193 120 193 C141 193 162 189 183 178"),
        pair(crease("M91 66 C87 84 83 100 79 114")),
    )
    front = stack(
        sweep,
        pleats,
        piece("M115 60 H125 L126.5 198.8 H113.5 Z", "shade"),
        hem[0],
        hem[1],
        seam("M118.4 64 L117.4 190"),
        band,
        seam("M92 48.5 H148"),
        dots((120, 53), (120, 76), (120, 98), (120, 120)),
    )
    back = stack(sweep, pleats, hem[0], hem[1], crease("M120 60 V110"), band, seam("M92 48.5 H148"))
    return Garment(front, back)
