"""What people type as an argument: moments, days, files and published keys; a mistake is told with what is wanted."""

from __future__ import annotations

import argparse
import datetime as dt
import pathlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tongban.cli.environment import CommandTrouble

if TYPE_CHECKING:
    from tongban.kernel.rules.signed_note import NoteVerifier

HERE = ZoneInfo("Asia/Shanghai")


def moment(text: str) -> dt.datetime:
    """Read a moment; without a zone it is Shanghai's. Raises ArgumentTypeError, which the parser tells."""
    try:
        read = dt.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment such as 2026-03-09T14:05:00") from None
    return read if read.tzinfo else read.replace(tzinfo=HERE)


def day(text: str) -> dt.date:
    """Read a day. Raises ArgumentTypeError, which the parser tells."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-03-09") from None


def bytes_of(file: pathlib.Path) -> bytes:
    """Read a file that was named. Raises CommandTrouble, which says why it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandTrouble(f"{file} cannot be read: {error.strerror}") from None


def text_of(file: pathlib.Path) -> str:
    """Read a text in UTF-8 that was named. Raises CommandTrouble, which says why it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandTrouble(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise CommandTrouble(f"{file} cannot be read: {error}") from None


def published_key(option: str, text: str) -> NoteVerifier:
    """Read the published key of a journal or a witness. Raises CommandTrouble, which names the option and the form."""
    from tongban.kernel.rules.signed_note import NoteRefused, NoteVerifier

    try:
        return NoteVerifier.parse(text)
    except NoteRefused as refused:
        raise CommandTrouble(
            f"{option}: {text!r} is no published key, which looks like city.example+1a2b3c4d+AbCd…=: {refused}"
        ) from None
