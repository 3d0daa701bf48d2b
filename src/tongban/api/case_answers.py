"""A case as the queries give it, in the words of the API."""

from typing import Annotated, Any

from django.utils.translation import gettext
from ninja import Path

from tongban.api.problems import language
from tongban.api.shapes import afterwards
from tongban.api.shapes import cases as shapes
from tongban.api.shapes.base import Links, Shape
from tongban.cases.queries import CasePage, MaterialLine
from tongban.feedback.queries import RatingView
from tongban.matters.lifecycle import Move

CaseNumber = Annotated[str, Path(max_length=60, description="the number of the case")]


def case_href(number: str) -> str:
    """Return the address of a case."""
    return f"/api/v1/cases/{number}"


def case_answer(page: CasePage, rating: RatingView | None, offered: frozenset[str]) -> shapes.Case:
    """Return a case as it is answered; `offered` are the verbs that the API has calls for."""
    href = case_href(page.number)
    decision = page.decision
    return shapes.Case.model_validate(
        {
            **{name: getattr(page, name) for name in _SAME},
            "item": {
                "code": page.item.code,
                "name": page.item.name,
                "version": page.item.number,
                "href": f"/api/v1/items/{page.item.code}",
            },
            "state_label": gettext(page.state_label),
            "mock": page.raw.mock,
            "turn": page.next.turn,
            "next": str(page.next.sentence),
            "answers": [
                {"title": group.title, "answers": [_same(shapes.Answer, each) for each in group.answers]}
                for group in page.groups
            ],
            "materials": [_material(line, href) for line in page.materials],
            "clocks": [_same(shapes.CaseClock, each) for each in page.clocks],
            "pauses": [_same(shapes.CasePause, each) for each in page.pauses],
            "corrections": [_same(shapes.CaseCorrection, each) for each in page.corrections],
            # What authorities think of it is for the applicant once it is decided, as on the page.
            "reviews": [_review(line, told=not page.is_mine or decision is not None) for line in page.reviews],
            "hearing": _same(shapes.CaseHearing, page.hearing) if page.hearing else None,
            "third_parties": [_same(shapes.CaseThirdParty, each) for each in page.third_parties],
            "decision": _same(shapes.CaseDecision, decision) if decision else None,
            "documents": [
                {**_same(shapes.CaseDocument, each), "href": f"{href}/documents/{each.key}"} for each in page.documents
            ],
            "delivery": _same(afterwards.CaseDelivery, page.delivery) if page.delivery else None,
            "charges": [_same(afterwards.CaseCharge, each.row) for each in page.after.charges],
            "challenges": [_same(afterwards.CaseChallenge, each) for each in page.after.challenges],
            "remedies": _same(afterwards.CaseRemedies, page.after.remedies) if page.after.remedies else None,
            "licence": _licence(decision.licence_identifier) if decision else None,
            "rating": _same(shapes.CaseRating, rating) if rating else None,
            "entries": [{**_same(shapes.CaseEntry, each), "label": gettext(each.label)} for each in page.timeline],
            "verbs": [_verb(move, href) for move in page.moves if move.verb in offered],
            "links": Links(self=href),
        }
    )


_SAME = (
    "number",
    "subject",
    "state",
    "due_on",
    "due_provisional",
    "remaining",
    "lamp",
    "opened_at",
    "finished_on",
    "closed",
    "applicant_name",
    "for_organisation",
    "owner",
    "owner_en",
    "is_mine",
    "version",
)


def _same(shape: type[Shape], source: Any) -> dict[str, Any]:
    """Return those fields of the shape that the source has under the same name."""
    return {name: getattr(source, name) for name in shape.model_fields if hasattr(source, name)}


def _material(line: MaterialLine, href: str) -> dict[str, Any]:
    asked = line.asked or {}
    return {
        **{name: getattr(line.material, name) for name in ("code", "name", "necessity", "carrier", "source")},
        "files": [_file(each, href) for each in line.files],
        "replaced": [_file(each, href) for each in line.replaced],
        "problem": asked.get("problem", ""),
        "requirement": asked.get("requirement", ""),
    }


def _file(given: Any, href: str) -> dict[str, Any]:
    return {
        "id": given.pk,
        "name": given.file_name,
        "media_type": given.media_type,
        "size": given.size,
        "sha256": given.sha256,
        "added_at": given.added_at,
        "href": f"{href}/materials/{given.pk}/file",
    }


def _review(line: Any, *, told: bool) -> dict[str, Any]:
    said = {**_same(shapes.CaseReview, line.review), **_same(shapes.CaseReview, line)}
    return said if told else said | dict.fromkeys(said.keys() & {"opinion", "text", "conditions"}, "")


def _licence(identifier: str) -> dict[str, str] | None:
    if not identifier:
        return None
    href = f"/api/v1/licences/{identifier}"
    return {"identifier": identifier, "file": f"{href}/file", "verification": f"{href}/verification"}


def _verb(move: Move, href: str) -> dict[str, str]:
    label = move.label_en if language() == "en" else move.label
    return {
        "verb": move.verb,
        "label": label,
        "basis": str(move.basis),
        "method": "POST",
        "href": f"{href}/{move.verb}",
    }
