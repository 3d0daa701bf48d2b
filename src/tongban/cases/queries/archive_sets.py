"""The data sets of a case as its archive keeps them, under the names of GB/T 39046 Tables 5–8."""

import datetime as dt
from typing import Any

from tongban.cases.models import Assistance, CaseMaterial, Decision, Document, MaterialFinding
from tongban.cases.queries.findings import newest_attempt
from tongban.cases.queries.reading import authority_of, item_of, version_of
from tongban.matters.queries import Facts, timeline
from tongban.parties.queries import organisation, person
from tongban.parties.rules.views import PartyView

# 证件类型 (GB/T 36903): the unified code of an organisation, the identity number of a person.
PAGE_TYPES = {"organisation": "001", "person": "111"}


def material_path(material: CaseMaterial) -> str:
    """Return where a material's file lies in the package."""
    return f"materials/{material.code}/{material.pk}-{material.file_name}"


def document_path(document: Document) -> str:
    """Return where a document lies in the package."""
    return f"documents/{document.key}.pdf"


def data_sets(facts: Facts, documents: list[Document]) -> dict[str, Any]:
    """Return acceptance, process, special procedures, result and materials of a case, and a catalogue of its files."""
    matter = facts.matter
    return {
        "number": matter.number,
        "state": facts.state,
        "version": matter.version,
        "accept": _accept(facts, documents),
        "process": _process(facts),
        "special_procedure": _special_procedures(facts),
        "result": _result(facts),
        "material": [_material(each) for each in facts.parts["materials"]],
        "finding": [_finding(each) for each in newest_attempt(facts)],
        "assistance": [_assistance(each) for each in Assistance.objects.filter(of_id=facts.matter.pk).order_by("pk")],
        "catalogue": [_line(place, each) for place, each in enumerate(documents, 1)],
    }


def _accept(facts: Facts, documents: list[Document]) -> dict[str, Any]:
    matter, case = facts.matter, facts.parts["case"]
    item, owner = version_of(case.version_id), authority_of(matter.owner_id)
    party = _party(facts)
    promise = next((clock.due_on for clock in facts.clocks if clock.kind == "promise"), None)
    notice = next((each.number for each in documents if each.kind == "acceptance_notice"), "")
    return {
        "project_no": matter.number,
        "catalog_code": item.catalog_code,
        "task_code": item.code,
        "task_name": item.name,
        "task_version": item.number,
        "applyer_name": matter.applicant_name,
        "applyer_type": party.kind if party else "",
        "applyer_page_type": PAGE_TYPES[party.kind] if party else "",
        "applyer_page_code": party.code if party else "",
        "apply_date": _moment(case.received_at),
        "apply_type": case.channel,
        "org_name": owner.name,
        "org_code": owner.uscc,
        "accept_date": _day(case.accepted_on),
        "accept_doc_no": notice,
        "project_type": item.instance,
        "promise_date": _day(promise),
        "region_code": matter.region_id,
        "form": case.answers,
        "end_reason": case.end_reason,
        "mock": case.mock,
    }


def _process(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "project_no": facts.matter.number,
            "process_name": facts.kind.move(entry.verb).label,
            "event_name": entry.verb,
            "handle_user_name": entry.actor.get("name", ""),
            "event_start_time": _moment(entry.occurred_at),
            "event_end_time": _moment(entry.recorded_at),
        }
        for entry in timeline(facts.matter.pk)
        if entry.sequence <= facts.matter.version
    ]


def _special_procedures(facts: Facts) -> list[dict[str, Any]]:
    return [
        {
            "project_no": facts.matter.number,
            "special_name": pause.kind,
            "special_reason": f"{pause.basis}：{pause.reason}",
            "special_time": _day(pause.started_on),
            "special_due_days": pause.declared_days,
            "end_time": _day(pause.ended_on),
            "result": pause.result,
        }
        for pause in facts.pauses
    ]


def _result(facts: Facts) -> dict[str, Any] | None:
    decision: Decision | None = facts.parts["decision"]
    if decision is None:
        return None
    item = item_of(facts)
    return {
        "project_no": facts.matter.number,
        "result_type": decision.outcome,
        "result_date": _moment(decision.decided_at),
        "result_cetr_name": item.result_name if decision.licence_identifier else "",
        "result_cetr_no": decision.licence_identifier,
        "result_explain": decision.reasons or decision.conditions,
        "is_delivery_results": facts.parts["delivery"] is not None,
        "handle_user": decision.decider_name,
    }


def _finding(found: MaterialFinding) -> dict[str, Any]:
    """Say by which way a material was found, or why not, with the evidence for it (免证办)."""
    return {
        "material_code": found.code,
        "way": found.path,
        "outcome": found.outcome,
        "reason": found.reason,
        "source": found.source,
        "evidence": found.evidence,
        "copy": found.copy,
        "as_of": found.as_of.isoformat() if found.as_of else "",
        "asked_time": _moment(found.at),
    }


def _assistance(asked: Assistance) -> dict[str, Any]:
    return {
        "material_code": asked.code,
        "material_name": asked.name,
        "answer": asked.answer,
        "answered_by": asked.answered_by_name,
        "answered_time": _moment(asked.answered_at),
        "sha256": asked.sha256,
    }


def _material(material: CaseMaterial) -> dict[str, Any]:
    return {
        "material_code": material.code,
        "material_name": material.name,
        "material_attach_name": material.file_name,
        "get_time": _moment(material.added_at),
        "removed_time": _moment(material.removed_at),
        "path": material_path(material),
        "sha256": material.sha256,
    }


def _line(place: int, document: Document) -> dict[str, Any]:
    return {
        "place": place,
        "title": document.title,
        "number": document.number,
        "made_at": _moment(document.made_at),
        "path": document_path(document),
        "sha256": document.sha256,
    }


def _party(facts: Facts) -> PartyView | None:
    matter = facts.matter
    if matter.applicant_organisation_id is not None:
        return organisation(matter.applicant_organisation_id)
    return person(matter.applicant_person_id) if matter.applicant_person_id is not None else None


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _moment(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at else ""
