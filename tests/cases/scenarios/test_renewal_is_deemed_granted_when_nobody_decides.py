"""A renewal that was asked for in time is to be decided before the expiry; if it is not, it is granted (第五十条)."""

import datetime as dt

from tests.cases.licensed import about, licence_of, licensed
from tests.city import MONDAY, actor, picture
from tongban.cases import actions
from tongban.cases.actions.sweep_cases import sweep_renewals
from tongban.cases.models import Decision, Document
from tongban.cases.queries import case_page
from tongban.licences.models import Licence
from tongban.licences.queries import verification
from tongban.matters.models import Alert, Clock, JournalEntry, Matter

# Monday 1 June 2026 is the last day of the licence; 1 May is 31 days before.
EXPIRY = dt.date(2026, 6, 1)


def at_noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(4), tzinfo=dt.UTC)


IN_TIME = at_noon(dt.date(2026, 4, 30))


class TestARenewalAppliedForInTime:
    def test_is_due_no_later_than_the_expiry(self) -> None:
        number = about(licensed(), "renewal", at_noon(dt.date(2026, 5, 27)), "accepted")

        clock = Clock.objects.get(matter__number=number, kind="renewal")
        # 27 May is a Wednesday: 28, 29 May and 1 June are left, though the item has more days.
        assert (clock.days, clock.due_on) == (3, EXPIRY)
        assert Matter.objects.get(number=number).due_on == EXPIRY

    def test_is_due_on_the_last_working_day_before_an_expiry_on_a_day_off(self) -> None:
        sunday = dt.date(2026, 5, 31)
        number = about(licensed(until=sunday), "renewal", at_noon(dt.date(2026, 5, 27)), "accepted")

        assert Matter.objects.get(number=number).due_on == dt.date(2026, 5, 29)

    def test_is_not_deemed_granted_on_the_last_day(self) -> None:
        number = about(licensed(), "renewal", IN_TIME, "reviewed")

        assert sweep_renewals(at=at_noon(EXPIRY)) == 0
        assert Matter.objects.get(number=number).state == "deciding"

    def test_is_deemed_granted_on_the_day_after_with_a_new_licence_and_an_alert(self) -> None:
        old = licensed()
        number = about(old, "renewal", IN_TIME, "reviewed")
        after = at_noon(dt.date(2026, 6, 2))

        assert sweep_renewals(at=after) == 1

        decision = Decision.objects.get(matter__number=number)
        assert (decision.outcome, decision.deemed, decision.decider_name) == ("granted", True, "系统")
        assert (decision.valid_from, decision.valid_until) == (dt.date(2026, 6, 2), dt.date(2026, 9, 1))
        new = Licence.objects.get(identifier=licence_of(number))
        assert (new.version, new.valid_from, new.valid_until) == (2, dt.date(2026, 6, 2), dt.date(2026, 9, 1))
        assert (verification(old).state, new.replaces.identifier) == ("superseded", old)  # type: ignore[union-attr]
        paper = Document.objects.get(matter__number=number, kind="renewal_decision")
        assert "视为准予延续" in "".join(paper.data["body"])
        assert Alert.objects.get(matter__number=number).rule == "deemed_renewed"
        said = JournalEntry.objects.filter(matter__number=number).order_by("sequence").values_list("verb", flat=True)
        assert list(said)[-2:] == ["deem_renewed", "issue"]
        assert Matter.objects.get(number=number).state == "issued"
        # What was decided late stays late.
        assert case_page(actor("decider"), number, after).lamp == "red"

    def test_is_deemed_granted_once(self) -> None:
        about(licensed(), "renewal", IN_TIME, "accepted")
        after = at_noon(dt.date(2026, 6, 2))

        assert [sweep_renewals(at=after), sweep_renewals(at=after)] == [1, 0]

    def test_is_in_time_though_its_correction_came_later(self) -> None:
        number = about(licensed(), "renewal", IN_TIME, "submitted")
        asked = [{"code": "plan", "problem": "看不清", "requirement": "重新上传"}]
        actions.return_for_correction(number=number, items=asked, actor=actor("clerk"), at=IN_TIME)  # type: ignore[arg-type]
        later = at_noon(dt.date(2026, 5, 20))
        actions.attach(
            number=number, material_code="plan", name="图.png", data=picture(), actor=actor("applicant"), at=later
        )
        actions.correct(number=number, actor=actor("applicant"), at=later)
        actions.accept(number=number, actor=actor("clerk"), at=later)

        assert sweep_renewals(at=at_noon(dt.date(2026, 6, 2))) == 1
        assert Decision.objects.get(matter__number=number).deemed

    def test_is_not_deemed_granted_when_somebody_decided(self) -> None:
        number = about(licensed(), "renewal", IN_TIME, "reviewed")
        actions.decide(number=number, outcome="refused", reasons="不再符合条件", actor=actor("decider"), at=IN_TIME)

        assert sweep_renewals(at=at_noon(dt.date(2026, 6, 2))) == 0


class TestARenewalAppliedForTooLate:
    def test_is_not_deemed_granted(self) -> None:
        number = about(licensed(), "renewal", at_noon(dt.date(2026, 5, 3)), "accepted")

        assert sweep_renewals(at=at_noon(dt.date(2026, 6, 2))) == 0
        assert Matter.objects.get(number=number).state == "accepted"


def test_nothing_else_is_swept() -> None:
    about(licensed(), "change", IN_TIME, "accepted")

    assert sweep_renewals(at=at_noon(dt.date(2027, 1, 4))) == 0
    assert MONDAY < IN_TIME
