"""Copies of a licence for one purpose: on the holder's word, or on the law's with a live case."""

import datetime as dt
import io
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import human, licence
from tongban.cases import actions
from tongban.kernel import files, signing
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences.actions import suspend
from tongban.licences.actions.copies import make_copy, revoke_copies_of_case, sweep_copies, take_back
from tongban.licences.actions.copies.end_copies import CopyEnded
from tongban.licences.actions.copies.make_copy import AuthorisationSpent, CopyNotAllowed, LicenceNotInForce
from tongban.licences.models import Authorisation, Copy, Licence, LicenceUse
from tongban.matters.events import NotYours
from tongban.parties.rules.actor import SYSTEM

BASIS = "城市道路管理条例 第三十三条"


@pytest.fixture(autouse=True)
def a_day_of_validity(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)


def given(identifier: str, **said: Any) -> dict[str, Any]:
    return {
        "identifier": identifier,
        "purpose": "办理施工贷款",
        "user_name": "贵阳某银行",
        "actor": actor("applicant"),
        "at": MONDAY,
        **said,
    }


class TestMakeCopy:
    def test_is_a_signed_file_of_its_own_on_the_holders_word(self) -> None:
        issued = licence()

        made = make_copy(**given(issued.identifier))

        row = Copy.objects.select_related("authorisation").get(number=made.number)
        data = files.read(made.sha256)
        assert signing.verify_pdf(data).valid
        assert made.sha256 not in (issued.sha256, "")
        assert (row.purpose, row.user_name, row.basis, row.case_number) == ("办理施工贷款", "贵阳某银行", "", "")
        assert row.authorisation is not None
        assert (row.authorisation.way, row.authorisation.used_at) == ("signed_in", MONDAY)
        assert made.expires_on == MONDAY.date() + 30 * DAY
        used = LicenceUse.objects.get()
        assert (used.kind, used.purpose, used.copy, used.actor_name) == (
            "copy_made",
            "办理施工贷款",
            row,
            actor("applicant").name,
        )

    def test_shows_nothing_personal_unless_it_was_chosen(self) -> None:
        issued = licence()

        usual = make_copy(**given(issued.identifier))
        chosen = make_copy(**given(issued.identifier, fields=["road_name"]))

        assert Copy.objects.get(number=chosen.number).fields == ["road_name"]
        assert "road_name" in Copy.objects.get(number=usual.number).fields

    def test_carries_the_licences_identifier_and_its_own_number(self) -> None:
        issued = licence()

        made = make_copy(**given(issued.identifier))

        info = PdfFileReader(io.BytesIO(files.read(made.sha256))).trailer["/Info"]
        assert made.number in str(info["/Keywords"])
        assert issued.identifier in str(info["/Keywords"])

    def test_does_not_exist_for_a_stranger(self) -> None:
        issued = licence()

        with pytest.raises(NotFound):
            make_copy(**given(issued.identifier, actor=actor("stranger")))
        with pytest.raises(NotFound):
            make_copy(**given(issued.identifier, actor=actor("clerk")))
        assert not Copy.objects.exists()
        assert not LicenceUse.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"purpose": " "}, "purpose"),
            ({"purpose": "用" * 201}, "purpose"),
            ({"user_name": ""}, "user_name"),
            ({"expires_on": dt.date(2026, 3, 1)}, "expires_on"),
            ({"expires_on": dt.date(2027, 3, 3)}, "expires_on"),
        ],
    )
    def test_names_what_is_wrong(self, wrong: dict[str, Any], field: str) -> None:
        with pytest.raises(BadInput) as refused:
            make_copy(**given(licence().identifier, **wrong))

        assert set(refused.value.errors) == {field}
        assert not Copy.objects.exists()

    def test_is_made_only_of_what_is_in_force(self) -> None:
        issued = licence()
        suspend(identifier=issued.identifier, reason="检查", actor=actor("decider"), at=MONDAY)

        with pytest.raises(LicenceNotInForce, match="暂扣"):
            make_copy(**given(issued.identifier))
        assert not Copy.objects.exists()

    def test_ends_with_the_licence_where_that_ends_before(self) -> None:
        issued = licence(valid_until=dt.date(2026, 3, 10))

        assert make_copy(**given(issued.identifier)).expires_on == dt.date(2026, 3, 10)


class TestOnALegalBasis:
    def test_needs_a_live_case_of_the_holder(self) -> None:
        number, issued = case("accepted"), licence()

        made = make_copy(**given(issued.identifier, basis=BASIS, case_number=number, actor=actor("clerk")))

        row = Copy.objects.get(number=made.number)
        assert (row.authorisation, row.basis, row.case_number) == (None, BASIS, number)
        assert row.authority_id is not None

    def test_asked_twice_makes_one(self) -> None:
        number, issued = case("accepted"), licence()
        asked = given(issued.identifier, basis=BASIS, case_number=number, actor=SYSTEM)

        assert make_copy(**asked) == make_copy(**asked)
        assert Copy.objects.count() == 1

    def test_is_refused_without_a_case(self) -> None:
        with pytest.raises(CopyNotAllowed):
            make_copy(**given(licence().identifier, basis=BASIS, actor=actor("clerk")))
        assert not Copy.objects.exists()

    def test_is_refused_for_a_case_of_somebody_else(self) -> None:
        number, issued = case("accepted"), licence(holder=human())

        with pytest.raises(CopyNotAllowed, match="持证人不是"):
            make_copy(**given(issued.identifier, basis=BASIS, case_number=number, actor=actor("clerk")))
        assert not Copy.objects.exists()

    def test_is_refused_once_the_case_is_closed(self) -> None:
        number, issued = case("accepted"), licence()
        end(number)

        with pytest.raises(CopyNotAllowed, match="已经办结"):
            make_copy(**given(issued.identifier, basis=BASIS, case_number=number, actor=SYSTEM))

    def test_does_not_exist_for_who_takes_no_part_in_the_case(self) -> None:
        number, issued = case("submitted"), licence()

        with pytest.raises(NotFound):
            make_copy(**given(issued.identifier, basis=BASIS, case_number=number, actor=actor("stranger")))


class TestAuthorisation:
    def allowed(self, identifier: str, **said: Any) -> int:
        found = licence_of(identifier)
        row = Authorisation.objects.create(
            licence=found, way="code", given_at=MONDAY, ends_at=MONDAY + dt.timedelta(minutes=10), **said
        )
        return row.pk

    def test_counts_once(self) -> None:
        issued = licence()
        asked = given(issued.identifier, authorisation=self.allowed(issued.identifier), actor=actor("clerk"))

        make_copy(**asked)

        with pytest.raises(AuthorisationSpent):
            make_copy(**asked)
        assert Copy.objects.count() == 1

    def test_counts_for_its_purpose_and_user_only(self) -> None:
        issued = licence()
        told = {"purpose": "开户", "user_name": "另一家银行"}

        with pytest.raises(CopyNotAllowed, match="开户"):
            make_copy(**given(issued.identifier, authorisation=self.allowed(issued.identifier, **told)))
        assert not Copy.objects.exists()

    def test_is_of_one_licence(self) -> None:
        one, other = licence(), licence()

        with pytest.raises(NotFound):
            make_copy(**given(other.identifier, authorisation=self.allowed(one.identifier), actor=actor("clerk")))


class TestEnd:
    def test_comes_with_the_end_of_the_case(self) -> None:
        number, issued = case("accepted"), licence()
        make_copy(**given(issued.identifier, basis=BASIS, case_number=number, actor=SYSTEM))

        assert revoke_copies_of_case(number, MONDAY + DAY) == 1
        assert revoke_copies_of_case(number, MONDAY + 2 * DAY) == 0

        row = Copy.objects.get()
        assert (row.revoked_at, row.revoked_why) == (MONDAY + DAY, "办件已经办结，用途终止")

    def test_is_found_by_the_sweep_where_the_announcement_was_missed(self) -> None:
        number, issued = case("accepted"), licence()
        make_copy(**given(issued.identifier, basis=BASIS, case_number=number, actor=SYSTEM))

        assert sweep_copies(at=MONDAY) == 0
        end(number)
        assert sweep_copies(at=MONDAY + DAY) == 1

    def test_may_be_the_holders_wish(self) -> None:
        made = make_copy(**given(licence().identifier))

        with pytest.raises(NotFound):
            take_back(number=made.number, actor=actor("stranger"), at=MONDAY)
        take_back(number=made.number, actor=actor("applicant"), at=MONDAY)

        assert Copy.objects.get().revoked_why == "持证人收回"
        with pytest.raises(CopyEnded):
            take_back(number=made.number, actor=actor("applicant"), at=MONDAY)

    def test_is_not_the_holders_where_the_law_allowed_it(self) -> None:
        number, issued = case("accepted"), licence()
        made = make_copy(**given(issued.identifier, basis=BASIS, case_number=number, actor=SYSTEM))

        with pytest.raises(NotYours):
            take_back(number=made.number, actor=actor("applicant"), at=MONDAY)
        assert Copy.objects.get().revoked_at is None


def licence_of(identifier: str) -> Licence:
    return Licence.objects.get(identifier=identifier)


def end(number: str) -> None:
    actions.withdraw(number=number, reason="不再需要", actor=actor("applicant"), at=MONDAY)
