"""Ask the department that can attest a material to do so (部门间协查)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import ASSISTANCE
from tongban.cases.actions.intake.save_draft import changeable
from tongban.cases.models import Assistance
from tongban.cases.queries.reading import item_of
from tongban.kernel.clock import day_of
from tongban.kernel.errors import NotFound
from tongban.kernel.queries import parameter
from tongban.matters.actions.hold import hold
from tongban.matters.actions.matter_about import matter_about
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotAllowedNow
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor


class AskedAlready(NotAllowedNow):
    """The department was asked for the material already."""


class MockAsksNobody(NotAllowedNow):
    """What is only tried out asks no department."""


@transaction.atomic
def ask_for_assistance(*, number: str, material_code: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Open the matter of the request, owned by the department that the item's material names, due by the parameter.

    By the applicant while the application may be changed, or by the clerk who took it in. Raises AskedAlready,
    MockAsksNobody, NotFound, NotYours, NotAllowedNow.
    """
    hold(number)
    facts = changeable(number, actor)
    of, case = facts.matter, facts.parts["case"]
    material = next((each for each in item_of(facts).materials if each.code == material_code), None)
    asked = next((each for each in authorities() if material is not None and each.key == material.assisted_by), None)
    if material is None or asked is None:
        raise NotFound(_("这项材料没有可以协查的部门，请自行上传"))
    if case.mock:
        raise MockAsksNobody(_("模拟办理不会请部门协查；正式申请时可以"))
    before = list(Assistance.objects.filter(of_id=of.pk).values_list("code", "matter__state"))
    if any(code == material_code and state in ("open", "answered") for code, state in before):
        raise AskedAlready(_("已经请过该部门协查，请等候答复"))
    days = parameter("assistance_days", facts.region_code, day_of(at))
    clock = start_clock(None, "assistance", on=day_of(at), days=days, region_code=facts.region_code)
    asking = f"{of.number}-XC{len(before) + 1:02d}"
    matter = matter_about(of, number=asking, agent_id=of.agent_id, owner_id=asked.id)
    row = Assistance(of_id=of.pk, task_code=case.task_code, code=material_code, name=material.name)
    return open_matter(
        ASSISTANCE,
        matter,
        "ask_for_assistance",
        actor=actor,
        at=at,
        writes=[Insert(clock), Insert(row)],
        said={"case": of.number, "material": material_code, "due_on": clock.due_on.isoformat()},
    )
