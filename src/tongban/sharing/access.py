"""Who may look into the registers, and of whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongban.kernel.errors import NotFound
from tongban.matters.events import NotAllowedNow
from tongban.matters.lifecycle import Kind, Part
from tongban.matters.queries import Facts
from tongban.parties.queries import parties_of
from tongban.parties.queries.callers import authority_of_caller
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.sharing.lifecycle import CORRECTION_MOVES, CORRECTION_STATES, DATA_STEWARD, REPORTER
from tongban.sharing.models import DataCorrection, LookUp, Register
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


def standing(
    actor: Actor, subject_code: str, elements: Collection[str], case_number: str, *, begins_case: bool = False
) -> Standing:
    """Tell as whom the actor may look up these elements of the subject.

    People may look up themselves and those for whom they may do everything, once it is confirmed who these are: a
    stranger can open an account with somebody's number. Who may act for somebody in some items may for an open case
    that they apply in for them, and what its item asks for; the action that `begins_case` for them asks no more than
    that, before there is a case to be found. Officials and departments' systems may for an open case of theirs, whom
    it is about, and what its item asks for. Raises CaseMissing, BeyondCase, NotFound.
    """
    if actor.is_system:
        return Standing(bool(case_number), whole=True)
    open_to = spaces_of(actor)
    theirs = [party for party in parties_of(actor) if party.code == subject_code and party.is_verified]
    if theirs and (begins_case or any((party.kind, party.id) in open_to for party in theirs)):
        return Standing(bool(case_number), whole=True)
    if not actor.duties and actor.client_system_id is None and not (theirs and case_number):
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


def own_registers(actor: Actor) -> QuerySet[Register]:
    """Return the registers that the actor keeps: as data steward of their provider, or as a system of its."""
    if actor.is_system:
        return Register.objects.all()
    if actor.client_system_id is not None:
        return Register.objects.filter(provider_id=authority_of_caller(actor)[0])
    return Register.objects.filter(provider_id__in=actor.authorities(DutyKind.DATA_STEWARD))


def was_shown(actor: Actor, subject_code: str, row: str) -> bool:
    """Tell whether the row is the actor's own, of whom they act for, or was told to them: they may say it is wrong."""
    open_to = spaces_of(actor)
    if any(
        party.code == subject_code and party.is_verified and (party.kind, party.id) in open_to
        for party in parties_of(actor)
    ):
        return True
    told = LookUp.objects.filter(subject_code=subject_code, rows__contains=[row])
    if actor.client_system_id is not None:
        return told.filter(client_system_id=actor.client_system_id).exists()
    return actor.account_id is not None and told.filter(account_id=actor.account_id).exists()


def corrections(actor: Actor) -> QuerySet[DataCorrection]:
    """Return the reports of wrong data that exist for the actor; the same rule as `sees_correction`, as a filter."""
    found = DataCorrection.objects.select_related("matter__owner", "register")
    if actor.is_system or actor.charged_with(DutyKind.SUPERVISOR):
        return found
    theirs = Q(matter__owner_id__in=actor.authorities(DutyKind.DATA_STEWARD))
    if actor.client_system_id is not None:
        theirs |= Q(matter__owner_id=authority_of_caller(actor)[0])
    return found.filter(theirs | _reported_by(actor) | _of_those(actor))


def own_corrections(actor: Actor) -> QuerySet[DataCorrection]:
    """Return those that the actor reported, and those about the actor and about whom they may do everything for."""
    found = DataCorrection.objects.select_related("matter__owner", "register")
    return found.filter(_reported_by(actor) | _of_those(actor))


def _reported_by(actor: Actor) -> Q:
    mine = Q(pk__in=[])
    if actor.person_id is not None:
        mine |= Q(matter__agent_id=actor.person_id)
    return mine if actor.official_id is None else mine | Q(official_id=actor.official_id)


def _of_those(actor: Actor) -> Q:
    spaces = spaces_of(actor)
    persons = [pk for kind, pk in spaces if kind == "person"]
    firms = [pk for kind, pk in spaces if kind == "organisation"]
    return Q(matter__applicant_person_id__in=persons) | Q(matter__applicant_organisation_id__in=firms)


def sees_correction(actor: Actor, facts: Facts) -> bool:
    """Tell whether a report exists for the actor: who reported it, whom it is about, the provider, supervisors."""
    matter = facts.matter
    subject = (
        ("person", matter.applicant_person_id)
        if matter.applicant_person_id is not None
        else ("organisation", matter.applicant_organisation_id)
    )
    return (
        actor.is_system
        or actor.charged_with(DutyKind.SUPERVISOR)
        or _reported(actor, facts)
        or subject in spaces_of(actor)
        or _provides(actor, facts)
    )


def _reported(actor: Actor, facts: Facts) -> bool:
    row: DataCorrection = facts.parts["correction"]
    as_person = actor.person_id is not None and actor.person_id == facts.matter.agent_id
    return as_person or (actor.official_id is not None and actor.official_id == row.official_id)


def _provides(actor: Actor, facts: Facts) -> bool:
    if actor.client_system_id is not None:
        return authority_of_caller(actor)[0] == facts.matter.owner_id
    return actor.holds(DutyKind.DATA_STEWARD, facts.matter.owner_id)


def _holds_in_correction(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in this report: nobody answers their own, nor what is about themselves."""
    if duty == REPORTER:
        return _reported(actor, facts)
    about_me = actor.person_id is not None and actor.person_id == facts.matter.applicant_person_id
    return duty == DATA_STEWARD and not _reported(actor, facts) and not about_me and _provides(actor, facts)


CORRECTION = Kind(
    code="data_correction",
    label="数据校核纠错",
    label_en="Correction of a register",
    states=CORRECTION_STATES,
    moves=CORRECTION_MOVES,
    holds=_holds_in_correction,
    sees=sees_correction,
    parts={"correction": Part("sharing.DataCorrection", one=True, order="matter_id")},
)
