"""One seal for approval (一枚印章管审批): who exercises a power owns the case, and whose power it is stays known."""

import datetime as dt

from tests.cases.factory import case
from tests.cases.test_other_kinds import hand_in, item_named
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.models import Case, Document, Review
from tongban.cases.queries import by_power
from tongban.matters.models import Matter
from tongban.parties.actions import revoke_authorisation
from tongban.parties.models import Authorisation, Authority, Duty
from tongban.parties.queries import actor_of
from tongban.parties.rules.actor import SYSTEM, Actor, DutyKind

NAME = "娱乐场所经营许可"


def bureau() -> Authority:
    return Authority.objects.get(key="zhengwu")


def official_of(seat: Authority, kind: DutyKind) -> Actor:
    duty = Duty.objects.filter(authority=seat, kind=kind.value).select_related("official__account")[0]
    return actor_of(duty.official.account, "web", on=MONDAY.date())


class TestCentralisedPower:
    def test_is_exercised_from_the_draft_to_the_decision_under_the_bureau_s_own_name(self) -> None:
        item, seat = item_named(NAME), bureau()

        number, _person = hand_in(item, "company")

        matter = Matter.objects.get(number=number)
        assert (matter.owner_id, Case.objects.get(matter=matter).power_authority_id) == (seat.pk, item.authority.id)
        actions.accept(number=number, actor=official_of(seat, DutyKind.CLERK), at=MONDAY)
        actions.open_reviews(number=number, actor=official_of(seat, DutyKind.REVIEWER), at=MONDAY)
        assert set(Review.objects.filter(matter=matter).values_list("authority_id", flat=True)) == {seat.pk}
        assert {each.data["authority"] for each in Document.objects.filter(matter=matter)} == {seat.name}

    def test_is_counted_apart_from_the_bureau_s_own(self) -> None:
        item, seat = item_named(NAME), bureau()
        hand_in(item, "company")

        rows = by_power(actor("supervisor"), since=MONDAY - dt.timedelta(days=1))

        (row,) = [each for each in rows if not each.is_own]
        assert (row.power, row.owner, row.handed_in, row.open) == (item.authority.name, seat.name, 1, 1)

    def test_returns_with_the_next_draft_once_it_is_revoked(self) -> None:
        item = item_named(NAME)
        given = Authorisation.objects.get(kind="centralised")
        before, _person = hand_in(item, "company")

        revoke_authorisation(authorisation_id=given.pk, actor=SYSTEM, at=MONDAY)

        after, _person = hand_in(item, "company")
        assert Matter.objects.get(number=before).owner_id == bureau().pk
        assert Matter.objects.get(number=after).owner_id == item.authority.id
        assert Case.objects.get(matter__number=after).power_authority_id is None

    def test_is_whose_it_is_on_the_day_on_which_the_case_is_handed_in(self) -> None:
        given = Authorisation.objects.get(kind="centralised")
        Authorisation.objects.filter(pk=given.pk).update(starts_on=MONDAY.date() + DAY)
        number = case("submitted")
        own = Matter.objects.get(number=number).owner_id
        item = Case.objects.get(matter__number=number).task_code
        early, late = case("draft"), case("draft")
        Authorisation.objects.filter(pk=given.pk).update(from_authority_id=own, task_codes=[item])

        actions.submit(number=early, actor=actor("applicant"), at=MONDAY)
        actions.submit(number=late, actor=actor("applicant"), at=MONDAY + DAY)

        owners = {each.number: each.owner_id for each in Matter.objects.filter(number__in=(early, late))}
        assert owners == {early: own, late: bureau().pk}
        assert Case.objects.get(matter__number=early).power_authority_id is None
        assert Case.objects.get(matter__number=late).power_authority_id == own
        assert Document.objects.get(matter__number=late, kind="receipt").authority_id == bureau().pk

    def test_goes_back_with_the_case_when_it_is_transferred(self) -> None:
        item = item_named(NAME)
        number, _person = hand_in(item, "company")
        reviewer = official_of(bureau(), DutyKind.REVIEWER)

        actions.transfer(
            number=number,
            ground="powers_moved",
            reason="职权收回",
            authority_id=item.authority.id,
            actor=reviewer,
            at=MONDAY,
        )

        assert Matter.objects.get(number=number).owner_id == item.authority.id
        assert Case.objects.get(matter__number=number).power_authority_id is None
