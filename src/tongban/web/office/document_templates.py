"""The templates of statutory documents: read, edit a draft, see how it would look, publish it from a day on."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases.actions import draft_template, publish_template
from tongban.cases.queries.templates import preview_template, template_page
from tongban.cases.queries.templates import templates as list_templates
from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, Refusal
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.files import handed_out
from tongban.web.language import in_words
from tongban.web.refusals import status_of


@require_safe
@official(DutyKind.ADMINISTRATOR)
def templates(request: HttpRequest) -> HttpResponse:
    """List every kind of document with the version of its template that is in effect."""
    return render(request, "office/document_templates.html", {"lines": list_templates(actor(request), today())})


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ADMINISTRATOR)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Edit the draft of one kind; `publish` in the form publishes what was written, from the day given."""
    if request.method != "POST":
        return _page(request, kind)
    caller, at, source = actor(request), now(), request.POST.get("source", "")
    try:
        draft_template(kind=kind, source=source, actor=caller, at=at)
        if "publish" not in request.POST:
            messages.success(request, _("草稿已保存，发布后才会用于新的文书。"))
            return redirect("office:document-template", kind=kind)
        from_day = _day(request.POST.get("effective_from", ""))
        version = publish_template(kind=kind, effective_from=from_day, actor=caller, at=at)
    except Refusal as refused:
        return _page(request, kind, source, refused)
    messages.success(request, _("第 %(version)d 版已发布。") % {"version": version})
    return redirect("office:document-template", kind=kind)


@require_POST
@official(DutyKind.ADMINISTRATOR)
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the text of the form as a PDF on made-up facts, or the line in which it is wrong."""
    source = request.POST.get("source", "").replace("\r\n", "\n")
    try:
        made = preview_template(actor(request), kind, source, now(), mock="mock" in request.POST)
    except BadInput as refused:
        return _page(request, kind, source, refused)
    return handed_out(made)


def _page(request: HttpRequest, kind: str, source: str | None = None, refused: Refusal | None = None) -> HttpResponse:
    page = template_page(actor(request), kind)
    errors = []
    if isinstance(refused, BadInput):
        errors = [(f"#{field}", in_words(problem)) for field, problem in refused.errors.items()]
    elif refused is not None:
        errors = [("", in_words(refused.reason))]
    context = {
        "page": page,
        "source": page.source if source is None else source,
        "effective_from": request.POST.get("effective_from") or today().isoformat(),
        "errors": errors,
    }
    return render(request, "office/document_template.html", context, status=status_of(refused) if refused else 200)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadInput({"effective_from": _("请填写生效日期，例如 2026-03-02")}) from None
