"""The materials of an application: files are checked by their content when they are given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases.actions import attach_kept, detach, keep_given
from tongban.cases.queries.keeping import FromSpace, from_space
from tongban.cases.queries.material_board import material_board
from tongban.kernel.clock import now, today
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.portal.apply.finding import is_uploaded
from tongban.web.portal.apply.giving import give_files
from tongban.web.portal.apply.pages import way_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def materials(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is to be uploaded and what is not; take the files that were chosen for one material."""
    way_of(request, number)
    errors: dict[str, str] = {}
    if request.method == "POST":
        code = request.POST.get("material", "")[:60]
        _given, errors = give_files(request, number, code)
        if not errors:
            messages.success(request, _("文件已收到。"))
            return redirect(f"{way_of(request, number).materials_url}#material-{code}")
    return _page(request, number, errors)


@require_POST
@signed_in
def kept(request: HttpRequest, number: str) -> HttpResponse:
    """Give a document of the applicant's space for a material."""
    way = way_of(request, number)
    code, document = request.POST.get("material", "")[:60], request.POST.get("document", "")
    if not (document.isascii() and document.isdigit() and len(document) < 19):
        return _page(request, number, {code: _("请先从空间里选一份材料。")})
    try:
        attach_kept(number=number, material_code=code, document_id=int(document), actor=actor(request), at=now())
    except BadInput as refused:
        return _page(request, number, refused.errors)
    messages.success(request, _("已用空间里的材料。"))
    return redirect(f"{way.materials_url}#material-{code}")


@require_POST
@signed_in
def keep(request: HttpRequest, number: str, material_id: int) -> HttpResponse:
    """Keep a file that was given in the applicant's space, for the next time."""
    keep_given(number=number, material_id=material_id, actor=actor(request), at=now())
    messages.success(request, _("已留在我的空间，下次办事可以直接用。"))
    return redirect("portal:materials", number=number)


@require_POST
@signed_in
def remove(request: HttpRequest, number: str, material_id: int) -> HttpResponse:
    """Take a file back."""
    detach(number=number, material_id=material_id, actor=actor(request), at=now())
    messages.success(request, _("文件已删除。"))
    return redirect("portal:materials", number=number)


def _page(request: HttpRequest, number: str, errors: dict[str, str]) -> HttpResponse:
    way, board = way_of(request, number), material_board(actor(request), number, now())
    upload = [line for line in way.case.materials if is_uploaded(line, board)]
    space = from_space(way.case.raw.matter, [line.material for line in upload], today())
    context = {
        "way": way,
        "case": way.case,
        "place": way.materials_place,
        "back_url": way.before_materials_url,
        "promises": way.promises,
        "to_upload": [
            (
                line,
                errors.get(line.material.code, "") or errors.get(f"valid_until-{line.material.code}", ""),
                space.get(line.material.code, FromSpace()).beside({file.sha256 for file in line.files}),
            )
            for line in upload
        ],
        "board": board,
        "errors": [(f"#material-{code.removeprefix('valid_until-')}", problem) for code, problem in errors.items()],
    }
    return render(request, "portal/apply/materials.html", context, status=422 if errors else 200)
