"""A report that was to come later does not: a reminder, then the case ends and the applicant's credit says why."""

import datetime as dt

import pytest

from tests.cases.promised import DRAINAGE, drafted, promise_report, supply_report, without_the_report
from tests.city import MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.actions.decision.issue import DeferredMissing
from tongban.cases.actions.promises.sign import NotOffered
from tongban.cases.actions.promises.supply_deferred import NotOwed
from tongban.cases.actions.promises.sweep_deferred import sweep_deferred
from tongban.cases.models import DeferredMaterial
from tongban.credit.queries import excluded
from tongban.matters.models import Alert, Matter
from tongban.notices.models import Message

FRIDAY = MONDAY + dt.timedelta(days=4)
DUE = MONDAY + dt.timedelta(days=7)
LATE = MONDAY + dt.timedelta(days=8)


def test_deferred_material_never_comes() -> None:
    number = without_the_report("deciding")
    firm = company(actor("applicant"))

    assert sweep_deferred(at=MONDAY) == 0
    assert not Message.objects.filter(subject__startswith="请补交容缺材料").exists()

    # Friday 6 March is one working day before Monday the 9th; a second run says nothing twice.
    assert sweep_deferred(at=FRIDAY) == 0
    assert sweep_deferred(at=FRIDAY) == 0
    assert Message.objects.filter(subject__startswith="请补交容缺材料").count() == 1
    assert sweep_deferred(at=DUE) == 0

    assert sweep_deferred(at=LATE) == 1

    matter = Matter.objects.get(number=number)
    assert (matter.state, matter.due_on) == ("terminated", None)
    assert DeferredMaterial.objects.get(matter=matter).lapsed_at == LATE
    assert Alert.objects.filter(matter=matter, rule="deferral_late").count() == 1
    assert "容缺材料逾期未补" in excluded(organisation_id=firm, on=LATE.date())
    assert sweep_deferred(at=LATE) == 0

    again = drafted(DRAINAGE, LATE)
    with pytest.raises(NotOffered, match="尚未修复"):
        promise_report(again, LATE)


def test_what_comes_after_its_day_is_too_late_even_before_the_sweep() -> None:
    number = without_the_report("deciding")

    with pytest.raises(NotOwed, match="2026-03-09"):
        supply_report(number, LATE)

    assert DeferredMaterial.objects.get(matter__number=number).given_at is None


def test_what_lapses_after_the_grant_leaves_the_case_granted_and_its_licence_held() -> None:
    number = without_the_report("granted")

    assert sweep_deferred(at=LATE) == 1

    assert Matter.objects.get(number=number).state == "granted"
    with pytest.raises(DeferredMissing, match="容缺材料补齐后才能制证"):
        actions.issue(number=number, actor=actor("issuer"), at=LATE)


def test_what_is_owed_follows_a_new_holiday_notice() -> None:
    number = without_the_report("deciding")
    # As a notice leaves it: the engine has moved the clock, the material's own day is still that of before.
    DeferredMaterial.objects.filter(matter__number=number).update(due_on=dt.date(2026, 3, 4))

    assert sweep_deferred(at=MONDAY + dt.timedelta(days=3)) == 0

    assert DeferredMaterial.objects.get(matter__number=number).due_on == dt.date(2026, 3, 9)
