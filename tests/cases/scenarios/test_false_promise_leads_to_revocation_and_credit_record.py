"""A licence is granted on a promise, the check finds it false: credit says so, the licence is revoked."""

import datetime as dt

import pytest

from tests.cases.promised import DECIDER, HYGIENE, ISSUER, REVIEWER, drafted, on_a_promise, promise_conditions
from tests.city import DAY, MONDAY, actor, company
from tongban.cases import actions, handlers
from tongban.cases.actions.promises.begin_verification import NothingToVerify
from tongban.cases.actions.promises.sign import NotOffered
from tongban.cases.handlers import check_what_was_promised, tell_what_was_found
from tongban.cases.models import Decision, Document, Verification
from tongban.cases.queries.verifications import verification_page
from tongban.credit.models import Record
from tongban.licences.models import Licence
from tongban.matters.models import Matter
from tongban.notices.models import Message
from tongban.parties.rules.actor import SYSTEM

APRIL = MONDAY + dt.timedelta(days=40)


def found_false(number: str, at: dt.datetime = APRIL) -> str:
    """Let the lead reviewer find on the spot that the promise was false."""
    return actions.verify(
        number=f"{number}-HC",
        outcome="broken",
        method="site",
        result="没有清洗消毒间",
        evidence="现场照片 3 张",
        companion="另一位",
        actor=actor(REVIEWER),
        at=at,
    ).state


def test_false_promise_leads_to_revocation_and_credit_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "now", lambda: MONDAY)
    number = on_a_promise("granted")
    matter = Matter.objects.get(number=number)
    promise = Document.objects.get(matter=matter, kind="commitment")
    assert ["文本版本", "2026-1"] in promise.data["fields"]
    notice = Document.objects.get(matter=matter, kind="acceptance_notice")
    assert ["办理方式", "告知承诺"] in notice.data["fields"]
    check_what_was_promised("case.decide", 1, {"number": number, "matter": matter.pk})
    check_what_was_promised("case.decide", 1, {"number": number, "matter": matter.pk})
    actions.issue(number=number, actor=actor(ISSUER), at=MONDAY)

    # Forty working days from Monday 2 March, Qingming out.
    check = Matter.objects.get(number=f"{number}-HC")
    assert (check.kind, check.state, check.due_on) == ("verification", "open", dt.date(2026, 4, 28))

    assert found_false(number) == "breached"

    kept = Record.objects.get()
    assert (kept.kind, kept.severity, kept.matter_number) == ("false_promise", "general", number)
    assert kept.organisation_id == company(actor("applicant"))
    page = verification_page(actor(REVIEWER), f"{number}-HC", APRIL)
    assert page.offers_revocation
    tell_what_was_found("verification.verify", 9, {"number": check.number, "matter": check.pk})
    assert Message.objects.filter(subject__startswith="承诺核查没有通过").exists()

    actions.revoke(
        number=number,
        ground="fraud",
        reason="以虚假承诺取得许可",
        heard="4 月 10 日电话听取，当事人无异议",
        actor=actor(DECIDER),
        at=APRIL,
    )

    assert Matter.objects.get(number=number).state == "revoked"
    identifier = Decision.objects.get(matter=matter).licence_identifier
    assert Licence.objects.get(identifier=identifier).state == "revoked"
    assert not verification_page(actor(REVIEWER), f"{number}-HC", APRIL).offers_revocation

    again = drafted(HYGIENE, APRIL)
    with pytest.raises(NotOffered, match="虚假承诺"):
        promise_conditions(again, APRIL)


def test_false_promise_found_before_the_decision_ends_the_case() -> None:
    number = on_a_promise("accepted")
    actions.begin_verification(number=number, actor=actor(REVIEWER), at=MONDAY)

    found_false(number, MONDAY + DAY)

    assert Matter.objects.get(number=number).state == "terminated"
    assert Record.objects.count() == 1


def test_promise_that_was_kept_leaves_no_record() -> None:
    number = on_a_promise("granted")
    actions.begin_verification(number=number, actor=SYSTEM, at=MONDAY)

    done = actions.verify(
        number=f"{number}-HC", outcome="kept", method="data", result="检测数据合格", actor=actor(REVIEWER), at=APRIL
    )

    assert done.state == "verified"
    assert not Record.objects.exists()
    assert Verification.objects.get(of__number=number).verified_at == APRIL
    with pytest.raises(NothingToVerify):
        actions.begin_verification(number=number, actor=SYSTEM, at=APRIL)
