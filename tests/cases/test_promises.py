"""What may be promised, by whom, and what acceptance, decision and licence make of it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cases.factory import case
from tests.cases.promised import (
    CLERK,
    DRAINAGE,
    HYGIENE,
    REPORT,
    REVIEWER,
    drafted,
    on_a_promise,
    promise_conditions,
    promise_report,
    supply_report,
    without_the_report,
)
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.promises.promise import promise
from tongban.cases.actions.promises.sign import NotOffered
from tongban.cases.actions.promises.supply_deferred import NotOwed
from tongban.cases.actions.promises.sweep_deferred import sweep_deferred
from tongban.cases.models import Commitment, Decision, DeferredMaterial, Document
from tongban.cases.queries.promises import defer_days, deferrable
from tongban.cases.queries.reading import read_case, version_of
from tongban.credit.models import Record
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.errors import BadInput, NotFound
from tongban.kernel.queries import forget_parameters
from tongban.licences.models import Licence
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, JournalEntry, Matter


@pytest.fixture
def city_says() -> Iterator[Any]:
    """Let the city set a parameter; what the process keeps of it goes with the test."""

    def say(key: str, value: Any) -> None:
        set_parameter(key=key, value=value, basis="local parameter", effective_from=dt.date(2020, 1, 1))

    yield say
    forget_parameters()


def entries(number: str) -> int:
    return JournalEntry.objects.filter(matter__number=number).count()


class TestPromiseLater:
    def test_keeps_who_signed_what_and_when(self) -> None:
        number = drafted(DRAINAGE)

        promise_report(number)

        kept = Commitment.objects.get(matter__number=number)
        assert (kept.signer_name, kept.signer_id, kept.signed_at) == ("何雨禾", actor("applicant").person_id, MONDAY)
        assert "排放口水质检测报告（受理后 5 个工作日内）" in kept.promised_text

    def test_signed_again_stands_in_the_place_of_the_first(self) -> None:
        number = drafted(DRAINAGE)
        promise_report(number)
        first = Commitment.objects.get(matter__number=number).sha256

        promise_report(number, MONDAY + DAY)

        again = Commitment.objects.get(matter__number=number)
        assert again.sha256 != first
        assert again.signed_at == MONDAY + DAY

    def test_is_asked_for_where_a_deferrable_material_is_missing(self) -> None:
        number = drafted(DRAINAGE)

        with pytest.raises(BadInput) as refused:
            actions.submit(number=number, actor=actor("applicant"), at=MONDAY)

        assert list(refused.value.errors) == [REPORT]
        assert "容缺受理承诺书" in refused.value.errors[REPORT]

    def test_is_refused_where_the_item_lets_nothing_come_later(self) -> None:
        number = case("draft")

        with pytest.raises(NotOffered):
            actions.promise_later(
                number=number, version="2026-1", materials=["plan"], actor=actor("applicant"), at=MONDAY
            )

        assert not Commitment.objects.exists()

    @pytest.mark.parametrize("role", ["stranger", "reviewer", "clerk"])
    def test_is_nobody_elses_to_sign(self, role: str) -> None:
        number = drafted(DRAINAGE)
        who = actor("lead_reviewer" if role == "reviewer" else role)

        with pytest.raises(NotFound):
            actions.promise_later(number=number, version="2026-1", materials=[REPORT], actor=who, at=MONDAY)

        assert not Commitment.objects.exists()


class TestDeferDays:
    def test_are_never_more_than_the_item_promises(self) -> None:
        item = version_of(read_case(drafted(HYGIENE), actor("applicant")).parts["case"].version_id)
        (report,) = deferrable(item)

        assert (report.defer_days, item.promised_days, defer_days(item, report, MONDAY.date())) == (2, 2, 2)

    def test_end_on_the_day_that_is_promised_at_the_latest(self) -> None:
        number = without_the_report("accepted")

        clock = Clock.objects.get(matter__number=number, kind="tolerance")
        promised = Clock.objects.get(matter__number=number, kind="promise")
        assert (clock.runs_for, clock.pausable) == ("applicant", False)
        assert (clock.due_on, promised.due_on) == (dt.date(2026, 3, 9), dt.date(2026, 3, 12))
        assert Matter.objects.get(number=number).due_on == promised.due_on


class TestAccept:
    def test_says_in_its_notice_what_comes_later_and_what_follows(self) -> None:
        number = without_the_report("accepted")

        notice = Document.objects.get(matter__number=number, kind="acceptance_notice")
        assert ["容缺材料", "排放口水质检测报告（2026年3月9日前）"] in notice.data["fields"]
        assert any("终止办理，并记入信用记录" in line for line in notice.data["body"])

    def test_refuses_what_nobody_promised_and_leaves_no_trace(self) -> None:
        number = drafted(DRAINAGE)
        promise_report(number)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
        Commitment.objects.update(ended_at=MONDAY)
        before = entries(number)

        for named in (None, [REPORT], ["drain-drawing"]):
            with pytest.raises(BadInput) as refused:
                actions.accept(number=number, deferred=named, actor=actor("clerk"), at=MONDAY)
            assert list(refused.value.errors) == ["deferred"]

        assert (Matter.objects.get(number=number).state, entries(number)) == ("submitted", before)
        assert not DeferredMaterial.objects.exists()

    def test_by_silence_defers_what_was_promised(self) -> None:
        number = drafted(DRAINAGE)
        promise_report(number)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)

        actions.deem_accepted(number=number, at=MONDAY + 8 * DAY)

        # Silence accepts from Monday 2 March; the promised day, the 12th, is before the report's own.
        assert DeferredMaterial.objects.get(matter__number=number).due_on == dt.date(2026, 3, 12)


class TestSupplyDeferred:
    def test_is_the_applicants_or_the_windows(self) -> None:
        number = without_the_report("accepted")

        with pytest.raises(NotYours):
            actions.supply_deferred(
                number=number, material_code=REPORT, name="a.pdf", data=b"", actor=actor("decider"), at=MONDAY
            )
        with pytest.raises(BadInput) as refused:
            actions.supply_deferred(
                number=number, material_code=REPORT, name="a.pdf", data=b"MZ", actor=actor("clerk"), at=MONDAY
            )

        assert list(refused.value.errors) == [REPORT]
        assert DeferredMaterial.objects.get(matter__number=number).given_at is None

    def test_is_refused_for_what_was_not_deferred(self) -> None:
        number = without_the_report("accepted")
        supply_report(number, MONDAY)

        with pytest.raises(NotOwed):
            supply_report(number, MONDAY)


class TestConsequence:
    def test_refuse_leaves_only_a_refusal(self, city_says: Any) -> None:
        city_says("tolerance_consequence", "refuse")
        number = without_the_report("deciding")
        sweep_deferred(at=MONDAY + 8 * DAY)
        at = MONDAY + 8 * DAY

        with pytest.raises(BadInput) as refused:
            actions.decide(number=number, outcome="granted", actor=actor("decider"), at=at)
        assert list(refused.value.errors) == ["outcome"]
        actions.decide(number=number, outcome="refused", reasons="容缺材料逾期未补", actor=actor("decider"), at=at)

        assert Matter.objects.get(number=number).state == "refused"
        assert Record.objects.get().kind == "deferral_lapsed"

    def test_flag_lets_it_be_granted_and_its_licence_says_what_is_missing(self, city_says: Any) -> None:
        city_says("tolerance_consequence", "flag")
        city_says("deferred_licence", "flag")
        number = without_the_report("deciding")
        at = MONDAY + 8 * DAY
        sweep_deferred(at=at)

        actions.decide(number=number, outcome="granted", actor=actor("decider"), at=at)
        actions.issue(number=number, actor=actor("issuer"), at=at)

        identifier = Decision.objects.get(matter__number=number).licence_identifier
        face = {line["key"]: line["value"] for line in Licence.objects.get(identifier=identifier).face}
        assert face["conditions"] == "容缺办理，尚未补齐：排放口水质检测报告"

    def test_of_a_refusal_stops_the_applicants_clock(self) -> None:
        number = without_the_report("deciding")

        actions.decide(number=number, outcome="refused", reasons="不符合条件", actor=actor("decider"), at=MONDAY)

        assert Clock.objects.get(matter__number=number, kind="tolerance").stopped_on == MONDAY.date()


class TestPromise:
    def test_spares_the_proofs_that_it_replaces(self) -> None:
        number = on_a_promise("accepted")

        kept = Commitment.objects.get(matter__number=number)
        assert (kept.kind, kept.replaces, kept.told_version) == ("promise", ["pledge", "test-report"], "2026-1")
        assert not DeferredMaterial.objects.exists()
        paper = Document.objects.get(matter__number=number, kind="commitment")
        assert ["内容摘要（SHA-256）", kept.sha256] in paper.data["fields"]
        assert "【告知】" in paper.data["body"]

    def test_has_a_hash_of_its_texts_its_signer_and_its_day(self) -> None:
        first, second = drafted(HYGIENE), drafted(HYGIENE)

        assert promise_conditions(first) != promise_conditions(second)
        assert promise_conditions(first, MONDAY + DAY) != promise_conditions(first, MONDAY + 2 * DAY)

    def test_is_signed_at_the_window_by_an_agent_in_office(self) -> None:
        number = drafted(HYGIENE)
        promise_conditions(number)
        actions.submit(number=number, actor=actor("applicant"), at=MONDAY)
        stranger = actor("stranger").person_id

        for signer in (None, stranger):
            with pytest.raises(BadInput) as refused:
                promise(number=number, version="2026-1", signer_id=signer, actor=actor(CLERK), at=MONDAY)
            assert list(refused.value.errors) == ["signer"]
        promise(
            number=number,
            version="2026-1",
            signer_id=actor("applicant").person_id,
            actor=actor(CLERK),
            at=MONDAY + DAY,
        )

        assert Commitment.objects.get(matter__number=number).signed_at == MONDAY + DAY

    def test_is_not_signed_by_the_applicant_after_handing_in(self) -> None:
        number = on_a_promise("accepted")

        with pytest.raises(NotAllowedNow):
            promise_conditions(number, MONDAY + DAY)

        assert Commitment.objects.get(matter__number=number).signed_at == MONDAY


class TestVerify:
    def test_names_what_is_missing_and_changes_nothing(self) -> None:
        number = on_a_promise("granted")
        actions.begin_verification(number=number, actor=actor(REVIEWER), at=MONDAY)

        with pytest.raises(BadInput) as refused:
            actions.verify(
                number=f"{number}-HC", outcome="perhaps", method="guess", result=" ", actor=actor(REVIEWER), at=MONDAY
            )

        assert sorted(refused.value.errors) == ["method", "outcome", "result"]
        assert Matter.objects.get(number=f"{number}-HC").state == "open"

    def test_is_refused_to_the_wrong_duty_and_a_second_time(self) -> None:
        number = on_a_promise("granted")
        actions.begin_verification(number=number, actor=actor(REVIEWER), at=MONDAY)
        said = {"number": f"{number}-HC", "outcome": "kept", "method": "data", "result": "合格", "at": MONDAY}

        with pytest.raises(NotYours):
            actions.verify(**said, actor=actor(CLERK))
        actions.verify(**said, actor=actor(REVIEWER))
        with pytest.raises(NotAllowedNow):
            actions.verify(**said, actor=actor(REVIEWER))

        assert not Record.objects.exists()
