"""At the window: scan what was handed in, and type what the applicant wrote on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases.actions import attach, detach, save_draft
from tongban.cases.actions.intake.save_draft import OPEN_AT_THE_WINDOW
from tongban.cases.queries import CasePage, case_page
from tongban.cases.queries.material_board import material_board
from tongban.catalogue.rules.answers import check_answers
from tongban.catalogue.rules.forms import groups_of, read_answers
from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.language import in_words
from tongban.web.rows import posted, row_button


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.CLERK)
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is to be scanned and typed; take the files for one material, or the answers of the form."""
    page = case_page(actor(request), number, now())
    if not may_hand_in(page):
        raise NotAllowedNow(_("只有已收件或者待补正的办件可以在窗口补录"))
    errors: dict[str, str] = {}
    if request.method == "POST" and "material" in request.POST:
        errors = _attached(request, number)
        if not errors:
            messages.success(request, _("文件已收到。"))
            return redirect("office:hand-in", number=number)
    elif request.method == "POST":
        given = read_answers(page.item.form, posted(request))
        keys = [field.key for group in groups_of(page.item.form) for field in group.fields]
        answers = {key: given.get(key, "") for key in keys}
        answers = save_draft(number=number, answers=answers, actor=actor(request), at=now()).answers
        if (pressed := row_button(request)) is not None:
            return redirect(reverse("office:hand-in", args=[number]) + pressed.anchor)
        errors = {key: in_words(told) for key, told in check_answers(page.item.form, answers, on=today()).items()}
        if not errors:
            messages.success(request, _("申请表已保存。"))
            return redirect("office:case", number=number)
    return _page(request, case_page(actor(request), number, now()), errors)


@require_POST
@official(DutyKind.CLERK)
def remove(request: HttpRequest, number: str, material_id: int) -> HttpResponse:
    """Take a file back that was scanned wrongly."""
    detach(number=number, material_id=material_id, actor=actor(request), at=now())
    messages.success(request, _("文件已删除。"))
    return redirect("office:hand-in", number=number)


def may_hand_in(page: CasePage) -> bool:
    """Tell whether the reader may scan and type for this case: its clerk, while it is received or to be corrected."""
    return page.state in OPEN_AT_THE_WINDOW and any(move.verb in ("accept", "correct") for move in page.moves)


def _attached(request: HttpRequest, number: str) -> dict[str, str]:
    code, uploads = request.POST.get("material", "")[:60], request.FILES.getlist("file")
    errors = {} if uploads else {f"file-{code}": _("请先选择文件，再点“上传”。")}
    for upload in uploads:
        try:
            attach(
                number=number,
                material_code=code,
                name=upload.name or "",
                data=upload.read(),
                actor=actor(request),
                at=now(),
            )
        except BadInput as refused:
            errors |= {f"file-{key}": f"{upload.name}：{in_words(told)}" for key, told in refused.errors.items()}
    return errors


def _page(request: HttpRequest, page: CasePage, errors: dict[str, str]) -> HttpResponse:
    answers = page.raw.answers
    groups = [
        (group, [(field, answers.get(field.key), errors.get(field.key, "")) for field in group.fields])
        for group in groups_of(page.item.form)
    ]
    context = {
        "case": page,
        "findings": material_board(actor(request), page.number, now()),
        "to_upload": [
            (line, errors.get(f"file-{line.material.code}", ""))
            for line in page.materials
            if line.material.carrier == "file"
        ],
        "groups": groups if page.raw.channel != "web" else [],
        "answers": answers,
        "problems": errors,
        "more": request.GET.get("more", ""),
        "errors": [(f"#{key}", told) for key, told in errors.items()],
    }
    return render(request, "office/hand_in.html", context, status=422 if errors else 200)
