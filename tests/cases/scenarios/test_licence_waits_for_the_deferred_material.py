"""A permit is accepted without a report that may come later; it is decided in time, and its licence waits."""

import datetime as dt

import pytest

from tests.cases.promised import REPORT, supply_report, without_the_report
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.promises.sweep_deferred import sweep_deferred
from tongban.cases.models import DeferredMaterial, Document
from tongban.matters.events import NotAllowedNow
from tongban.matters.models import Clock, Matter


def test_licence_waits_for_the_deferred_material() -> None:
    number = without_the_report("granted")
    matter = Matter.objects.get(number=number)

    # From Monday 2 March five working days end on the 9th; what is ours, the delivery, stands in front.
    deferred = DeferredMaterial.objects.get(matter=matter)
    assert (deferred.code, deferred.due_on, deferred.given_at) == (REPORT, dt.date(2026, 3, 9), None)
    assert matter.due_on == dt.date(2026, 3, 16)
    with pytest.raises(NotAllowedNow, match="排放口水质检测报告"):
        actions.issue(number=number, actor=actor("issuer"), at=MONDAY + DAY)
    assert Matter.objects.get(number=number).state == "granted"

    supply_report(number, MONDAY + 2 * DAY)
    actions.issue(number=number, actor=actor("issuer"), at=MONDAY + 3 * DAY)

    assert Matter.objects.get(number=number).state == "issued"
    assert Clock.objects.get(matter=matter, kind="tolerance").stopped_on == dt.date(2026, 3, 4)
    kinds = set(Document.objects.filter(matter=matter).values_list("kind", flat=True))
    assert {"deferral_commitment", "deferral_notice", "acceptance_notice", "decision"} <= kinds
    notice = Document.objects.get(matter=matter, kind="deferral_notice")
    assert notice.data["rows"] == [["排放口水质检测报告", "电子", "2026年3月9日"]]
    decision = Document.objects.get(matter=matter, kind="decision")
    assert ["容缺", "容缺办理，尚未补齐：排放口水质检测报告"] in decision.data["fields"]


def test_what_comes_too_late_ends_the_waiting_of_a_granted_licence() -> None:
    number = without_the_report("granted")
    late = MONDAY + 8 * DAY
    assert sweep_deferred(at=late) == 1
    with pytest.raises(NotAllowedNow):
        actions.issue(number=number, actor=actor("issuer"), at=late)

    supply_report(number, late)
    actions.issue(number=number, actor=actor("issuer"), at=late)

    deferred = DeferredMaterial.objects.get(matter__number=number)
    assert (deferred.lapsed_at, deferred.given_at) == (late, late)
    assert Matter.objects.get(number=number).state == "issued"
