"""Remind holders of what ends soon (到期提醒), as a set."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.licences.lifecycle import EXPIRED, RUNNING
from tongban.licences.models import Licence, LicenceReminder, LicenceType
from tongban.licences.rules.reminders import TOLD_AFTER, Ending, reminder_of, threshold
from tongban.notices.actions import Text, send_each
from tongban.parties.queries import speakers_of

BATCH = 5000


@dataclass(frozen=True, slots=True)
class _Due:
    licence: int
    days: int
    person: int | None
    organisation: int | None
    ending: Ending


def remind(*, at: dt.datetime) -> int:
    """Send each holder one message of the day about what ends within the reminder days, and return how many.

    The days are the type's own, or the city's (licence_remind_days); each threshold is told once. An organisation is
    told through who may act for all of it. A run that broke, or a night that was missed, is made up for by the next.
    """
    day = day_of(at)
    usual = [int(each) for each in parameter("licence_remind_days", "", day)]
    due = list(_due(day, usual))
    firms = speakers_of({each.organisation for each in due if each.organisation is not None}, on=day)
    told: dict[int, list[Ending]] = defaultdict(list)
    for each in due:
        people = {each.person} if each.person is not None else firms.get(each.organisation or 0, frozenset())
        for person in people:
            if person is not None:
                told[person].append(each.ending)
    apply_days = int(parameter("renewal_apply_days", "", day))
    texts = {person: Text(*reminder_of(endings, apply_days=apply_days)) for person, endings in told.items()}
    with transaction.atomic():
        LicenceReminder.objects.bulk_create(
            [LicenceReminder(licence_id=each.licence, days=each.days, sent_at=at) for each in due],
            batch_size=BATCH,
            ignore_conflicts=True,
        )
        return send_each(texts=texts, at=at, once_key=f"licences-ending:{day}") if texts else 0


def _due(day: dt.date, usual: list[int]) -> Iterator[_Due]:
    own = dict(LicenceType.objects.exclude(remind_days=[]).values_list("pk", "remind_days"))
    furthest = max((*usual, *(each for days in own.values() for each in days)), default=0)
    ending = Licence.objects.filter(
        Q(state__in=RUNNING, valid_until__range=(day, day + dt.timedelta(furthest)))
        | Q(state=EXPIRED, valid_until__range=(day - dt.timedelta(TOLD_AFTER), day - dt.timedelta(1))),
        Q(holder_person__isnull=False) | Q(holder_organisation__isnull=False),
    )
    sent = set(LicenceReminder.objects.filter(licence__in=ending).values_list("licence_id", "days"))
    fields = ("pk", "type_id", "name", "number", "identifier", "holder_name", "valid_until", "matter_id")
    people = ("holder_person_id", "holder_organisation_id")
    for row in ending.order_by("pk").values(*fields, *people).iterator(BATCH):
        left = (row["valid_until"] - day).days
        days = threshold(left, own.get(row["type_id"], usual))
        if days is None or (row["pk"], days) in sent:
            continue
        page = f"{settings.PUBLIC_URL}/my/licences/{row['identifier']}/" if row["matter_id"] else ""
        told = Ending(row["name"], row["number"], row["holder_name"], row["valid_until"], left, page)
        yield _Due(row["pk"], days, row["holder_person_id"], row["holder_organisation_id"], told)
