"""The registers that an authority provides: how fresh they are, taking a file in, and looking at one's own rows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.kernel import files
from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, NotFound
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.reports import ImportRefused, Report
from tongban.sharing.actions import find_records, import_file
from tongban.sharing.queries.registers import KeptRegister, kept_registers
from tongban.sharing.rules.record_files import TAKEN
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.staged import stage, staged
from tongban.web.once import once

SHOWN = 200
LARGEST_MB = 25


@require_safe
@official(DutyKind.DATA_STEWARD)
def registers(request: HttpRequest) -> HttpResponse:
    """List the registers of the reader's authority, with how much they hold and how fresh it is."""
    return render(request, "office/registers.html", {"registers": kept_registers(actor(request), today())})


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.DATA_STEWARD)
def register(request: HttpRequest, key: str) -> HttpResponse:
    """Show a register's fields, and look an uploaded file over: what is wrong with it, or what it would change."""
    context = _context(request, key)
    upload = request.FILES.get("file")
    if request.method != "POST":
        return render(request, "office/register_kept.html", context)
    if upload is None or (upload.size or 0) > LARGEST_MB * 2**20:
        told = (
            _("文件最大 %(most)d MB，更大的请用命令行或接口导入。") % {"most": LARGEST_MB}
            if upload
            else _("请选择文件。")
        )
        context |= {"problem": told, "errors": [("#file", told)]}
        return render(request, "office/register_kept.html", context, status=422)
    data, name = upload.read(), files.safe_name(upload.name or "")
    context["name"] = name
    try:
        context["found"] = _import(request, key, data, name, preview=True)
        context["file"] = stage(request, data)
    except ImportRefused as refused:
        context |= {"problems": refused.problems[:SHOWN], "problem_count": len(refused.problems)}
        context["errors"] = [("#problems", _("文件有问题，没有写入"))]
        return render(request, "office/register_kept.html", context, status=422)
    except NotAllowedNow as refused:
        context |= {"problem": refused.reason, "errors": [("#file", refused.reason)]}
        return render(request, "office/register_kept.html", context, status=409)
    return render(request, "office/register_kept.html", context)


@require_POST
@official(DutyKind.DATA_STEWARD)
def apply_records(request: HttpRequest, key: str) -> HttpResponse:
    """Take the file that was looked over in; pressed twice it is taken once."""
    name = files.safe_name(request.POST.get("name", ""))
    data = staged(request, request.POST.get("file", ""))

    def work() -> dict[str, Any]:
        done = _import(request, key, data, name)
        return {"created": done.created, "changed": done.changed, "unchanged": done.unchanged}

    try:
        done = once(request, work)
    except BadInput as failed:
        messages.error(request, "；".join(in_words(each) for each in list(failed.errors.values())[:3]))
    else:
        messages.success(request, _("已导入：新增 %(created)d，变更 %(changed)d，未变 %(unchanged)d。") % done)
    return redirect("office:register-kept", key=key)


@require_POST
@official(DutyKind.DATA_STEWARD)
def search_records(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the register holds of exactly one subject, for a purpose that its subject reads."""
    subject, purpose = request.POST.get("subject", ""), request.POST.get("purpose", "")
    context = _context(request, key) | {"subject": subject[:40], "purpose": purpose[:300]}
    try:
        context["records"] = find_records(
            register=key, subject_code=subject, purpose=purpose, actor=actor(request), at=now()
        )
    except BadInput as refused:
        wrong = {field: in_words(told) for field, told in refused.errors.items()}
        context |= {"wrong": wrong, "errors": [(f"#{field}", told) for field, told in wrong.items()]}
        return render(request, "office/register_kept.html", context, status=422)
    except NotAllowedNow as refused:
        context |= {"wrong": {"subject": refused.reason}, "errors": [("#subject", refused.reason)]}
        return render(request, "office/register_kept.html", context, status=409)
    return render(request, "office/register_kept.html", context)


def _context(request: HttpRequest, key: str) -> dict[str, Any]:
    return {"kept": _kept(request, key), "accept": ",".join(TAKEN), "largest": LARGEST_MB, "shown": SHOWN}


def _kept(request: HttpRequest, key: str) -> KeptRegister:
    found = kept_registers(actor(request), today(), key=key)
    if not found:
        raise NotFound(_("没有这个信息库，或者不由您的单位提供。"))
    return found[0]


def _import(request: HttpRequest, key: str, data: bytes, name: str, *, preview: bool = False) -> Report:
    return import_file(register=key, data=data, name=name, actor=actor(request), at=now(), preview=preview)
