"""Renewal, change, reissue and surrender: applications of their own about a licence that one holds."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.factory import STORY, opine, road_code
from tests.cases.licensed import about, licence_of, licensed
from tests.city import DAY, MONDAY, actor, company
from tongban.cases import actions
from tongban.cases.actions.decision.issue import NoLicenceToIssue
from tongban.cases.actions.intake.about_licence import LicenceNotValid, OneIsOpen, TooLate
from tongban.cases.models import Case, CaseMaterial, Decision, Document
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences.models import Licence
from tongban.licences.queries import verification
from tongban.matters.models import JournalEntry, Matter
from tongban.parties.models import Organisation

LATER = MONDAY + 30 * DAY


def granted(number: str, at: dt.datetime = LATER) -> None:
    actions.decide(number=number, outcome="granted", actor=actor("decider"), at=at)


def issued(number: str, at: dt.datetime = LATER) -> Licence:
    granted(number, at)
    actions.issue(number=number, actor=actor("issuer"), at=at)
    return Licence.objects.get(identifier=licence_of(number))


class TestDraft:
    def test_begins_with_what_was_said_and_given_for_the_licence(self) -> None:
        old = licensed()
        origin = Case.objects.get(matter__licences__identifier=old)

        number = about(old, "change", LATER, "draft")

        case = Case.objects.get(matter__number=number)
        assert (case.purpose, case.about_licence) == ("change", old)
        assert case.answers["road_name"] == origin.answers["road_name"]
        assert case.sources["road_name"]["source"].startswith("证照 ")
        files = CaseMaterial.objects.filter(matter=case.matter).values_list("code", "sha256").order_by("code")
        assert list(files) == list(
            CaseMaterial.objects.filter(matter=origin.matter).values_list("code", "sha256").order_by("code")
        )

    def test_is_for_the_holder_only(self) -> None:
        old, before = licensed(), Matter.objects.count()
        other = Organisation.objects.exclude(pk=company(actor("applicant"))).order_by("pk")[0].pk
        agent = replace(actor("applicant"), organisations={other: None})

        with pytest.raises(NotFound):
            actions.draft(
                task_code=road_code(),
                actor=agent,
                at=LATER,
                organisation_id=other,
                purpose="change",
                about_licence=old,
            )

        assert Matter.objects.count() == before

    @pytest.mark.parametrize("purpose", ["renewal", "change", "reissue", "surrender"])
    def test_is_refused_when_the_licence_is_not_valid(self, purpose: str) -> None:
        old = licensed()
        Licence.objects.filter(identifier=old).update(state="suspended")

        with pytest.raises(LicenceNotValid):
            about(old, purpose, LATER, "draft")

        assert not Case.objects.filter(about_licence=old).exists()

    def test_is_refused_for_an_expired_licence(self) -> None:
        old = licensed(until=dt.date(2026, 3, 20))

        with pytest.raises(LicenceNotValid):
            about(old, "renewal", LATER, "draft")

    def test_is_refused_while_another_is_open(self) -> None:
        old = licensed()
        first = about(old, "change", LATER, "draft")

        with pytest.raises(OneIsOpen, match=first):
            about(old, "surrender", LATER, "draft")

    @pytest.mark.usefixtures("own_parameters")
    def test_of_a_renewal_is_refused_too_late_where_the_city_says_so(self) -> None:
        old = licensed(until=dt.date(2026, 6, 1))
        set_parameter(key="renewal_late", value="refuse", basis="local parameter", effective_from=MONDAY.date())

        with pytest.raises(TooLate):
            about(old, "renewal", dt.datetime(2026, 5, 3, 4, tzinfo=dt.UTC), "draft")

        assert about(old, "renewal", dt.datetime(2026, 5, 2, 4, tzinfo=dt.UTC), "draft")

    def test_of_a_renewal_is_refused_where_there_is_no_end(self) -> None:
        old = licensed(until=None)

        with pytest.raises(LicenceNotValid):
            about(old, "renewal", LATER, "draft")

    @pytest.mark.parametrize(("purpose", "licence"), [("new", "x"), ("change", ""), ("nonsense", "x")])
    def test_names_what_does_not_fit_together(self, purpose: str, licence: str) -> None:
        with pytest.raises(BadInput) as refused:
            actions.draft(
                task_code=road_code(),
                actor=actor("applicant"),
                at=LATER,
                organisation_id=company(actor("applicant")),
                purpose=purpose,
                about_licence=licence,
            )

        assert list(refused.value.errors) == ["purpose"]


class TestRenewal:
    def test_makes_the_next_version_counted_from_the_old_end(self) -> None:
        old = licensed(until=dt.date(2026, 6, 1))

        new = issued(about(old, "renewal", LATER, "reviewed"))

        assert (new.version, new.valid_from, new.valid_until) == (2, LATER.date(), dt.date(2026, 9, 1))
        assert verification(old).state == "superseded"
        assert Document.objects.get(matter=new.matter, kind="renewal_decision").title == "准予延续行政许可决定书"


class TestChange:
    def test_makes_the_next_version_with_another_face_and_the_old_end(self) -> None:
        old = licensed(until=dt.date(2026, 6, 1))
        number = about(old, "change", LATER, "draft")
        applicant = actor("applicant")
        actions.save_draft(number=number, answers={"builder_name": "另一家施工单位"}, actor=applicant, at=LATER)
        actions.submit(number=number, actor=applicant, at=LATER)
        actions.accept(number=number, actor=actor("clerk"), at=LATER)
        actions.open_reviews(number=number, actor=actor("lead_reviewer"), at=LATER)
        for each in STORY["opinions"]:
            opine(number, each["step"], actor(each["by"]), LATER)

        new = issued(number)

        assert new.valid_until == dt.date(2026, 6, 1)
        assert {line["key"]: line["value"] for line in new.face}["builder_name"] == "另一家施工单位"
        assert verification(old).state == "superseded"


class TestReissue:
    def test_makes_the_same_again_and_voids_the_lost_one(self) -> None:
        old = licensed(until=dt.date(2026, 6, 1))
        lost = Licence.objects.get(identifier=old)

        new = issued(about(old, "reissue", LATER, "reviewed"))

        assert (new.face, new.valid_from, new.valid_until) == (lost.face, lost.valid_from, lost.valid_until)
        assert (new.number, new.version) == (lost.number, 2)
        assert lost.standings.order_by("-pk")[0].reason == "补发，原证作废"
        assert verification(old).state == "superseded"


class TestSurrender:
    def test_cancels_the_licence_with_the_decision_and_ends_with_the_delivery(self) -> None:
        old = licensed()
        number = about(old, "surrender", LATER, "reviewed")
        assert verification(old, LATER.date()).state_on == "valid"

        granted(number)

        assert verification(old).state == "cancelled"
        assert (
            Document.objects.get(matter__number=number, kind="cancellation_decision").title == "准予注销行政许可决定书"
        )
        decision = Decision.objects.get(matter__number=number)
        assert (decision.valid_from, decision.licence_identifier) == (None, "")

        actions.deliver(number=number, mode="space", actor=actor("issuer"), at=LATER)

        matter = Matter.objects.get(number=number)
        assert (matter.state, matter.due_on) == ("closed", None)
        verbs = JournalEntry.objects.filter(matter=matter).order_by("sequence").values_list("verb", flat=True)
        assert list(verbs)[-3:] == ["decide", "deliver", "close"]

    def test_makes_no_licence(self) -> None:
        number = about(licensed(), "surrender", LATER, "reviewed")
        granted(number)

        with pytest.raises(NoLicenceToIssue):
            actions.issue(number=number, actor=actor("issuer"), at=LATER)

    def test_that_is_refused_leaves_the_licence(self) -> None:
        old = licensed()
        number = about(old, "surrender", LATER, "reviewed")

        actions.decide(number=number, outcome="refused", reasons="工程未恢复", actor=actor("decider"), at=LATER)

        assert verification(old, LATER.date()).state_on == "valid"
