"""Take an application in at a window, on the telephone or through a helper (窗口收件, 行政许可法 第二十九条)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import CASE, MOCK
from tongban.cases.actions.intake.about_licence import TakenOver, refuse_unclear_purpose, taken_over
from tongban.cases.actions.intake.prefill import new_number, prefill
from tongban.cases.actions.intake.receipts import window_receipt
from tongban.cases.actions.materials.count_burden import burden_of
from tongban.cases.actions.materials.look_around import look_around
from tongban.cases.models import Case
from tongban.cases.queries.reading import read_case
from tongban.catalogue.queries import ImplementationView, implementation
from tongban.catalogue.rules.answers import check_answers
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.kernel.queries import parameter
from tongban.matters.actions.project import start_clock
from tongban.matters.actions.step import Stepped, new_matter, open_matter
from tongban.matters.actions.writes import Insert
from tongban.matters.events import NotYours
from tongban.matters.queries import Facts, Parts
from tongban.parties.queries import authority, exercising_authority, organisation, person
from tongban.parties.rules.actor import Actor, DutyKind
from tongban.parties.rules.views import PartyView

MOST_COPIES = 99
NOTHING = TakenOver({}, {}, [])


@transaction.atomic
def register(
    *,
    task_code: str,
    actor: Actor,
    at: dt.datetime,
    person_id: int | None = None,
    organisation_id: int | None = None,
    agent_person_id: int | None = None,
    answers: Mapping[str, Any] | None = None,
    situation: Mapping[str, Any] | None = None,
    channel: str = Case.Channel.WINDOW,
    papers: Mapping[str, int] | None = None,
    occurred_at: dt.datetime | None = None,
    purpose: str = Case.Purpose.NEW,
    about_licence: str = "",
    mock: bool = False,
    things: Mapping[str, str] | None = None,
) -> Stepped:
    """Open a case for a person or an organisation, received at once: a receipt is given and the intake clock runs.

    `papers` are the copies handed in on paper by the material's code; files are attached afterwards. What the base
    registers know is filled in under `answers`; those may be incomplete, because the window must take in what it may
    then have corrected. `occurred_at` is when it was handed in, where it is entered afterwards: the clock runs from
    that day. Another `purpose` than new is about a licence of the applicant, as in `draft`. A `mock` one has no effect
    (模拟审批). Raises NotYours to who is no clerk for the item or applies themselves, NotFound, BadInput.
    """
    item = implementation(task_code).in_situation(situation or {})
    refuse_unclear_purpose(purpose, about_licence)
    owner_id = exercising_authority(item.code, item.authority.id, day_of(at))
    if not actor.holds(DutyKind.CLERK, owner_id, item.code):
        raise NotYours(_("此事项不在您的收件范围内，请到有相应授权的窗口办理"))
    if _own(actor, item, person_id, organisation_id, agent_person_id):
        raise NotYours(_("不能为本人或者您代表的单位收件，请由其他窗口人员办理（回避）"))
    given, handed_in = dict(answers or {}), dict(papers or {})
    applicant = _applicant(item, person_id, organisation_id)
    _refuse_unclear(item, given, handed_in, channel)
    agent = person(agent_person_id) if agent_person_id is not None else None
    owner = item.authority if owner_id == item.authority.id else authority(owner_id)
    number, received = new_number(item, owner, at, mock=mock), occurred_at or at
    before = taken_over(purpose, about_licence, item, applicant, at) if about_licence else NOTHING
    matter = new_matter(
        number=number,
        region_id=item.region_code,
        owner_id=owner.id,
        applicant_person_id=person_id,
        applicant_organisation_id=organisation_id,
        agent_id=agent.id if agent else person_id,
        applicant_name=applicant.name,
        subject=item.name,
    )
    matter.version, matter.holder_id = 0, actor.official_id
    case = Case(
        version_id=item.version_id,
        task_code=item.code,
        power_authority_id=None if owner == item.authority else item.authority.id,
        answers=before.answers | given,
        sources=before.sources,
        things=dict(things or {}),
        saved_at=at,
        received_at=received,
        channel=channel,
        situation=dict(situation or {}),
        clerk_id=actor.official_id,
        purpose=purpose,
        about_licence=about_licence,
        mock=mock,
    )
    days = parameter("intake_notice_days", item.region_code, day_of(at))
    intake = start_clock(
        None, "intake", on=day_of(received), days=days, region_code=item.region_code, runs_for="window"
    )
    named = [(m.name, handed_in[m.code]) for m in item.materials if handed_in.get(m.code)]
    kind = MOCK if mock else CASE
    parts = Parts(kind, 0)
    parts.update(case=case, materials=[])
    facts = Facts(kind, matter, item.region_code, [], [], parts)
    done = open_matter(
        kind,
        matter,
        "register",
        actor=actor,
        at=at,
        writes=[
            Insert(case),
            Insert(intake),
            *before.materials,
            window_receipt(
                facts,
                due_on=intake.due_on,
                at=at,
                papers=named,
                agent_name=agent.name if agent is not None and agent != applicant else "",
            ),
        ],
        said={
            "item": item.code,
            "version": item.number,
            "channel": channel,
            "materials": sorted(handed_in),
            "intake_due_on": intake.due_on.isoformat(),
            **({"purpose": purpose, "licence": about_licence} if about_licence else {}),
        },
        occurred_at=occurred_at,
    )
    _fill_in(number, given, item, applicant, agent, actor, at)
    return done


def _fill_in(
    number: str,
    given: Mapping[str, Any],
    item: ImplementationView,
    applicant: PartyView,
    agent: PartyView | None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Fill in what is known: for officials the registers answer only of a case that is open."""
    case: Case = Case.objects.get(matter__number=number)
    known = prefill(item, applicant, agent, actor, number, at, case.things).over(case.answers, case.sources)
    case.answers = {**known.answers, **given}  # what is told at the window stands
    # A mark without the value that its source holds says nothing of another one.
    case.sources = {key: mark for key, mark in known.sources.items() if "held" in mark or key not in given}
    case.save(update_fields=["answers", "sources"])
    facts = read_case(number, actor)
    looked = look_around(facts, failures=known.failures, actor=actor, at=at)
    if not case.mock:
        burden_of(facts, looked.found, at).save(force_insert=True)


def _own(actor: Actor, item: ImplementationView, *parties: int | None) -> bool:
    person_id, organisation_id, agent_id = parties
    if actor.person_id is not None and actor.person_id == agent_id:
        return True
    if organisation_id is not None:
        return actor.may_act_for("organisation", organisation_id, item.code)
    return person_id is not None and actor.may_act_for("person", person_id, item.code)


def _applicant(item: ImplementationView, person_id: int | None, organisation_id: int | None) -> PartyView:
    if (person_id is None) == (organisation_id is None):
        raise BadInput({"applicant": _("请填写申请人：个人或者单位")})
    wanted = "person" if organisation_id is None else "company"
    if wanted not in item.audience:
        told = _("此事项由单位申请，请填写单位") if wanted == "person" else _("此事项由个人申请")
        raise BadInput({"applicant": told})
    return organisation(organisation_id) if organisation_id is not None else person(person_id or 0)


def _refuse_unclear(item: ImplementationView, given: dict[str, Any], papers: dict[str, int], channel: str) -> None:
    taken = {m.code for m in item.materials if m.carrier == "file"}
    errors = {key: told for key, told in check_answers(item.form, given).items() if key.partition(".")[0] in given}
    for code, copies in papers.items():
        if code not in taken:
            errors[code] = _("此事项没有这项材料")
        elif not 0 <= copies <= MOST_COPIES:
            errors[code] = _("请填写份数（0 到 %(most)d）") % {"most": MOST_COPIES}
    if channel not in Case.Channel.values or channel == Case.Channel.WEB:
        errors["channel"] = _("请选择收件渠道：窗口、电话、自助终端或帮办代办")
    if errors:
        raise BadInput(errors)
