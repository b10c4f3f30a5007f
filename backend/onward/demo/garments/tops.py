"""Tops: the overshirt, the tee, the jumper and the hoodie."""

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
from onward.demo.outlines import outline


def overshirt() -> Garment:
    sleeve = piece("M78 55 C62 60 53 70 49 88 L30 163 C38 170 48 173 58 173 L82 108 Z", "shade")
    cuff = piece("M33 152 C42 159 52 162 62 162 L58 174 C48 174 38 171 29.5 164 Z")
    body = fold("M120 56 L97 44 C88 49 82 52 75 56 L80 112 L75 186 C88 199 104 202 120 202")
    sides = pair(sleeve, cuff, seam("M35 146 C44 153 54 156 63.5 156"))
    hem = pair(seam("M79.5 182 C92 192 106 195.5 113 196"), seam("M80 62 C84 78 85 94 84 112"))
    pocket = pair(
        piece("M85 98 H106 V122 L95.5 128 L85 122 Z", "shade"),
        seam("M88 104.5 H103"),
        dots((95.5, 101.5)),
    )
    front = stack(
        sides,
        body,
        hem,
        pocket,
        piece("M114 60 H126 V202 H114 Z", "shade"),
        seam("M117.3 74 V198"),
        seam("M122.7 74 V198"),
        dots((120, 88), (120, 110), (120, 132), (120, 154), (120, 176)),
        piece(
            "M97 44 C106 38 134 38 143 44 C136 52 128 58 120 64 C112 58 104 52 97 44 Z", "inside"
        ),
        pair(piece("M97 44 C91 48 88 53 87 58 L105 77 L120 63 C110 58 102 52 97 44 Z")),
        pair(seam("M92.5 57 L104.5 70.5 L113 63")),
    )
    back = stack(
        sides,
        body,
        hem,
        seam("M79 78 C96 86 144 86 161 78"),
        crease("M120 84 V120"),
        fold("M120 62 C108 60 100 54 97 44 C104 40 112 38.5 120 38.5"),
        seam("M101 48 C108 57 132 57 139 48"),
    )
    return Garment(front, back)


def tee() -> Garment:
    sleeve = piece("M86 51 C74 55 62 60 54 67 L30 105 C39 115 49 121 60 124 L84 100 Z", "shade")
    body = fold(
        "M120 66 C106 65 97 58 94 47 C89 50 84 52 79 54 L82 104 L79 192 C94 196 108 197 120 197"
    )
    shape = stack(
        pair(sleeve, seam("M35.5 97 C44 107 54 113 65 116")),
        body,
        pair(seam("M83.5 58 C87.5 74 88 90 85.5 106")),
        seam("M84 188 C104 191.5 136 191.5 156 188"),
    )
    front = stack(
        shape,
        fold("M120 74 C104 72 92 62 88 50 L94 47 C97 59 106 66 120 66.5", "shade"),
        fold("M120 66.5 C106 66 97 59 94 47.5 C103 52.5 112 53.5 120 53.5", "inside"),
        seam("M92 56 C97 66 107 70.5 120 70.8 C133 70.5 143 66 148 56"),
        piece("M131 96 H153 V116 C150 121 134 121 131 116 Z", "shade"),
        seam("M133 101 H151"),
    )
    back = stack(
        shape,
        fold("M120 60 C108 59.5 97 56 88 50 L94 47 C103 52.5 112 53.5 120 53.5", "shade"),
        seam("M84 66 C100 74 140 74 156 66"),
    )
    return Garment(front, back)


def jumper() -> Garment:
    sleeve = piece("M80 54 C62 60 53 70 49 88 L33 160 C40 167 50 170 60 170 L84 106 Z", "shade")
    cuff = piece("M33.5 158 C42 165 51 168 61 168 L57 187 C47 187 38 184 29.5 178 Z")
    ribs = [
        crease(f"M{x} {y} L{x - 4} {y + 18}")
        for x, y in ((39, 163), (45, 166), (51, 168), (56, 169))
    ]
    body = fold("M120 62 C106 61 98 55 95 46 C88 49 82 52 76 55 L80 108 L78 178 H120")
    hem = fold("M120 178 H77 L80 199 C94 201 108 201.5 120 201.5", "shade")
    stripes = [crease(f"M{x} 179.5 V200") for x in range(88, 156, 8)]
    peaks = " ".join(f"L{x} {y}" for x, y in zip(range(87, 160, 6), (125, 135) * 7, strict=False))
    band = stack(
        fill("M80.2 112 H159.8 L160.6 148 H79.4 Z"),
        seam("M82 115.5 H158"),
        seam("M82 144.5 H158"),
        Part("cord", "stitch", outline(f"M81 135 {peaks}")),
        crease("M80 112 H160"),
        crease("M79.2 148 H160.8"),
    )
    shape = stack(
        pair(sleeve, cuff, *ribs),
        body,
        pair(seam("M80 60 C85 76 86 92 84 108")),
        band,
        hem,
        stripes,
    )
    front = stack(
        shape,
        fold("M120 72 C104 71 93 62 89 49 L95 45 C98 56 106 62.5 120 63", "shade"),
        fold("M120 63 C106 62.5 98 56 95 45 C104 50 112 51 120 51", "inside"),
        seam("M92.5 53 C97 63 107 67.5 120 68 C133 67.5 143 63 147.5 53"),
    )
    back = stack(
        shape,
        fold("M120 58 C108 57.5 98 55 89 49 L95 45 C104 50 112 51 120 51", "shade"),
    )
    return Garment(front, back)


def hoodie() -> Garment:
    sleeve = piece("M78 66 C61 72 52 82 48 98 L33 166 C40 172 49 175 59 175 L82 118 Z", "shade")
    cuff = piece("M33.5 164 C42 170 50 173 60 173 L57 189 C48 189 39 187 30.5 182 Z")
    body = fold("M120 70 L96 60 C88 62 81 65 75 68 L79 118 L77 186 H120")
    hem = fold("M120 184 H76.5 L79 201 C94 203 108 203.5 120 203.5", "shade")
    shape = stack(
        pair(sleeve, cuff, seam("M35.5 159 C44 165 52 168 61.5 168.5")),
        body,
        pair(seam("M79 74 C84 90 85 104 83.5 118")),
        hem,
        seam("M81.5 188.5 H158.5"),
    )
    pouch = fold("M120 138 H100 C93 145 88 156 86 170 V177 H120", "shade")
    hood = fold("M120 34 C102 34 91 43 88 62 C96 75 108 84 120 90")
    front = stack(
        shape,
        pouch,
        pair(seam("M101.5 142 C95.5 149 91.5 159 90 170")),
        seam("M101.5 142 H138.5"),
        hood,
        fold("M120 44 C108 44 100 51 99 62 C104 72 112 79 120 83", "inside"),
        pair(seam("M93.5 62 C95 48 105 39 120 39"), cord("M109 77 C107 88 108 98 106 112")),
        pair(dots((106, 113))),
        crease("M120 83 V90"),
    )
    back = stack(
        shape,
        hood,
        crease("M120 36 V86"),
        pair(seam("M96 70 C104 79 112 85 120 89")),
    )
    return Garment(front, back)
