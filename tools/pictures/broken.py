"""Files that must be refused: cut short, corrupted, not a picture, too large or too small."""

import struct
from collections.abc import Iterator

from . import chunks
from .encode import encoded, jpeg
from .formats import picture


def half(content: bytes) -> bytes:
    """The first half of a file."""
    return content[: len(content) // 2]


def claiming(content: bytes, side: int) -> bytes:
    """A baseline JPEG whose frame header claims to be `side` px wide and high."""
    frame = content.index(b"\xff\xc0\x00\x11\x08")
    return content[: frame + 5] + struct.pack(">HH", side, side) + content[frame + 9 :]


def claiming_most(content: bytes) -> bytes:
    """A lossy WebP whose frame header claims the largest size there is, 16,383 px a side."""
    sides = content.index(b"\x9d\x01\x2a") + 3
    return content[:sides] + struct.pack("<HH", 16_383, 16_383) + content[sides + 4 :]


def bomb(side: int) -> bytes:
    """A complete black PNG of one bit a pixel: few bytes, `side` x `side` pixels."""
    row = b"\0" + bytes((side + 7) // 8)
    return chunks.png(side, side, 1, 0, row * side)


def corrupted(content: bytes) -> bytes:
    """The file with one bit in its middle turned over."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0x10]) + content[middle + 1 :]


def files() -> Iterator[tuple[str, bytes]]:
    """Paths under testdata/ and contents."""
    rgb = picture()
    png, webp = encoded(rgb, "PNG", optimize=True), encoded(rgb, "WEBP", quality=88)
    yield "broken/truncated.jpg", half(jpeg(rgb, 90))
    yield "broken/truncated_progressive.jpg", half(jpeg(rgb, 90, progressive=True))
    yield "broken/truncated.png", half(png)
    yield "broken/truncated.webp", half(webp)
    yield "broken/corrupted.png", corrupted(png)
    yield "broken/text.jpg", b"This is not a picture, whatever its name says.\n"

    side = (80, 80)
    yield "limits/png_20000x20000.png", bomb(20_000)
    yield "limits/jpeg_claims_65500x65500.jpg", claiming(jpeg(rgb.resize(side)), 65_500)
    yield "limits/webp_claims_16383x16383.webp", claiming_most(encoded(rgb.resize(side), "WEBP"))
    yield "limits/png_1x1.png", encoded(rgb.resize((1, 1)), "PNG")
    yield "limits/png_79x200.png", encoded(rgb.resize((79, 200)).quantize(32), "PNG", optimize=True)
    yield "limits/png_80x80.png", encoded(rgb.resize(side).quantize(32), "PNG", optimize=True)
