"""What we do when a case has moved: tell those whom it concerns, and make what was written."""

from typing import Any

from tongban.cases.actions.archive_case import archive_case
from tongban.cases.actions.make_documents import make_documents
from tongban.cases.rules.letters import letter_for
from tongban.kernel.clock import now, today
from tongban.kernel.outbox import on
from tongban.matters.queries import Facts, read_by_id
from tongban.notices.actions import Recipient, send
from tongban.parties.queries import acting_for


@on("case.*")
def tell_the_applicant(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the applicant's box what has happened and what comes next; a repeat of the job sends nothing."""
    facts = read_by_id(payload["matter"])
    matter = facts.matter
    verb, words = _occasion(topic.partition(".")[2], facts)
    letter = letter_for(verb, number=matter.number, subject=matter.subject, due_on=matter.due_on, words=words)
    people = _whom_to_tell(facts) if letter is not None else set()
    if letter is None or not people:
        return
    send(
        to=[Recipient(person_id=person) for person in sorted(people)],
        subject=letter.subject,
        body=letter.body,
        at=now(),
        matter_id=matter.pk,
        once_key=f"journal:{key}",
    )


@on("case.*")
def make_what_was_written(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Make the files of the documents that the step wrote, and the package of a case that it closed; once each."""
    make_documents(payload["matter"])
    facts = read_by_id(payload["matter"])
    if facts.kind.state(facts.state).closed:
        archive_case(matter_id=facts.matter.pk, at=now())


def _occasion(verb: str, facts: Facts) -> tuple[str, str]:
    """Return what the applicant hears of a step, and what the authority wrote to them with it."""
    if verb != "decline":
        return verb, facts.parts["case"].end_reason
    # Of what officials ask of each other the applicant need not hear; of their own request they do.
    answered = [proposal for proposal in facts.parts["proposals"] if proposal.answered_at is not None]
    last = max(answered, key=lambda proposal: proposal.answered_at)
    return f"decline_{last.kind}", last.answer


def _whom_to_tell(facts: Facts) -> set[int]:
    """Return who applied, or the agent as long as the mandate lasts, or else all who may act for the organisation."""
    matter = facts.matter
    if matter.applicant_organisation_id is None:
        return {matter.applicant_person_id} if matter.applicant_person_id is not None else set()
    acting = acting_for(matter.applicant_organisation_id, facts.parts["case"].task_code, on=today())
    return {matter.agent_id} if matter.agent_id in acting else set(acting)
