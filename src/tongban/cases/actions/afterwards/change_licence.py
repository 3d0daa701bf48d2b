"""Suspend, give back, revoke, cancel or replace a licence from its own page, with what its case has to say to it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.lifecycle.words import GRANTED
from tongban.cases.models import Case, Decision
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences import actions as licences
from tongban.licences.actions import Issued
from tongban.licences.lifecycle import PLAIN, REWRITING
from tongban.licences.queries import LicenceFacts, licence_facts
from tongban.licences.queries.held import in_reach
from tongban.licences.rules.face import rewritten
from tongban.matters.actions.hold import hold
from tongban.matters.events import NotAllowedNow
from tongban.parties.rules.actor import Actor

_STANDINGS: Mapping[str, Callable[..., Any]] = {verb: getattr(licences, verb) for verb in PLAIN}
_REWRITES: Mapping[str, Callable[..., Any]] = {"renew": licences.renew, "change": licences.change}


class ThroughItsCase(NotAllowedNow):
    """What came of a case is revoked and cancelled there, and renewed and changed by an application."""


@transaction.atomic
def change_licence(verb: str, *, identifier: str, reason: str, actor: Actor, at: dt.datetime, basis: str = "") -> str:
    """Make a move of the licence's own table and return the identifier of the licence that holds from then on.

    To supersede here is to make the same certificate again, under the next version. Raises NotFound for a verb or a
    licence that there is not, ThroughItsCase, NotYours, ReasonMissing, NotAllowedNow.
    """
    in_reach(actor, identifier)  # what the actor may not see is not there
    held = licence_facts(identifier)
    if verb in ("revoke", "cancel") and _has_its_case(held):
        told = _("这份证照由办件 %(number)s 发出，请在该办件上办理，并出具决定书")
        raise ThroughItsCase(told % {"number": held.case_number})
    said: dict[str, Any] = {"identifier": identifier, "reason": reason, "basis": basis, "actor": actor, "at": at}
    if verb in _STANDINGS:
        _STANDINGS[verb](**said)
        return identifier
    if verb != "supersede":
        raise NotFound(_("没有这个办理步骤。"))
    return _anew(held, said)


@transaction.atomic
def rewrite_licence(
    verb: str,
    *,
    identifier: str,
    reason: str,
    actor: Actor,
    at: dt.datetime,
    face: Mapping[str, str],
    valid_from: dt.date | None,
    valid_until: dt.date | None,
    holder_name: str = "",
    basis: str = "",
) -> str:
    """Renew, change or correct a licence of the authority itself, and return the identifier of its next version.

    `face` maps keys to the words that are so now; what it leaves out stays. What came of a case is renewed and changed
    by an application of its holder. Raises NotFound for a verb or a licence that there is not, BadInput,
    ThroughItsCase, NotYours, ReasonMissing, NotAllowedNow.
    """
    in_reach(actor, identifier)  # what the actor may not see is not there
    if verb not in REWRITING:
        raise NotFound(_("没有这个办理步骤。"))
    held = licence_facts(identifier)
    if valid_until is not None and valid_until < (valid_from or held.valid_from):
        raise BadInput({"valid_until": _("有效期的截止日不能早于起始日")})
    told: dict[str, Any] = {"identifier": identifier, "reason": reason, "basis": basis, "actor": actor, "at": at}
    days: dict[str, Any] = {"valid_from": valid_from or held.valid_from, "valid_until": valid_until}
    if verb == "correct":
        if held.case_number:
            hold(held.case_number)
        made = licences.correct(**told, **days, face=face, holder_name=holder_name)
        Decision.objects.filter(licence_identifier=identifier).update(licence_identifier=made.identifier)
        return made.identifier
    if _has_its_case(held):
        said = _("这份证照由办件 %(number)s 发出，请由持证人在证照页面申请")
        raise ThroughItsCase(said % {"number": held.case_number})
    anew: Issued = _REWRITES[verb](**told, **days, matter_id=held.matter_id, face=rewritten(held.face, face))
    return anew.identifier


def _has_its_case(held: LicenceFacts) -> bool:
    case = Case.objects.filter(matter_id=held.matter_id).select_related("matter").first() if held.matter_id else None
    return case is not None and case.matter.state in GRANTED.split()


def _anew(held: LicenceFacts, said: Mapping[str, Any]) -> str:
    if held.case_number:
        hold(held.case_number)
    made = licences.supersede(
        **said, matter_id=held.matter_id, face=held.face, valid_from=held.valid_from, valid_until=held.valid_until
    )
    # The decision stays what it was; the certificate that it led to is now this one.
    Decision.objects.filter(licence_identifier=held.identifier).update(licence_identifier=made.identifier)
    return made.identifier
