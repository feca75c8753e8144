"""Photographs as telephones take them: with a place, a camera, and lying on their side."""

import io

from PIL import Image

PLACE = b"26.5920N 104.8330E"


def photo(*, width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
    """A picture with EXIF: turned by a quarter, and with a place in it."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("green", (0, 0, width // 2, height // 2))
    out = io.BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010F] = PLACE.decode()
        image.save(out, format=kind, exif=exif)
    else:
        image.save(out, format=kind)
    return out.getvalue()
