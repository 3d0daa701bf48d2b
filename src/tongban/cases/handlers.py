"""What we do when a case has moved: tell those whom it concerns."""

from typing import Any

from tongban.cases.rules.letters import letter_for
from tongban.kernel.clock import now
from tongban.kernel.outbox import on
from tongban.matters.queries import read_by_id
from tongban.notices.actions import Recipient, send


@on("case.*")
def tell_the_applicant(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the applicant's box what has happened and what comes next; a repeat of the job sends nothing."""
    facts = read_by_id(payload["matter"])
    matter = facts.matter
    letter = letter_for(topic.partition(".")[2], number=matter.number, subject=matter.subject, due_on=matter.due_on)
    people = {person for person in (matter.applicant_person_id, matter.agent_id) if person is not None}
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
