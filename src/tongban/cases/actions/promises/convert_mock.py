"""Make a real application of one that was tried out, without typing again (模拟审批转正式申请)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.actions.intake.draft import draft
from tongban.cases.actions.intake.register import register
from tongban.cases.models import Case, CaseMaterial
from tongban.cases.queries.case_promises import may_convert
from tongban.cases.queries.reading import item_of, read_case
from tongban.matters.actions.hold import hold
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor


class NotMock(NotAllowedNow):
    """The case is a real one already."""


class AlreadyConverted(NotAllowedNow):
    """A real application was made of it before."""


@transaction.atomic
def convert_mock(*, number: str, actor: Actor, at: dt.datetime) -> str:
    """Start a real application with the answers, the files and the situation of a mock one; return its number.

    The applicant gets a draft; what was tried out at a window is taken in there by its clerk. Under the version of the
    item that is in use now: what it no longer asks is left out. What was promised is signed anew, because now it
    counts. One time only. Raises NotMock, AlreadyConverted naming the application that was made, NotYours, NotFound,
    and what `draft` and `register` raise.
    """
    hold(number)
    facts = read_case(number, actor)
    case: Case = facts.parts["case"]
    if not may_convert(facts, actor):
        raise NotYours(_("只有申请人可以把模拟办件转为正式申请；窗口收的件由窗口转"))
    if not case.mock:
        raise NotMock(_("这件不是模拟办件"))
    made = Case.objects.filter(converted_from_id=facts.matter.pk).values_list("matter__number", flat=True).first()
    if made is not None:
        raise AlreadyConverted(_("已经转为正式申请 %(number)s，请继续办理那一件") % {"number": made})
    real = _drafted(facts, actor, at) if is_applicant(actor, facts) else _taken_in(facts, actor, at)
    _take_over(facts, read_case(real, actor), at)
    return real


def _drafted(mock: Facts, actor: Actor, at: dt.datetime) -> str:
    case: Case = mock.parts["case"]
    return draft(
        task_code=case.task_code,
        actor=actor,
        at=at,
        organisation_id=mock.matter.applicant_organisation_id,
        principal_id=mock.matter.applicant_person_id,
        situation=case.situation,
        purpose=case.purpose,
        about_licence=case.about_licence,
        variant=item_of(mock).variant,
    )


def _taken_in(mock: Facts, actor: Actor, at: dt.datetime) -> str:
    case, matter = mock.parts["case"], mock.matter
    return register(
        task_code=case.task_code,
        actor=actor,
        at=at,
        person_id=matter.applicant_person_id,
        organisation_id=matter.applicant_organisation_id,
        agent_person_id=matter.agent_id if matter.agent_id != matter.applicant_person_id else None,
        situation=case.situation,
        channel=case.channel,
        purpose=case.purpose,
        about_licence=case.about_licence,
    ).number


def _take_over(mock: Facts, real: Facts, at: dt.datetime) -> None:
    tried, case = mock.parts["case"], real.parts["case"]
    item = item_of(real)
    asked = item.form.get("properties", {})
    answers = {key: value for key, value in tried.answers.items() if key in asked}
    sources = {key: mark for key, mark in tried.sources.items() if key in answers}
    known = {key: mark for key, mark in case.sources.items() if key not in answers}
    Case.objects.filter(pk=case.pk).update(
        answers={**case.answers, **answers}, sources={**known, **sources}, converted_from_id=mock.matter.pk, saved_at=at
    )
    taken = {each.code for each in item.materials if each.carrier == "file"}
    have = {(each.code, each.sha256) for each in real.parts["materials"]}
    CaseMaterial.objects.bulk_create(
        CaseMaterial(
            matter_id=real.matter.pk,
            code=each.code,
            name=each.name,
            file_name=each.file_name,
            media_type=each.media_type,
            size=each.size,
            sha256=each.sha256,
            added_at=at,
        )
        for each in mock.parts["materials"]
        if each.removed_at is None and each.code in taken and (each.code, each.sha256) not in have
    )
