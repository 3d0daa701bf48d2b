"""A list of authorised items (授权书清单) as a CSV file, with what the catalogue says of the codes in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import pathlib
from typing import TYPE_CHECKING

from tongban.cli.environment import CommandTrouble

if TYPE_CHECKING:
    from tongban.parties.rules.reports import Report

COLUMNS = ("document_number", "kind", "from", "to", "window", "task_code", "starts_on", "ends_on")


def load_authorisations(file: pathlib.Path, *, at: dt.datetime) -> Report:
    """Take a list in, all of it or nothing. CommandTrouble when it cannot be read, BadInput names row and field."""
    from tongban.catalogue.queries import owners
    from tongban.parties.actions import import_authorisations
    from tongban.parties.rules.actor import SYSTEM

    rows = _rows(file)
    known = owners(row["task_code"] for row in rows if row["task_code"])
    return import_authorisations(file=file.name, rows=rows, owners=known, actor=SYSTEM, at=at)


def _rows(file: pathlib.Path) -> list[dict[str, str]]:
    try:
        reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise CommandTrouble(f"{file.name}: the first line must name the columns {', '.join(missing)}")
        return [{name: (row[name] or "").strip() for name in COLUMNS} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandTrouble(f"{file} cannot be read: {error}") from error
