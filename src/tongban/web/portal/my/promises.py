"""What the reader still owes in a case of theirs, and making a real application of one that was tried out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases.actions import convert_mock, supply_deferred
from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.language import in_words
from tongban.web.once import once


@require_POST
@signed_in
def supply(request: HttpRequest, number: str, material: str) -> HttpResponse:
    """Take the file of a deferred material."""
    upload, caller = request.FILES.get("file"), actor(request)
    # Without a file too the action tells who finds nothing here and whose it is not.
    name, data = (upload.name or "", upload.read()) if upload else ("", b"")

    def work() -> str:
        return supply_deferred(
            number=number, material_code=material, name=name, data=data, actor=caller, at=now()
        ).number

    try:
        once(request, work)
    except BadInput as refused:
        problems = "；".join(in_words(problem) for problem in refused.errors.values())
        messages.error(request, problems if upload else _("请先选择文件，再点“上传”。"))
    else:
        messages.success(request, _("已收到补交的材料。"))
    return redirect("portal:case", number=number)


@require_POST
@signed_in
def convert(request: HttpRequest, number: str) -> HttpResponse:
    """Start the real application with what was tried out, and go to its last look."""
    caller = actor(request)
    real = once(request, lambda: convert_mock(number=number, actor=caller, at=now()))
    messages.success(request, _("已转为正式申请，填写的内容和材料都已带入，请核对后提交。"))
    return redirect("portal:review", number=real)
