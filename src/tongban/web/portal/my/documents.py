"""What I keep for the next time: my own documents, and those of whom I may do everything for."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.queries import parties_of
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView
from tongban.sharing.access import spaces_of
from tongban.sharing.actions import add_document, change_document, remove_document
from tongban.sharing.queries import my_document, my_document_file, my_documents
from tongban.sharing.rules.kept import KeptView
from tongban.web.days import day_of_text
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.files import handed_out
from tongban.web.once import once
from tongban.web.paging import page_number


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def documents(request: HttpRequest) -> HttpResponse:
    """List what is kept with its dates, and put a file in."""
    caller = actor(request)
    owners = _owners(caller)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _added(request, caller, owners)
        if not errors:
            messages.success(request, _("已存入空间。"))
            return redirect("portal:documents")
    found, day = my_documents(caller, page_number(request.GET.get("page"))), today()
    context = {
        "found": found,
        "rows": [(kept, _standing(kept, day)) for kept in found.results],
        "owners": owners,
        "day": day.isoformat(),
        "given": request.POST,
        "wrong": errors,
        "errors": [(f"#{key}", problem) for key, problem in errors.items()],
        "tab": "documents",
    }
    return render(request, "portal/my/documents.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Show one document, and rename it or put its dates right."""
    caller = actor(request)
    kept = my_document(caller, document_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        obtained_on, valid_until, errors = _days(request)
        if not errors and obtained_on is not None:
            try:
                change_document(
                    document_id=document_id,
                    name=request.POST.get("name", ""),
                    obtained_on=obtained_on,
                    valid_until=valid_until,
                    actor=caller,
                    at=now(),
                )
                messages.success(request, _("已保存。"))
                return redirect("portal:documents")
            except BadInput as refused:
                errors = refused.errors
    given = {
        "name": kept.name,
        "obtained_on": kept.obtained_on.isoformat(),
        "valid_until": kept.valid_until.isoformat() if kept.valid_until else "",
    }
    context = {
        "document": kept,
        "day": today().isoformat(),
        "given": request.POST if errors else given,
        "wrong": errors,
        "errors": [(f"#{key}", problem) for key, problem in errors.items()],
        "tab": "documents",
    }
    return render(request, "portal/my/document.html", context, status=422 if errors else 200)


@require_safe
@signed_in
def file(request: HttpRequest, document_id: int) -> HttpResponse:
    """Hand out the file of a kept document."""
    return handed_out(my_document_file(actor(request), document_id))


@require_POST
@signed_in
def remove(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take a document out of the space."""
    remove_document(document_id=document_id, actor=actor(request), at=now())
    messages.success(request, _("已从空间删除；已经交给办件的材料不受影响。"))
    return redirect("portal:documents")


def _added(request: HttpRequest, caller: Actor, owners: list[PartyView]) -> dict[str, str]:
    obtained_on, valid_until, errors = _days(request)
    upload = request.FILES.get("file")
    if upload is None:
        errors["file"] = _("请先选择文件。")
    owner = next((each for each in owners if f"{each.kind}-{each.id}" == request.POST.get("owner", "")), None)
    if owner is None and len(owners) == 1:
        owner = owners[0]
    if owner is None:
        raise NotFound(_("没有这个办事主体。"))
    if errors or obtained_on is None or upload is None:
        return errors
    name, data, party = upload.name or "", upload.read(), owner

    def work() -> int:
        return add_document(
            kind=party.kind,
            party_id=party.id,
            name=request.POST.get("name", ""),
            file_name=name,
            data=data,
            obtained_on=obtained_on,
            valid_until=valid_until,
            actor=caller,
            at=now(),
        )

    try:
        once(request, work)
    except BadInput as refused:
        return refused.errors
    return {}


def _days(request: HttpRequest) -> tuple[dt.date | None, dt.date | None, dict[str, str]]:
    errors: dict[str, str] = {}
    obtained_on, valid_until = (
        day_of_text(request.POST.get("obtained_on")),
        day_of_text(request.POST.get("valid_until")),
    )
    if obtained_on is None:
        errors["obtained_on"] = _("请填写真实存在的日期。")
    if request.POST.get("valid_until", "").strip() and valid_until is None:
        errors["valid_until"] = _("请填写真实存在的日期。")
    return obtained_on, valid_until, errors


def _standing(kept: KeptView, day: dt.date) -> str:
    return "lapsed" if kept.lapsed(day) else "soon" if kept.lapses_soon(day) else ""


def _owners(caller: Actor) -> list[PartyView]:
    spaces = set(spaces_of(caller))
    return [each for each in parties_of(caller) if (each.kind, each.id) in spaces]
