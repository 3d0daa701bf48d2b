"""What a holder allows: a code, the picture on the screen, a request."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor
from tests.clock import FrozenClock
from tests.licences.factory import firm, licence
from tongban.kernel.errors import BadInput, NotFound
from tongban.licences.actions.copies import (
    answer_request,
    ask_for_copy,
    check_code,
    copy_by_code,
    copy_by_screen,
    give_code,
    show_screen,
)
from tongban.licences.actions.copies.by_code import WrongCode
from tongban.licences.actions.copies.make_copy import AuthorisationSpent, CopyNotAllowed
from tongban.licences.actions.copies.requests import RequestOver
from tongban.licences.handlers import tell_of_a_request
from tongban.licences.models import Authorisation, Copy, CopyRequest
from tongban.licences.queries.copies import copies_of_licence, copy_file, copy_page, request_of, requests_to_me
from tongban.notices.models import Message
from tongban.parties.rules.actor import Actor

BANK = Actor(name="访客")
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def a_day_of_validity(monkeypatch: pytest.MonkeyPatch) -> None:
    FrozenClock(monkeypatch, MONDAY)


def code_of(identifier: str, **said: Any) -> str:
    return give_code(identifier=identifier, purpose="开立账户", actor=actor("applicant"), at=MONDAY, **said).code


class TestCode:
    def test_gives_one_copy_to_whom_it_was_told(self) -> None:
        issued = licence()
        code = code_of(issued.identifier, fields=["road_name"])
        said: dict[str, Any] = {
            "about": issued.number,
            "code": code,
            "user_name": "贵阳某银行",
            "actor": BANK,
            "at": MONDAY,
        }

        check_code(about=issued.number, code=code, actor=BANK, at=MONDAY)
        made = copy_by_code(**said)

        row = Copy.objects.get(number=made.number)
        assert (row.purpose, row.user_name, row.maker_name, row.fields) == (
            "开立账户",
            "贵阳某银行",
            "贵阳某银行",
            ["road_name"],
        )
        with pytest.raises(AuthorisationSpent):
            copy_by_code(**said)

    def test_is_kept_as_a_hash_only(self) -> None:
        code = code_of(licence().identifier)

        row = Authorisation.objects.get()
        assert (len(code), code.isdigit()) == (8, True)
        assert code not in str(vars(row))

    def test_ends_after_some_wrong_tries(self) -> None:
        issued = licence()
        code = code_of(issued.identifier)
        wrong = f"{(int(code) + 1) % 10**8:08d}"

        for _try in range(5):
            with pytest.raises(WrongCode):
                check_code(about=issued.number, code=wrong, actor=BANK, at=MONDAY)

        with pytest.raises(WrongCode):
            check_code(about=issued.number, code=code, actor=BANK, at=MONDAY)
        assert Authorisation.objects.get().tries == 5

    def test_is_not_used_up_by_who_only_knows_the_holder(self) -> None:
        issued = licence()
        code = code_of(issued.identifier)

        for _try in range(6):
            with pytest.raises(WrongCode):
                check_code(about=firm().code, code=code, actor=BANK, at=MONDAY)
        with pytest.raises(WrongCode):
            copy_by_code(about=firm().code, code=code, user_name="x", actor=BANK, at=MONDAY)

        assert Authorisation.objects.get().tries == 0
        check_code(about=firm().code, code=code, actor=actor("clerk"), at=MONDAY)
        assert copy_by_code(about=firm().code, code=code, actor=actor("clerk"), at=MONDAY).number

    def test_is_of_one_licence(self) -> None:
        one, other = licence(), licence()
        code = code_of(one.identifier)

        with pytest.raises(WrongCode):
            check_code(about=other.number, code=code, actor=BANK, at=MONDAY)
        with pytest.raises(WrongCode):
            copy_by_code(about="", code=code, user_name="x", actor=BANK, at=MONDAY)

    def test_is_over_in_time_and_with_the_next(self) -> None:
        issued = licence()
        first = code_of(issued.identifier)
        second = code_of(issued.identifier)

        for code, at in ((first, MONDAY), (second, MONDAY + 11 * MINUTE)):
            with pytest.raises((WrongCode, AuthorisationSpent)):
                check_code(about=issued.identifier, code=code, actor=BANK, at=at)
        with pytest.raises(AuthorisationSpent):
            copy_by_code(about=issued.identifier, code=first, user_name="x", actor=BANK, at=MONDAY)
        assert not Copy.objects.exists()

    def test_is_the_holders_to_give(self) -> None:
        issued = licence()

        for role in ("stranger", "clerk", "decider"):
            with pytest.raises(NotFound):
                give_code(identifier=issued.identifier, purpose="x", actor=actor(role), at=MONDAY)
        assert not Authorisation.objects.exists()

    def test_names_the_office_of_the_clerk_who_types_it(self) -> None:
        issued = licence()

        made = copy_by_code(
            about=issued.identifier, code=code_of(issued.identifier), user_name="别人", actor=actor("clerk"), at=MONDAY
        )

        row = Copy.objects.get(number=made.number)
        assert row.user_name != "别人"
        assert row.authority_id is not None
        assert copy_page(actor("clerk"), made.number).counts
        for other in (actor("stranger"), replace(actor("clerk"), duties=frozenset())):
            with pytest.raises(NotFound):
                copy_page(other, made.number)

    def test_asks_who_receives_it(self) -> None:
        issued = licence()

        with pytest.raises(BadInput) as refused:
            copy_by_code(about=issued.number, code=code_of(issued.identifier), actor=BANK, at=MONDAY)
        assert set(refused.value.errors) == {"user_name"}


class TestScreen:
    def test_gives_one_copy_while_it_is_shown(self) -> None:
        issued = licence()
        shown = show_screen(identifier=issued.identifier, actor=actor("applicant"), at=MONDAY)
        said: dict[str, Any] = {
            "token": shown.token,
            "purpose": "核对施工资质",
            "user_name": "某监理公司",
            "actor": BANK,
        }

        made = copy_by_screen(**said, at=MONDAY + MINUTE)

        assert Copy.objects.get(number=made.number).purpose == "核对施工资质"
        with pytest.raises(AuthorisationSpent, match="已经用过"):
            copy_by_screen(**said, at=MONDAY + MINUTE)
        assert Copy.objects.count() == 1

    def test_is_over_soon(self) -> None:
        shown = show_screen(identifier=licence().identifier, actor=actor("applicant"), at=MONDAY)

        assert shown.ends_at == MONDAY + 2 * MINUTE
        with pytest.raises(AuthorisationSpent):
            copy_by_screen(token=shown.token, purpose="x", user_name="y", actor=BANK, at=MONDAY + 3 * MINUTE)
        assert not Authorisation.objects.exists()

    @pytest.mark.parametrize("token", ["", "x", "a:b:c", "WzEsMiwzLDRd:x"])
    def test_cannot_be_made_up(self, token: str) -> None:
        with pytest.raises(AuthorisationSpent):
            copy_by_screen(token=token, purpose="x", user_name="y", actor=BANK, at=MONDAY)

    def test_is_the_holders_to_show(self) -> None:
        with pytest.raises(NotFound):
            show_screen(identifier=licence().identifier, actor=actor("stranger"), at=MONDAY)


class TestRequest:
    def asked(self, number: str) -> int:
        return ask_for_copy(about=number, purpose="信用评估", actor=actor("clerk"), at=MONDAY)

    def test_waits_for_the_holder_and_becomes_a_copy(self) -> None:
        issued = licence()
        pk = self.asked(issued.number)
        assert [each.purpose for each in requests_to_me(actor("applicant"), MONDAY)] == ["信用评估"]

        made = answer_request(request_id=pk, approve=True, actor=actor("applicant"), at=MONDAY)

        assert made is not None
        assert request_of(actor("clerk"), pk).copy_number == made.number
        assert copy_file(actor("clerk"), made.number).data.startswith(b"%PDF")
        assert requests_to_me(actor("applicant"), MONDAY) == []

    def test_tells_the_holder_which_lines_the_copy_shows(self) -> None:
        issued = licence()
        ask_for_copy(about=issued.identifier, purpose="x", fields=["road_name"], actor=actor("clerk"), at=MONDAY)
        usual = self.asked(issued.number)

        tell_of_a_request("", CopyRequest.objects.latest("pk").pk, {})

        told = {each.id: each.shows for each in requests_to_me(actor("applicant"), MONDAY)}
        assert ("挖掘道路",) in told.values()
        assert "工程名称" in told[usual]
        assert "副本上写明：工程名称、" in Message.objects.latest("pk").body

    def test_asks_for_the_identifier_where_a_number_is_of_several(self) -> None:
        road = licence()
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('licences_serial', currval('licences_serial') - 1)")
        other = licence(type_code="business-licence")
        assert other.number == road.number

        with pytest.raises(BadInput) as refused:
            self.asked(road.number)
        assert set(refused.value.errors) == {"about"}
        assert not CopyRequest.objects.exists()
        assert self.asked(other.identifier)
        assert CopyRequest.objects.get().licence.identifier == other.identifier

    def test_names_no_case_but_one_that_is_handled(self) -> None:
        issued, number = licence(), case("accepted")
        said: dict[str, Any] = {"about": issued.identifier, "purpose": "x", "at": MONDAY}

        for role, wrong in (("clerk", "没有这个办件"), ("joint_reviewer", number), ("supervisor", number)):
            with pytest.raises(BadInput) as refused:
                ask_for_copy(**said, case_number=wrong, actor=actor(role))
            assert set(refused.value.errors) == {"case_number"}
        assert not CopyRequest.objects.exists()

        ask_for_copy(**said, case_number=number, actor=actor("lead_reviewer"))
        assert CopyRequest.objects.get().case_number == number

    def test_is_declined_without_a_copy(self) -> None:
        pk = self.asked(licence().number)

        assert answer_request(request_id=pk, approve=False, actor=actor("applicant"), at=MONDAY) is None

        assert CopyRequest.objects.get().approved is False
        assert not Copy.objects.exists()
        with pytest.raises(RequestOver):
            answer_request(request_id=pk, approve=True, actor=actor("applicant"), at=MONDAY)

    def test_is_over_after_some_days(self) -> None:
        pk = self.asked(licence().number)

        with pytest.raises(RequestOver):
            answer_request(request_id=pk, approve=True, actor=actor("applicant"), at=MONDAY + 8 * DAY)

    def test_is_answered_by_the_holder_alone(self) -> None:
        pk = self.asked(licence().number)

        for role in ("stranger", "clerk"):
            with pytest.raises(NotFound):
                answer_request(request_id=pk, approve=True, actor=actor(role), at=MONDAY)
        assert CopyRequest.objects.get().answered_at is None

    def test_is_not_for_the_public_and_not_for_what_does_not_exist(self) -> None:
        issued = licence()

        with pytest.raises(CopyNotAllowed):
            ask_for_copy(about=issued.number, purpose="x", actor=actor("stranger"), at=MONDAY)
        with pytest.raises(NotFound):
            ask_for_copy(about="没有这个编号", purpose="x", actor=actor("clerk"), at=MONDAY)


def test_the_holder_sees_copies_requests_and_the_code_that_waits(django_assert_num_queries: Any) -> None:
    issued = licence()
    code = code_of(issued.identifier)
    copy_by_code(about=issued.identifier, code=code, user_name="某银行", actor=BANK, at=MONDAY)
    code_of(issued.identifier)
    ask_for_copy(about=issued.number, purpose="信用评估", actor=actor("clerk"), at=MONDAY)
    holder = actor("applicant")

    with django_assert_num_queries(4):
        seen = copies_of_licence(holder, issued.identifier, MONDAY)

    assert [(each.user_name, each.way) for each in seen.copies] == [("某银行", "code")]
    assert [each.purpose for each in seen.requests] == ["信用评估"]
    assert seen.code_ends_at == MONDAY + 10 * MINUTE
    with pytest.raises(NotFound):
        copies_of_licence(actor("stranger"), issued.identifier, MONDAY)
