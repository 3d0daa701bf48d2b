"""Deferred materials whose day comes near are reminded of; those whose day is past lapse."""

import datetime as dt
import logging

from tongban.cases.actions.promises.lapse_deferred import lapse_deferred
from tongban.cases.models import DeferredMaterial
from tongban.cases.queries.promises import due_soon, moved_days, past_their_day
from tongban.cases.queries.recipients import whom_to_tell
from tongban.cases.rules.letters import reminder
from tongban.kernel.clock import day_of
from tongban.kernel.errors import Refusal
from tongban.notices.actions import Recipient, send

log = logging.getLogger(__name__)


def sweep_deferred(*, at: dt.datetime) -> int:
    """Set right what the calendar moved, remind of what is due soon, lapse what is late; return how many lapsed."""
    _follow_the_calendar()
    remind_of_deferred(at=at)
    lapsed, failed = 0, None
    for number in past_their_day(day_of(at)):
        try:
            lapse_deferred(number=number, at=at)
            lapsed += 1
        except Refusal:
            continue  # it came, or the case ended, meanwhile
        except Exception as error:
            log.exception("the sweep could not lapse what case %s owes", number)
            failed = error
    if failed is not None:
        raise failed
    return lapsed


def _follow_the_calendar() -> None:
    """Set the days of what is owed right where a holiday notice has moved them; their clock was moved by the engine."""
    for row, due_on in moved_days():
        DeferredMaterial.objects.filter(pk=row.pk).update(due_on=due_on)


def remind_of_deferred(*, at: dt.datetime) -> int:
    """Write once to who owes a deferred material that is due within the days of `tolerance_remind_days`.

    Returns how many materials were reminded of.
    """
    today, told = day_of(at), []
    for row in due_soon(today):
        matter = row.matter
        letter = reminder(number=matter.number, subject=matter.subject, material=row.name, due_on=row.due_on)
        send(
            to=[Recipient(person_id=one) for one in sorted(whom_to_tell(matter, matter.case.task_code, today))],
            subject=letter.subject,
            body=letter.body,
            at=at,
            matter_id=matter.pk,
            once_key=f"deferred:{row.pk}",
        )
        told.append(row.pk)
    DeferredMaterial.objects.filter(pk__in=told).update(reminded_on=today)
    return len(told)
