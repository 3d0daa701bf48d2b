"""What every mandate must say clearly, whoever proposes it, and what is refused of one that is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, Q
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput, NotFound, Refusal
from tongban.kernel.outbox import announce
from tongban.parties.events import mandate_topic
from tongban.parties.models import ALL_ITEMS, Mandate, Organisation, Person
from tongban.parties.queries.actors import mandate_in_force
from tongban.parties.queries.mandates import side_of
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.mandates import ScopeUnclear, scope_of, stored_scope
from tongban.parties.rules.names import clean_name
from tongban.parties.rules.views import VERIFIED


class MandateUnclear(BadInput):
    """The mandate cannot be given as it is written; `errors` says why, field by field."""


class MandateOver(Refusal):
    """The mandate was declined, revoked or answered before."""


def reach_of(scope: str | Sequence[str], errors: dict[str, str]) -> str | list[str]:
    """Return a submitted scope as it is stored; what is unclear goes into the errors."""
    try:
        return stored_scope(scope_of(scope if isinstance(scope, str) else list(scope)))
    except ScopeUnclear:
        errors["scope"] = _("请选择全部事项，或至少一个事项。")
        return ALL_ITEMS


def check_days(starts_on: dt.date, ends_on: dt.date | None, day: dt.date, errors: dict[str, str]) -> None:
    """Put what is wrong with the days into the errors."""
    if starts_on < day:
        errors["starts_on"] = _("开始日期不能早于今天。")
    if ends_on is not None and ends_on < starts_on:
        errors["ends_on"] = _("截止日期不能早于开始日期。")


def person_named(name: str, id_number: str, field: str, errors: dict[str, str]) -> Person | None:
    """Return the person whom name and identity number fit; without one the error goes to the field.

    Only one of whom it is confirmed who they are: anybody may open an account with another's number.
    """
    known = Person.objects.filter(assurance__gte=VERIFIED)
    found = known.filter(id_number=id_number.strip().upper(), name=clean_name(name)).first()
    if found is None:
        errors[field] = _(
            "没有找到姓名与身份号码相符的人，或者对方的身份还没有核实。请核对，或请对方先注册账号并核实身份。"
        )
    return found


def refuse_unconfirmed(actor: Actor) -> None:
    """Refuse who only told us who they are: they could take over, or give away, what is another's."""
    confirmed = Person.objects.filter(assurance__gte=VERIFIED)
    if actor.person_id is None or not confirmed.filter(pk=actor.person_id).exists():
        raise MandateUnclear(
            {
                "principal": _(
                    "您的身份还没有核实，不能授权，也不能代办。请带身份证件到政务服务大厅窗口核实，或者在“账号”页面核实。"
                )
            }
        )


def refuse_twice(mandate: Mandate, errors: dict[str, str]) -> None:
    """Put it into the errors when the same two already have a proposal that waits for an answer."""
    waiting = Mandate.objects.filter(
        Q(principal_accepted_at=None) | Q(agent_accepted_at=None),
        organisation=mandate.organisation,
        principal=mandate.principal,
        agent=mandate.agent,
        helper=mandate.helper,
        declined_at=None,
        revoked_at=None,
    )
    if waiting.exists():
        errors["agent"] = _("双方之间已有一份授权在等答复，请先答复或者收回那一份。")


def passed_on(organisation_id: int, actor: Actor, day: dt.date) -> Mandate | None:
    """Return the mandate that the actor passes on, the one that lasts longest; None for the legal representative.

    Raises NotFound to who does not answer for all of the organisation, MandateUnclear where theirs was passed on.
    """
    if not actor.answers_for(organisation_id):
        raise NotFound(_("没有这个办事主体。"))
    if Organisation.objects.filter(pk=organisation_id, legal_representative_person_id=actor.person_id).exists():
        return None
    held = Mandate.objects.filter(
        mandate_in_force(day), organisation_id=organisation_id, agent_id=actor.person_id, scope=ALL_ITEMS, under=None
    )
    longest = held.order_by(F("ends_on").desc(nulls_first=True), "pk").first()
    if longest is None:
        raise MandateUnclear({"principal": _("您的授权是他人转委托的，不能再次转委托，请由法定代表人授权。")})
    return longest


def held_for_change(mandate_id: int, actor: Actor) -> tuple[Mandate, str]:
    """Lock a mandate and return it with the actor's side of it. NotFound to strangers, MandateOver when it is over."""
    mandate = Mandate.objects.select_for_update(of=("self",)).filter(pk=mandate_id).first()
    side = Mandate.Side.SYSTEM.value if actor.is_system else "" if mandate is None else side_of(mandate, actor)
    if mandate is None or not side:
        raise NotFound(_("没有这个授权。"))
    if mandate.revoked_at is not None:
        raise MandateOver(_("这个授权已经撤销，不必再撤。"))
    if mandate.declined_at is not None:
        raise MandateOver(_("这个授权已经被谢绝。"))
    return mandate, side


def tell(what: str, mandate: Mandate) -> None:
    """Announce what was done with a mandate; both sides are written to."""
    announce(mandate_topic(what), {mandate.pk: {}})
