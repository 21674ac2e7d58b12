"""Pictures without a face: the back of a card, and mountains."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from .documents import document_back
from .encode import jpeg
from .scene import noise

# Pixels.
SIZE = (640, 480)


def landscape() -> Image.Image:
    """Five mountain ranges in the evening, and nobody there."""
    width, height = SIZE
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    sky = np.float32([92, 124, 178]) * (1 - y) + np.float32([250, 206, 160]) * y
    picture = np.repeat(sky, width, axis=1)
    rows = np.arange(height)[:, None]
    for distance in range(5):
        ridge = noise((width, 8), (3 + 2 * distance, 2), 60 + distance)[4]
        line = height * (0.38 + 0.13 * distance) - ridge * (42 - 7 * distance)
        nearness = distance / 4
        color = np.float32([128, 138, 168]) * (1 - nearness) + np.float32([30, 52, 44]) * nearness
        shade = 1 + 0.08 * noise(SIZE, (30, 20), 70 + distance)
        picture = np.where((rows > line)[..., None], color * shade[..., None], picture)
    return Image.fromarray(picture.clip(0, 255).round().astype(np.uint8))


def files() -> Iterator[tuple[str, bytes]]:
    """Paths under testdata/ and contents."""
    yield "no_face/landscape.jpg", jpeg(landscape())
    yield "no_face/document_back.jpg", jpeg(document_back(), 75)
