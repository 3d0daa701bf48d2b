"""Find out at a window who stands there, and leave a trace of having looked."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound
from tongban.parties.actions.record_event import record_event
from tongban.parties.queries import party_of_code
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.identity import RESIDENT, clean_number, code_of, code_valid, number_of, number_problem
from tongban.parties.rules.views import PartyView


@transaction.atomic
def note_visit(*, code: str, id_kind: str = RESIDENT, actor: Actor, at: dt.datetime) -> PartyView | None:
    """Return the person or organisation with the number on the card, None when nobody is known by it.

    Who was looked up by whom is kept (个人信息保护法). Raises NotFound to who is no clerk, BadInput for a number that
    cannot be one.
    """
    if not actor.charged_with(DutyKind.CLERK):
        raise NotFound(_("没有这个页面。"))
    kind, number = number_of(code) if id_kind == RESIDENT else (id_kind, clean_number(id_kind, code))
    code = code_of(kind, number)
    if not code_valid(code):
        ours = kind == RESIDENT
        problem = _("号码不正确，请按身份证或者营业执照核对 18 位号码。") if ours else number_problem(kind, number)
        raise BadInput({"code": problem})
    found = party_of_code(code)
    if found is not None:
        record_event(kind="visit", subject=f"{found.kind}:{found.id}", actor=actor, at=at)
    return found
