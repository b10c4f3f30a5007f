"""Shoes: a pair of trainers from the side, and their soles from below."""

from onward.demo.garments.parts import (
    Garment,
    Part,
    crease,
    fill,
    mirrored,
    moved,
    piece,
    seam,
    stack,
)


def trainers() -> Garment:
    shoe = _shoe()
    swapped = mirrored(shoe)
    return Garment(
        front=stack(moved(shoe, 10, -52), moved(shoe, -8, 2)),
        back=stack(moved(swapped, -10, -52), moved(swapped, 8, 2)),
        worn_inside=False,
        sole=stack(_tread(-46), _tread(46)),
    )


def _shoe() -> tuple[Part, ...]:
    """One shoe from its outer side, the toe to the left."""
    return stack(
        piece("M134 124 C146 112.8 170 112 186 120.8 L182 135.2 L140 135.2 Z", "inside"),
        piece("M112 130.4 L131 106.4 C137 101.6 147 104 148 110.4 L148 135.2 Z", "shade"),
        piece(
            "M37 173.6 C34 164 41 156.8 55 153.6 C77 149.6 94 144 108 133.6 L124 118.4 "
            "C129 115.2 134 116.8 138 120 "
            "C148 128.8 164 130.4 177 124 C183 120 190 120.8 191 127.2 C192 141.6 195 156 196 172 Z"
        ),
        piece(
            "M37 173.6 C34 164 41 156.8 55 153.6 C60 152.8 64 152 68 150.9 C77 156.8 80 "
            "164.8 79 173.6 Z",
            "shade",
        ),
        piece(
            "M172 126.4 C180 120 190 120.8 191 127.2 C192 141.6 195 156 196 172 L170 172 "
            "C174 156 175 141.6 172 126.4 Z",
            "shade",
        ),
        piece(
            "M106 172.8 C120 163.2 131 151.2 138 136.8 L151 138.4 C146 152 138 163.2 128 172.8 Z",
            "shade",
        ),
        seam("M110 170.4 C123 161.6 134 150.4 141 139.6"),
        seam("M73 149.2 C83 156 86 164 85 170.4"),
        seam("M167 129.6 C170 141.6 169 156.8 165 169.6"),
        seam("M96 144 C102 147.2 107 148.8 112 149.2 L134.5 128.8"),
        crease("M94 139.2 L103 147.2"),
        crease("M102.5 135.2 L111.5 143.2"),
        crease("M110 129.6 L119.5 138"),
        crease("M117 123.2 L127 132"),
        piece(
            "M30 180 C30 174 34 172 40 172 L190 170 C198 170 201 174 200.5 180 L199 188 "
            "C198 193 195 195 190 195 H47 C36 195 30 189 30 180 Z",
            "trim",
        ),
        crease("M31.5 185 C36 187 40 187 46 187 L199 184.5"),
        crease("M38 194 C42 190 44 188 45 187"),
    )


def _tread(dx: float) -> tuple[Part, ...]:
    """One sole from below, moved sideways by dx; the left one is the right one's mirror image."""
    sole = stack(
        piece(
            "M118 30 C140 30 152 52 150 84 C149 104 142 114 142 136 C144 156 146 172 144 186 "
            "C142 206 130 214 119 213 C106 212 97 202 96 184 C95 166 100 150 98 132 "
            "C96 112 87 100 87 78 C88 50 100 30 118 30 Z",
            "trim",
        ),
        fill(
            "M118 40 C134 40 142 58 141 84 C140 98 136 106 134 116 H104 "
            "C101 106 96 98 96 78 C97 56 104 40 118 40 Z"
        ),
        fill(
            "M106 156 H134 C136 166 137 178 135 186 C133 200 126 204 119 204 "
            "C111 203 106 196 105 184 C104 174 106 164 106 156 Z"
        ),
        [
            crease(f"M102 {y} L110 {y - 6} L118 {y} L126 {y - 6} L134 {y}")
            for y in range(62, 116, 13)
        ],
        [crease(f"M110 {y} L120 {y - 6} L130 {y}") for y in range(170, 200, 13)],
        seam("M111 126 C112 134 112 140 112 148"),
        seam("M129 126 C128 134 128 140 129 148"),
    )
    turned = sole if dx > 0 else mirrored(sole)
    return moved(turned, dx, 0)
