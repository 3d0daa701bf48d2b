"""Forget what somebody kept with us for the next time, at their wish or when its time is past."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from tongban.kernel.actions.drop_files import drop_files
from tongban.kernel.clock import day_of
from tongban.kernel.queries import parameter
from tongban.parties.actions import record_event
from tongban.parties.rules.actor import SYSTEM, Actor
from tongban.sharing.models import KeptAnswer, KeptDocument


def forget_documents(*, person_id: int, actor: Actor, at: dt.datetime) -> int:
    """Remove and empty what a person's space held at the time, with files that nothing else names; return how many."""
    found = KeptDocument.objects.filter(person_id=person_id, kept_at__lte=at).exclude(sha256="")
    return _forgotten(found, f"person:{person_id}", actor, at)


def forget_answers(*, person_id: int, actor: Actor, at: dt.datetime) -> int:
    """Delete the answers that were kept at the time for a person's next form; return how many."""
    with transaction.atomic():
        count, _by_model = KeptAnswer.objects.filter(person_id=person_id, given_at__lte=at).delete()
        if count:
            record_event(kind="forget_answers", subject=f"person:{person_id}", actor=actor, at=at, count=count)
    return count


def sweep_space(*, at: dt.datetime) -> int:
    """Empty what was removed, and delete answers that were not given again, once their days are past."""
    today = day_of(at)
    removed = at - dt.timedelta(days=parameter("retention_removed_documents_days", on=today))
    given = at - dt.timedelta(days=parameter("retention_kept_answers_days", on=today))
    found = KeptDocument.objects.filter(removed_at__lt=removed).exclude(sha256="")
    count = _forgotten(found, "space:all", SYSTEM, at)
    with transaction.atomic():
        answers, _by_model = KeptAnswer.objects.filter(given_at__lt=given).delete()
        if answers:
            record_event(kind="forget_answers", subject="space:all", actor=SYSTEM, at=at, count=answers)
    return count + answers


def _forgotten(found: QuerySet[KeptDocument], subject: str, actor: Actor, at: dt.datetime) -> int:
    """Empty the rows, for cases may still say that their file came from them, and drop their files."""
    with transaction.atomic():
        rows = list(found.select_for_update().values_list("pk", "sha256"))
        if not rows:
            return 0
        empty = {"name": "", "file_name": "", "sha256": "", "standard": "", "case_number": "", "size": 0}
        KeptDocument.objects.filter(pk__in=[pk for pk, _hash in rows]).update(**empty)
        KeptDocument.objects.filter(pk__in=[pk for pk, _hash in rows], removed_at=None).update(removed_at=at)
        record_event(kind="forget_documents", subject=subject, actor=actor, at=at, count=len(rows))
    hashes = {each for _pk, each in rows}
    transaction.on_commit(lambda: drop_files(hashes=hashes, at=at))
    return len(rows)
