"""Encodes pictures as files, always with the same settings."""

import io

from PIL import Image


def encoded(picture: Image.Image, form: str, **settings) -> bytes:
    """The picture as a file in Pillow's format `form`."""
    buffer = io.BytesIO()
    picture.save(buffer, form, **settings)
    return buffer.getvalue()


def jpeg(picture: Image.Image, quality: int = 84, **settings) -> bytes:
    """The picture as a JPEG, colors at half resolution (4:2:0) unless told otherwise."""
    return encoded(picture, "JPEG", quality=quality, optimize=True, **settings)
