"""Throw a draft away: what was typed and given goes, that there was one stays in the journal."""

import datetime as dt
from typing import Any

from django.db import transaction

from tongban.cases.models import Case, CaseMaterial
from tongban.cases.queries.reading import read_case
from tongban.kernel.actions.drop_files import drop_files
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.parties.rules.actor import Actor

EMPTY: dict[str, dict[str, Any]] = {"answers": {}, "sources": {}, "touched": {}, "situation": {}}


@retried
def discard(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """End a draft and delete its answers and files; the journal's entries hold none of them, and stay provable.

    Done by who applies, and by the system once a draft was left alone for its time (个人信息保护法 第四十七条). Raises
    NotFound, NotYours, NotAllowedNow once it was handed in.
    """
    facts = read_case(number, actor)
    allow(facts, "discard", actor)
    with transaction.atomic():
        done = step(facts, "discard", actor=actor, at=at, writes=[Change(facts.parts["case"], dict(EMPTY))])
        files = CaseMaterial.objects.filter(matter_id=facts.matter.pk)
        hashes = set(files.values_list("sha256", flat=True))
        files.delete()
    transaction.on_commit(lambda: drop_files(hashes=hashes, at=at))
    return done


def drafts_of(person_id: int) -> list[str]:
    """List the drafts that a person began for themselves."""
    found = Case.objects.filter(matter__state="draft", matter__closed_at=None, matter__applicant_person_id=person_id)
    return list(found.order_by("pk").values_list("matter__number", flat=True))
