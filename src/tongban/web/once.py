"""A form is answered once: pressing twice, or going back and pressing again, does not do it twice."""

import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongban.kernel import idempotency
from tongban.kernel.errors import Refusal
from tongban.web.doorkeeper import actor

FIELD = "once"


class FormUsed(Refusal):
    """The form was sent before with other content."""


def new_key() -> str:
    """Return a fresh key for the hidden field of a form."""
    return secrets.token_urlsafe(18)


def once(request: HttpRequest, work: Callable[[], Any]) -> Any:
    """Do the work of a posted form once and return its answer (JSON); a second post gets the first answer.

    Raises FormUsed when the same form comes back with other content or without its key, and whatever the work raises.
    """
    sent = sorted((key, request.POST.getlist(key)) for key in request.POST if key != "csrfmiddlewaretoken")
    uploads = [(key, each) for key in request.FILES for each in request.FILES.getlist(key)]
    files = sorted((key, each.name or "", each.size or 0) for key, each in uploads)
    try:
        return idempotency.once(
            caller=f"account:{actor(request).account_id}",
            key=request.POST.get(FIELD, ""),
            print_of=idempotency.fingerprint(request.path, repr(sent), repr(files)),
            work=work,
        )
    except idempotency.KeyMalformed as stale:
        raise FormUsed(_("这一页已经失效，没有提交成功。请刷新页面，再提交一次。")) from stale
    except idempotency.KeyReused as reused:
        raise FormUsed(_("这一页已经提交过了。请刷新页面看最新情况，再决定是否需要重新提交。")) from reused
