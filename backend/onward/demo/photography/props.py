"""What is laid on the cloth for a close picture: labels, a coin for scale, and the mark itself."""

from math import cos, radians, sin

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from onward.demo.outlines import Point
from onward.demo.palette import Palette, Rgb
from onward.demo.photography.cloth import Layer, mixed
from onward.demo.photography.texture import HEIGHT, WIDTH

SHOP = "LINDEN & LOOM"
PAPER: Rgb = (241, 236, 224)
CARD: Rgb = (222, 200, 166)
PRINT: Rgb = (66, 58, 60)
STRING: Rgb = (176, 150, 112)
# From the middle of a hang tag to the hole in it.
HOLE = 160


def label(random: np.random.Generator) -> Layer:
    """The woven label that is sewn in."""
    card = Image.new("RGB", (345, 158), PAPER)
    brush = ImageDraw.Draw(card)
    _centred(brush, SHOP, (172, 58), 34)
    _centred(brush, "sewn to be worn for years", (172, 103), 19)
    for x in range(10, 334, 16):
        for y in (9, 149):
            brush.line([(x, y), (x + 9, y)], fill=CARD, width=3)
    across, down = (float(share) for share in random.uniform((0.4, 0.3), (0.6, 0.45)))
    return _turned(card, (WIDTH * across, HEIGHT * down), float(random.uniform(-22, 22)))


def plate(random: np.random.Generator) -> Layer:
    """The printed patch that bears a serial number."""
    card = Image.new("RGB", (430, 190), (206, 206, 202))
    brush = ImageDraw.Draw(card)
    brush.rectangle((7, 7, 422, 182), outline=PRINT, width=3)
    _centred(brush, SHOP, (215, 52), 30)
    number = "".join(str(digit) for digit in random.integers(0, 10, 8))
    _centred(brush, f"S/N {number[:4]} {number[4:]}", (215, 116), 46)
    return _turned(card, (WIDTH / 2, HEIGHT / 2), float(random.uniform(-6, 6)))


def hang_tag(random: np.random.Generator) -> Layer:
    """The card on its string that is still on an item nobody wore."""
    card = Image.new("RGB", (248, 405), CARD)
    brush = ImageDraw.Draw(card)
    brush.ellipse((104, 22, 144, 62), outline=STRING, width=5)
    brush.ellipse((110, 28, 138, 56), fill=(84, 72, 62))
    _centred(brush, SHOP, (124, 148), 25)
    brush.line([(45, 176), (203, 176)], fill=PRINT, width=2)
    for y, half in ((216, 64), (242, 49), (268, 71)):
        brush.line([(124 - half, y), (124 + half, y)], fill=(150, 132, 110), width=6)
    at = 50
    for n, bar in enumerate(random.integers(2, 6, 30)):
        if n % 2 == 0 and at < 196:
            brush.rectangle((at, 316, at + int(bar) - 1, 370), fill=PRINT)
        at += int(bar) + 1
    across, down = (float(share) for share in random.uniform((0.3, 0.56), (0.7, 0.78)))
    middle, turn = (WIDTH * across, HEIGHT * down), float(random.uniform(-38, 38))
    up, aside = HOLE * cos(radians(turn)), HOLE * sin(radians(turn))
    return _strung(_turned(card, middle, turn), (middle[0] - aside, middle[1] - up))


def _strung(layer: Layer, hole: Point) -> Layer:
    x, y = hole
    loop = [
        (x, y),
        (x - 26, y - 70),
        (x - 20, y - 150),
        (x + 24, y - 176),
        (x + 32, y - 90),
        (x, y),
    ]
    for picture, tone in ((layer.picture, STRING), (layer.mask, 255)):
        ImageDraw.Draw(picture).line(loop, fill=tone, width=6, joint="curve")
    return layer


def coin(random: np.random.Generator) -> Layer:
    """A plain disc of metal: no country's money, only a size to compare with."""
    side = 172
    card = Image.new("RGB", (side, side), (150, 146, 138))
    brush = ImageDraw.Draw(card)
    for n in range(20):
        rim = (n * 2, n * 2, side - n * 3, side - n * 3)
        tone = 138 + n * 3
        brush.ellipse(rim, fill=(tone, tone - 4, tone - 12))
    brush.ellipse((15, 15, side - 15, side - 15), outline=(112, 108, 100), width=3)
    _centred(brush, "1", (side / 2, side / 2), 78)
    x, y = float(random.uniform(0.24, 0.34)) * WIDTH, HEIGHT * 0.68
    layer = _turned(card, (x, y), float(random.uniform(-30, 30)))
    disc = Image.new("L", (WIDTH, HEIGHT))
    half = side / 2
    ImageDraw.Draw(disc).ellipse((x - half, y - half, x + half, y + half), fill=255)
    return Layer(layer.picture, disc)


def mark(scene: Image.Image, tones: Palette, random: np.random.Generator) -> Image.Image:
    """The scene with a small stain or a pulled thread in its middle."""
    if random.integers(2):
        return _stained(scene, random)
    x, y = WIDTH / 2, HEIGHT / 2
    bends = [float(bend) for bend in random.uniform(-34, 34, 4)]
    steps = enumerate((0.0, *bends, 7.0, -3.0))
    thread = Image.new("L", scene.size)
    line = [(x + n * 22 - 66, y + step) for n, step in steps]
    ImageDraw.Draw(thread).line(line, fill=235, width=5, joint="curve")
    below = ImageChops.offset(thread, 5, 8).filter(ImageFilter.GaussianBlur(5))
    shaded = Image.composite(Image.new("RGB", scene.size, (20, 18, 24)), scene, below)
    pulled = Image.new("RGB", scene.size, mixed(tones.stitch, tones.cloth, 0.25))
    return Image.composite(pulled, shaded, thread.filter(ImageFilter.BoxBlur(1)))


def _stained(scene: Image.Image, random: np.random.Generator) -> Image.Image:
    spot = Image.new("L", scene.size)
    brush = ImageDraw.Draw(spot)
    for dx, dy in random.normal(0, 19, (9, 2)):
        x, y, r = WIDTH / 2 + float(dx), HEIGHT / 2 + float(dy), float(random.uniform(13, 32))
        brush.ellipse((x - r, y - r * 0.8, x + r, y + r * 0.8), fill=150)
    soft = spot.filter(ImageFilter.GaussianBlur(7))
    return Image.composite(Image.new("RGB", scene.size, (92, 72, 54)), scene, soft)


def _turned(card: Image.Image, middle: Point, turn: float) -> Layer:
    shape = Image.new("L", card.size, 255).rotate(turn, Image.Resampling.BICUBIC, expand=True)
    laid = card.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    corner = (round(middle[0] - laid.width / 2), round(middle[1] - laid.height / 2))
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    mask = Image.new("L", (WIDTH, HEIGHT))
    picture.paste(laid, corner)
    mask.paste(shape, corner)
    return Layer(picture, mask)


def _centred(brush: ImageDraw.ImageDraw, text: str, at: Point, size: int) -> None:
    brush.text(at, text, font=ImageFont.load_default(size), fill=PRINT, anchor="mm")
