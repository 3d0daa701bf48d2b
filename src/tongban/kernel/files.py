"""Files by their content: kept once under their hash, and checked by what they are before they are taken."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import io
import logging
import os
import pathlib
import re
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from tongban.kernel.scanner import ScannerAway, scan
from tongban.kernel.whole_files import keep, sync_folder

if TYPE_CHECKING:
    from pyhanko.pdf_utils.decode_limits import DecodeLimits
    from pyhanko.pdf_utils.reader import PdfFileReader

log = logging.getLogger(__name__)

LONGEST_NAME, LONGEST_ENDING = 120, 10
MOST_PIXELS = 80_000_000
MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
SAME = {"jpeg": "jpg"}

# What makes a PDF do something, or carry something else, has no place in a paper that is handed in.
ACTION_NAMES = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/XFA")
CARRIED_NAMES = ("/EmbeddedFile", "/EmbeddedFiles", "/EF", "/FileAttachment", "/RichMedia", "/Rendition", "/Movie")
ACTIVE_NAMES = frozenset(ACTION_NAMES + CARRIED_NAMES)
# A few kilobytes can be made to take minutes to read: such a PDF is given up.
MOST_OBJECTS, MOST_CPU_SECONDS = 200_000, 10.0


class FileLost(Exception):
    """The store has no such file, or its bytes are no longer those of its hash."""


class UploadRefused(Exception):
    """The file cannot be taken; the message says why and what to do."""


class _TooMuchWork(Exception):
    """The PDF is larger inside than a paper can be."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store, known by the SHA-256 of its bytes (hex)."""

    sha256: str
    size: int
    media_type: str


def put(data: bytes, media_type: str) -> StoredFile:
    """Keep the bytes, durably, and return what they are known by; the same bytes are kept once.

    A file whose bytes were damaged on the disk is made whole again when it is put once more.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    with contextlib.suppress(FileNotFoundError):
        # Whoever clears the store leaves what was put a while ago: a row is about to name it.
        os.utime(path)
    if not path.exists() or path.read_bytes() != data:
        _make_folder(path.parent)
        keep(path, data)
    return StoredFile(digest, len(data), media_type)


def drop(sha256: str, *, put_before: dt.datetime) -> bool:
    """Remove the bytes of a hash unless they were put since, and tell whether they are gone; see `drop_files`."""
    path = _path(sha256)
    try:
        if path.stat().st_mtime >= put_before.timestamp():
            return False
    except FileNotFoundError:
        return True
    path.unlink(missing_ok=True)
    return True


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
    """Return a file's name without folders, control, direction and line characters, at most 120 characters long."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in base if unicodedata.category(char) not in _UNPRINTED).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(kept) > LONGEST_NAME and len(ending) <= LONGEST_ENDING:
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
    ending = ending_of(name)
    if ending not in allowed:
        raise UploadRefused(_("只能上传 %(kinds)s 文件，请换一种格式") % {"kinds": takes})
    kind = _kind(data)
    if kind != ending:
        raise UploadRefused(
            _("文件内容不是 %(kind)s，可能已损坏或改过扩展名，请重新导出后上传") % {"kind": ending.upper()}
        )
    _CHECKS[kind](data)
    refuse_malware(data)
    return MEDIA_TYPES[kind]


def refuse_malware(data: bytes) -> None:
    """Raise UploadRefused for what the scanner knows, and while it does not answer; see `kernel.scanner`."""
    try:
        found = scan(data)
    except ScannerAway as away:
        log.error("no file is taken: %s", away)
        raise UploadRefused(_("文件检查服务暂时没有应答，文件没有收下，请稍后再上传")) from away
    if found:
        raise UploadRefused(_("文件里查出恶意程序，没有收下。请检查您的电脑，换一份干净的文件再上传"))


def ending_of(name: str) -> str:
    """Return the ending that a file's name has, as MEDIA_TYPES has it where it is one of these."""
    ending = re.sub(r".*\.", "", safe_name(name).lower())
    return SAME.get(ending, ending)


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "jpg" if data.startswith(b"\xff\xd8\xff") else ""


def bounded(data: bytes, seconds: float) -> io.BytesIO:
    """Return the bytes as a stream that raises once its reader has worked on them for so many processor seconds."""
    return _Metered(data, _Work(seconds))


def _check_picture(data: bytes) -> None:
    from PIL import Image  # late: it takes a while to load, and few processes are handed papers

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
    from pyhanko.pdf_utils.reader import PdfFileReader  # late: see _check_picture

    work = _Work(MOST_CPU_SECONDS)
    try:
        reader = PdfFileReader(_Metered(data, work), strict=False, decode_limits=_limits())
        encrypted = bool(reader.encrypted)
        active = False if encrypted else any(name in ACTIVE_NAMES for name in _names(reader, work))
        pages = 0 if encrypted else _pages(reader)
    except Exception as broken:
        # A damaged file trips the parser in many ways.
        raise UploadRefused(_("PDF 打不开，可能已损坏，请重新导出后上传")) from broken
    if encrypted:
        raise UploadRefused(_("PDF 设有密码或加密，请去掉密码后上传"))
    if active:
        raise UploadRefused(_("PDF 带有脚本、附件或自动动作，请用“打印为 PDF”重新生成后上传"))
    if pages < 1:
        raise UploadRefused(_("PDF 里没有页面，请重新导出后上传"))


@functools.cache
def _limits() -> DecodeLimits:
    """Return how much a stream of objects may unpack to."""
    from pyhanko.pdf_utils import decode_limits as of  # late: see _check_picture

    objects = of.StreamDecodeLimits(max_ratio=100, ratio_floor=512 * 1024, max_output_size=4 * 1024 * 1024)
    return of.DecodeLimits(per_purpose={**of.DEFAULT_PURPOSE_LIMITS, of.DecodePurpose.OBJECT_STREAM: objects})


def _pages(reader: PdfFileReader) -> int:
    """Return the number of pages that the document claims, none when the first is not there."""
    tree = reader.root["/Pages"]
    return int(tree["/Count"]) if len(tree["/Kids"]) else 0


def _names(reader: PdfFileReader, work: _Work) -> Iterator[str]:
    """Yield every dictionary key and name value that can be reached from the document's root."""
    from pyhanko.pdf_utils import generic  # late: see _check_picture

    waiting: list[object] = [reader.root]
    seen: set[tuple[int, int]] = set()
    count = 0
    while waiting:
        found = waiting.pop()
        if isinstance(found, generic.IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()  # type: ignore[no-untyped-call]
        if isinstance(found, generic.NameObject):
            yield str(found)
            continue
        if isinstance(found, generic.DictionaryObject):
            yield from map(str, dict.keys(found))
            inside = list(dict.values(found))
        elif isinstance(found, generic.ArrayObject):
            inside = list(list.__iter__(found))
        else:
            continue
        count += 1
        if count > MOST_OBJECTS:
            raise _TooMuchWork
        work.check()
        waiting.extend(inside)


class _Work:
    """The processor time that the reading of one PDF may take, in this thread."""

    def __init__(self, seconds: float) -> None:
        self._until = time.thread_time() + seconds

    def check(self) -> None:
        if time.thread_time() > self._until:
            raise _TooMuchWork


class _Metered(io.BytesIO):
    """Bytes that are read only as long as the work lasts: one object may be as large as the file."""

    def __init__(self, data: bytes, work: _Work) -> None:
        super().__init__(data)
        self._work, self._reads = work, 0

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if not self._reads % 4096:
            self._work.check()
        return super().read(size)


# Unicode categories: controls, directions and joiners, surrogates, private and unassigned, lines, paragraphs.
_UNPRINTED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_CHECKS: dict[str, Callable[[bytes], None]] = {"pdf": _check_pdf, "png": _check_picture, "jpg": _check_picture}


def _path(sha256: str) -> pathlib.Path:
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError("not a SHA-256")
    return pathlib.Path(settings.HOME) / "files" / sha256[:2] / sha256


def _make_folder(folder: pathlib.Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)
        sync_folder(folder.parent)
