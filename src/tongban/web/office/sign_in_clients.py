"""The systems of an authority that sign people in through us, for its administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tongban.kernel.clock import now
from tongban.kernel.errors import BadInput
from tongban.parties.actions import (
    IssuedClient,
    close_sign_in_client,
    register_sign_in_client,
    renew_sign_in_secret,
)
from tongban.parties.queries import authorities
from tongban.parties.queries import sign_in_clients as clients_of
from tongban.parties.rules.actor import DutyKind
from tongban.parties.rules.sign_in import ALWAYS, SIGN_IN_SCOPES
from tongban.web.doorkeeper import actor, official
from tongban.web.office.duties.reading import whole
from tongban.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
@official(DutyKind.ADMINISTRATOR)
def sign_in_clients(request: HttpRequest) -> HttpResponse:
    """List the systems, and register one; its secret is shown on the answer, once."""
    errors: dict[str, str] = {}
    issued: list[IssuedClient] = []
    if request.method == "POST":
        errors = _register(request, issued)
    return _page(request, issued[0] if issued else None, errors)


@require_POST
@official(DutyKind.ADMINISTRATOR)
def renew(request: HttpRequest, sign_in_client_id: int) -> HttpResponse:
    """Show a new secret, once."""
    issued = renew_sign_in_secret(sign_in_client_id=sign_in_client_id, actor=actor(request), at=now())
    return _page(request, issued, {})


@require_POST
@official(DutyKind.ADMINISTRATOR)
def close(request: HttpRequest, sign_in_client_id: int) -> HttpResponse:
    """Let a system sign nobody in any more."""
    close_sign_in_client(sign_in_client_id=sign_in_client_id, actor=actor(request), at=now())
    messages.success(request, _("登录接入已停用，它的令牌立即失效。"))
    return redirect("office:sign-in-clients")


def _register(request: HttpRequest, issued: list[IssuedClient]) -> dict[str, str]:
    given, caller = request.POST, actor(request)

    def work() -> int:
        # The secret is in the answer to this request only: what is kept for a second press does not hold it.
        issued.append(
            register_sign_in_client(
                authority_id=whole(given.get("authority")) or 0,
                key=given.get("key", ""),
                name=given.get("name", ""),
                redirect_uris=given.get("redirect_uris", "").splitlines(),
                scopes=given.getlist("scopes"),
                actor=caller,
                at=now(),
            )
        )
        return issued[0].id

    try:
        once(request, work)
    except BadInput as refused:
        return refused.errors
    return {}


def _page(request: HttpRequest, issued: IssuedClient | None, errors: dict[str, str]) -> HttpResponse:
    caller = actor(request)
    context = {
        "clients": [(one, [SIGN_IN_SCOPES[scope] for scope in one.scopes]) for one in clients_of(caller)],
        "issued": issued,
        "own": authorities(caller.authorities(DutyKind.ADMINISTRATOR)),
        "scopes": [(scope, words) for scope, words in SIGN_IN_SCOPES.items() if scope not in ALWAYS],
        "chosen": request.POST.getlist("scopes"),
        "given": request.POST if errors else {},
        "discovery": request.build_absolute_uri("/.well-known/openid-configuration"),
        "wrong": errors,
        "errors": [(f"#{key}", problem) for key, problem in errors.items()],
    }
    return render(request, "office/sign_in_clients.html", context, status=422 if errors else 200)
