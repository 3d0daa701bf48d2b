"""What a person said and gave in their applications, whole, for the person who asks for a copy."""

from __future__ import annotations

from typing import Any

from tongban.cases.models import Case, CaseMaterial
from tongban.cases.queries.reading import version_of
from tongban.parties.rules.actor import Actor


def said_by_me(actor: Actor) -> list[dict[str, Any]]:
    """Return the applications of the actor's own person with their answers and files, in two queries."""
    cases = Case.objects.filter(matter__applicant_person_id=actor.person_id or 0).select_related("matter")
    found = list(cases.order_by("pk"))
    given: dict[int, list[dict[str, Any]]] = {}
    for each in CaseMaterial.objects.filter(matter_id__in=[case.pk for case in found]).order_by("pk"):
        told = {"material": each.name, "file_name": each.file_name, "sha256": each.sha256, "added_at": each.added_at}
        given.setdefault(each.matter_id, []).append(told)
    return [
        {
            "number": case.matter.number,
            "item": case.matter.subject,
            "state": case.matter.state,
            "opened_at": case.matter.opened_at,
            "answers": [
                {"key": key, "title": _title(case, key), "value": value} for key, value in case.answers.items()
            ],
            "sources": {key: mark.get("source", "") for key, mark in case.sources.items()},
            "files": given.get(case.pk, []),
        }
        for case in found
    ]


def _title(case: Case, key: str) -> str:
    title: str = version_of(case.version_id).form.get("properties", {}).get(key, {}).get("title", key)
    return title
