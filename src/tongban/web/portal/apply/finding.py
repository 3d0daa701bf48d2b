"""Looking for the materials again, and asking a department to attest one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases.actions.materials.ask_for_assistance import ask_for_assistance
from tongban.cases.actions.materials.resolve_materials import resolve_materials
from tongban.cases.queries import MaterialLine
from tongban.cases.queries.material_board import MaterialBoard
from tongban.kernel.clock import now
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.once import once


@require_POST
@signed_in
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Look once more for each material where government has it."""
    resolve_materials(number=number, actor=actor(request), at=now())
    messages.success(request, _("已重新查找，结果见下。"))
    return redirect("portal:materials", number=number)


@require_POST
@signed_in
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the department that can attest a material."""
    code, caller = request.POST.get("material", "")[:60], actor(request)
    once(
        request,
        lambda: ask_for_assistance(number=number, material_code=code, actor=caller, at=now()).number,
    )
    messages.success(request, _("已请有关部门出具，您不用再提交这项材料。"))
    return redirect("portal:materials", number=number)


def is_uploaded(line: MaterialLine, board: MaterialBoard) -> bool:
    """Tell whether the page offers to upload a material: what was not found, was given, or is to be put right."""
    state = board.of(line.material.code)
    return state is not None and (state.uploads or bool(line.files) or line.asked is not None)
