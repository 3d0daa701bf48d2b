"""Documents: a typst template and the facts it prints become a PDF/A-2b."""

from __future__ import annotations

import datetime as dt
import functools
import io
import json
import pathlib
import re
import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils.translation import gettext as _

from tongban.kernel.clock import ZONE, now
from tongban.kernel.rules.glyphs import missing, shown_by

if TYPE_CHECKING:
    import typst

STANDARD: Literal["a-2b"] = "a-2b"
FONT_PACKAGE = "@expo-google-fonts/noto-sans-sc"
FONT_WEIGHTS = ("400Regular", "700Bold")

# A stored template sees the documents' common look and nothing else of the house, and cannot reach out of it.
LOOK = '#import "/base.typ": *'
REACHING_OUT = re.compile(r"\b(import|include|eval|plugin|std)\b")

_compiling = threading.Lock()
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_LINE = re.compile(r"__typst_py_bytes__\.typ:(\d+):")


class MissingGlyph(Exception):
    """The document's font has no glyph for a character, such as a rare one in a name; `text` holds it."""

    def __init__(self, text: str) -> None:
        super().__init__(_("文书字体中没有“%(text)s”这个字，无法制作文书，请联系系统管理员。") % {"text": text})
        self.text = text


class DocumentFailed(Exception):
    """The template cannot be set with these facts; the message is the compiler's, `line` where it stands if known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


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
    return _compile(source.read_bytes(), _source(), template, data, timestamp)


def render_source(source: str, data: Mapping[str, object], *, timestamp: dt.datetime | None = None) -> bytes:
    """Set a template that is kept as text, as `render` sets a file.

    Its first line is LOOK; further than kernel/documents it does not see. MissingGlyph, DocumentFailed, FontsMissing.
    """
    refuse_reaching_out(source)
    root = _source() / "kernel" / "documents"
    return _compile(source.encode(), root, "", data, timestamp)


def refuse_reaching_out(source: str) -> None:
    """Raise DocumentFailed, naming the line, when a template's text asks for more than the common look."""
    first, *others = source.splitlines() or [""]
    if first.strip() != LOOK:
        raise DocumentFailed(_("第一行必须是 %(line)s") % {"line": LOOK}, 1)
    for number, line in enumerate(others, 2):
        if found := REACHING_OUT.search(line):
            raise DocumentFailed(_("模板中不能使用 %(word)s") % {"word": found.group(1)}, number)


def require_glyphs(texts: Iterable[str]) -> None:
    """Raise MissingGlyph for characters that the documents' fonts cannot show, before anything is set."""
    if rare := missing(texts, _shown()):
        raise MissingGlyph(rare)


def _compile(
    source: bytes,
    root: pathlib.Path,
    name: str,
    data: Mapping[str, object],
    timestamp: dt.datetime | None,
) -> bytes:
    import typst  # late: it takes a while to load, and few processes set documents

    moment = (timestamp or now()).astimezone(ZONE)
    # The whole second and a fixed offset are what the compiler takes.
    moment = moment.replace(microsecond=0, tzinfo=dt.timezone(moment.utcoffset() or dt.timedelta(0)))
    try:
        with _compiling:
            made = _compiler().compile(
                input=source,
                root=str(root),
                format="pdf",
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=STANDARD,
                timestamp=moment,
            )
    except typst.TypstError as error:
        rare = _MISSING.search(error.message)
        if rare:
            raise MissingGlyph(rare.group(1)) from None
        line = _LINE.search(error.diagnostic or "")
        said = error.message if line else error.diagnostic or error.message
        said = f"{name}: {said}" if name else said
        raise DocumentFailed(said, int(line.group(1)) if line else None) from error
    if not isinstance(made, bytes):
        raise DocumentFailed(f"{name}: no document came out")
    return made


def qr_svg(text: str, *, scaled: bool = False) -> str:
    """Return a QR code as SVG, level M, no quiet zone: for a template's `qr` field or, `scaled` to its room, a page."""
    import segno  # late: as above

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, nl=False, omitsize=scaled)
    return out.getvalue().decode()


def _source() -> pathlib.Path:
    return pathlib.Path(settings.SOURCE)


@functools.cache
def _shown() -> frozenset[int]:
    fonts = [shown_by(file.read_bytes()) for folder in _font_folders() for file in sorted(folder.glob("*.ttf"))]
    return frozenset.intersection(*fonts)


def _font_folders() -> list[pathlib.Path]:
    folder = pathlib.Path(settings.NODE_MODULES) / FONT_PACKAGE
    folders = [folder / weight for weight in FONT_WEIGHTS]
    if not all(any(each.glob("*.ttf")) for each in folders):
        raise FontsMissing(_("文书字体没有安装（%(folder)s），请运行 ./tongban doctor。") % {"folder": folder})
    return folders


@functools.cache
def _compiler() -> typst.Compiler:
    import typst  # late: see _compile

    # Reading the fonts is what costs, so one compiler serves the process.
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(each) for each in _font_folders()],
    )
    return typst.Compiler(root=str(_source()), font_paths=fonts, ignore_system_fonts=True)
