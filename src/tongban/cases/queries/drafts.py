"""Reading what was typed so far, as its applicant may go on with it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tongban.cases.access import is_applicant
from tongban.cases.models import Case
from tongban.cases.queries.reading import read_case
from tongban.kernel.errors import NotFound
from tongban.parties.rules.actor import Actor


@dataclass(frozen=True, slots=True)
class DraftAnswers:
    """The answers of an application and their revision; `touched` says of each who changed it last, see `Case`."""

    answers: dict[str, Any]
    revision: int
    touched: dict[str, dict[str, Any]]


def draft_answers(actor: Actor, number: str) -> DraftAnswers:
    """Return what was typed, to who applies. Raises NotFound for everybody else."""
    facts = read_case(number, actor)
    if not is_applicant(actor, facts):
        raise NotFound(_("没有找到，请核对编号"))
    case: Case = facts.parts["case"]
    return DraftAnswers(case.answers, case.revision, case.touched)
