"""Reading a draft as the guide that it would become."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from tongban.catalogue.access import drafts_and_all, no_such_item
from tongban.catalogue.models import Material, Version
from tongban.catalogue.queries.views import authority_of, material_of, view_of, with_rows
from tongban.catalogue.rules.drafts import as_in_file
from tongban.catalogue.rules.enumerations import EX_OFFICIO_TYPES, VersionState
from tongban.catalogue.rules.forms import compile_form
from tongban.catalogue.rules.item_file import read_item
from tongban.catalogue.rules.views import BasisView, FeeView, ImplementationView, QuestionView, StepView
from tongban.parties.queries import authorities
from tongban.parties.rules.actor import Actor


def guide_of_draft(version_id: int, actor: Actor) -> ImplementationView | None:
    """Return a version of a revision as people would read it, None for a draft that is not whole yet.

    Also None for what an authority does of its own accord, which has no guide. Raises NotFound for a version that does
    not exist for the actor.
    """
    found = with_rows(drafts_and_all(actor).filter(pk=version_id)).first()
    if found is None:
        raise no_such_item()
    if found.type in EX_OFFICIO_TYPES:
        return None
    if found.state != VersionState.DRAFT:
        return view_of(found)
    content, _wrong = read_item(as_in_file(found.content), file="", row=1)
    return _view(found, content.data) if content is not None else None


def _view(found: Version, data: Mapping[str, Any]) -> ImplementationView:
    """Return the view of a checked content: a draft has no columns and rows to read it from yet."""
    named = {each.name for each in dataclasses.fields(ImplementationView)}
    alike = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items() if key in named}
    carried_out = found.implementation
    authority = authority_of(carried_out)
    return ImplementationView(
        **{
            **alike,
            "version_id": found.pk,
            "number": found.number,
            "state": found.state,
            "effective_on": found.effective_on,
            "code": carried_out.task_code,
            "authority": authority,
            "region_code": carried_out.region_id,
            "region_name": carried_out.region.name,
            "result_name": data["result"]["name"],
            "result_kind": data["result"]["kind"],
            "licence_type": data["result"]["licence_type"],
            "result_validity_months": data["result"]["validity_months"],
            "address": data["address"] or authority.address,
            "phone": data["phone"] or authority.phone,
            "complaint_phone": data["complaint_phone"] or authority.complaint_phone,
            "basis": tuple(BasisView(row["law"], row["article"], row["local_parameter"]) for row in data["basis"]),
            "materials": tuple(material_of(Material(**row)) for row in data["materials"]),
            "steps": _steps(data),
            "fees": tuple(FeeView(**{**row, "reductions": tuple(row["reductions"])}) for row in data["fees"]),
            "questions": tuple(QuestionView(row["question"], row["answer"]) for row in data["questions"]),
            "form": compile_form(data["form"]),
            "content": data,
        }
    )


def _steps(data: Mapping[str, Any]) -> tuple[StepView, ...]:
    by_key = {each.key: each for each in authorities()}
    return tuple(
        StepView(
            code=row["code"],
            name=row["name"],
            authority_id=one.id,
            authority_key=one.key,
            authority_name=one.name,
            authority_name_en=one.name_en,
            days=row["days"],
            after=tuple(row["after"]),
            lead=row["lead"],
            kind=row["kind"],
            only_when=row["only_when"],
        )
        for row in data["steps"]
        if (one := by_key.get(row["authority"]))
    )
