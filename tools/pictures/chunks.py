"""Writes PNG files chunk by chunk, where libraries cannot or would not."""

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"

# First column, first row, column step, row step of each pass (PNG specification, section 8.2).
ADAM7 = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
]


def chunk(kind: bytes, content: bytes) -> bytes:
    """Length, kind, content and checksum."""
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png(
    width: int, height: int, depth: int, color: int, rows: bytes, interlaced: bool = False
) -> bytes:
    """A PNG of `rows`, each with its leading filter byte; `color` is the type's number in IHDR."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(chunk(kind, content) for kind, content in parts)


def unfiltered(pixels: np.ndarray) -> bytes:
    """Rows of (height, width, channels) bytes, each after a filter byte of 0 (none)."""
    return b"".join(b"\0" + row.tobytes() for row in pixels)


def interlaced(pixels: np.ndarray) -> bytes:
    """An Adam7-interlaced PNG of RGB bytes (height, width, 3)."""
    height, width, _ = pixels.shape
    passes = [pixels[row::down, column::right] for column, row, right, down in ADAM7]
    rows = b"".join(unfiltered(part) for part in passes)
    return png(width, height, 8, 2, rows, interlaced=True)
