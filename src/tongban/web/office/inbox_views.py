"""What one keeps and takes from the inbox: views under a name, and the list as a table for a spreadsheet."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.cases import queries
from tongban.cases.actions.delete_view import delete_view
from tongban.cases.actions.save_view import save_view
from tongban.kernel.clock import ZONE, now, today
from tongban.kernel.errors import BadInput
from tongban.web.csv_lines import csv_lines
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.inbox_address import asked_of, query_of
from tongban.web.templatetags.ui import in_language, lamp


@require_POST
@official()
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name, and go back to it."""
    query = query_of(asked_of(request.POST, first_task="mine"))
    account_id = actor(request).account_id
    assert account_id is not None
    try:
        save_view(account_id=account_id, name=request.POST.get("name", ""), query=query)
    except BadInput as refused:
        messages.warning(request, "；".join(in_words(each) for each in refused.errors.values()))
    else:
        messages.success(request, _("视图已保存。"))
    return _back(query)


@require_POST
@official()
def delete(request: HttpRequest, view_id: int) -> HttpResponse:
    """Delete a view that one kept, and go back to the list."""
    account_id = actor(request).account_id
    assert account_id is not None
    delete_view(account_id=account_id, view_id=view_id)
    messages.success(request, _("视图已删除。"))
    return _back(query_of(asked_of(request.POST, first_task="mine")))


@require_safe
@official()
def export(request: HttpRequest) -> HttpResponse:
    """Hand out the list under the filters as CSV (UTF-8 with a mark, for spreadsheets), the soonest due first."""
    asked = asked_of(request.GET, first_task="mine")
    heads = [
        _("编号"),
        _("事项"),
        _("申请人"),
        _("状态"),
        _("时限"),
        _("到期日"),
        _("剩余工作日"),
        _("所属机关"),
        _("承办人"),
        _("收件时间"),
    ]
    rows: list[list[object]] = []
    for row in queries.inbox_rows(actor(request), asked, now()):
        received = row.received_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if row.received_at else ""
        cells: list[object] = [
            row.number,
            in_language(row, "subject"),
            row.applicant_name,
            _(row.state_label),
            lamp(row.lamp)["words"],
            row.due_on or "",
        ]
        cells += ["" if row.remaining is None else row.remaining, in_language(row, "owner"), row.holder, received]
        rows.append(cells)
    answer = HttpResponse("".join(csv_lines(heads, rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="inbox-{today().isoformat()}.csv"'
    return answer


def _back(query: dict[str, str]) -> HttpResponse:
    return redirect(f"{reverse('office:inbox')}?{urlencode(query)}")
