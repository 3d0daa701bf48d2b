"""Who may look into the registers, and of whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.matters.events import NotAllowedNow
from tongban.parties.queries import parties_of
from tongban.parties.queries.callers import authority_of_caller
from tongban.parties.rules.actor import Actor
from tongban.sharing.ports import live_case


class CaseMissing(NotAllowedNow):
    """An official or a system looks up others for a case that is open, and for nothing else."""


class BeyondCase(NotAllowedNow):
    """What was asked is not what the case needs (最小必要, 个人信息保护法 art. 6)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """As whom the actor looks: `for_a_case`, and whether they see values `whole`; `authority` is the name of theirs."""

    for_a_case: bool
    whole: bool
    authority: str = ""


def standing(actor: Actor, subject_code: str, elements: Collection[str], case_number: str) -> Standing:
    """Tell as whom the actor may look up these elements of the subject.

    People may look up themselves and those for whom they act, once it is confirmed who these are: a stranger can
    open an account with somebody's number. Officials and departments' systems may for an open case of theirs, whom it
    is about, and what its item asks for. Raises CaseMissing, BeyondCase, NotFound.
    """
    if actor.is_system:
        return Standing(bool(case_number), whole=True)
    if any(party.code == subject_code and party.is_verified for party in parties_of(actor)):
        return Standing(bool(case_number), whole=True)
    if not actor.duties and actor.client_system_id is None:
        raise NotFound(_("没有这个办事主体。"))
    if not case_number:
        raise CaseMissing(_("查询他人的数据必须写明正在办理的办件编号。"))
    authority_id, name = authority_of_caller(actor)
    case = live_case(case_number, actor, authority_id)
    if case is None:
        raise CaseMissing(_("没有您正在办理的办件 %(number)s，不能查询。") % {"number": case_number[:50]})
    if subject_code not in case.subjects:
        raise BeyondCase(_("办件 %(number)s 不涉及这个主体，不能查询。") % {"number": case.number})
    if beyond := sorted(set(elements) - set(case.elements)):
        told = {"number": case.number, "elements": "、".join(beyond)}
        raise BeyondCase(_("办件 %(number)s 用不到这些数据项：%(elements)s。请只查办理所必需的。") % told)
    return Standing(for_a_case=True, whole=case.handles, authority=name)


def spaces_of(actor: Actor) -> frozenset[tuple[str, int]]:
    """Return whose space (kind, id) the actor sees: their own, and of those for whom they may do everything."""
    own = {("person", actor.person_id)} if actor.person_id is not None else set()
    firms = {("organisation", pk) for pk, scope in actor.organisations.items() if scope is None}
    principals = {("person", pk) for pk, scope in actor.principals.items() if scope is None}
    return frozenset(own | firms | principals)


def may_add_to(actor: Actor, kind: str, party_id: int) -> bool:
    """Tell whether what the actor hands in may be kept in the space: their own, or of anybody for whom they act."""
    if actor.is_system:
        return True
    acting = actor.organisations if kind == "organisation" else actor.principals
    return party_id in acting or (kind == "person" and party_id == actor.person_id)
