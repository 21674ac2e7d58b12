"""Draws the fine curves that security printing is known for."""

import numpy as np
from PIL import Image, ImageDraw

TURN = np.linspace(0.0, 2.0 * np.pi, 721)


def waves(
    size: tuple[int, int], color: tuple[int, int, int], lines: int, phase: float
) -> Image.Image:
    """A band of interwoven waves across `size` px, RGBA, one line per step of phase."""
    width, height = size
    layer = Image.new("RGBA", size, (*color, 0))
    draw = ImageDraw.Draw(layer)
    x = np.linspace(0.0, 1.0, 500)
    for line in range(lines):
        step = line / lines
        y = 0.5 + 0.3 * np.sin(2 * np.pi * (1.5 * x + step) + phase) * np.cos(np.pi * (x - step))
        y += 0.18 * np.sin(2 * np.pi * (3 * x - step) + 2 * phase) + 0.5 * (step - 0.5)
        draw.line(np.stack([x * width, y * height], 1).ravel().tolist(), fill=(*color, 95), width=2)
    return layer


def rosette(radius: int, color: tuple[int, int, int], petals: int, alpha: int = 150) -> Image.Image:
    """A rosette of `petals` petals, RGBA, 2 x `radius` px square."""
    layer = Image.new("RGBA", (2 * radius, 2 * radius), (*color, 0))
    draw = ImageDraw.Draw(layer)
    for ring in np.linspace(0.25, 0.85, 9):
        for shift in (0.0, np.pi):
            reach = radius * (ring + 0.13 * np.cos(petals * TURN + shift))
            points = radius + np.stack([reach * np.cos(TURN), reach * np.sin(TURN)], 1)
            draw.line(points.ravel().tolist(), fill=(*color, alpha), width=2)
    return layer
