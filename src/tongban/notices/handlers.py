"""What we do when a message has been put into a box, and when something was done with a mandate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tongban.kernel.clock import ZONE, now
from tongban.kernel.outbox import on
from tongban.notices.actions import Recipient, dispatch, send
from tongban.notices.events import MESSAGE_SENT
from tongban.notices.rules.lock_letter import LOCKED_BODY, LOCKED_SUBJECT
from tongban.notices.rules.mandate_letters import AGENT, PRINCIPAL, mandate_letter
from tongban.parties.events import SIGN_IN_LOCKED
from tongban.parties.queries import holder_of, mandate_sides, speaks_for
from tongban.parties.rules.views import MandateView


@on(MESSAGE_SENT)
def send_out(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Send the message (its id is the key) by the channels that its recipient wants."""
    dispatch(message_id=key, at=now())


@on(SIGN_IN_LOCKED)
def tell_holder(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Tell who holds the account (its id is the key) that it was locked, and what to do if that was somebody else."""
    person_id, official_id = holder_of(key)
    if official_id is None and person_id is None:
        return
    to = Recipient(official_id=official_id) if official_id is not None else Recipient(person_id=person_id)
    until = dt.datetime.fromisoformat(payload["until"])
    body = LOCKED_BODY.format(until=until.astimezone(ZONE).strftime("%Y-%m-%d %H:%M"))
    send(to=[to], subject=LOCKED_SUBJECT, body=body, at=now(), once_key=f"{topic}:{key}:{payload['until']}")


@on("mandate.*")
def tell_both_sides(topic: str, key: int, payload: dict[str, Any]) -> None:
    """Write to both sides of a mandate (its id is the key) what was done with it; a repeat sends nothing."""
    mandate, what = mandate_sides(key), topic.partition(".")[2]
    if mandate is None:
        return
    for side, to in ((PRINCIPAL, _principal(mandate)), (AGENT, _agent(mandate))):
        letter = mandate_letter(what, mandate, side)
        if letter is not None and to is not None:
            send(to=[to], subject=letter[0], body=letter[1], at=now(), once_key=f"mandate:{key}:{what}:{side}")


def _principal(mandate: MandateView) -> Recipient | None:
    if mandate.principal_kind == "person":
        return Recipient(person_id=mandate.principal_id)
    head = speaks_for(mandate.principal_id)
    return None if head is None else Recipient(person_id=head)


def _agent(mandate: MandateView) -> Recipient:
    if mandate.helper_id is not None:
        return Recipient(official_id=mandate.helper_id)
    return Recipient(person_id=mandate.agent_id)
