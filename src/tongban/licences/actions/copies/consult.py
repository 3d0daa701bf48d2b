"""An official reads a licence and says what for (查阅证照): each time is noted for the holder."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences.access import held, in_charge, readable
from tongban.licences.actions.copies.note_use import note_use
from tongban.licences.models import Licence
from tongban.licences.queries.held import licence as page_of
from tongban.licences.queries.views import LicencePage
from tongban.licences.rules.copies import LONGEST_PURPOSE
from tongban.matters.queries import read
from tongban.matters.queries.standing_in import applies_in
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.sharing.ports import live_case

MOST_AT_ONCE = 20


class PurposeMissing(BadInput):
    """Nobody reads somebody's licence without saying what for."""


def consult(*, identifier: str, purpose: str = "", case_number: str = "", actor: Actor, at: dt.datetime) -> LicencePage:
    """Return a licence by its exact identifier; of an official who does not hold it, note who read it and what for.

    Who issues or decides at its authority says a purpose, unless it came of a case that they may see; anybody else
    names a live case of the holder's that they handle, whose item asks for such a licence. What was consulted stays
    open to them for the day. Raises PurposeMissing, and NotFound for all others.
    """
    found = Licence.objects.select_related("matter", "type").filter(identifier=identifier).first()
    if found is None:
        raise NotFound(_("没有找到这份证照"))
    if actor.is_system or Licence.objects.filter(held(actor), pk=found.pk).exists():
        return page_of(actor, identifier)
    if actor.official_id is None:
        raise NotFound(_("没有找到这份证照"))
    purpose = purpose.strip()[:LONGEST_PURPOSE]
    if case_number and _live(found, case_number, actor):
        pass
    elif not Licence.objects.filter(in_charge(actor), pk=found.pk).exists():
        raise NotFound(_("没有找到这份证照"))
    elif not purpose:
        if readable(actor, day_of(at)).filter(pk=found.pk).exists():
            return page_of(actor, identifier)
        case_number = _own_case(found, actor)
    else:
        case_number = ""
    note_use("view", licence=found, purpose=purpose, case_number=case_number, actor=actor, at=at)
    return page_of(actor, identifier)


def find_licences(*, about: str, purpose: str, actor: Actor, at: dt.datetime) -> list[str]:
    """Return the identifiers of the licences that are exactly named: by identifier, by number, or by holder's code.

    Who issues finds so what their own authority holds in its register, the newest first; who decides there finds a
    licence by its whole identifier alone, since nobody lists what a person holds to decide about one. Each is noted as
    read. Raises PurposeMissing, BadInput.
    """
    purpose = purpose.strip()[:LONGEST_PURPOSE]
    if not purpose:
        raise PurposeMissing({"purpose": _("请写明查阅的用途；持证人能看到谁在什么时候为什么查阅")})
    about = about.strip()
    if not about:
        raise BadInput({"about": _("请输入完整的证照标识、证照编号或者持证人的证件号码")})
    own = Q(authority_id__in=actor.authorities(DutyKind.ISSUER)) & (Q(number=about) | Q(holder_code=about.upper()))
    named = in_charge(actor) & Q(identifier=about.upper())
    found = list(Licence.objects.filter(own | named).order_by("-issued_on", "-pk")[:MOST_AT_ONCE])
    for each in found:
        note_use("view", licence=each, purpose=purpose, actor=actor, at=at)
    return [each.identifier for each in found]


def _live(found: Licence, case_number: str, actor: Actor) -> bool:
    """Tell whether the actor handles the open case, it is the holder's, and its item asks for such a licence.

    Who only watches over a case sees those in it masked, and opens no licence through it.
    """
    case = live_case(case_number, actor)
    if case is None or not case.handles:
        return False
    if found.matter is not None and found.matter.number == case.number:
        return True
    asked = found.type.code in case.licences or found.identifier in case.licences
    return asked and applies_in(read(case_number, actor=actor), found.holder_code)


def _own_case(found: Licence, actor: Actor) -> str:
    """Return the case that a licence came of, which shows all that the licence says, when the actor may see it."""
    if found.matter is not None:
        try:
            return read(found.matter.number, actor=actor).matter.number
        except NotFound:
            pass
    raise PurposeMissing({"purpose": _("请写明查阅的用途；持证人能看到谁在什么时候为什么查阅")})
