"""Bring into force what was published for a day that has come."""

import datetime as dt

from django.db import transaction

from tongban.catalogue.actions.publish_versions import lock_catalogue, publish_versions
from tongban.catalogue.models import Revision, Version
from tongban.catalogue.rules.enumerations import VersionState
from tongban.kernel.clock import day_of
from tongban.matters.actions.step import step
from tongban.matters.events import NotAllowedNow, Overtaken
from tongban.matters.queries import read_by_id
from tongban.parties.rules.actor import SYSTEM


@transaction.atomic
def take_effect(*, at: dt.datetime) -> int:
    """Put the versions of all scheduled revisions whose day has come into force, and return how many revisions.

    One that was taken back at this moment stays so. It can be run at any time, and twice.
    """
    lock_catalogue()
    due = Revision.objects.filter(matter__state="scheduled", effective_on__lte=day_of(at)).order_by("pk")
    came = []
    for matter_id in due.values_list("pk", flat=True):
        try:
            step(read_by_id(matter_id), "take_effect", actor=SYSTEM, at=at)
        except (NotAllowedNow, Overtaken):
            continue
        came.append(matter_id)
    waiting = Version.objects.filter(revision_id__in=came, state=VersionState.SCHEDULED.value)
    publish_versions(version_ids=list(waiting.values_list("pk", flat=True)), at=at)
    return len(came)
