"""Who used my data and my licences, and what I said is wrong in a register."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.cases.queries.visible_numbers import visible_numbers
from tongban.kernel.clock import ZONE, now
from tongban.licences.queries.uses import uses_of_my_licences
from tongban.sharing.actions import withdraw_report
from tongban.sharing.queries import Uses, uses_of_my_data
from tongban.sharing.queries.corrections import PAGE_SIZE, correction_list
from tongban.sharing.queries.uses import all_uses_of_my_data
from tongban.web.csv_lines import csv_lines
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.once import once
from tongban.web.paging import page_number


@require_safe
@signed_in
def data_uses(request: HttpRequest) -> HttpResponse:
    """Show who looked up the reader's data, when, what for and which fields (个人信息保护法 art. 45)."""
    year = _year(request)
    uses = uses_of_my_data(actor(request), page_number(request.GET.get("page")), year=year)
    context = {"uses": uses, "year": year, "mine": _mine(request, uses), "tab": "data", "part": "uses"}
    return render(request, "portal/my/data.html", context)


@require_safe
@signed_in
def licence_uses(request: HttpRequest) -> HttpResponse:
    """Show who used the reader's licences, and for what."""
    year = _year(request)
    uses = uses_of_my_licences(actor(request), page_number(request.GET.get("page")), year)
    context = {"uses": uses, "year": year, "mine": _mine(request, uses), "tab": "data", "part": "licences"}
    return render(request, "portal/my/data.html", context)


@require_safe
@signed_in
def data_uses_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out all uses of the reader's data, or those of a year, as a table for spreadsheets."""
    heads = [
        _("时间"),
        _("谁"),
        _("单位"),
        _("查的是"),
        _("用途"),
        _("办件"),
        _("信息项"),
        _("来自"),
        _("结果"),
        _("说明"),
    ]
    caller, year = actor(request), _year(request)

    def rows() -> Iterator[list[object]]:
        for use in all_uses_of_my_data(caller, year=year):
            yield [
                f"{use.at.astimezone(ZONE):%Y-%m-%d %H:%M:%S}",
                use.actor_name,
                use.organisation_name,
                use.subject_name,
                use.purpose,
                use.case_number,
                "、".join(use.fields),
                "、".join(use.registers),
                _(use.outcome_label),
                use.reason,
            ]

    answer = StreamingHttpResponse(csv_lines(heads, rows()), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="data-uses{f"-{year}" if year else ""}.csv"'
    return answer


@require_safe
@signed_in
def wrong_data(request: HttpRequest) -> HttpResponse:
    """List what the reader said is wrong in a register, and what was said of them, with the answers."""
    found = correction_list(actor(request), page_number(request.GET.get("page")), now(), open_only=False, own=True)
    context = {"found": found, "page_size": PAGE_SIZE, "tab": "data", "part": "wrong"}
    return render(request, "portal/my/wrong_data.html", context)


@require_POST
@signed_in
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back a report of the reader's own."""
    once(request, lambda: withdraw_report(number=number, actor=actor(request), at=now()).state)
    messages.success(request, _("已撤回。"))
    return redirect("portal:wrong-data")


def _mine(request: HttpRequest, uses: Uses) -> frozenset[str]:
    """Return the numbers of the cases that the reader may open."""
    return visible_numbers(actor(request), {use.case_number for use in uses.results})


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
