"""A stranger's picture is drawn anew, or refused with a sentence."""

import io
import struct
import zlib

import pytest
from PIL import Image

from nuanliu.domain.people.joining.pictures import LARGEST_BYTES, UnableToReadPicture, redrawn
from tests.support.pictures import PLACE, photo


def test_it_stands_upright_and_nothing_of_the_place_is_left():
    sent = photo()
    assert PLACE in sent
    picture = redrawn(data=sent)
    with Image.open(io.BytesIO(picture.data)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", (480, 640), {})
    assert PLACE not in picture.data


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_become_jpeg(kind):
    assert redrawn(data=photo(kind=kind)).data[:3] == b"\xff\xd8\xff"


def test_a_large_one_is_made_smaller():
    picture = redrawn(data=photo(width=4000, height=2000))
    assert (picture.width, picture.height) == (800, 1600)


def bomb(width, height):
    """A PNG of a few bytes that says it is enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no_picture"),
        (b"GIF89a" + b"\0" * 40, "no_picture"),
        (photo()[:400], "no_picture"),
        (b"\0" * (LARGEST_BYTES + 1), "too_large"),
        (bomb(60_000, 60_000), "too_large"),
        (bomb(9_000, 9_000), "too_large"),
    ],
)
def test_what_is_no_picture_is_refused(data, code):
    with pytest.raises(UnableToReadPicture) as refused:
        redrawn(data=data)
    assert (refused.value.code, refused.value.field) == (code, "photo")
