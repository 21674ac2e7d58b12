"""Selfies that match document.jpg, and that card, each with one thing wrong with it."""

from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image, ImageFilter

from .documents import document
from .encode import jpeg
from .portraits import crop
from .selfies import selfie


def grained(pixels: np.ndarray, grain: float, seed: int) -> Image.Image:
    """Float pixels, 0 to 255, with a sensor's noise of that spread."""
    noisy = pixels + np.random.default_rng(seed).normal(0, grain, pixels.shape)
    return Image.fromarray(noisy.clip(0, 255).round().astype(np.uint8))


def blurred() -> Image.Image:
    """Out of focus."""
    return selfie((300, 400)).filter(ImageFilter.GaussianBlur(6))


def dark() -> Image.Image:
    """Underexposed by three stops."""
    return grained(np.asarray(selfie((450, 600)), np.float32) * 0.125, 1.0, 41)


def bright() -> Image.Image:
    """Overexposed by two stops: much of the face is white."""
    return grained(np.asarray(selfie((450, 600)), np.float32) * 2.1 + 40, 1.0, 42)


def pushed(picture: np.ndarray, center, radii, shift: float) -> np.ndarray:
    """Moves what lies in an ellipse to the left, up to `shift` px in its center.

    Nothing folds over as long as `shift` is less than half the horizontal radius.
    """
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    distance = ((x - center[0]) / radii[0]) ** 2 + ((y - center[1]) / radii[1]) ** 2
    source = x + shift * np.clip(1 - distance, 0, 1)
    return cv2.remap(picture, source, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def turned() -> Image.Image:
    """The head turned further to the viewer's left: the nearer, the further it moves."""
    face = pushed(np.asarray(selfie()), (300, 310), (290, 420), 90)
    return Image.fromarray(pushed(face, (190, 350), (150, 190), 65))


def cut_off() -> Image.Image:
    """The left part of the face lies outside the picture."""
    return crop("obama2.jpg", (262, 170, 364, 485), (450, 600))


def small() -> Image.Image:
    """A whole person: 24 px from eye to eye."""
    return crop("obama3.jpg", (0, 0, 1434, 2333), (272, 443))


def mediocre() -> Image.Image:
    """Blurred so far that the norm of the embedding lies between 9.4 and 10."""
    return selfie((300, 400)).filter(ImageFilter.GaussianBlur(8.3))


def poor() -> Image.Image:
    """A noisy picture of 24 x 32 px, enlarged: the norm of the embedding is below 9.4."""
    tiny = selfie((24, 32)).filter(ImageFilter.GaussianBlur(0.8))
    return grained(np.asarray(tiny, np.float32), 12, 50).resize(
        (360, 480), Image.Resampling.BICUBIC
    )


def poor_document() -> Image.Image:
    """The card out of focus and far away: the norm of the portrait's embedding is below 9.4."""
    tiny = document().resize((150, 112), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.6))
    return grained(np.asarray(tiny, np.float32), 5, 51).resize((600, 450), Image.Resampling.BICUBIC)


def files() -> Iterator[tuple[str, bytes]]:
    """Paths under testdata/ and contents."""
    for picture in (blurred, dark, bright, turned, cut_off, small, mediocre, poor):
        yield f"quality/selfie_{picture.__name__}.jpg", jpeg(picture())
    yield "quality/document_poor.jpg", jpeg(poor_document())
