"""Who may see what people asked, complained of and claimed, and who answers it."""

from django.db.models import Q, QuerySet

from tongban.feedback.lifecycle import (
    APPLICANT,
    COMPLAINT_MOVES,
    COMPLAINT_STATES,
    DATA_REQUEST_MOVES,
    DATA_REQUEST_STATES,
)
from tongban.feedback.models import Complaint, DataRequest
from tongban.matters.lifecycle import Kind, Part
from tongban.matters.queries import Facts
from tongban.parties.rules.actor import Actor, DutyKind

# A question is answered by who handles the authority's cases; a complaint by who is not complained of.
ANSWERS = {
    "question": (DutyKind.CLERK, DutyKind.REVIEWER),
    "complaint": (DutyKind.SUPERVISOR,),
}


def sees(actor: Actor, facts: Facts) -> bool:
    """Tell whether it exists for the actor: who wrote it, who may answer it, and supervisors."""
    return actor.is_system or _wrote(actor, facts) or _answers(actor, facts) or _supervises(actor)


def holds(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in this one."""
    return _wrote(actor, facts) if duty == APPLICANT else not _wrote(actor, facts) and _answers(actor, facts)


def complaints(actor: Actor) -> QuerySet[Complaint]:
    """Return what exists for the actor; the same rule as `sees`, as a filter."""
    found = Complaint.objects.select_related("matter__owner", "about")
    if _supervises(actor):
        return found
    mine = Q(matter__agent_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    theirs = Q(topic=Complaint.Topic.QUESTION, matter__owner_id__in=actor.authorities(*ANSWERS["question"]))
    return found.filter(mine | theirs)


def _wrote(actor: Actor, facts: Facts) -> bool:
    return actor.person_id is not None and actor.person_id == facts.matter.agent_id


def _answers(actor: Actor, facts: Facts) -> bool:
    topic = facts.parts["complaint"].topic
    if topic == Complaint.Topic.COMPLAINT:
        return _supervises(actor)
    return any(actor.holds(kind, facts.matter.owner_id) for kind in ANSWERS[topic])


def _supervises(actor: Actor) -> bool:
    return bool(actor.authorities(DutyKind.SUPERVISOR))


COMPLAINT = Kind(
    code="complaint",
    label="留言和投诉",
    label_en="Questions and complaints",
    states=COMPLAINT_STATES,
    moves=COMPLAINT_MOVES,
    holds=holds,
    sees=sees,
    parts={"complaint": Part("feedback.Complaint", one=True, order="matter_id")},
)


def data_requests(actor: Actor) -> QuerySet[DataRequest]:
    """Return the requests of data subjects that exist for the actor: their own, and those that they answer."""
    found = DataRequest.objects.select_related("matter__owner")
    mine = Q(matter__agent_id=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    return found.filter(mine | Q(matter__owner_id__in=actor.authorities(DutyKind.DATA_STEWARD)))


def sees_data_request(actor: Actor, facts: Facts) -> bool:
    """Tell whether a request exists for the actor; the same rule as `data_requests`."""
    return actor.is_system or _wrote(actor, facts) or _keeps_data(actor, facts)


def holds_data_request(actor: Actor, facts: Facts, duty: str) -> bool:
    """Tell whether the actor has the duty in a request: nobody answers their own."""
    return _wrote(actor, facts) if duty == APPLICANT else not _wrote(actor, facts) and _keeps_data(actor, facts)


def _keeps_data(actor: Actor, facts: Facts) -> bool:
    return actor.holds(DutyKind.DATA_STEWARD, facts.matter.owner_id)


DATA_REQUEST = Kind(
    code="data_request",
    label="个人信息请求",
    label_en="Requests of data subjects",
    states=DATA_REQUEST_STATES,
    moves=DATA_REQUEST_MOVES,
    holds=holds_data_request,
    sees=sees_data_request,
    parts={"request": Part("feedback.DataRequest", one=True, order="matter_id")},
)
