"""One small selfie in every format that is read, and in those that are refused by name."""

import time
from collections.abc import Iterator

import cv2
import numpy as np
import pillow_heif
from PIL import Image

from . import chunks
from .encode import encoded, jpeg
from .portraits import crop

# Pixels; 16 bits a channel make large files.
SIZE = (180, 240)

# The PDF says when it was made; the same file is wanted each time.
EPOCH = time.gmtime(0)


def picture() -> Image.Image:
    """The small selfie that all these files show, RGB."""
    return crop("obama2.jpg", (110, 190, 420, 560), SIZE)


def cmyk(rgb: Image.Image) -> Image.Image:
    """Inks that give the picture back when light passes through them: R = (1 - C) (1 - K)."""
    light = np.asarray(rgb, np.float32) / 255
    brightest = light.max(axis=2, keepdims=True)
    color = 1 - light / np.maximum(brightest, 1 / 255)
    inks = np.concatenate([color, 1 - brightest], axis=2)
    return Image.fromarray((inks.clip(0, 1) * 255).round().astype(np.uint8), "CMYK")


def ycck(inks: Image.Image) -> bytes:
    """A YCCK JPEG: of a CMYK one with the right samples, the Adobe marker is told so.

    Inks are stored inverted, as Adobe does, and Pillow inverts what it writes.
    """
    values = np.asarray(inks)
    luma = np.asarray(Image.fromarray(values[..., :3].copy(), "RGB").convert("YCbCr"))
    samples = np.concatenate([255 - luma, values[..., 3:]], axis=2)
    stored = jpeg(Image.fromarray(samples, "CMYK"), 90)
    transform = stored.index(b"Adobe") + 11
    return stored[:transform] + b"\x02" + stored[transform + 1 :]


def transparent(rgb: Image.Image) -> Image.Image:
    """The picture with alpha: transparent and black in the corners, see-through at the border."""
    width, height = rgb.size
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    alpha = np.clip((1.25 - np.hypot(x, y)) * 4, 0, 1)
    pixels = np.asarray(rgb) * (alpha > 0)[..., None]
    rgba = np.concatenate([pixels, (alpha * 255).round()[..., None]], axis=2)
    return Image.fromarray(rgba.astype(np.uint8), "RGBA")


def sixteen_bits(pixels: np.ndarray) -> bytes:
    """A PNG with 16 bits a channel; OpenCV wants BGR."""
    wide = pixels.astype(np.uint16) * 257
    _, content = cv2.imencode(".png", wide, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return content.tobytes()


def read() -> Iterator[tuple[str, bytes]]:
    """Files that the service reads."""
    rgb, gray = picture(), picture().convert("L")
    pixels = np.asarray(rgb)
    alpha, gray_alpha = transparent(rgb), transparent(rgb).convert("LA")
    baseline = jpeg(rgb, 90)
    yield "jpeg_baseline.jpg", baseline
    yield "jpeg_444.jpg", jpeg(rgb, 90, subsampling="4:4:4")
    yield "jpeg_422.jpg", jpeg(rgb, 90, subsampling="4:2:2")
    yield "jpeg_progressive.jpg", jpeg(rgb, 90, progressive=True)
    yield "jpeg_restart_markers.jpg", jpeg(rgb, 90, restart_marker_rows=1)
    yield "jpeg_gray.jpg", jpeg(gray, 90)
    yield "jpeg_cmyk.jpg", jpeg(cmyk(rgb), 90)
    yield "jpeg_ycck.jpg", ycck(cmyk(rgb))
    garbage = np.random.default_rng(90).bytes(10_000)
    yield "jpeg_trailing_garbage.jpg", baseline + garbage
    yield "png_rgb.png", encoded(rgb, "PNG", optimize=True)
    yield "png_rgb16.png", sixteen_bits(pixels[..., ::-1])
    yield "png_gray.png", encoded(gray, "PNG", optimize=True)
    yield "png_gray16.png", sixteen_bits(np.asarray(gray))
    yield "png_gray_alpha.png", encoded(gray_alpha, "PNG", optimize=True)
    yield "png_rgba.png", encoded(alpha, "PNG", optimize=True)
    yield "png_palette.png", encoded(rgb.quantize(256), "PNG", optimize=True)
    yield "png_palette_4_bits.png", encoded(rgb.quantize(16), "PNG", bits=4, optimize=True)
    yield "png_palette_alpha.png", encoded(alpha.quantize(256), "PNG", optimize=True)
    yield "png_interlaced.png", chunks.interlaced(pixels)
    other = rgb.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    yield "png_animated.png", encoded(rgb, "PNG", save_all=True, append_images=[other])
    yield "webp_lossy.webp", encoded(rgb, "WEBP", quality=88)
    yield "webp_lossless.webp", encoded(rgb, "WEBP", lossless=True)
    yield "webp_alpha.webp", encoded(alpha, "WEBP", quality=88)
    yield (
        "webp_animated.webp",
        encoded(rgb, "WEBP", save_all=True, append_images=[other], quality=88, duration=200),
    )


def refused() -> Iterator[tuple[str, bytes]]:
    """Files whose format is known but not read."""
    rgb = picture().resize((90, 120), Image.Resampling.LANCZOS)
    pillow_heif.register_heif_opener()
    yield "picture.heic", encoded(rgb, "HEIF", quality=60)
    yield "picture.avif", encoded(rgb, "AVIF", quality=60, max_threads=1)
    yield "picture.gif", encoded(rgb.quantize(64), "GIF")
    yield "picture.tiff", encoded(rgb, "TIFF", compression="tiff_lzw")
    yield "picture.bmp", encoded(rgb.quantize(64), "BMP")
    yield "picture.pdf", encoded(rgb, "PDF", quality=60, creationDate=EPOCH, modDate=EPOCH)


def files() -> Iterator[tuple[str, bytes]]:
    """Paths under testdata/ and contents."""
    for name, content in read():
        yield f"formats/{name}", content
    for name, content in refused():
        yield f"refused/{name}", content
