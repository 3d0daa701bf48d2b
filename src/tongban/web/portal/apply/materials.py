"""The materials of an application: files are checked by their content when they are given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases.actions import attach, detach
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.portal.apply.pages import way_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def materials(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is to be uploaded and what is not; take the files that were chosen for one material."""
    way = way_of(request, number)
    errors: dict[str, str] = {}
    if request.method == "POST":
        code = request.POST.get("material", "")[:60]
        uploads = request.FILES.getlist("file")
        if not uploads:
            errors[code] = _("请先选择文件，再点“上传”。")
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
                errors |= {key: f"{upload.name}：{problem}" for key, problem in refused.errors.items()}
        if not errors:
            messages.success(request, _("文件已收到。"))
            return redirect(f"{way.materials_url}#material-{code}")
        way = way_of(request, number)
    rows = [(line, errors.get(line.material.code, "")) for line in way.case.materials]
    context = {
        "way": way,
        "case": way.case,
        "place": way.materials_place,
        "back_url": way.before_materials_url,
        "promises": way.promises,
        "to_upload": [
            row
            for row in rows
            if row[0].material.carrier == "file" and row[0].material.code not in way.promises.replaced
        ],
        "spared": [line for line in way.case.materials if line.material.carrier == "licence"],
        "errors": [(f"#material-{code}", problem) for code, problem in errors.items()],
    }
    return render(request, "portal/apply/materials.html", context, status=422 if errors else 200)


@require_POST
@signed_in
def remove(request: HttpRequest, number: str, material_id: int) -> HttpResponse:
    """Take a file back."""
    detach(number=number, material_id=material_id, actor=actor(request), at=now())
    messages.success(request, _("文件已删除。"))
    return redirect("portal:materials", number=number)
