"""Take application forms in from templates, as drafts that have no item yet."""

from __future__ import annotations

import datetime as dt
import hashlib
import pathlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.catalogue.models import FormDraft
from tongban.catalogue.queries.elements import elements
from tongban.catalogue.rules.form_grid import Unreadable
from tongban.catalogue.rules.form_import import ENDINGS, Found, form_from
from tongban.catalogue.rules.form_schema_import import form_from_schema
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.reports import ImportRefused, Problem

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class FormsTaken:
    """What became of the files: what was found in each, how many drafts are new and how many were there already."""

    found: tuple[Found, ...]
    created: int
    unchanged: int


def files_at(path: pathlib.Path) -> list[File]:
    """Return the templates of a folder, or the one file, by name."""
    paths = sorted(each for each in path.rglob("*") if each.suffix.lower() in ENDINGS) if path.is_dir() else [path]
    return [(str(each.relative_to(path)) if path.is_dir() else each.name, each.read_bytes()) for each in paths]


def look_over_forms(files: Iterable[File]) -> list[Found]:
    """Return what is found in each file, and write nothing. Raises ImportRefused with file and line."""
    known = elements()
    found: list[Found] = []
    problems: list[Problem] = []
    for name, data in files:
        try:
            read = form_from_schema if name.lower().endswith(".json") else form_from
            found.append(read(data, name, known))
        except Unreadable as wrong:
            problems.append(Problem(name, wrong.line, "", wrong.message))
    if not found and not problems:
        problems.append(Problem("", 1, "", _("没有找到表单模板（.ftl、.html 或 JSON Schema）。")))
    if problems:
        raise ImportRefused(problems)
    return found


@transaction.atomic
def import_forms(*, files: Iterable[File], actor: Actor, at: dt.datetime) -> FormsTaken:
    """Keep each template as a draft of a form; all of them or none. The same file again changes nothing.

    Raises ImportRefused with every file that cannot be read and its line, NotYours to who edits no items.
    """
    if not actor.is_system and not actor.charged_with(DutyKind.EDITOR):
        raise NotYours(_("只有事项编制人员可以导入表单。"))
    files = list(files)
    found = look_over_forms(files)
    rows = {hashlib.sha256(data).hexdigest(): each for (_name, data), each in zip(files, found, strict=True)}
    there = set(FormDraft.objects.filter(digest__in=rows).values_list("digest", flat=True))
    FormDraft.objects.bulk_create(
        [
            FormDraft(
                name=each.name[:200],
                file=each.file[-200:],
                digest=digest,
                groups=each.groups,
                report=_report(each),
                taken_in_at=at,
                taken_in_by=actor.name[:100],
            )
            for digest, each in rows.items()
            if digest not in there
        ],
        ignore_conflicts=True,
    )
    return FormsTaken(tuple(found), len(rows) - len(there), len(there))


def _report(found: Found) -> dict[str, object]:
    return {
        "keys": found.keys,
        "taken": found.taken,
        "named": found.named,
        "unfound": list(_lines(found.unfound)),
        "notes": list(_lines(found.notes)),
    }


def _lines(said: Iterable[tuple[int, object]]) -> Iterator[dict[str, object]]:
    for line, message in said:
        yield {"line": line, "template": getattr(message, "template", ""), "values": getattr(message, "values", {})}
