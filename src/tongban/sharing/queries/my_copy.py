"""What the space of a person holds, whole, for the person who asks for a copy."""

from __future__ import annotations

from typing import Any

from tongban.parties.rules.actor import Actor
from tongban.sharing.models import KeptAnswer, KeptDocument, RegisterField


def kept_of_me(actor: Actor) -> dict[str, Any]:
    """Return the documents and the answers that are kept for the actor's own person, in two queries."""
    documents = KeptDocument.objects.filter(person_id=actor.person_id or 0, removed_at=None).order_by("pk")
    answers = KeptAnswer.objects.filter(person_id=actor.person_id or 0).order_by("pk")
    return {
        "documents": [
            {
                "name": each.name,
                "file_name": each.file_name,
                "size": each.size,
                "sha256": each.sha256,
                "obtained_on": each.obtained_on,
                "valid_until": each.valid_until,
                "source": each.source,
                "case": each.case_number,
            }
            for each in documents
        ],
        "answers": [
            {"element": each.element, "value": each.value, "case": each.case_number, "given_at": each.given_at}
            for each in answers
        ],
    }


def elements_of_persons() -> list[str]:
    """List the data elements about a person that some register holds."""
    found = RegisterField.objects.exclude(element__startswith="org.").values_list("element", flat=True)
    return sorted(set(found))
