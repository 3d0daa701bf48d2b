"""The hearing that an applicant may ask for (行政许可法 第四十七条)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases.actions import request_hearing
from tongban.kernel.clock import now
from tongban.web.doorkeeper import actor, signed_in
from tongban.web.once import once


@require_POST
@signed_in
def ask_for_hearing(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the hearing that the reader was told of."""
    caller = actor(request)
    once(request, lambda: request_hearing(number=number, actor=caller, at=now()).number)
    messages.success(request, _("听证申请已提交，我们会在二十个工作日内组织听证，并提前七个工作日通知您。"))
    return redirect("portal:case", number=number)
