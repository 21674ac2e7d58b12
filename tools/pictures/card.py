"""Draws the two sides of a specimen identity card of Utopia, ICAO's country that is none."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from . import guilloche, machine_readable

# Pixels; the proportions of ISO/IEC 7810 ID-1.
SIZE = (1400, 883)
CORNER = 52

INK = (38, 44, 58)
TEAL = (22, 108, 122)
ROSE = (176, 92, 120)
GOLD = (206, 168, 82)


@dataclass(frozen=True)
class Holder:
    """A fictitious person; dates are YYMMDD."""

    surname: str
    given_names: str
    sex: str
    born: str
    expires: str
    number: str


def write(
    draw: ImageDraw.ImageDraw,
    place,
    text: str,
    size: int,
    fill=INK,
    bold: int = 0,
    anchor: str = "ls",
) -> None:
    """Writes one line of text in Pillow's own font."""
    font = ImageFont.load_default(size)
    draw.text(place, text, fill=fill, font=font, stroke_width=bold, stroke_fill=fill, anchor=anchor)


def write_machine_readable(draw: ImageDraw.ImageDraw, lines: list[str], top: int) -> None:
    """Writes lines at a fixed pitch, as a machine wants them."""
    pitch = (SIZE[0] - 150) / len(lines[0])
    for row, line in enumerate(lines):
        for column, letter in enumerate(line):
            place = (75 + (column + 0.5) * pitch, top + 62 * row)
            write(draw, place, letter, 44, fill=(20, 20, 24), bold=1, anchor="ms")


def blank() -> Image.Image:
    """The printed background that both sides share, RGB."""
    width, height = SIZE
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    mint, cream, pink = np.array([[206, 230, 228], [247, 243, 226], [240, 218, 222]], float)
    slope = (0.75 * x + 0.25 * y)[..., None]
    tint = np.where(
        slope < 0.5, mint + (cream - mint) * 2 * slope, cream + (pink - cream) * (2 * slope - 1)
    )
    card = Image.fromarray(tint.round().astype(np.uint8))
    for color, lines, phase in [(TEAL, 22, 0.4), (ROSE, 22, 2.2), (GOLD, 14, 3.9)]:
        layer = guilloche.waves(SIZE, color, lines, phase)
        card.paste(layer, (0, 0), layer)
    large = guilloche.rosette(300, TEAL, 12, 70)
    card.paste(large, (690, 190), large)
    # Lighter, or nobody could read what is printed on top.
    return Image.blend(card, Image.new("RGB", SIZE, (250, 249, 244)), 0.45)


def chip() -> Image.Image:
    """The gold contacts of a chip, RGBA."""
    picture = Image.new("RGBA", (150, 120), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    line = (140, 108, 40)
    draw.rounded_rectangle((2, 2, 147, 117), 20, fill=GOLD, outline=line, width=3)
    for y in (40, 80):
        draw.line((2, y, 50, y), fill=line, width=3)
        draw.line((100, y, 147, y), fill=line, width=3)
    draw.rounded_rectangle((50, 25, 100, 95), 12, outline=line, width=3)
    draw.line((75, 2, 75, 25), fill=line, width=3)
    draw.line((75, 95, 75, 117), fill=line, width=3)
    return picture


def rounded(card: Image.Image) -> Image.Image:
    """Cuts the corners round, RGBA."""
    mask = Image.new("L", SIZE, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, SIZE[0] - 1, SIZE[1] - 1), CORNER, fill=255)
    card.putalpha(mask)
    return card


def date(yymmdd: str) -> str:
    """The date as people write it."""
    century = "20" if yymmdd[:2] < "50" else "19"
    return f"{yymmdd[4:]} / {yymmdd[2:4]} / {century}{yymmdd[:2]}"


def front(portrait: Image.Image, holder: Holder) -> Image.Image:
    """The side with the portrait, RGBA."""
    card = blank()
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, SIZE[0], 118), fill=TEAL)
    emblem = guilloche.rosette(46, (250, 240, 205), 8, 230)
    card.paste(emblem, (62, 13), emblem)
    write(draw, (180, 62), "REPUBLIC OF UTOPIA", 46, fill="white", bold=1)
    write(draw, (180, 100), "IDENTITY CARD  ·  SPECIMEN, NOT VALID", 27, fill=(214, 236, 236))

    card.paste(portrait.resize((432, 555), Image.Resampling.LANCZOS), (68, 150))
    draw.rectangle((66, 148, 501, 706), outline=(120, 130, 140), width=2)

    fields = [
        ("Surname", holder.surname),
        ("Given names", holder.given_names),
        ("Nationality", "UTOPIAN"),
        ("Date of birth", date(holder.born)),
        ("Date of expiry", date(holder.expires)),
        ("Document number", holder.number),
    ]
    for row, (label, value) in enumerate(fields):
        y = 188 + 88 * row
        write(draw, (548, y), label, 24, fill=TEAL)
        write(draw, (548, y + 42), value, 40, bold=1)
    write(draw, (900, 188 + 88 * 2), "Sex", 24, fill=TEAL)
    write(draw, (900, 188 + 88 * 2 + 42), holder.sex, 40, bold=1)

    card.paste(chip(), (1175, 165), chip())
    ghost = ImageOps.grayscale(portrait.resize((176, 226), Image.Resampling.LANCZOS))
    ghost = ImageOps.colorize(ghost, black=(60, 90, 110), white=(244, 244, 240))
    card.paste(ghost, (1160, 470), Image.new("L", ghost.size, 120))

    draw.rectangle((0, 730, SIZE[0], SIZE[1]), fill=(244, 243, 238))
    names = holder.surname, holder.given_names
    lines = machine_readable.lines(*names, holder.number, holder.born, holder.sex, holder.expires)
    write_machine_readable(draw, lines, 796)
    return rounded(card)


def back() -> Image.Image:
    """The side without a portrait, RGBA."""
    card = blank()
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 70, SIZE[0], 200), fill=(46, 44, 46))
    write(
        draw, (75, 290), "This card is a specimen. Utopia does not exist, nor does its holder.", 32
    )
    write(draw, (75, 340), "If found, keep it as a bookmark.", 32)
    for row, (label, value) in enumerate(
        [("Authority", "MINISTRY OF ISLANDS"), ("Height", "1.85 m"), ("Eyes", "BROWN")]
    ):
        write(draw, (75, 430 + 95 * row), label, 24, fill=TEAL)
        write(draw, (75, 472 + 95 * row), value, 40, bold=1)
    bars = np.random.default_rng(5).integers(3, 11, 80).cumsum()
    for left, right in bars.reshape(-1, 2).tolist():
        draw.rectangle((760 + left, 420, 760 + right, 620), fill=INK)
    seal = guilloche.rosette(105, ROSE, 16, 200)
    card.paste(seal, (520, 420), seal)
    draw.rectangle((0, 730, SIZE[0], SIZE[1]), fill=(244, 243, 238))
    return rounded(card)
