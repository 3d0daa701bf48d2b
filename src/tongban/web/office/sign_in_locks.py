"""Accounts that wrong passwords locked, for the administrators who may unlock them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.kernel import clock
from tongban.parties.actions import unlock_sign_in
from tongban.parties.queries import sign_in_locks as locks_of
from tongban.parties.rules.actor import DutyKind
from tongban.web.doorkeeper import actor, official


@require_safe
@official(DutyKind.ADMINISTRATOR)
def sign_in_locks(request: HttpRequest) -> HttpResponse:
    """List the accounts that are locked now."""
    return render(request, "office/sign_in_locks.html", {"locks": locks_of(actor(request), clock.now())})


@require_POST
@official(DutyKind.ADMINISTRATOR)
def unlock(request: HttpRequest, sign_in_lock_id: int) -> HttpResponse:
    """Let an account sign in by password again."""
    unlock_sign_in(sign_in_lock_id=sign_in_lock_id, actor=actor(request), at=clock.now())
    messages.success(request, _("已解除锁定，可以再用密码登录。"))
    return redirect("office:sign-in-locks")
