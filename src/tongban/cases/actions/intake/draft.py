"""Start an application (行政许可法 第二十九条): nothing is owed yet, and only the applicant sees it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import CASE, MOCK
from tongban.cases.actions.intake.about_licence import refuse_unclear_purpose, taken_over
from tongban.cases.actions.intake.prefill import new_number, prefill
from tongban.cases.actions.materials.look_around import look_around
from tongban.cases.models import Case
from tongban.cases.queries.reading import read_case
from tongban.catalogue.queries import implementation
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotYours
from tongban.parties.queries import authority, exercising_authority, organisation, person
from tongban.parties.rules.actor import Actor


def draft(
    *,
    task_code: str,
    actor: Actor,
    at: dt.datetime,
    organisation_id: int | None = None,
    principal_id: int | None = None,
    situation: Mapping[str, Any] | None = None,
    purpose: str = Case.Purpose.NEW,
    about_licence: str = "",
    mock: bool = False,
    variant: str = "",
    things: Mapping[str, str] | None = None,
) -> str:
    """Start an application for oneself, or for an organisation or a person whose mandate covers the item.

    Returns its number. The applicant is whom it is for, the agent who starts it; an official who does so as helper
    (帮办代办) is named beside, and the channel says so.

    The case is owned by the authority that exercises the power on that day; whose power it is, is kept beside.
    What the base registers know is filled in, with its source and date; of a person only when it was confirmed who
    that is. `situation` are the answers that chose the item (情形). Raises NotYours without a mandate, NotFound for an
    item not in use, BadInput when the item is not for this kind of applicant.

    Another `purpose` than new is about a licence that the applicant holds and begins with what was said and given for
    it; see `taken_over` for its refusals. A `mock` case goes the same way and has no effect (模拟审批). `variant` is
    one that is in use beside the ordinary way. `things` names, by domain, which of several things of the applicant it
    is about ({"property": its unit number}).
    """
    item = implementation(task_code, variant)
    refuse_unclear_purpose(purpose, about_licence)
    if organisation_id is None and principal_id is None:
        principal_id = actor.person_id
    if organisation_id is None and principal_id is None:
        raise NotYours(_("请用个人账号登录后再申请；单位的事项由获得授权的经办人办理"))
    party = ("person", principal_id or 0) if organisation_id is None else ("organisation", organisation_id)
    if not actor.may_act_for(*party, item.code):
        if organisation_id is not None:
            raise NotYours(_("您没有该单位办理此事项的授权，请单位先在“我的空间”授权给您"))
        raise NotYours(_("您没有这个人办理此事项的授权，请本人先在“我的空间”授权给您，或者到窗口登记纸质授权"))
    acting = actor.acts_for(*party, item.code)
    helps = acting is not None and acting.as_helper
    wanted = "person" if organisation_id is None else "company"
    if wanted not in item.audience:
        told = _("此事项由单位申请，请选择您代表的单位") if wanted == "person" else _("此事项由个人申请")
        raise BadInput({"organisation": told})
    owner_id = exercising_authority(item.code, item.authority.id, day_of(at))
    owner = item.authority if owner_id == item.authority.id else authority(owner_id)
    applicant = organisation(organisation_id) if organisation_id is not None else person(party[1])
    agent = applicant if helps or actor.person_id is None else person(actor.person_id)
    with transaction.atomic():
        number = new_number(item, owner, at, mock=mock)
        known = prefill(item, applicant, agent, actor, number, at, things)
        files: list[Insert] = []
        if about_licence:
            before = taken_over(purpose, about_licence, item, applicant, at)
            known = known.over(before.answers, before.sources)
            files = before.materials
        matter = new_matter(
            number=number,
            region_id=item.region_code,
            owner_id=owner.id,
            applicant_person_id=applicant.id if organisation_id is None else None,
            applicant_organisation_id=organisation_id,
            agent_id=None if helps else actor.person_id,
            applicant_name=applicant.name,
            subject=item.name,
        )
        case = Case(
            version_id=item.version_id,
            task_code=item.code,
            power_authority_id=None if owner == item.authority else item.authority.id,
            answers=known.answers,
            sources=known.sources,
            things=dict(things or {}),
            saved_at=at,
            situation=dict(situation or {}),
            purpose=purpose,
            about_licence=about_licence,
            mock=mock,
            channel=Case.Channel.AGENT if helps else Case.Channel.WEB,
            helper_id=actor.official_id if helps else None,
        )
        said = {"item": item.code, "version": item.number}
        if about_licence:
            said |= {"purpose": purpose, "licence": about_licence}
        kind = MOCK if mock else CASE
        writes = [Insert(case), *files]
        open_matter(kind, matter, "draft", actor=actor, at=at, writes=writes, said=said, acting=acting)
        look_around(read_case(number, actor), failures=known.failures, actor=actor, at=at)
    return number
