"""The selfies: crops of the portraits as a phone held at arm's length shows people."""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageOps

from . import documents, scene
from .encode import encoded, jpeg
from .portraits import crop

# Pixels.
SIZE = (600, 800)


def selfie(size: tuple[int, int] = SIZE) -> Image.Image:
    """The holder of document.jpg, in another photograph than on the card."""
    return crop("obama2.jpg", (50, 150, 540, 720), size)


def second_selfie() -> Image.Image:
    """The holder of document.jpg in a third photograph."""
    return crop("obama3.jpg", (500, 150, 540, 720), SIZE)


def other_selfie() -> Image.Image:
    """Somebody else."""
    return crop("biden.jpg", (265, 60, 600, 800), SIZE)


def selfie_of_other_document() -> Image.Image:
    """The holder of document_other.jpg: the same photograph, mirrored and tilted."""
    picture = ImageOps.mirror(crop("astronaut.png", (60, 0, 330, 400), (660, 800)))
    picture = picture.rotate(6, Image.Resampling.BICUBIC).crop((80, 60, 560, 700))
    warm = np.asarray(picture, np.float32) ** 1.12 / 255**0.12 * np.float32([1.04, 0.98, 0.9])
    warm += np.random.default_rng(21).normal(0, 3, warm.shape)
    return Image.fromarray(warm.clip(0, 255).round().astype(np.uint8))


def side_by_side(left: Image.Image, right: Image.Image, overlap: int = 110) -> Image.Image:
    """Two photographs of one room as if they were one, fading over `overlap` px."""
    one, two = np.asarray(left, np.float32), np.asarray(right, np.float32)
    fade = np.linspace(1, 0, overlap, dtype=np.float32)[:, None]
    seam = one[:, -overlap:] * fade + two[:, :overlap] * (1 - fade)
    both = np.concatenate([one[:, :-overlap], seam, two[:, overlap:]], axis=1)
    return Image.fromarray(both.round().astype(np.uint8))


def two_people() -> Image.Image:
    """The holder of document.jpg and somebody else, almost as large."""
    left = crop("obama3.jpg", (430, 130, 600, 800), (525, 700))
    return side_by_side(left, crop("biden.jpg", (225, 30, 690, 920), (525, 700)))


def bystander() -> Image.Image:
    """The holder of document.jpg, and somebody else further back: a quarter of the area."""
    left = crop("obama3.jpg", (430, 130, 600, 800), (525, 700))
    return side_by_side(left, crop("biden.jpg", (135, 0, 835, 1400), (350, 700)), 60)


def holding_card(person: Image.Image, seed: int) -> Image.Image:
    """Somebody who holds the card of document.jpg below the own face (600 x 800 px)."""
    picture = person.resize((SIZE[0] * 2, SIZE[1] * 2), Image.Resampling.LANCZOS)
    corners = [(0.05, 0.66), (0.94, 0.63), (0.965, 1.06), (0.06, 1.08)]
    laid = scene.lay(np.asarray(picture, np.float32), documents.robins_card(), corners)
    return scene.expose(laid, seed, warmth=0.0)


def files() -> Iterator[tuple[str, bytes]]:
    """Paths under testdata/ and contents."""
    yield "selfie.jpg", jpeg(selfie())
    yield "selfie_second.jpg", jpeg(second_selfie())
    yield "selfie_other.jpg", jpeg(other_selfie())
    yield "selfie_document_other.jpg", jpeg(selfie_of_other_document())
    yield "several_faces/selfie_two_people.jpg", jpeg(two_people())
    yield "several_faces/selfie_bystander.jpg", jpeg(bystander())
    own = crop("obama2.jpg", (30, 140, 596, 795), SIZE)
    yield "several_faces/selfie_holding_own_card.jpg", jpeg(holding_card(own, 31))
    other = crop("biden.jpg", (250, 60, 640, 853), SIZE)
    yield "several_faces/selfie_other_holding_card.jpg", jpeg(holding_card(other, 32))
    yield "same_picture/selfie_reencoded.jpg", jpeg(selfie(), 55, progressive=True)
    yield "same_picture/selfie_reencoded.png", encoded(selfie((300, 400)), "PNG", optimize=True)
