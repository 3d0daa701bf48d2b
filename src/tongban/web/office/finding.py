"""At the window: look again for the materials of who stands there, and ask a department to attest one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases.actions import ask_for_assistance, resolve_materials
from tongban.kernel.clock import now
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official
from tongban.web.once import once


@require_POST
@official(DutyKind.CLERK)
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Look once more for each material where government has it."""
    resolve_materials(number=number, actor=actor(request), at=now())
    messages.success(request, _("已重新查找，结果见下。"))
    return redirect("office:hand-in", number=number)


@require_POST
@official(DutyKind.CLERK)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the department that can attest a material."""
    code, caller = request.POST.get("material", "")[:60], actor(request)
    once(request, lambda: ask_for_assistance(number=number, material_code=code, actor=caller, at=now()).number)
    messages.success(request, _("已请有关部门出具，申请人不用再提交这项材料。"))
    return redirect("office:hand-in", number=number)
