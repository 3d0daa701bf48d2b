"""Nobody answers: after five working days an application is accepted from its receipt (行政许可法 第三十二条)."""

import datetime as dt

import pytest

from tests.cases.factory import at_the_window, case, pdf
from tests.cases.test_life import snapshot
from tests.city import actor
from tongban.cases import actions
from tongban.cases.actions.intake.deem_accepted import StillInTime
from tongban.cases.actions.intake.limits import AcceptedBySilence
from tongban.cases.actions.sweep_cases import sweep_silence
from tongban.cases.handlers import tell_the_applicant
from tongban.cases.models import Case, Document
from tongban.cases.queries import case_page
from tongban.kernel.clock import ZONE
from tongban.matters.events import NotAllowedNow
from tongban.matters.models import Alert, Clock, JournalEntry, Matter
from tongban.notices.models import Message

# The long holidays of 2026: 1–7 October are off, Saturday the 10th is worked.
HANDED_IN = dt.datetime(2026, 9, 29, 10, 0, tzinfo=ZONE)
LAST_DAY = dt.datetime(2026, 10, 12, 23, 59, tzinfo=ZONE)
NEXT_DAY = dt.datetime(2026, 10, 13, 0, 0, tzinfo=ZONE)


def waiting_in(state: str) -> str:
    """Return a case that was handed in on 29 September and waits for an answer in the state."""
    if state == "received at the window":
        return at_the_window(HANDED_IN)
    number, clerk = case("submitted", HANDED_IN), actor("clerk")
    if state != "submitted":
        actions.begin_pre_review(number=number, actor=clerk, at=HANDED_IN + dt.timedelta(days=1))
    if state == "received":
        actions.receive(number=number, actor=clerk, at=HANDED_IN + dt.timedelta(days=2))
    return number


class TestSilence:
    @pytest.mark.parametrize("state", ["submitted", "pre_review", "received", "received at the window"])
    def test_accepts_on_the_sixth_working_day_from_wherever_the_case_stands(self, state: str) -> None:
        number = waiting_in(state)
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 10, 12)

        assert (sweep_silence(at=LAST_DAY), Matter.objects.get(number=number).state) == (0, state.split()[0])
        assert (sweep_silence(at=NEXT_DAY), sweep_silence(at=NEXT_DAY)) == (1, 0)

        matter, kept = Matter.objects.get(number=number), Case.objects.get(matter__number=number)
        clocks = dict(Clock.objects.filter(matter=matter, stopped_on=None).values_list("kind", "started_on"))
        assert matter.state == "accepted"
        assert (kept.deemed_accepted, kept.accepted_on) == (True, dt.date(2026, 9, 29))
        assert clocks == {"legal": dt.date(2026, 9, 29), "promise": dt.date(2026, 9, 29)}
        due = dict(Clock.objects.filter(matter=matter, stopped_on=None).values_list("kind", "due_on"))
        # Nine promised and twenty legal working days from 29 September.
        assert due == {"promise": dt.date(2026, 10, 16), "legal": dt.date(2026, 11, 2)}
        assert matter.due_on == dt.date(2026, 10, 16)

    def test_is_recorded_as_now_and_in_effect_from_the_receipt(self) -> None:
        number = case("submitted", HANDED_IN)

        sweep_silence(at=NEXT_DAY)

        entry = JournalEntry.objects.get(matter__number=number, verb="deem_accepted")
        assert (entry.occurred_at, entry.recorded_at, entry.actor) == (NEXT_DAY, NEXT_DAY, {"name": "系统"})
        assert entry.facts == {
            "accepted_on": "2026-09-29",
            "intake_due_on": "2026-10-12",
            "promise_due_on": "2026-10-16",
            "legal_due_on": "2026-11-02",
        }
        alert = Alert.objects.get(matter__number=number)
        assert (alert.rule, alert.severity, alert.entry_sequence) == ("M01", "violation", entry.sequence)
        assert alert.facts == {"intake_due_on": "2026-10-12", "state": "submitted"}

    def test_is_told_to_the_applicant_with_why(self) -> None:
        number = case("submitted", HANDED_IN)
        sweep_silence(at=NEXT_DAY)
        matter = Matter.objects.get(number=number)

        tell_the_applicant("case.deem_accepted", 1, {"matter": matter.pk, "number": number})

        notice = Document.objects.get(matter=matter, kind="acceptance_notice")
        assert ["受理方式", "视为受理"] in notice.data["fields"]
        assert ["受理日期", "2026年9月29日"] in notice.data["fields"]
        assert any("逾期不告知的，自收到申请材料之日起即为受理" in each for each in notice.data["body"])
        letter = Message.objects.get(matter=matter)
        assert letter.subject.startswith("您的申请视为受理")
        assert "10月16日" in letter.body

    def test_of_what_came_on_a_day_off_counts_from_the_next_working_day(self) -> None:
        # Friday 25 to Sunday 27 September are off.
        number = case("submitted", dt.datetime(2026, 9, 26, 10, 0, tzinfo=ZONE))
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 10, 10)

        sweep_silence(at=dt.datetime(2026, 10, 11, 1, 0, tzinfo=ZONE))

        assert Case.objects.get(matter__number=number).accepted_on == dt.date(2026, 9, 28)


class TestAnAnswer:
    def test_on_the_last_day_is_in_time(self) -> None:
        number = case("submitted", HANDED_IN)

        actions.accept(number=number, actor=actor("clerk"), at=LAST_DAY)

        assert sweep_silence(at=NEXT_DAY) == 0
        assert Case.objects.get(matter__number=number).deemed_accepted is False

    @pytest.mark.parametrize("verb", ["accept", "return_for_correction", "propose_refusal", "refuse_acceptance"])
    def test_comes_too_late_even_before_the_system_has_recorded_it(self, verb: str) -> None:
        number = case("submitted", HANDED_IN)
        before = snapshot(number)
        said = {
            "accept": {},
            "return_for_correction": {"items": [{"code": "plan", "problem": "不清", "requirement": "重画"}]},
            "propose_refusal": {"ground": "not_required", "reason": "无需许可"},
            "refuse_acceptance": {"ground": "not_required", "reason": "无需许可", "how_it_could_be_done": "直接施工"},
        }
        who = actor("decider" if verb == "refuse_acceptance" else "clerk")

        with pytest.raises(AcceptedBySilence):
            getattr(actions, verb)(number=number, actor=who, at=NEXT_DAY, **said[verb])

        assert snapshot(number) == before

    def test_cannot_be_pressed_for_before_the_day(self) -> None:
        number = case("submitted", HANDED_IN)
        before = snapshot(number)

        with pytest.raises(StillInTime):
            actions.deem_accepted(number=number, at=LAST_DAY)

        assert snapshot(number) == before


class TestACorrection:
    def test_stops_the_clock_for_as_long_as_the_applicant_takes(self) -> None:
        number = case("correcting", HANDED_IN)

        assert sweep_silence(at=NEXT_DAY) == 0
        with pytest.raises(NotAllowedNow):
            actions.deem_accepted(number=number, at=NEXT_DAY)
        assert Matter.objects.get(number=number).state == "correcting"

    def test_starts_it_anew_and_silence_then_counts_from_the_corrected_materials(self) -> None:
        number, applicant = case("correcting", HANDED_IN), actor("applicant")
        corrected = dt.datetime(2026, 9, 30, 9, 0, tzinfo=ZONE)
        actions.attach(number=number, material_code="plan", name="新图.pdf", data=pdf(), actor=applicant, at=corrected)
        actions.correct(number=number, actor=applicant, at=corrected)
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 10, 13)

        assert sweep_silence(at=dt.datetime(2026, 10, 13, 12, 0, tzinfo=ZONE)) == 0
        assert sweep_silence(at=dt.datetime(2026, 10, 14, 0, 5, tzinfo=ZONE)) == 1

        assert Case.objects.get(matter__number=number).accepted_on == dt.date(2026, 9, 30)
        page = case_page(applicant, number, dt.datetime(2026, 10, 14, 1, 0, tzinfo=ZONE))
        assert page.state_label == "已受理"


class TestTwoWorkers:
    def test_record_it_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        number = case("submitted", HANDED_IN)
        # The other worker has found the same cases, and comes second.
        monkeypatch.setattr("tongban.cases.queries.waiting.unanswered", lambda today: [number, number])

        assert sweep_silence(at=NEXT_DAY) == 1

        assert JournalEntry.objects.filter(matter__number=number, verb="deem_accepted").count() == 1
        assert Alert.objects.filter(matter__number=number).count() == 1
