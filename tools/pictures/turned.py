"""Pictures on their side or upside down, without and with an Exif orientation that says so."""

from collections.abc import Iterator

from PIL import Image
from PIL.Image import Transpose

from . import documents
from .encode import encoded, jpeg
from .selfies import selfie

# What a camera does to a picture that needs a clockwise turn by so many degrees.
TAKEN = {90: Transpose.ROTATE_90, 180: Transpose.ROTATE_180, 270: Transpose.ROTATE_270}

# How the stored picture comes from the upright one, by Exif orientation (Exif 2.32, tag 0x0112).
STORED = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def with_orientation(orientation: int) -> tuple[Image.Image, Image.Exif]:
    """The small selfie as stored under an orientation, and the Exif block."""
    upright = selfie((240, 320))
    exif = Image.Exif()
    exif[0x0112] = orientation
    how = STORED[orientation]
    return (upright if how is None else upright.transpose(how)), exif


def files() -> Iterator[tuple[str, bytes]]:
    """Paths under testdata/ and contents."""
    card = documents.document().resize((800, 600), Image.Resampling.LANCZOS)
    face = selfie((450, 600))
    for degrees, how in TAKEN.items():
        yield f"turned/document_{degrees}.jpg", jpeg(card.transpose(how))
        yield f"turned/selfie_{degrees}.jpg", jpeg(face.transpose(how))

    for orientation in STORED:
        picture, exif = with_orientation(orientation)
        yield f"exif/{orientation}.jpg", jpeg(picture, 90, exif=exif, subsampling="4:4:4")
    picture, exif = with_orientation(6)
    yield "exif/6.png", encoded(picture, "PNG", optimize=True, exif=exif)
    yield "exif/6.webp", encoded(picture, "WEBP", quality=85, exif=exif)
    upright, _ = with_orientation(1)
    yield "exif/broken.jpg", jpeg(upright, 90, exif=b"Exif\0\0MM\0*\xff\xff\xff\xf0 nothing here")
