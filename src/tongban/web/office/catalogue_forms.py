"""Drafts of forms: application forms that are taken in from templates, and wait to be put into an item's draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tongban.catalogue.access import STEWARDS
from tongban.catalogue.actions.import_forms import import_forms
from tongban.catalogue.queries.form_drafts import form_draft, form_drafts
from tongban.catalogue.rules.form_grid import LARGEST
from tongban.catalogue.rules.form_import import ENDINGS
from tongban.catalogue.rules.labels import FIELD_TYPES
from tongban.kernel import files
from tongban.kernel.clock import now
from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.reports import ImportRefused
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.once import once

ACCEPTED = (*ENDINGS, ".json")
MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def form_list(request: HttpRequest) -> HttpResponse:
    """List the drafts of forms with what was found in each; take uploaded templates in, all of them or none."""
    edits = actor(request).charged_with(DutyKind.EDITOR)
    problems: list[str] = []
    if request.method == "POST":
        uploads = request.FILES.getlist("file")[:MOST]
        if not edits:
            problems = [_("只有事项编制人员可以导入表单。")]
        elif not uploads:
            problems = [_("请选择文件。")]
        elif any(not (each.name or "").lower().endswith(ACCEPTED) or (each.size or 0) > LARGEST for each in uploads):
            problems = [_("只能上传 %(endings)s 文件，每个不超过 4 MB。") % {"endings": " ".join(ACCEPTED)}]
        else:
            data = [(files.safe_name(each.name or ""), each.read()) for each in uploads]
            try:
                created = once(request, lambda: import_forms(files=data, actor=actor(request), at=now()).created)
            except ImportRefused as refused:
                problems = [
                    _("%(file)s 第 %(line)s 行：%(words)s")
                    % {"file": each.file, "line": each.row, "words": in_words(each.message)}
                    for each in refused.problems
                ]
            else:
                messages.success(request, _("已导入 %(count)s 份表单草稿。") % {"count": created})
                return redirect("office:catalogue-forms")
    drafts = form_drafts()
    keys, taken = sum(each.keys for each in drafts), sum(each.taken for each in drafts)
    context = {
        "drafts": drafts,
        "keys": keys,
        "taken": taken,
        "share": round(100 * taken / keys) if keys else None,
        "problems": problems,
        "errors": [("#file", each) for each in problems],
        "accept": ",".join(ACCEPTED),
        "edits": edits,
    }
    return render(request, "office/catalogue_forms.html", context, status=422 if problems else 200)


@require_safe
@official(*STEWARDS)
def form_page(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Show a draft of a form: its groups and fields, what was not found, and what is to be checked."""
    found = form_draft(draft_id)
    groups = [
        (group["title"], bool(group.get("repeats")), [(each, _(FIELD_TYPES[each["type"]])) for each in group["fields"]])
        for group in found.groups
    ]
    said = [(line, in_words(message)) for line, message in (*found.unfound, *found.notes)]
    context = {"found": found, "groups": groups, "said": said}
    return render(request, "office/catalogue_form.html", context)
