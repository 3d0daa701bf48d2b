"""Throw a draft away: what was typed and given goes, that there was one stays in the journal."""

import datetime as dt
from typing import Any

from django.db import transaction

from tongban.cases.actions.materials.close_assistances import close_assistances
from tongban.cases.models import Assistance, Case, CaseMaterial, MaterialFinding
from tongban.cases.queries.reading import read_case
from tongban.kernel.actions.drop_files import drop_files
from tongban.matters.actions.step import Stepped, allow, retried, step
from tongban.matters.actions.writes import Change
from tongban.parties.rules.actor import Actor

EMPTY: dict[str, dict[str, Any]] = {"answers": {}, "sources": {}, "touched": {}, "situation": {}, "things": {}}
UNANSWERED = {"answer": "", "file_name": "", "media_type": "", "sha256": ""}


@retried
def discard(*, number: str, actor: Actor, at: dt.datetime) -> Stepped:
    """End a draft and delete its answers, files and findings; the journal's entries hold none and stay provable.

    Done by who applies, and by the system once a draft was left alone for its time (个人信息保护法 第四十七条). Raises
    NotFound, NotYours, NotAllowedNow once it was handed in.
    """
    facts = read_case(number, actor)
    allow(facts, "discard", actor)
    with transaction.atomic():
        done = step(facts, "discard", actor=actor, at=at, writes=[Change(facts.parts["case"], dict(EMPTY))])
        files = CaseMaterial.objects.filter(matter_id=facts.matter.pk)
        # A department that has not answered yet would answer for nobody.
        close_assistances(case_matter_id=facts.matter.pk, at=at)
        attested = Assistance.objects.filter(of_id=facts.matter.pk)
        hashes = {each for rows in (files, attested) for each in rows.values_list("sha256", flat=True)}
        files.delete()
        attested.update(**UNANSWERED)
        # They name whose licence and which row of a register was found.
        MaterialFinding.objects.filter(matter_id=facts.matter.pk).delete()
    transaction.on_commit(lambda: drop_files(hashes=hashes, at=at))
    return done


def drafts_of(person_id: int, *, at: dt.datetime) -> list[str]:
    """List the drafts that a person had begun for themselves at the time."""
    found = Case.objects.filter(
        matter__state="draft", matter__closed_at=None, matter__applicant_person_id=person_id, matter__opened_at__lte=at
    )
    return list(found.order_by("pk").values_list("matter__number", flat=True))
