"""What government has of the story's company, put there for one test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.cases.factory import answers, road_code
from tests.city import MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.queries import reading
from tongban.cases.queries.material_board import MaterialBoard, MaterialState, material_board
from tongban.catalogue.queries import ImplementationView
from tongban.licences.models import Licence, LicenceType
from tongban.parties.queries import organisation
from tongban.parties.rules.views import PartyView
from tongban.sharing.models import TABLES, Register, RegisterRecord

CHANGED: dict[str, dict[str, Any]] = {}


def firm() -> PartyView:
    """Return the story's company."""
    return organisation(company(actor("applicant")))


def business_licence(*, until: dt.date | None = None, state: str = "valid", number: str = "YYZZ-1") -> str:
    """Give the company a business licence and return its identifier."""
    of, holder = LicenceType.objects.get(code="business-licence"), firm()
    row = Licence.objects.create(
        identifier=f"1.2.156.3005.2.{of.type_code}.{number}",
        type=of,
        name=of.name,
        number=number,
        serial=number,
        holder_kind="organisation",
        holder_organisation_id=holder.id,
        holder_name=holder.name,
        holder_code=holder.code,
        authority=of.authority,
        authority_name=of.authority.name,
        issued_on=MONDAY.date() - dt.timedelta(days=400),
        valid_from=MONDAY.date() - dt.timedelta(days=400),
        valid_until=until,
        face=[{"key": "scope", "label": "经营范围", "label_en": "", "value": "电力工程施工"}],
        state=state,
    )
    row.standings.create(state=state, from_at=MONDAY - dt.timedelta(days=400), actor_name="系统")
    return row.identifier


def record(register: str, values: dict[str, Any], *, days_ago: int = 10, thing: str = "") -> RegisterRecord:
    """Let a register know something of the company, and return the row."""
    of = Register.objects.get(key=register)
    return TABLES[of.kind].objects.create(
        register=of,
        subject_code=firm().code,
        object_code=thing,
        object_name=thing,
        values=values,
        as_of=MONDAY.date() - dt.timedelta(days=days_ago),
    )


def disconnect(register: str) -> None:
    """Let a register be one that cannot be asked."""
    Register.objects.filter(key=register).update(connected=False)


def material(code: str, **changes: Any) -> None:
    """Let a material of every item be another one, for one test: published versions cannot be changed."""
    CHANGED[code] = changes


def changed(version: ImplementationView) -> ImplementationView:
    """Return a version with the materials that the test changed."""
    materials = tuple(replace(each, **CHANGED.get(each.code, {})) for each in version.materials)
    return replace(version, materials=materials)


@pytest.fixture(autouse=True)
def changed_materials(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a test say that a material is another one than the catalogue's."""
    kept = reading.version_of
    monkeypatch.setattr(reading, "version_of", lambda version_id: changed(kept(version_id)))
    yield
    CHANGED.clear()


def drafted(at: dt.datetime = MONDAY, **more: Any) -> str:
    """Begin an application of the company for the road permit."""
    applicant = actor("applicant")
    return actions.draft(task_code=road_code(), actor=applicant, at=at, organisation_id=company(applicant), **more)


def filled(at: dt.datetime = MONDAY) -> str:
    """Begin one and answer all questions."""
    number = drafted(at)
    actions.save_draft(number=number, answers=answers(at.date()), actor=actor("applicant"), at=at)
    return number


def board(number: str, role: str = "applicant", at: dt.datetime = MONDAY) -> MaterialBoard:
    """Return the materials of a case as somebody reads them."""
    return material_board(actor(role), number, at)


def state(number: str, code: str, at: dt.datetime = MONDAY) -> MaterialState:
    """Return one material of a case as its applicant reads it."""
    found = board(number, at=at).of(code)
    assert found is not None
    return found


def way(number: str, code: str, path: str, at: dt.datetime = MONDAY) -> tuple[str, str]:
    """Return outcome and reason of one way around a material; nothing where it was not tried."""
    tried = {each.attempt.path: each.attempt for each in state(number, code, at).ways}
    return (tried[path].outcome, tried[path].reason) if path in tried else ("", "")
