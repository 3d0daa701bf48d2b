import datetime as dt
import io
import re

import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.cases.factory import pdf
from tongban.kernel.files import inspect_upload
from tongban.kernel.pictures import pages_of, pdf_of_pictures

AT = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def photograph(size: tuple[int, int] = (120, 60), *, turned: int = 1) -> bytes:
    """Return a JPEG whose left half is red, as a telephone writes it: with its make and the place."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = turned, "示例手机".encode().decode("latin-1")
    exif.get_ifd(GPS).update({1: "N", 2: (26.0, 38.0, 49.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def page_sizes(made: bytes) -> list[tuple[int, int]]:
    pages = PdfFileReader(io.BytesIO(made)).root["/Pages"]["/Kids"]
    boxes = [page.get_object()["/MediaBox"] for page in pages]
    return [(round(float(box[2])), round(float(box[3]))) for box in boxes]


def pixels(made: bytes) -> Image.Image:
    """Return the picture that stands in the PDF."""
    start = made.index(b"\xff\xd8\xff")
    return Image.open(io.BytesIO(made[start : made.index(b"endstream", start)])).convert("RGB")


class TestPdfOfPictures:
    def test_has_an_a4_page_for_each_and_passes_as_any_upload(self) -> None:
        made = pdf_of_pictures([photograph(), photograph((60, 120))], at=AT)

        assert page_sizes(made) == [(842, 595), (595, 842)]
        assert inspect_upload(made, "合成.pdf") == "application/pdf"
        assert pages_of(made, "application/pdf") == 2

    def test_is_upright_by_what_the_telephone_wrote(self) -> None:
        made = pdf_of_pictures([photograph(turned=6)], at=AT)

        assert page_sizes(made) == [(595, 842)]
        page = pixels(made)
        red, _green, blue = page.getpixel((page.width // 2, 400))
        assert red > 200 > 60 > blue
        red, _green, blue = page.getpixel((page.width // 2, page.height - 400))
        assert blue > 200 > 60 > red

    def test_leaves_place_and_make_behind(self) -> None:
        made = pdf_of_pictures([photograph()], at=AT)

        assert b"Exif" in photograph()
        assert b"Exif" not in made
        assert not re.search(rb"GPS|Make", made)

    def test_lays_what_is_transparent_on_white(self) -> None:
        out = io.BytesIO()
        Image.new("RGBA", (50, 70), (0, 0, 0, 0)).save(out, "PNG")

        page = pixels(pdf_of_pictures([out.getvalue()], at=AT))

        assert page.getpixel((page.width // 2, page.height // 2)) == (255, 255, 255)

    def test_needs_a_picture(self) -> None:
        with pytest.raises(ValueError, match="no pictures"):
            pdf_of_pictures([], at=AT)


def test_pages_are_counted() -> None:
    assert pages_of(pdf(), "application/pdf") == 1
    assert pages_of(photograph(), "image/jpeg") == 1
