"""The desk of who issues licences: the stock of the authority, what was entered twice, and the authority's types."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.kernel import files
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.licences.actions.stock import StockReport, import_stock
from tongban.licences.queries.duplicates import duplicates
from tongban.licences.queries.types import licence_types
from tongban.licences.rules.stock_files import LARGEST_MB, TAKEN, stock_of
from tongban.licences.rules.stock_rows import COLUMNS, STOCK_LEVELS
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.staged import stage, staged
from tongban.web.once import once
from tongban.web.paging import page_number

SHOWN = 200


@require_safe
@official(DutyKind.ISSUER)
def desk(request: HttpRequest) -> HttpResponse:
    """Lead to what an issuer does with the register, and list the types that the authority owns."""
    caller = actor(request)
    own = list(caller.authorities(DutyKind.ISSUER))
    found = licence_types(owners=own, page=page_number(request.GET.get("page")))
    return render(request, "office/licence_desk.html", {"found": found, "pairs": len(duplicates(caller))})


@require_safe
@official(DutyKind.ISSUER)
def twice(request: HttpRequest) -> HttpResponse:
    """List pairs that look as if they were entered twice, each with the way to make one of them."""
    return render(request, "office/licence_duplicates.html", {"pairs": duplicates(actor(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ISSUER)
def stock(request: HttpRequest) -> HttpResponse:
    """Look a file of existing licences over: what is wrong with it by row and field, or what would be entered."""
    context: dict[str, object] = {**_told(request), "level": request.POST.get("level", "B")}
    if request.method != "POST":
        return render(request, "office/licence_stock.html", context)
    upload = request.FILES.get("file")
    if upload is None or (upload.size or 0) > LARGEST_MB * 2**20:
        problem = (
            _("请选择文件。")
            if upload is None
            else _("文件太大，最多 %(most)d MB，请分次导入。") % {"most": LARGEST_MB}
        )
        return render(
            request,
            "office/licence_stock.html",
            {**context, "errors": [("#file", problem)], "problem": problem},
            status=422,
        )
    data, name = upload.read(), files.safe_name(upload.name or "")
    try:
        found = _look(request, data, name, preview=True)
    except BadInput as refused:
        problem = "；".join(in_words(each) for each in refused.errors.values())
        return render(
            request,
            "office/licence_stock.html",
            {**context, "errors": [("#file", problem)], "problem": problem},
            status=422,
        )
    context |= {
        "found": found,
        "kinds": sorted(found.by_type.items(), key=lambda each: -each[1]),
        "name": name,
        "file": stage(request, data),
    }
    return render(request, "office/licence_stock.html", context, status=422 if found.problems else 200)


@require_POST
@official(DutyKind.ISSUER)
def enter_stock(request: HttpRequest) -> HttpResponse:
    """Enter the file that was looked over; pressed twice it is entered once."""
    name = files.safe_name(request.POST.get("name", ""))
    data = staged(request, request.POST.get("file", ""))

    def work() -> dict[str, int]:
        done = _look(request, data, name, preview=False)
        return {"created": done.created, "unchanged": done.unchanged}

    try:
        said = once(request, work)
        messages.success(request, _("已导入 %(created)d 份，登记簿中原有 %(unchanged)d 份。") % said)
    except BadInput as refused:
        messages.error(request, "；".join(in_words(each) for each in list(refused.errors.values())[:3]))
    return redirect("office:licence-stock")


def _look(request: HttpRequest, data: bytes, name: str, *, preview: bool) -> StockReport:
    return import_stock(
        file=stock_of(data, name),
        level=request.POST.get("level", "B"),
        authority=request.POST.get("authority", ""),
        actor=actor(request),
        at=now(),
        preview=preview,
    )


def _told(request: HttpRequest) -> dict[str, object]:
    return {
        "owners": authorities(actor(request).authorities(DutyKind.ISSUER)),
        "authority": request.POST.get("authority", ""),
        "levels": zip(
            STOCK_LEVELS,
            (_("B 机关业务系统的数据"), _("C 纸质证照，录入后与原件核对"), _("D 纸质证照的扫描件，未核对")),
            strict=True,
        ),
        "columns": [(name, words[0]) for name, words in COLUMNS.items()],
        "accept": ",".join(TAKEN),
        "largest": LARGEST_MB,
        "shown": SHOWN,
    }
