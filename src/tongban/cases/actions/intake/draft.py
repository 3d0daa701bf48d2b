"""Start an application (行政许可法 第二十九条): nothing is owed yet, and only the applicant sees it."""

import datetime as dt
import re
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tongban.cases.access import CASE
from tongban.cases.models import Case
from tongban.cases.rules.numbers import case_number
from tongban.catalogue.queries import ImplementationView, implementation
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotYours
from tongban.parties.queries import organisation, person
from tongban.parties.rules.actor import Actor
from tongban.parties.rules.views import PartyView
from tongban.sharing.actions import look_up


def draft(*, task_code: str, actor: Actor, at: dt.datetime, organisation_id: int | None = None) -> str:
    """Start an application for oneself or for an organisation whose mandate covers the item; return its number.

    What the base registers know is filled in, with its source and date; of a person only when it was confirmed who
    that is. Raises NotYours without a mandate, NotFound
    for an item not in use, BadInput when the item is not for this kind of applicant.
    """
    item = implementation(task_code)
    if actor.person_id is None:
        raise NotYours(_("请用个人账号登录后再申请；单位的事项由获得授权的经办人办理"))
    if organisation_id is not None and not actor.may_act_for(organisation_id, item.code):
        raise NotYours(_("您没有该单位办理此事项的授权，请单位先在“我的空间”授权给您"))
    wanted = "person" if organisation_id is None else "company"
    if wanted not in item.audience:
        told = _("此事项由单位申请，请选择您代表的单位") if wanted == "person" else _("此事项由个人申请")
        raise BadInput({"organisation": told})
    agent = person(actor.person_id)
    applicant = organisation(organisation_id) if organisation_id is not None else agent
    with transaction.atomic():
        number = _number(item, at)
        answers, sources = _prefill(item, applicant, agent, actor, number, at)
        matter = new_matter(
            number=number,
            region_id=item.region_code,
            owner_id=item.authority.id,
            applicant_person_id=applicant.id if organisation_id is None else None,
            applicant_organisation_id=organisation_id,
            agent_id=agent.id,
            applicant_name=applicant.name,
            subject=item.name,
        )
        case = Case(version_id=item.version_id, task_code=item.code, answers=answers, sources=sources, saved_at=at)
        said = {"item": item.code, "version": item.number}
        open_matter(CASE, matter, "draft", actor=actor, at=at, writes=[Insert(case)], said=said)
    return number


def _number(item: ImplementationView, at: dt.datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (serial,) = cursor.fetchone()
    return case_number(region_code=item.region_code, on=day_of(at), uscc=item.authority.uscc, serial=serial)


def _prefill(
    item: ImplementationView,
    applicant: PartyView,
    agent: PartyView,
    actor: Actor,
    number: str,
    at: dt.datetime,
) -> tuple[dict[str, Any], dict[str, Any]]:
    fields = {key: each["x-element"] for key, each in item.form.get("properties", {}).items() if each.get("x-element")}
    answers: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    for subject, prefix in ((applicant, "org."), (agent, "person.")):
        wanted = {key: element for key, element in fields.items() if re.match(re.escape(prefix), element)}
        if not wanted or not subject.is_verified:
            continue
        known = look_up(
            subject_code=subject.code,
            elements=sorted(set(wanted.values())),
            actor=actor,
            purpose=_("预填申请表：%(item)s") % {"item": item.name},
            case_number=number,
            at=at,
        )
        for key, element in wanted.items():
            if found := known.get(element):
                answers[key] = found.value
                sources[key] = {"source": found.source_name, "as_of": found.as_of.isoformat()}
    return answers, sources
