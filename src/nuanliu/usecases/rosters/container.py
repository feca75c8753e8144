"""What kind of file was handed in, before anything of it is unpacked, and the limits that keep a bad one harmless."""

import zipfile
from typing import BinaryIO

from nuanliu.usecases.rosters.types import Level, RosterUnreadable, RowVerdict

MEGABYTE = 1024 * 1024
MAX_FILE_MB = 20
MAX_UNPACKED_MB = 300
MAX_SHARED_TEXT_MB = 60
"""Texts that repeat are kept in memory while a workbook is read."""
MAX_PARTS = 2000
MAX_RATIO = 200
"""How many times larger than packed a part of more than a megabyte may be."""

OLE_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
INSIDE = (
    ("xl/workbook.bin", "file_binary_workbook"),
    ("word/document.xml", "file_document"),
    ("ppt/presentation.xml", "file_slides"),
    ("content.xml", "file_open_document"),
)
STARTS = ((b"%PDF", "file_pdf"), (b"\xff\xfe", "file_csv"), (b"\xfe\xff", "file_csv"))
STRICT_MARK = b"purl.oclc.org/ooxml"


def refused(code: str, **params: str | int) -> RosterUnreadable:
    """The whole file cannot be read, and why."""
    return RosterUnreadable(RowVerdict(row=0, level=Level.ERROR, code=code, params=params))


def open_container(file: BinaryIO) -> zipfile.ZipFile:
    """The workbook's parts, after every check that needs no unpacking. Raises RosterUnreadable."""
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise refused("file_empty")
    if size > MAX_FILE_MB * MEGABYTE:
        raise refused("file_too_big", size=-(-size // MEGABYTE), limit=MAX_FILE_MB)
    head = file.read(4096)
    if not head.startswith(b"PK"):
        rest = file.read() if head.startswith(OLE_HEAD) else b""
        raise refused(_other_format(head, rest))
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise refused("file_broken") from None
    _check_parts(archive)
    return archive


def _other_format(head: bytes, rest: bytes) -> str:
    if head.startswith(OLE_HEAD):
        return "file_password" if ENCRYPTED_MARK in head or ENCRYPTED_MARK in rest else "file_old_xls"
    for starts, code in STARTS:
        if head.startswith(starts):
            return code
    small = head.lower()
    if b"<html" in small or b"<table" in small or small.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml"):
        return "file_web_page"
    return "file_csv" if _is_table_text(head) else "file_not_workbook"


def _is_table_text(head: bytes) -> bool:
    """Whether this is readable text with separators in it. The last characters may be cut in two and do not count."""
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        written = head.decode(encoding, errors="replace")
        if "\ufffd" not in written[:-3] and any(sign in written for sign in ",\t;\n"):
            return True
    return False


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    for mark, code in INSIDE:
        if mark in names:
            raise refused(code)
    if "xl/workbook.xml" not in names:
        raise refused("file_archive" if "[Content_Types].xml" not in names else "file_not_workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise refused("file_password")
    swollen = (
        len(parts) > MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED_MB * MEGABYTE
        or any(part.file_size > MEGABYTE and part.file_size > MAX_RATIO * part.compress_size for part in parts)
        or any(p.filename.endswith("sharedStrings.xml") and p.file_size > MAX_SHARED_TEXT_MB * MEGABYTE for p in parts)
    )
    if swollen:
        raise refused("file_swollen")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _check_markup(archive, part)


def _check_markup(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No document type (where entity bombs live), and not the strict dialect that the reader does not know."""
    try:
        with archive.open(part) as stream:
            head = stream.read(2048)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError):
        raise refused("file_broken") from None
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused("file_swollen")
    if part.filename == "xl/workbook.xml" and STRICT_MARK in head:
        raise refused("file_strict")
