"""Files by their content: kept once under their hash, and checked by what they are before they are taken."""

import hashlib
import io
import os
import pathlib
import re
import secrets
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

LONGEST_NAME = 120
MOST_PIXELS = 80_000_000
MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
SAME = {"jpeg": "jpg"}

# What makes a PDF do something, or carry something else, has no place in a paper that is handed in.
ACTIVE_KEYS = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm")
MOST_OBJECTS = 200_000


class FileLost(Exception):
    """The store has no such file, or its bytes are no longer those of its hash."""


class UploadRefused(Exception):
    """The file cannot be taken; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store, known by the SHA-256 of its bytes (hex)."""

    sha256: str
    size: int
    media_type: str


def put(data: bytes, media_type: str) -> StoredFile:
    """Keep the bytes, durably, and return what they are known by; the same bytes are kept once."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{digest}.{secrets.token_hex(6)}")
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        _sync_folder(path.parent)
    return StoredFile(digest, len(data), media_type)


def read(sha256: str) -> bytes:
    """Return the bytes of a hash. Raises FileLost when they are gone or changed."""
    try:
        data = _path(sha256).read_bytes()
    except (FileNotFoundError, ValueError) as gone:
        raise FileLost(sha256) from gone
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileLost(sha256)
    return data


def safe_name(name: str) -> str:
    """Return a file's name without folders, control and direction characters, at most 120 characters long."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in base if unicodedata.category(char)[0] != "C").strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(kept) > LONGEST_NAME:
        kept = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return kept[:LONGEST_NAME] or "file"


def inspect_upload(
    data: bytes, name: str, *, allowed: tuple[str, ...] = ("pdf", "png", "jpg"), max_bytes: int = 10 * 1024 * 1024
) -> str:
    """Return the media type of a file whose content, ending and size are all as they must be.

    The content decides: a PDF must open, be unencrypted and carry nothing active; a picture must decode whole.
    Raises UploadRefused with a sentence for the person who sent it.
    """
    takes = "、".join(kind.upper() for kind in allowed)
    if not data:
        raise UploadRefused(_("文件是空的，请重新选择"))
    if len(data) > max_bytes:
        raise UploadRefused(_("文件超过 %(most)d MB，请压缩或分成几个文件") % {"most": max_bytes // 1024 // 1024})
    ending = re.sub(r".*\.", "", safe_name(name).lower())
    ending = SAME.get(ending, ending)
    if ending not in allowed:
        raise UploadRefused(_("只能上传 %(kinds)s 文件，请换一种格式") % {"kinds": takes})
    kind = _kind(data)
    if kind != ending:
        raise UploadRefused(
            _("文件内容不是 %(kind)s，可能已损坏或改过扩展名，请重新导出后上传") % {"kind": ending.upper()}
        )
    _CHECKS[kind](data)
    return MEDIA_TYPES[kind]


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "jpg" if data.startswith(b"\xff\xd8\xff") else ""


def _check_picture(data: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise UploadRefused(_("图片尺寸过大，请缩小后上传"))
                image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        raise UploadRefused(_("图片尺寸过大，请缩小后上传")) from bomb
    except (OSError, SyntaxError, ValueError) as broken:
        raise UploadRefused(_("图片已损坏或不完整，请重新拍照或导出")) from broken


def _check_pdf(data: bytes) -> None:
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            raise UploadRefused(_("PDF 设有密码或加密，请去掉密码后上传"))
        pages = int(reader.root["/Pages"]["/Count"])
        active = next((key for key in _keys(reader) if key in ACTIVE_KEYS), "")
    except UploadRefused:
        raise
    except (PdfError, KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError, OSError) as broken:
        raise UploadRefused(_("PDF 打不开，可能已损坏，请重新导出后上传")) from broken
    if pages < 1:
        raise UploadRefused(_("PDF 里没有页面，请重新导出后上传"))
    if active:
        raise UploadRefused(_("PDF 带有脚本、附件或自动动作，请用“打印为 PDF”重新生成后上传"))


def _keys(reader: PdfFileReader) -> Iterator[str]:
    """Yield every dictionary key and name value that can be reached from the document's root."""
    waiting: list[object] = [reader.root]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting and count < MOST_OBJECTS:
        found = waiting.pop()
        count += 1
        if isinstance(found, generic.IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()  # type: ignore[no-untyped-call]
        if isinstance(found, generic.DictionaryObject):
            for key, value in dict.items(found):
                yield str(key)
                waiting.append(value)
        elif isinstance(found, generic.ArrayObject):
            waiting.extend(list.__iter__(found))
        elif isinstance(found, generic.NameObject):
            yield str(found)


_CHECKS: dict[str, Callable[[bytes], None]] = {"pdf": _check_pdf, "png": _check_picture, "jpg": _check_picture}


def _path(sha256: str) -> pathlib.Path:
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError("not a SHA-256")
    return pathlib.Path(settings.HOME) / "files" / sha256[:2] / sha256


def _sync_folder(folder: pathlib.Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
