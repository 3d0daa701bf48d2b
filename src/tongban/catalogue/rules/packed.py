"""Packed files: what may come out of them, and what is raised where one is damaged."""

from __future__ import annotations

import io
import lzma
import pathlib
import struct
import zipfile
import zlib

from tongban.catalogue.rules.answers import gettext_noop
from tongban.catalogue.rules.messages import Message
from tongban.parties.rules.reports import Problem

NOT_A_ZIP = gettext_noop("打不开这个压缩包，请确认是 .zip 文件。")
TOO_LARGE = gettext_noop("解开后超过 %(limit)s MB，请分次导入。")
# So much may a file unpack to: a city's catalogue is a fifth of it.
UNPACKED_MB = 500
# Damage shows in as many ways; RuntimeError is a password, or a packing that is not known.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
)


def files_in(content: bytes, name: str) -> list[tuple[str, bytes]] | Problem:
    """Return the CSV files of a ZIP by their names; what a Mac puts beside them is left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNPACKED_MB * 2**20:
                return Problem(name, 1, "", Message(TOO_LARGE, limit=UNPACKED_MB))
            return [(pathlib.PurePath(each).name, packed.read(each)) for each in packed.namelist() if _is_table(each)]
    except BROKEN:
        return Problem(name, 1, "", Message(NOT_A_ZIP))


def beside_a_file(path: pathlib.PurePath) -> bool:
    """Tell whether a file is what a Mac keeps beside another, under the same ending."""
    return path.name.startswith("._") or "__MACOSX" in path.parts


def _is_table(name: str) -> bool:
    path = pathlib.PurePath(name)
    return path.suffix.lower() == ".csv" and not beside_a_file(path)
