"""Beginning a change: of an item in force, of a new one, or of the standing of one or many."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.catalogue.access import authorities_of
from tongban.catalogue.actions.revisions.begin_item import begin_item
from tongban.catalogue.actions.revisions.begin_revision import begin_revision
from tongban.catalogue.actions.revisions.propose_standing import propose_standing
from tongban.catalogue.queries.editable import EditableRow, items_named
from tongban.catalogue.rules.enumerations import APPLIED_TYPES, EX_OFFICIO_TYPES, LEVELS, STANDINGS
from tongban.catalogue.rules.labels import label_of
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.catalogue.fields import called
from tongban.web.once import once
from tongban.web.refusals import status_of
from tongban.web.templatetags.ui import in_language

NEW_FIELDS = ("name", "type", "catalog_code", "level", "authority")


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.EDITOR)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Ask why an item is to be changed, and begin the draft."""
    item = _items(request, [code])[0]
    typed = {"reason": request.POST.get("reason", ""), "variant": request.POST.get("variant", "").strip()}
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            number = once(
                request,
                lambda: begin_revision(task_code=code, **typed, actor=actor(request), at=now()),
            )
        except NotFound:
            raise
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("已起草。改好后送部门审核。"))
            return redirect("office:catalogue-revision", number=number)
    context = {"item": item, "typed": typed, **_refusal(refused)}
    return render(request, "office/catalogue/begin.html", context, status=status_of(refused) if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.EDITOR)
def new(request: HttpRequest) -> HttpResponse:
    """Ask what makes a new item the one it is, and begin its draft; all the rest is filled in there."""
    typed = {name: request.POST.get(name, "").strip() for name in (*NEW_FIELDS, "reason")}
    theirs = authorities_of(actor(request), DutyKind.EDITOR)
    carriers = authorities(theirs)
    refused: Refusal | None = None
    if request.method == "POST":
        content = {name: typed[name] for name in NEW_FIELDS}
        try:
            number = once(
                request,
                lambda: begin_item(content=content, reason=typed["reason"], actor=actor(request), at=now()),
            )
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("已起草。逐部分填好后送部门审核。"))
            return redirect("office:catalogue-revision", number=number)
    elif len(carriers) == 1:
        typed["authority"] = carriers[0].key
    context = {
        "typed": typed,
        "carriers": [(each.key, in_language(each)) for each in carriers],
        "applied": [(code, _(label)) for code, label in APPLIED_TYPES.items()],
        "ex_officio": [(code, _(label)) for code, label in EX_OFFICIO_TYPES.items()],
        "levels": [(code, _(label)) for code, label in LEVELS.items()],
        **_refusal(refused),
    }
    return render(request, "office/catalogue/new.html", context, status=status_of(refused) if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.EDITOR)
def standing(request: HttpRequest) -> HttpResponse:
    """Ask to which standing the chosen items go, why and from when, and begin the revision that says so."""
    asked = request.POST if request.method == "POST" else request.GET
    codes = list(dict.fromkeys(asked.getlist("code")))
    if not codes:
        messages.warning(request, _("请先勾选要暂停、恢复或取消的事项。"))
        return redirect("office:catalogue-items")
    items = _items(request, codes)
    typed = {name: asked.get(name, "").strip() for name in ("standing", "why", "effective_on")}
    refused: Refusal | None = None
    if request.method == "POST":
        try:
            number = once(request, lambda: _propose(request, codes, typed))
        except NotFound:
            raise
        except Refusal as refusal:
            refused = refusal
        else:
            messages.success(request, _("已起草，请核对后送部门审核。"))
            return redirect("office:catalogue-revision", number=number)
    context = {
        "items": items,
        "typed": typed,
        "standings": [(code, _(label)) for code, label in STANDINGS.items()],
        **_refusal(refused),
    }
    return render(request, "office/catalogue/standing.html", context, status=status_of(refused) if refused else 200)


def _propose(request: HttpRequest, codes: list[str], typed: dict[str, str]) -> str:
    return propose_standing(
        task_codes=codes,
        standing=typed["standing"],
        why=typed["why"],
        effective_on=day_typed("effective_on", typed["effective_on"]),
        actor=actor(request),
        at=now(),
    )


def day_typed(field: str, text: str) -> dt.date | None:
    """Read a day of a form, None where none was typed. Raises BadInput."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadInput({field: _("请按 2026-03-02 的格式填写日期，或留空。")}) from None


def _items(request: HttpRequest, codes: list[str]) -> list[EditableRow]:
    """Return the items by code, as far as they exist for the caller. Raises NotFound when one does not."""
    found = items_named(actor(request), codes)
    if len(found) != len(codes):
        raise NotFound(_("没有这个事项，或它不归您编制。请从事项列表中选择。"))
    return found


def _refusal(refused: Refusal | None) -> dict[str, Any]:
    if refused is None:
        return {"problems": {}, "errors": []}
    if isinstance(refused, BadInput):
        problems = {field: in_words(words) for field, words in refused.errors.items()}
        named = {field: called(_(label_of(field)), words) for field, words in problems.items() if field in NEW_FIELDS}
        return {"problems": problems, "errors": [(f"#{field}", words) for field, words in (problems | named).items()]}
    return {"problems": {}, "errors": [("", in_words(refused.reason))]}
