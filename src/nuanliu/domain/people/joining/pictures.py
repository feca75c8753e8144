"""A stranger's picture, drawn anew: what is kept is our own JPEG of it, without place, camera or anything hidden."""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from nuanliu.platform.errors import Unable

LARGEST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
"""Only these readers are asked; what another format would need is never run."""


class UnableToReadPicture(Unable):
    """What was handed in is no picture that can be drawn anew."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of ours and its size."""

    data: bytes
    width: int
    height: int


def redrawn(*, data: bytes) -> Picture:
    """The picture in `data`, upright, at most 1600 px long, as a new JPEG.

    Raises UnableToReadPicture: empty, too_large, no_picture.
    """
    if not data:
        raise UnableToReadPicture("empty", _("这张照片是空的，请再拍一张。"), field="photo")
    if len(data) > LARGEST_BYTES:
        raise UnableToReadPicture("too_large", _("照片太大了，最大 12 MB。请换一张。"), field="photo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as wrong:
        raise _no_picture() from wrong
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as wrong:
        raise UnableToReadPicture("too_large", _("照片太大了，请换一张小些的。"), field="photo") from wrong


def _no_picture() -> UnableToReadPicture:
    return UnableToReadPicture("no_picture", _("这不是照片，请交 JPG 或 PNG 照片。"), field="photo")


def _drawn(data: bytes) -> Picture:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise UnableToReadPicture("too_large", _("照片太大了，请换一张小些的。"), field="photo")
        if opened.format == "JPEG":
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = Image.new("RGB", upright.size, "white")
        shown = upright.convert("RGBA")
        plain.paste(shown, mask=shown.getchannel("A"))
        out = io.BytesIO()
        plain.save(out, format="JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), plain.width, plain.height)
