"""Photographs a card: puts it on a table, looks at it at an angle, adds light and grain."""

import cv2
import numpy as np
from PIL import Image

# Scenes are rendered this many times larger and then reduced: smooth edges.
OVERSAMPLING = 2


def noise(size: tuple[int, int], cells: tuple[float, float], seed: int) -> np.ndarray:
    """Smooth random values of unit spread, (height, width); `cells` of them across each side."""
    width, height = size
    random = np.random.default_rng(seed)
    total = np.zeros((height, width), np.float32)
    for octave in range(5):
        grid = [max(2, round(count * 2**octave)) for count in cells]
        coarse = random.standard_normal((min(grid[1], height), min(grid[0], width))).astype(
            np.float32
        )
        total += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * 0.55**octave
    return total / total.std()


def wood(size: tuple[int, int], seed: int, color=(150, 108, 70)) -> np.ndarray:
    """A wooden table top, RGB floats 0 to 255."""
    width, height = size
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    rings = np.sin(2 * np.pi * (9 * y + 0.35 * noise(size, (1.5, 3), seed)))
    fibres = noise(size, (6, 160), seed + 1)
    boards = np.floor(y * 3.2)
    tone = 1 + 0.07 * rings + 0.05 * fibres + 0.05 * np.sin(5.1 * boards)
    seams = np.exp(-((((y * 3.2) % 1.0 - 0.5) ** 2 - 0.25) ** 2) / 2e-5)
    return np.float32(color) * (tone * (1 - 0.55 * seams))[..., None]


def cloth(size: tuple[int, int], seed: int, color=(118, 128, 140)) -> np.ndarray:
    """A woven table cloth, RGB floats 0 to 255."""
    width, height = size
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    weave = np.sin(x * 0.9) * np.sin(y * 0.9)
    tone = (
        1
        + 0.05 * weave
        + 0.05 * noise(size, (4, 3), seed)
        + 0.03 * noise(size, (200, 150), seed + 1)
    )
    return np.float32(color) * tone.astype(np.float32)[..., None]


def lay(scene: np.ndarray, card: Image.Image, corners: list[tuple[float, float]]) -> np.ndarray:
    """Lays a card (RGBA) with a soft shadow on a scene.

    `corners` are where its corners come to lie, clockwise from its top left, in
    ratios of the scene's size.
    """
    height, width = scene.shape[:2]
    source = np.float32([(0, 0), (card.width, 0), card.size, (0, card.height)])
    target = np.float32(corners) * np.float32([width, height])
    transform = cv2.getPerspectiveTransform(source, target)
    warped = cv2.warpPerspective(np.asarray(card), transform, (width, height), flags=cv2.INTER_AREA)
    alpha = warped[..., 3:].astype(np.float32) / 255

    shift = np.float32([[1, 0, 0.008 * width], [0, 1, 0.012 * width]])
    shadow = cv2.warpAffine(alpha, shift, (width, height))
    shadow = cv2.GaussianBlur(shadow, (0, 0), 0.012 * width)[..., None]
    scene = scene * (1 - 0.5 * shadow)
    return scene * (1 - alpha) + warped[..., :3].astype(np.float32) * alpha


def expose(scene: np.ndarray, seed: int, grain: float = 2.5, warmth: float = 0.02) -> Image.Image:
    """Takes the picture: light from the upper left, dimmer corners, slight blur, grain."""
    height, width = scene.shape[0] // OVERSAMPLING, scene.shape[1] // OVERSAMPLING
    scene = cv2.resize(scene, (width, height), interpolation=cv2.INTER_AREA)
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    light = 1.04 - 0.1 * (0.7 * x + 0.5 * y) - 0.1 * (x * x + y * y) / 2
    color = np.array([1 + warmth, 1, 1 - 1.5 * warmth])
    scene = scene * light[..., None] * color
    scene = cv2.GaussianBlur(scene, (0, 0), 0.6)
    scene += np.random.default_rng(seed).normal(0, grain, scene.shape)
    return Image.fromarray(scene.clip(0, 255).round().astype(np.uint8))
