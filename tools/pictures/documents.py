"""The cards as somebody photographed them."""

from collections.abc import Iterator
from functools import cache

from PIL import Image

from . import card, scene
from .encode import jpeg
from .portraits import passport_portrait

# Pixels, before the scene is reduced.
TABLE = (1000 * scene.OVERSAMPLING, 750 * scene.OVERSAMPLING)

ROBIN = card.Holder("SAMPLE", "ROBIN ALEX", "M", "750214", "340101", "UT4271903")
KIM = card.Holder("EXAMPLE", "KIM TAYLOR", "F", "790926", "330630", "UT8830257")


@cache
def robins_card(portrait: str = "obama.jpg") -> Image.Image:
    """The card of the first holder."""
    return card.front(passport_portrait(portrait), ROBIN)


@cache
def document() -> Image.Image:
    """The first holder's card on a wooden table."""
    corners = [(0.06, 0.14), (0.955, 0.085), (0.975, 0.865), (0.025, 0.83)]
    return scene.expose(scene.lay(scene.wood(TABLE, 3), robins_card(), corners), 11)


def other_document() -> Image.Image:
    """The second holder's card on a cloth."""
    front = card.front(passport_portrait("astronaut.png"), KIM)
    corners = [(0.03, 0.1), (0.93, 0.16), (0.975, 0.88), (0.05, 0.855)]
    return scene.expose(scene.lay(scene.cloth(TABLE, 7), front, corners), 12, warmth=-0.01)


def document_with_selfie_picture() -> Image.Image:
    """The first holder's card, but its portrait is the very picture of selfie.jpg."""
    front = robins_card("obama2.jpg")
    corners = [(0.05, 0.12), (0.95, 0.13), (0.985, 0.875), (0.03, 0.885)]
    return scene.expose(scene.lay(scene.cloth(TABLE, 9, (122, 112, 96)), front, corners), 13)


def document_back() -> Image.Image:
    """The side of the card without a portrait."""
    corners = [(0.06, 0.14), (0.94, 0.11), (0.97, 0.86), (0.03, 0.85)]
    return scene.expose(scene.lay(scene.wood(TABLE, 3), card.back(), corners), 14)


def files() -> Iterator[tuple[str, bytes]]:
    """Paths under testdata/ and contents."""
    yield "document.jpg", jpeg(document())
    yield "document_other.jpg", jpeg(other_document())
    yield "same_picture/document_with_selfie_picture.jpg", jpeg(document_with_selfie_picture())
