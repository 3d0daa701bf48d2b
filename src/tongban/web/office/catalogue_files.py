"""Items in files: taking them in as revisions, giving them out under the filter of the list."""

import contextlib
import tempfile
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.catalogue.access import STEWARDS, authorities_of
from tongban.catalogue.actions import import_drafts
from tongban.catalogue.queries.editable import editable_codes
from tongban.catalogue.queries.exported import FORMS, export
from tongban.catalogue.queries.preview import look_over
from tongban.catalogue.rules.enumerations import STANDINGS
from tongban.catalogue.rules.item_files import LARGEST_MB, TAKEN, refused
from tongban.kernel import files
from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.office.catalogue_table import as_csv
from tongban.web.office.staged import stage, staged
from tongban.web.once import once

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@official(*STEWARDS)
def item_files(request: HttpRequest) -> HttpResponse:
    """Offer the forms of the export, and look an uploaded file over: what is wrong with it, or what it would change."""
    caller = actor(request)
    edits = caller.charged_with(DutyKind.EDITOR)
    context: dict[str, object] = {
        "edits": edits,
        "carriers": authorities(authorities_of(caller, *STEWARDS)),
        "standings": [(code, _(label)) for code, label in STANDINGS.items()],
        "forms": FORMS,
        "accept": ",".join(TAKEN),
        "largest": LARGEST_MB,
        "shown": SHOWN,
    }
    if request.method != "POST" or not edits:
        return render(request, "office/catalogue_files.html", context, status=403 if request.method == "POST" else 200)
    upload = request.FILES.get("file")
    unfit = refused(upload.name or "", upload.size or 0) if upload else None
    problem = in_words(unfit) if unfit else "" if upload else _("请选择文件。")
    if upload is None or problem:
        context |= {"problem": problem, "errors": [("#file", problem)]}
        return render(request, "office/catalogue_files.html", context, status=422)
    data, name = upload.read(), files.safe_name(upload.name or "")
    found = look_over(data, name)
    kept = stage(request, data)
    context |= {"found": found, "name": name, "file": kept, "query": urlencode({"file": kept, "name": name})}
    return render(request, "office/catalogue_files.html", context, status=422 if found.problems else 200)


@require_POST
@official(DutyKind.EDITOR)
def apply_file(request: HttpRequest) -> HttpResponse:
    """Make a revision for each authority of the file that was looked over; pressed twice they are made once."""
    name, data = _kept(request, request.POST)
    reason = request.POST.get("reason", "").replace("\x00", "").strip() or _("导入 %(name)s") % {"name": name}

    def work() -> dict[str, Any]:
        done = import_drafts(source=(name, data), reason=reason[:500], actor=actor(request), at=now())
        return {"numbers": list(done.numbers), "same": done.unchanged, "under_way": done.under_way}

    try:
        done = once(request, work)
    except BadInput as failed:
        messages.error(request, "；".join(in_words(each) for each in list(failed.errors.values())[:3]))
        return redirect("office:catalogue-files")
    numbers = done["numbers"]
    if not numbers:
        messages.info(
            request,
            _("文件中没有可以起草的事项：%(same)d 项与现行内容相同，%(under_way)d 项正在变更单中修改。") % done,
        )
        return redirect("office:catalogue-files")
    if len(numbers) > 1:
        said = _("已按文件起草变更单 %(numbers)s，每个部门一份，核对后请送审。")
        messages.success(request, said % {"numbers": "、".join(numbers)})
        return redirect("office:catalogue")
    messages.success(request, _("已按文件起草变更单，核对后请送审。"))
    return redirect("office:catalogue-revision", number=numbers[0])


@require_safe
@official(DutyKind.EDITOR)
def problems_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out what is wrong with an uploaded file, by row and field, as a table for spreadsheets."""
    name, data = _kept(request, request.GET)
    heads = [_("文件"), _("行"), _("字段"), _("问题")]
    rows = ((each.file, each.row, each.field, in_words(each.message)) for each in look_over(data, name).problems)
    return as_csv("import-problems", heads, rows)


@require_safe
@official(*STEWARDS)
def export_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Hand out the items in force under the filter of the list, in one of the forms."""
    if form not in FORMS:
        raise NotFound(_("没有这种格式。"))
    caller = actor(request)
    q, authority, standing = (request.GET.get(name, "").strip() for name in ("q", "authority", "standing"))
    carriers = authorities(authorities_of(caller, *STEWARDS))
    wanted = next((each.id for each in carriers if each.key == authority), None)
    codes = editable_codes(caller, q=q[:100], authority=wanted, standing=standing if standing in STANDINGS else None)
    with contextlib.ExitStack() as stack:
        out = stack.enter_context(tempfile.TemporaryFile())
        export(form, out, codes=codes)
        out.seek(0)
        stack.pop_all()
    return FileResponse(
        out, as_attachment=True, filename=f"items-{today().isoformat()}.{form}", content_type=FORMS[form]
    )


def _kept(request: HttpRequest, sent: QueryDict) -> tuple[str, bytes]:
    return files.safe_name(sent.get("name", "")), staged(request, sent.get("file", ""))
