"""What we do when a licence stands differently: tell its holder."""

from typing import Any

from tongban.kernel.clock import now, today
from tongban.kernel.outbox import on
from tongban.licences.models import LicenceStanding
from tongban.licences.rules.letters import letter_for
from tongban.notices.actions import Recipient, send
from tongban.parties.queries import speakers_of


@on("licence.*")
def tell_the_holder(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to the holder, or to who applied for an organisation; a repeat of the job sends nothing."""
    licence = LicenceStanding.objects.select_related("licence__matter").get(pk=key).licence
    letter = letter_for(topic.partition(".")[2], name=licence.name, number=licence.number)
    agent_id = licence.matter.agent_id if licence.matter is not None else None
    people = {each for each in (licence.holder_person_id, agent_id) if each is not None}
    if letter is None:
        return
    if not people and licence.holder_organisation_id is not None:
        # What came with the stock was applied for elsewhere: who acts for the whole organisation hears of it.
        firm = licence.holder_organisation_id
        people |= speakers_of([firm], on=today()).get(firm, frozenset())
    if not people:
        return
    send(
        to=[Recipient(person_id=each) for each in sorted(people)],
        subject=letter.subject,
        body=letter.body,
        at=now(),
        matter_id=licence.matter_id,
        once_key=f"licence-standing:{key}",
    )
