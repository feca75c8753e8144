"""A unit's seal as a picture of ours: a square PNG, everything but the red of the seal transparent."""

import hashlib
import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from nuanliu.platform.errors import Unable

SIDE = 480
"""Pixels: at 40 mm that is 300 to the inch."""
LARGEST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 20_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
PALE = 24
"""How much darker than white the ink must be at least (of 255)."""
LEAST_INK = 0.01


class UnableToReadSeal(Unable):
    """What was handed in is no picture of a seal."""


def redrawn(*, data: bytes) -> bytes:
    """The seal cut out and drawn anew: paper becomes transparent, ink keeps its colour; nothing of the file is kept.

    Raises UnableToReadSeal: empty, too_large, no_picture, no_seal.
    """
    if not data:
        raise UnableToReadSeal("empty", _("这个文件是空的，请再选一次。"), field="image")
    if len(data) > LARGEST_BYTES:
        raise UnableToReadSeal("too_large", _("图片太大了，最大 5 MB。"), field="image")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(data)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as wrong:
        raise UnableToReadSeal("no_picture", _("这不是图片，请交 PNG 或 JPG。"), field="image") from wrong
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as wrong:
        raise UnableToReadSeal("too_large", _("图片太大了，请换一张小些的。"), field="image") from wrong


def _drawn(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        plain = Image.new("RGBA", opened.size, "white")
        plain.alpha_composite(ImageOps.exif_transpose(opened).convert("RGBA").resize(plain.size))
    red, green, blue = plain.convert("RGB").split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    ink = darkest.point([max(0, min(255, (255 - value - PALE) * 2)) for value in range(256)])
    box = ink.getbbox()
    if box is None or sum(ink.histogram()[128:]) < LEAST_INK * ink.width * ink.height:
        raise UnableToReadSeal("no_seal", _("图上没有看到印章。请用白底或透明底的印章图。"), field="image")
    cut = Image.merge("RGBA", (red, green, blue, ink)).crop(box)
    square = Image.new("RGBA", (max(cut.size), max(cut.size)), (255, 255, 255, 0))
    square.paste(cut, ((square.width - cut.width) // 2, (square.height - cut.height) // 2))
    out = io.BytesIO()
    square.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, format="PNG", optimize=True)
    return out.getvalue()


def digest_of(*, image: bytes) -> str:
    """What names this picture in the audit."""
    return hashlib.sha256(image).hexdigest()
