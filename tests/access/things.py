"""What there is to be found: one of each kind of thing, most of them the story's applicant's."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest

from tests.access.people import OWN, Caller
from tests.cases.factory import case, road_code
from tests.cases.materials import facts
from tests.cases.promised import on_a_promise
from tests.cases.test_combined import begun
from tests.catalogue.revisions.flow import draft_of, revision
from tests.city import MONDAY, actor, picture
from tests.matters.test_event_logs import TWO
from tongban.cases import actions as cases
from tongban.cases.actions.promises.begin_verification import begin_verification
from tongban.cases.actions.sweep_alerts import sweep_alerts
from tongban.cases.models import CaseMaterial, Document, SavedView, Verification
from tongban.cases.queries import reading
from tongban.catalogue.actions.reports import report as report_guide
from tongban.catalogue.models import ExchangeRow, FormDraft, Rejection
from tongban.feedback.actions import lodge
from tongban.feedback.actions.data_requests.claim_data_right import claim_data_right
from tongban.kernel import files
from tongban.licences.actions.copies import make_copy
from tongban.licences.models import CopyRequest, Licence
from tongban.matters.actions.import_log import import_log
from tongban.matters.models import Alert, Matter, Pause
from tongban.matters.rules.xes import read_xes
from tongban.notices.models import Message
from tongban.parties.actions import consent_to_sign_in, register_sign_in_client
from tongban.parties.models import (
    Absence,
    Authorisation,
    Authority,
    FaceCheck,
    HandedOver,
    Mandate,
    Official,
    SignInConsent,
)
from tongban.parties.queries import authority
from tongban.parties.rules.actor import SYSTEM, DutyKind
from tongban.sharing.actions import begin_upload, report_wrong
from tongban.sharing.actions.space.keep_document import keep_document
from tongban.sharing.models import LegalPersonRecord

NEXT_WEEK = MONDAY + dt.timedelta(days=7)


def things(callers: dict[str, Caller]) -> dict[str, Any]:
    """Return what stands for each kind of thing in an address, by kind (`tongban.cli.access_rules.KINDS`)."""
    of_the_case = _cases()
    return {
        **of_the_case,
        **_licences(of_the_case["delivered"]),
        **_space(),
        **_asked(of_the_case["delivered"]),
        **_people(callers),
        **_catalogue(),
    }


def _cases() -> dict[str, Any]:
    draft, submitted, reviewing, delivered = (case(s) for s in ("draft", "submitted", "reviewing", "delivered"))
    material = CaseMaterial.objects.filter(matter__number=delivered)[0].pk
    assistance = _assistance()
    promised = on_a_promise("granted")
    check = Verification.objects.filter(of__number=promised).first()
    number = check.matter.number if check else begin_verification(number=promised, actor=SYSTEM, at=MONDAY).number
    sweep_alerts(at=MONDAY)
    own = Authority.objects.get(key=OWN)
    import_log(
        list(read_xes(io.BytesIO(TWO))), source="permits", authority_id=own.pk, region_code=own.region_id, at=MONDAY
    )
    paper = files.put(picture("grey"), "image/png")
    pause = Pause.objects.create(
        matter=Matter.objects.get(number=reviewing),
        kind="site_survey",
        basis="local parameter",
        reason="现场勘验",
        declared_days=5,
        started_on=MONDAY.date(),
        expected_end_on=NEXT_WEEK.date(),
        file_name="勘验通知.png",
        sha256=paper.sha256,
    )
    return {
        "draft": draft,
        "submitted": submitted,
        "reviewing": reviewing,
        "delivered": delivered,
        "draft_material": CaseMaterial.objects.filter(matter__number=draft)[0].pk,
        "material": material,
        "document": Document.objects.filter(matter__number=delivered)[0].key,
        "combined": begun(),
        "assistance": assistance,
        "verification": number,
        "alert": Alert.objects.filter(matter__number=delivered)[0].pk,
        "history": "permits-A-1",
        "pause": pause.pk,
    }


def _assistance() -> str:
    """Ask the joint reviewer's department to attest a material, which no item of the demo city does."""
    (asked,) = actor("joint_reviewer").authorities(DutyKind.REVIEWER)
    kept = reading.version_of
    facts.material("restoration", assisted_by=authority(asked).key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "version_of", lambda version_id: facts.changed(kept(version_id)))
        number = cases.ask_for_assistance(
            number=facts.filled(), material_code="restoration", actor=actor("applicant"), at=MONDAY
        ).number
    facts.CHANGED.clear()
    return number


def _licences(delivered: str) -> dict[str, Any]:
    applicant = actor("applicant")
    licence = Licence.objects.get(matter__number=delivered)
    copy = make_copy(
        identifier=licence.identifier, purpose="办理贷款", user_name="示例银行", actor=applicant, at=MONDAY
    )
    request = CopyRequest.objects.create(
        licence=licence,
        authority=licence.authority,
        user_name="示例局",
        purpose="核对资质",
        copy_expires_on=NEXT_WEEK.date(),
        asked_by="示例",
        asked_at=MONDAY,
        ends_at=NEXT_WEEK,
    )
    return {"licence": licence.identifier, "copy": copy.number, "copy_request": request.pk}


def _space() -> dict[str, Any]:
    applicant = actor("applicant")
    stored = files.put(picture("blue"), "image/png")
    kept = keep_document(
        kind="person",
        party_id=applicant.person_id or 0,
        name="结婚证",
        file_name="证.png",
        sha256=stored.sha256,
        media_type="image/png",
        obtained_on=MONDAY.date(),
        actor=applicant,
        at=MONDAY,
    )
    check = FaceCheck.objects.create(
        key="face-check-of-the-applicant",
        person_id=applicant.person_id,
        account_id=applicant.account_id,
        device="demo",
        demonstration=True,
        nonce="n" * 32,
        begun_at=MONDAY,
        expires_at=NEXT_WEEK,
        ended_at=MONDAY,
        outcome="failed",
        reason="不清楚",
    )
    message = Message.objects.create(
        recipient_person_id=applicant.person_id, subject="您的办件", body="已办结", created_at=MONDAY
    )
    return {
        "kept_document": kept,
        "upload": begin_upload(file_name="图纸.pdf", length=10, actor=applicant, at=MONDAY).key,
        "message": message.pk,
        "face_check": check.key,
    }


def _asked(delivered: str) -> dict[str, Any]:
    applicant = actor("applicant")
    row = LegalPersonRecord.objects.get(subject_code=facts.firm().code, register__key="legal-persons")
    return {
        "question": lodge(number=delivered, topic="question", text="进度到哪里了？", actor=applicant, at=MONDAY).number,
        "complaint": lodge(number=delivered, topic="complaint", text="太慢了。", actor=applicant, at=MONDAY).number,
        "data_request": claim_data_right(topic="explain", text="为什么？", actor=applicant, at=MONDAY).number,
        "guide_report": report_guide(
            code=road_code(), about="materials", text="材料写错了", actor=applicant, at=MONDAY
        ).number,
        "correction": report_wrong(
            register=row.register.key,
            row=f"{row.register.key}/{row.pk}",
            element="org.address",
            held=row.values.get("org.address", ""),
            given="新址",
            note="去年搬了",
            case_number=delivered,
            actor=applicant,
            at=MONDAY,
        ),
    }


def _people(callers: dict[str, Caller]) -> dict[str, Any]:
    applicant, clerk = actor("applicant"), actor("clerk")
    agent = callers["agent"].account
    assert agent is not None
    mandate = Mandate.objects.get(agent_id=agent.person_id)
    by = callers["administrator"].account
    assert by is not None
    own = Authority.objects.get(key=OWN)
    issued = register_sign_in_client(
        authority_id=own.pk,
        key="pension",
        name="道路系统",
        redirect_uris=["https://roads.example/back"],
        scopes=(),
        actor=SYSTEM,
        at=MONDAY,
    )
    consent_to_sign_in(client_id=issued.client_id, scopes=["openid"], actor=applicant, at=MONDAY)
    reviewer = Official.objects.get(account__username="li.shutong")
    absence = Absence.objects.create(
        official=reviewer,
        deputy=Official.objects.get(account=by),
        starts_on=NEXT_WEEK.date(),
        ends_on=NEXT_WEEK.date(),
        reason="leave",
    )
    given = Authorisation.objects.create(
        kind="window",
        from_authority=own,
        to_authority=Authority.objects.get(key="zhengwu"),
        task_codes=[road_code()],
        document_number="授〔2026〕1 号",
        starts_on=NEXT_WEEK.date(),
    )
    return {
        "mandate": mandate.pk,
        "original": HandedOver.objects.create(mandate=mandate, name="营业执照", taken_at=MONDAY).pk,
        "sign_in_client": issued.id,
        "consent": SignInConsent.objects.get().pk,
        "absence": absence.pk,
        "authorisation": given.pk,
        "view": SavedView.objects.create(account_id=clerk.account_id, name="我的", query={}).pk,
    }


def _catalogue() -> dict[str, Any]:
    number = revision("drafting")
    row = ExchangeRow.objects.create(
        table="directory", row_guid=uuid.uuid4(), operation="I", batch="1", payload={}, queued_at=MONDAY
    )
    form = FormDraft.objects.create(name="表", file="form.json", digest="0" * 64, taken_in_at=MONDAY)
    refused = Rejection.objects.create(row=row, kind="格式", refused_at=MONDAY, received_at=MONDAY)
    return {
        "revision": number,
        "version": draft_of(number).pk,
        "item": road_code(),
        "rejection": refused.pk,
        "form_draft": form.pk,
    }
