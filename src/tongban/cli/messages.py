"""Compile the gettext catalogues that are newer than what was compiled from them."""

import os
import pathlib

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tongban.cli.bootstrap import CATALOGUES, stale_catalogues


def compile_messages(folder: pathlib.Path = CATALOGUES) -> list[pathlib.Path]:
    """Write each stale .mo below `folder` and return those written; safe beside readers and other writers."""
    written = []
    for catalogue in stale_catalogues(folder):
        target = catalogue.with_suffix(".mo")
        with catalogue.open("rb") as source:
            messages = read_po(source, locale=catalogue.parents[1].name)
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        with fresh.open("wb") as output:
            write_mo(output, messages)
        fresh.replace(target)
        written.append(target)
    return written
