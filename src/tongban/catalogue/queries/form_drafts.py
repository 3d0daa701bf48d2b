"""Reading the drafts of forms that were taken in and have no item yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.catalogue.models import FormDraft
from tongban.catalogue.rules.messages import Message
from tongban.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class FormDraftView:
    """A draft of a form: its groups as in an item file, how many keys were found and taken, and what was not."""

    id: int
    name: str
    file: str
    groups: tuple[Mapping[str, Any], ...]
    keys: int
    taken: int
    named: int
    unfound: tuple[tuple[int, Message], ...]
    notes: tuple[tuple[int, Message], ...]

    @property
    def label(self) -> str:
        """Return what lists call it."""
        return f"{self.name}（{self.file}）"


def form_drafts() -> list[FormDraftView]:
    """Return all drafts of forms, by file; one query."""
    return [_view(row) for row in FormDraft.objects.order_by("file")]


def form_draft(identifier: str | int) -> FormDraftView:
    """Return one draft of a form. Raises NotFound."""
    text = str(identifier)
    row = (
        FormDraft.objects.filter(pk=int(text)).first() if text.isascii() and text.isdigit() and len(text) < 10 else None
    )
    if row is None:
        raise NotFound(_("没有这份表单草稿，请从列表中选择。"))
    return _view(row)


def _view(row: FormDraft) -> FormDraftView:
    report = row.report
    return FormDraftView(
        id=row.pk,
        name=row.name,
        file=row.file,
        groups=tuple(row.groups),
        keys=report.get("keys", 0),
        taken=report.get("taken", 0),
        named=report.get("named", 0),
        unfound=_said(report.get("unfound", ())),
        notes=_said(report.get("notes", ())),
    )


def _said(lines: Any) -> tuple[tuple[int, Message], ...]:
    return tuple((each["line"], Message(each["template"], **each["values"])) for each in lines)
