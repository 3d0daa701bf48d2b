"""Photographs become a paper: several pictures are the pages of one PDF, upright, and without what a telephone adds."""

import datetime as dt
import io
from collections.abc import Sequence

from PIL import Image, ImageOps
from pyhanko.pdf_utils.reader import PdfFileReader

# A4 at 200 points an inch: print that was photographed stays readable, and a page stays below a megabyte.
DENSITY = 200
PAGE = (1654, 2339)
QUALITY = 82


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


def pages_of(data: bytes, media_type: str) -> int:
    """Return how many pages a file has that passed `inspect_upload`; a picture is one."""
    if media_type != "application/pdf":
        return 1
    return max(1, int(PdfFileReader(io.BytesIO(data), strict=False).root["/Pages"]["/Count"]))


def _page(picture: bytes) -> Image.Image:
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
