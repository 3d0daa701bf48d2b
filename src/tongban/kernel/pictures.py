"""Photographs become a paper: several pictures are the pages of one PDF, upright, and without what a telephone adds."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

# A4 at 200 points an inch: print that was photographed stays readable, and a page stays below a megabyte.
DENSITY = 200
PAGE = (1654, 2339)
QUALITY = 82
ORIENTATION = 0x0112
# ISO/IEC 10918-1, table B.1: APP0 (JFIF), APP2 (colour profile) and APP14 (Adobe's colours) say how pixels are read.
END_OF_PICTURE, START_OF_PIXELS, COMMENT, KEPT_SEGMENTS = 0xD9, 0xDA, 0xFE, (0xE0, 0xE2, 0xEE)
DROPPED_CHUNKS = (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME")


def pdf_of_pictures(pictures: Sequence[bytes], *, at: dt.datetime) -> bytes:
    """Return a PDF with a picture (JPEG or PNG) on each A4 page, in this order; wide ones lie across.

    Each is turned upright by its EXIF mark; the pixels alone are taken over, so that place, time and make of the
    telephone stay behind. The bytes have passed `inspect_upload`; ValueError without pictures.
    """
    if not pictures:
        raise ValueError("no pictures")
    first, *others = [_page(each) for each in pictures]
    out = io.BytesIO()
    made = at.utctimetuple()
    first.save(
        out,
        "PDF",
        save_all=True,
        append_images=others,
        resolution=DENSITY,
        quality=QUALITY,
        creationDate=made,
        modDate=made,
        producer="tongban",
    )
    head, table, entries = out.getvalue().rpartition(b"xref\n0 ")
    # The free entry of a table is of generation 65535 (ISO 32000-1, 7.5.4); Pillow writes one more, and strict readers
    # refuse it.
    return head + table + entries.replace(b"0000000000 65536 f", b"0000000000 65535 f", 1)


def bare(data: bytes, media_type: str) -> bytes:
    """Return a picture without what its pixels do not need: place, time, owner, comments, and whatever lies behind it.

    Pixels, colours and the mark that turns it upright stay as they are, byte for byte; a file of another kind stays
    whole. The bytes have passed `inspect_upload`.
    """
    if media_type == "image/jpeg":
        return _bare_jpeg(data)
    return _bare_png(data) if media_type == "image/png" else data


def pages_of(data: bytes, media_type: str) -> int:
    """Return how many pages a file has that passed `inspect_upload`; a picture is one."""
    if media_type != "application/pdf":
        return 1
    from pyhanko.pdf_utils.reader import PdfFileReader  # late: it takes a while to load, and few processes read papers

    return max(1, int(PdfFileReader(io.BytesIO(data), strict=False).root["/Pages"]["/Count"]))


def _page(picture: bytes) -> Image.Image:
    from PIL import Image, ImageOps  # late: see pages_of

    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as taken:
        upright = ImageOps.exif_transpose(taken)
        if upright.mode in ("RGBA", "LA", "PA", "P"):
            clear = upright.convert("RGBA")
            upright = Image.new("RGB", clear.size, "white")
            upright.paste(clear, mask=clear.getchannel("A"))
        upright = upright.convert("RGB")
    size = PAGE if upright.height >= upright.width else PAGE[::-1]
    # Small pictures are not blown up beyond what they show, but a page is filled as far as it goes.
    fitted = ImageOps.contain(upright, size, Image.Resampling.LANCZOS)
    page = Image.new("RGB", size, "white")
    page.paste(fitted, ((size[0] - fitted.width) // 2, (size[1] - fitted.height) // 2))
    return page


def _bare_jpeg(data: bytes) -> bytes:
    """Drop the application segments but JFIF, colour profile and Adobe's, the comments, and all behind the picture."""
    from PIL import Image  # late: see pages_of

    with Image.open(io.BytesIO(data), formats=("JPEG",)) as taken:
        turned = taken.getexif().get(ORIENTATION, 1)
    out, place = bytearray(data[:2]), 2
    if turned in range(2, 9):
        mark = Image.Exif()
        mark[ORIENTATION] = turned
        exif = mark.tobytes()
        out += b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
    pixels = False
    while data[place : place + 1] == b"\xff":
        kind = data[place + 1]
        if kind == 0xFF:  # a segment may be filled up in front
            place += 1
            continue
        if kind == END_OF_PICTURE:
            return bytes(out + data[place : place + 2])
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if kind == START_OF_PIXELS:
            pixels = True
            # What is packed goes on to the next mark that is none of the stream's own.
            end = (
                next(found.start() for found in re.finditer(rb"\xff[^\x00\xd0-\xd7\xff]", data[end:] + b"\xff\xd9"))
                + end
            )
        if not (0xE0 <= kind <= 0xEF or kind == COMMENT) or kind in KEPT_SEGMENTS:
            out += data[place:end]
        place = end
    # One that is not built as the standard has it stays as it is, rather than be broken.
    return bytes(out + b"\xff\xd9") if pixels else data


def _bare_png(data: bytes) -> bytes:
    """Drop the chunks that tell of more than the pixels, and all behind the last."""
    out, place = bytearray(data[:8]), 8
    while place < len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        kind = data[place + 4 : place + 8]
        if kind not in DROPPED_CHUNKS:
            out += data[place:end]
        if kind == b"IEND":
            break
        place = end
    return bytes(out)
