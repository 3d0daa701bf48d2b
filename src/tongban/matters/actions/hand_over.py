"""Let an official who leaves hand over what they hold; from then on they can do nothing more."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tongban.kernel.errors import BadInput
from tongban.matters.actions.step import retried, step
from tongban.matters.models import Matter
from tongban.matters.queries import read_by_id
from tongban.parties.actions import end_service
from tongban.parties.rules.actor import Actor

VERB = "hand_over"


class SuccessorNeeded(BadInput):
    """The official holds open matters, so somebody must take them over."""


@retried
@transaction.atomic
def hand_over(*, official_id: int, successor_id: int | None, actor: Actor, at: dt.datetime) -> list[str]:
    """Give all open matters of an official to the successor, each with its own journal entry, and end the service.

    Returns the numbers handed over. Raises SuccessorNeeded when there are open matters and no successor, and what
    `parties.end_service` raises; then nothing has changed. A matter that somebody moves meanwhile makes it begin anew.
    """
    held = list(
        Matter.objects.filter(holder_id=official_id, closed_at=None).order_by("pk").values_list("pk", flat=True)
    )
    if held and successor_id is None:
        raise SuccessorNeeded({"successor": _("此人还有 %(count)d 件未办结，请指定接手人") % {"count": len(held)}})
    end_service(official_id=official_id, successor_id=successor_id, actor=actor, at=at)
    numbers = []
    for matter_id in held:
        facts = read_by_id(matter_id)
        done = step(
            facts,
            VERB,
            actor=actor,
            at=at,
            changes={"holder_id": successor_id},
            said={"from": official_id, "to": successor_id},
        )
        numbers.append(done.number)
    return numbers
