"""Do what a data subject asked: delete what was named, or explain."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.cases.actions.intake.discard import discard, drafts_of
from tongban.feedback.models import DataRequest
from tongban.feedback.rules.texts import refuse_unclear
from tongban.kernel.clock import day_of
from tongban.kernel.errors import BadInput
from tongban.matters.actions.project import stop
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.matters.queries import read
from tongban.parties.rules.actor import SYSTEM, Actor
from tongban.sharing.actions.space.forget_space import forget_answers, forget_documents


@retried
def grant_data_request(*, number: str, text: str, actor: Actor, at: dt.datetime) -> Stepped:
    """Delete what the request names, in one transaction with its answer, and say how much it was.

    What an authority decided on is kept for its time (个人信息保护法 第四十七条第二款) and is not
    touched. Raises BadInput, NotYours, NotAllowedNow, NotFound.
    """
    facts = read(number, actor=actor, kind="data_request")
    allow(facts, "grant_data_request", actor)
    if errors := refuse_unclear("text", text, _("请写明答复")):
        raise BadInput(errors)
    row: DataRequest = facts.parts["request"]
    with transaction.atomic():
        deleted = _deleted(row, facts.matter.applicant_person_id, actor, at)
        given: dict[str, Any] = {
            "answer": text.strip(),
            "answered_by_name": actor.name,
            "answered_at": at,
            "deleted": deleted,
        }
        writes = [*stop(facts.running("answer"), day_of(at)), Change(row, given)]
        return step(facts, "grant_data_request", actor=actor, at=at, writes=writes, said={"deleted": deleted})


def _deleted(row: DataRequest, person_id: int | None, actor: Actor, at: dt.datetime) -> dict[str, int]:
    if row.topic != DataRequest.Topic.DELETE or person_id is None:
        return {}
    done: dict[str, int] = {}
    if DataRequest.Scope.DOCUMENTS in row.scope:
        done["documents"] = forget_documents(person_id=person_id, actor=actor, at=at)
    if DataRequest.Scope.ANSWERS in row.scope:
        done["answers"] = forget_answers(person_id=person_id, actor=actor, at=at)
    if DataRequest.Scope.DRAFTS in row.scope:
        numbers = drafts_of(person_id, at=at)
        for each in numbers:
            # A matter is moved by its own step, here as everywhere.
            discard(number=each, actor=SYSTEM, at=at)
        done["drafts"] = len(numbers)
    return done
