"""Opens the fetched portraits and crops them: as a passport portrait or as a selfie."""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "build" / "portraits"

# Color of the wall behind a passport portrait, RGB.
WALL = np.array([222, 228, 232], np.float32)


def open_portrait(name: str) -> Image.Image:
    """One of the five portraits, RGB."""
    return Image.open(FOLDER / name).convert("RGB")


def crop(name: str, box: tuple[int, int, int, int], size: tuple[int, int]) -> Image.Image:
    """The rectangle `box` (left, top, width, height in px) of a portrait, scaled to `size`."""
    left, top, width, height = box
    picture = open_portrait(name).crop((left, top, left + width, top + height))
    return picture.resize(size, Image.Resampling.LANCZOS)


def before_wall(
    portrait: Image.Image,
    head: list[tuple[float, float, float, float]],
    neck: float,
) -> Image.Image:
    """Puts a person before a plain wall, as passport portraits are.

    `head` are ellipses (center x, center y, radius x, radius y) that lie just
    inside face and hair, `neck` the height at which the shoulders begin, all in
    ratios of the portrait's size. GrabCut finds the outline from there.
    """
    width, height = portrait.size
    scale = np.array([width, height])

    mask = np.full((height, width), cv2.GC_BGD, np.uint8)
    x, y, _, radius_y = head[0]
    shoulders = [
        (x - 0.22, neck),
        (x + 0.22, neck),
        (1, neck + 0.12),
        (1, 1),
        (0, 1),
        (0, neck + 0.12),
    ]
    torso = [(x - 0.12, y + radius_y), (x + 0.12, y + radius_y), (x + 0.25, 1), (x - 0.25, 1)]
    cv2.fillPoly(mask, [np.int32(shoulders * scale)], cv2.GC_PR_FGD)
    for growth, label in [(1.6, cv2.GC_PR_BGD), (1.3, cv2.GC_PR_FGD), (1.0, cv2.GC_FGD)]:
        for ellipse in head:
            center = np.int32(ellipse[:2] * scale).tolist()
            radii = np.int32(growth * (ellipse[2:] * scale)).tolist()
            cv2.ellipse(mask, center, radii, 0, 0, 360, label, -1)
    cv2.fillPoly(mask, [np.int32(torso * scale)], cv2.GC_FGD)

    pixels = np.asarray(portrait)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(1)
    cv2.grabCut(pixels[..., ::-1].copy(), mask, None, *models, 8, cv2.GC_INIT_WITH_MASK)

    person = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    _, labels = cv2.connectedComponents(person)
    person = (labels == labels[int(y * height), int(x * width)]).astype(np.uint8) * 255
    person = cv2.morphologyEx(person, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    soft = cv2.GaussianBlur(person, (0, 0), 0.006 * width).astype(np.float32)
    # The upper half of the soft edge only: what is left of the old background goes.
    alpha = np.clip((soft - 115) / 110, 0, 1)[..., None]
    return Image.fromarray((pixels * alpha + WALL * (1 - alpha)).round().astype(np.uint8))


def passport_portrait(name: str) -> Image.Image:
    """A portrait as it is printed on a card, 472x607 px (35:45)."""
    size = (472, 607)
    match name:
        case "obama.jpg":
            face, hair = (0.5, 0.36, 0.215, 0.305), (0.5, 0.24, 0.25, 0.18)
            return before_wall(crop(name, (268, 0, 450, 579), size), [face, hair], 0.62)
        case "obama2.jpg":
            face, hair = (0.54, 0.41, 0.28, 0.32), (0.58, 0.27, 0.27, 0.18)
            return before_wall(crop(name, (105, 120, 480, 617), size), [face, hair], 0.72)
        case "astronaut.png":
            # NASA's wall is plain already.
            return crop(name, (141, 12, 164, 211), size)
        case _:
            raise ValueError(f"no passport portrait of {name}")
