"""Tell those concerned that a notice moved the due days of their cases: one letter each, however many the cases."""

import datetime as dt
from collections import defaultdict

from tongban.cases.models import Case
from tongban.cases.queries.recipients import whom_to_tell
from tongban.cases.rules.moved_days import Moved, moved_days_letter
from tongban.kernel.clock import day_of
from tongban.matters.queries.moved_days import MovedDay, moved_days
from tongban.notices.actions import Recipient, send


def tell_moved_days(*, notice: str, basis: str, at: dt.datetime) -> int:
    """Write to applicants and to the officials who hold the cases; return how many letters went out.

    It may be repeated: who was written to for the notice is not written to again.
    """
    moved = moved_days(notice)
    items = dict(Case.objects.filter(pk__in=[each.matter.pk for each in moved]).values_list("pk", "task_code"))
    letters: dict[Recipient, list[Moved]] = defaultdict(list)
    matters: dict[Recipient, int] = {}
    told: dict[tuple[object, ...], set[int]] = {}
    for each in moved:
        matter = each.matter
        recipients = [Recipient(official_id=matter.holder_id)] if matter.holder_id is not None else []
        if matter.pk in items:
            people = _people(each, items[matter.pk], day_of(at), told)
            recipients += [Recipient(person_id=person) for person in sorted(people)]
        for recipient in recipients:
            letters[recipient].append((matter.number, matter.subject, each.before, each.after))
            matters[recipient] = matter.pk
    sent = 0
    for recipient, of_one in letters.items():
        letter = moved_days_letter(of_one, basis=basis)
        sent += send(
            to=[recipient],
            subject=letter.subject,
            body=letter.body,
            at=at,
            matter_id=matters[recipient] if len(of_one) == 1 else None,
            once_key=f"notice:{notice}",
        )
    return sent


def _people(moved: MovedDay, task_code: str, on: dt.date, told: dict[tuple[object, ...], set[int]]) -> set[int]:
    """Return whom to tell; a company with many cases is asked for once."""
    matter = moved.matter
    asked = (matter.applicant_person_id, matter.applicant_organisation_id, matter.agent_id, task_code)
    if asked not in told:
        told[asked] = whom_to_tell(matter, task_code, on)
    return told[asked]
