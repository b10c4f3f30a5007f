"""What is worn on the head or carried: beanie, cap, tote bag and scarf."""

from onward.demo.garments.parts import (
    Garment,
    Part,
    crease,
    dots,
    fill,
    fold,
    mirrored,
    pair,
    piece,
    seam,
    stack,
)


def beanie() -> Garment:
    dome = fold("M120 58 C84 58 64 90 63 140 H120")
    cuff = fold("M120 130 H59 C56.5 146 56.5 162 59 177 C78 182 100 183 120 183", "shade")
    bobble = piece(
        "M120 32 C130 30 139 38 138 48 C140 58 131 66 120 65 C109 66 100 58 102 48 C101 "
        "38 110 30 120 32 Z",
        "shade",
    )
    knit = stack(
        seam("M120 68 V127"),
        pair(seam("M107 66 C99 80 96 104 95.5 127"), seam("M95 70 C81 86 75.5 106 74.5 127")),
    )
    ribs = [
        crease(f"M{x} 134 V{177 - abs(x - 120) / 20}")
        for x in range(68, 180, 8)
        if abs(x - 120) > 20
    ]
    plain = stack(
        bobble,
        seam("M109 47 C112 41 117 38 122 38.5"),
        dome,
        knit,
        cuff,
        ribs,
    )
    label = stack(piece("M103 144 H137 V167 H103 Z", "trim"), _leaf(120, 155.5, 0.32))
    return Garment(stack(plain, label), plain, worn_inside=False)


def cap() -> Garment:
    crown = piece(
        "M40 152 C36 100 62 66 104 64 C146 64 170 96 172 138 C150 128 118 128 92 136 "
        "C74 141 56 147 40 152 Z"
    )
    brim = piece(
        "M92 136 C118 128 150 128 172 138 C196 142 216 152 224 166 C204 158 176 156 150 158 "
        "C122 160 104 152 92 136 Z",
        "shade",
    )
    sewn = stack(
        crown,
        seam("M104 68 C92 84 86 110 88 134"),
        seam("M108 68 C130 78 144 100 148 127"),
        seam("M98 68 C72 78 56 104 54 143"),
        dots((74, 98), (122, 100)),
        piece("M96 64 C97 57 111 57 112 64 Z", "shade"),
    )
    rows = (
        seam("M103 139.5 C126 134 152 134 173 142 C190 145.5 204 151 213 158"),
        seam("M112 147.5 C132 142.5 154 142.5 172 147.5 C186 150 196 153 204 156"),
    )
    strap = stack(
        fill("M44 148 C42 128 66 122 70 142 C60 144 52 146 44 148 Z", "inside"),
        crease("M44 148 C42 128 66 122 70 142"),
    )
    front = stack(sewn, brim, rows)
    turned = mirrored(front)
    hole = mirrored(strap)
    return Garment(front, stack(turned, hole), worn_inside=False)


def tote_bag() -> Garment:
    far = fold("M120 40 C102 40 94 56 93 90 H101 C102 62 107 48 120 48", "inside")
    near = fold("M120 26 C97 26 87 48 86 104 H96 C97 58 104 36 120 36", "shade")
    bag = fold("M120 84 H71 L63 204 C80 207 100 208 120 208")
    boxes = pair(
        piece("M84 96 H98 V114 H84 Z", "shade"),
        seam("M86 98.5 L96 111.5"),
        seam("M96 98.5 L86 111.5"),
    )
    plain = stack(
        far,
        bag,
        seam("M74 92 H166"),
        near,
        boxes,
        pair(seam("M71 120 L66.5 200")),
    )
    return Garment(stack(plain, _leaf(120, 156, 1.0)), plain, worn_inside=False)


def _leaf(x: float, y: float, size: float) -> tuple[Part, ...]:
    """The shop's sign: a linden leaf, sewn on by its edge."""

    def at(*points: float) -> str:
        return " ".join(
            f"{x + size * a:.1f} {y + size * b:.1f}"
            for a, b in zip(points[::2], points[1::2], strict=True)
        )

    edge = (
        f"M{at(0, -20)} C{at(12, -34, 34, -24, 29, -2)} C{at(26, 14, 10, 22, 0, 34)} "
        f"C{at(-10, 22, -26, 14, -29, -2)} C{at(-34, -24, -12, -34, 0, -20)}"
    )
    veins = (
        stack(seam(f"M{at(0, -14)} L{at(0, 42)}"))
        if size < 0.9
        else stack(
            crease(f"M{at(0, -20)} L{at(0, 46)}"),
            seam(f"M{at(0, 8)} L{at(20, -10)}"),
            seam(f"M{at(0, 8)} L{at(-20, -10)}"),
            seam(f"M{at(0, 22)} L{at(16, 9)}"),
            seam(f"M{at(0, 22)} L{at(-16, 9)}"),
        )
    )
    return stack(fill(edge, "shade"), Part("crease", "line", fill(edge).outline), veins)


def scarf() -> Garment:
    long = stack(
        piece("M84 88 L120 100 L114 198 L70 193 Z"),
        fill("M77.2 142 L117.4 145 L116.8 155 L75.9 152 Z"),
        fill("M74 166 L116.1 169 L115.6 179 L72.6 176 Z"),
        seam("M76.6 147 L117 150"),
        seam("M73.2 171 L116 174"),
        [
            crease(f"M{x} {193 + (x - 71) / 9:.1f} L{x - 2} {205 + (x - 71) / 9:.1f}")
            for x in range(73, 116, 8)
        ],
    )
    short = stack(
        piece("M122 100 L154 88 L178 170 L138 182 Z", "shade"),
        fill("M133.4 150 L170 139 L172.6 148 L135.6 159 Z", "inside"),
        seam("M134.8 154.5 L171 143.5"),
        [
            crease(f"M{x} {181 - (x - 139) * 0.3:.1f} L{x + 3} {193 - (x - 139) * 0.3:.1f}")
            for x in range(141, 180, 8)
        ],
    )
    loop = stack(
        fold("M120 40 C88 40 66 54 66 78 C66 102 90 116 120 118"),
        fold("M120 58 C102 58 91 64 91 73 C91 82 104 88 120 89", "inside"),
        crease("M70 90 C82 104 100 109 118 109"),
        seam("M73 68 C78 53 98 47 120 47 C142 47 162 53 167 68"),
        seam("M92 98 C104 103 134 104 152 96"),
    )
    front = stack(short, long, loop)
    back = mirrored(front)
    return Garment(front, back, worn_inside=False)
