"""Documents: a typst template and the facts it prints become a PDF/A-2b."""

import datetime as dt
import functools
import io
import json
import pathlib
import re
import threading
from collections.abc import Mapping
from typing import Literal

import segno
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from tongban.kernel.clock import ZONE, now

STANDARD: Literal["a-2b"] = "a-2b"
FONT_PACKAGE = "@expo-google-fonts/noto-sans-sc"
FONT_WEIGHTS = ("400Regular", "700Bold")

_compiling = threading.Lock()
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)


class MissingGlyph(Exception):
    """The document's font has no glyph for a character, such as a rare one in a name; `text` holds it."""

    def __init__(self, text: str) -> None:
        super().__init__(_("文书字体中没有“%(text)s”这个字，无法制作文书，请联系系统管理员。") % {"text": text})
        self.text = text


class DocumentFailed(Exception):
    """The template cannot be set with these facts; the message is the compiler's."""


class FontsMissing(Exception):
    """The fonts are not installed: run ./tongban doctor."""


def render(template: str, data: Mapping[str, object], *, timestamp: dt.datetime | None = None) -> bytes:
    """Set the document `template`, such as "cases/acceptance_notice", with `data` and return a PDF/A-2b.

    The template is src/tongban/cases/documents/acceptance_notice.typ; `data` must be JSON. The same template,
    data and timestamp (now when none is given) give the same bytes. MissingGlyph, DocumentFailed, FontsMissing.
    """
    app, _slash, name = template.partition("/")
    source = _source() / app / "documents" / f"{name}.typ"
    if not source.is_file():
        raise DocumentFailed(f"{template}: there is no such template")
    moment = (timestamp or now()).astimezone(ZONE)
    # The whole second and a fixed offset are what the compiler takes.
    moment = moment.replace(microsecond=0, tzinfo=dt.timezone(moment.utcoffset() or dt.timedelta(0)))
    try:
        with _compiling:
            made = _compiler().compile(
                input=source,
                format="pdf",
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=STANDARD,
                timestamp=moment,
            )
    except typst.TypstError as error:
        missing = _MISSING.search(error.message)
        if missing:
            raise MissingGlyph(missing.group(1)) from None
        raise DocumentFailed(f"{template}: {error.diagnostic or error.message}") from error
    if not isinstance(made, bytes):
        raise DocumentFailed(f"{template}: no document came out")
    return made


def qr_svg(text: str) -> str:
    """Return a QR code as SVG for a template's `qr` field or for a page; error level M, no quiet zone."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, nl=False)
    return out.getvalue().decode()


def _source() -> pathlib.Path:
    return pathlib.Path(settings.SOURCE)


@functools.cache
def _compiler() -> typst.Compiler:
    # Reading the fonts is what costs, so one compiler serves the process.
    folder = pathlib.Path(settings.NODE_MODULES) / FONT_PACKAGE
    folders = [folder / weight for weight in FONT_WEIGHTS]
    if not all(each.is_dir() for each in folders):
        raise FontsMissing(_("文书字体没有安装（%(folder)s），请运行 ./tongban doctor。") % {"folder": folder})
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(each) for each in folders],
    )
    return typst.Compiler(root=str(_source()), font_paths=fonts, ignore_system_fonts=True)
