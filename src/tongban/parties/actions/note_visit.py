"""Find out at a window who stands there, and leave a trace of having looked."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.rules.codes import resident_id_valid, uscc_valid
from tongban.parties.actions.record_event import record_event
from tongban.parties.queries import party_of_code
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import PartyView


@transaction.atomic
def note_visit(*, code: str, actor: Actor, at: dt.datetime) -> PartyView | None:
    """Return the person or organisation with the number on the card, None when nobody is known by it.

    Who was looked up by whom is kept (个人信息保护法). Raises NotFound to who is no clerk, BadInput for a number that
    cannot be one.
    """
    if not actor.charged_with(DutyKind.CLERK):
        raise NotFound(_("没有这个页面。"))
    code = code.strip().upper()
    if not resident_id_valid(code) and not uscc_valid(code):
        raise BadInput({"code": _("号码不正确，请按身份证或者营业执照核对 18 位号码。")})
    found = party_of_code(code)
    if found is not None:
        record_event(kind="visit", subject=f"{found.kind}:{found.id}", actor=actor, at=at)
    return found
