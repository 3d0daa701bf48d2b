"""The result on its way: with a code for the window, with a tracking number by post."""

import datetime as dt
import re

import pytest

from tests.cases.factory import case
from tests.cases.licensed import verbs
from tests.cases.test_life import snapshot
from tests.city import DAY, MONDAY, actor
from tongban.cases import actions
from tongban.cases.actions.decision.deliver import LicenceNotMade
from tongban.cases.models import Delivery, Document
from tongban.cases.queries import case_page
from tongban.kernel.actions.set_parameter import set_parameter
from tongban.kernel.errors import BadInput
from tongban.matters.events import NotAllowedNow, NotYours
from tongban.matters.models import Clock, JournalEntry, Matter
from tongban.parties.rules.reports import ImportRefused

HEAD = "tracking_number,status,at,signed_by\n"


def sent(mode: str = "window", **more: str) -> tuple[str, Delivery]:
    number = case("issued")
    actions.dispatch(number=number, mode=mode, actor=actor("issuer"), at=MONDAY, **more)
    return number, Delivery.objects.get(matter__number=number)


class TestDispatch:
    def test_for_pick_up_makes_a_code_that_the_applicant_alone_sees(self) -> None:
        number, delivery = sent()

        assert re.fullmatch(r"\d{6}", delivery.pickup_code)
        assert (delivery.sent_at, delivery.delivered_at) == (MONDAY, None)
        shown = {role: case_page(actor(role), number, MONDAY).delivery for role in ("applicant", "issuer", "clerk")}
        codes = {role: each.pickup_code for role, each in shown.items() if each is not None}
        assert codes == {"applicant": delivery.pickup_code, "issuer": "", "clerk": ""}
        assert JournalEntry.objects.get(matter__number=number, verb="dispatch").facts == {"mode": "window"}

    @pytest.mark.usefixtures("own_parameters")
    def test_makes_a_code_as_long_as_the_city_wants(self) -> None:
        set_parameter(key="pickup_code_digits", value=8, basis="local parameter", effective_from=MONDAY.date())

        assert re.fullmatch(r"\d{8}", sent()[1].pickup_code)

    def test_leaves_the_delivery_clock_running(self) -> None:
        number, _delivery = sent()

        # Ten working days from Monday 2 March.
        assert Matter.objects.get(number=number).due_on == dt.date(2026, 3, 16)
        assert Matter.objects.get(number=number).state == "issued"

    def test_by_post_takes_the_number_of_the_slip_or_orders_one(self) -> None:
        typed = sent("post", tracking_number="EMS1", courier="邮政")[1]
        ordered = sent("post")[1]

        assert (typed.courier, typed.tracking_number) == ("邮政", "EMS1")
        assert (ordered.courier, bool(re.fullmatch(r"TB\d{14}", ordered.tracking_number))) == ("政务专递", True)

    def test_again_takes_the_place_of_what_was_sent_before(self) -> None:
        number, _first = sent("post")

        actions.dispatch(number=number, mode="window", actor=actor("issuer"), at=MONDAY + DAY)

        now = Delivery.objects.get(matter__number=number)
        assert (now.mode, now.tracking_number, now.sent_at) == ("window", "", MONDAY + DAY)

    @pytest.mark.parametrize("mode", ["space", "pigeon"])
    def test_names_a_mode_that_is_none(self, mode: str) -> None:
        number = case("issued")
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.dispatch(number=number, mode=mode, actor=actor("issuer"), at=MONDAY)

        assert list(refused.value.errors) == ["mode"]
        assert snapshot(number) == before

    @pytest.mark.parametrize("role", ["applicant", "decider", "lead_reviewer"])
    def test_is_refused_to_the_wrong_duty_and_leaves_no_trace(self, role: str) -> None:
        number = case("issued")
        before = snapshot(number)

        with pytest.raises(NotYours):
            actions.dispatch(number=number, mode="window", actor=actor(role), at=MONDAY)

        assert snapshot(number) == before
        assert "dispatch" not in verbs(role, number)

    def test_waits_for_the_licence(self) -> None:
        with pytest.raises(LicenceNotMade):
            actions.dispatch(number=case("granted"), mode="window", actor=actor("issuer"), at=MONDAY)

    def test_is_refused_before_the_decision(self) -> None:
        with pytest.raises(NotAllowedNow):
            actions.dispatch(number=case("reviewed"), mode="window", actor=actor("issuer"), at=MONDAY)


class TestPickUp:
    def test_asks_for_the_code(self) -> None:
        number, delivery = sent()

        actions.deliver(
            number=number,
            mode="window",
            receiver="何雨禾",
            code=delivery.pickup_code,
            actor=actor("issuer"),
            at=MONDAY + DAY,
        )

        now = Delivery.objects.get(matter__number=number)
        assert (now.receiver, now.delivered_at, now.pickup_code) == ("何雨禾", MONDAY + DAY, "")
        receipt = Document.objects.get(matter__number=number, kind="delivery_receipt")
        assert ["身份核对", "取件码"] in receipt.data["fields"]

    def test_or_for_a_document_that_is_written_down(self) -> None:
        number, _delivery = sent()

        actions.deliver(
            number=number,
            mode="window",
            receiver="何雨禾",
            identity="居民身份证原件",
            actor=actor("issuer"),
            at=MONDAY,
        )

        receipt = Document.objects.get(matter__number=number, kind="delivery_receipt")
        assert ["身份核对", "居民身份证原件"] in receipt.data["fields"]

    @pytest.mark.parametrize(("wrong", "days"), [("000000x", 0), ("", 0), ("right", 31)])
    def test_is_refused_with_a_wrong_or_an_old_code(self, wrong: str, days: int) -> None:
        number, delivery = sent()
        code = delivery.pickup_code if wrong == "right" else wrong
        before = snapshot(number)

        with pytest.raises(BadInput) as refused:
            actions.deliver(
                number=number,
                mode="window",
                receiver="何雨禾",
                code=code,
                actor=actor("issuer"),
                at=MONDAY + days * DAY,
            )

        assert list(refused.value.errors) == ["code"]
        assert snapshot(number) == before

    def test_lasts_thirty_days(self) -> None:
        number, delivery = sent()

        actions.deliver(
            number=number, mode="window", code=delivery.pickup_code, actor=actor("issuer"), at=MONDAY + 30 * DAY
        )

        assert Matter.objects.get(number=number).state == "delivered"


class TestImportDeliveries:
    def test_delivers_what_was_signed_for_once(self) -> None:
        number, _delivery = sent("post", tracking_number="EMS1")
        text = f"{HEAD}EMS1,signed,2026-03-03T10:00:00+08:00,门卫\nEMS9,signed,2026-03-03T10:00:00+08:00,\n"

        first = actions.import_deliveries(text, name="list.csv", at=MONDAY + 2 * DAY)
        again = actions.import_deliveries(text, name="list.csv", at=MONDAY + 3 * DAY)

        assert (first.delivered, first.unmatched) == (1, ["#3 EMS9"])
        assert (again.delivered, again.unchanged) == (0, 1)
        now = Delivery.objects.get(matter__number=number)
        # What counts is when it was signed for, however late the list comes.
        signed = dt.datetime(2026, 3, 3, 2, tzinfo=dt.UTC)
        assert (now.receiver, now.tracking_number, now.delivered_at) == ("门卫", "EMS1", signed)
        assert Clock.objects.get(matter__number=number, kind="delivery").stopped_on == dt.date(2026, 3, 3)
        assert JournalEntry.objects.get(matter__number=number, verb="deliver").actor["name"] == "系统"

    def test_delivers_every_result_in_one_parcel(self) -> None:
        numbers = {sent("post", tracking_number="EMS1")[0] for _each in range(2)}
        text = f"{HEAD}EMS1,signed,2026-03-03T10:00:00+08:00,门卫\n"

        done = actions.import_deliveries(text, name="list.csv", at=MONDAY + 2 * DAY)

        assert done.delivered == 2
        assert set(Matter.objects.filter(state="delivered").values_list("number", flat=True)) == numbers

    def test_leaves_what_is_on_its_way_or_came_back(self) -> None:
        sent("post", tracking_number="EMS1")
        other, _delivery = sent("post", tracking_number="EMS2")
        text = f"{HEAD}EMS1,in_transit,2026-03-03T10:00:00+08:00,\nEMS2,returned,2026-03-03T10:00:00+08:00,\n"

        done = actions.import_deliveries(text, name="list.csv", at=MONDAY + 2 * DAY)

        assert (done.on_the_way, done.returned, done.delivered) == (1, ["#3 EMS2"], 0)
        assert Matter.objects.get(number=other).state == "issued"

    @pytest.mark.parametrize(
        ("text", "where"),
        [
            ("tracking_number,status\nEMS1,signed\n", "list.csv #1 at"),
            (f"{HEAD}EMS1,eaten,2026-03-03T10:00:00+08:00,\n", "list.csv #2 status"),
            (f"{HEAD}EMS1,signed,tomorrow,\n", "list.csv #2 at"),
            (f"{HEAD},signed,2026-03-03T10:00:00+08:00,\n", "list.csv #2 tracking_number"),
            (f"{HEAD}EMS1,signed\n", "list.csv #2 "),
        ],
    )
    def test_names_row_and_field_of_a_bad_file_and_changes_nothing(self, text: str, where: str) -> None:
        number, _delivery = sent("post", tracking_number="EMS1")
        before = snapshot(number)

        with pytest.raises(ImportRefused) as refused:
            actions.import_deliveries(text, name="list.csv", at=MONDAY + 2 * DAY)

        assert where in refused.value.errors
        assert snapshot(number) == before
