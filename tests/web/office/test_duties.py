"""The pages of absences, authorisations and powers: what they show, what they take, and to whom they are shut."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cases.factory import case
from tests.city import MONDAY, STORY
from tests.web.office.test_step import fill_in, key_of
from tests.web.pages import check
from tongban.matters.models import Matter
from tongban.parties.models import Absence, Account, Authorisation, Authority, Duty, Official

Browser = Callable[[str], Client]
DUTIES, LISTS = "/office/duties/", "/office/duties/authorisations/"
TODAY = MONDAY.date()


def official(role: str) -> Official:
    return Official.objects.get(account__username=STORY["people"].get(role, role))


def leave(browser: Client, stands_in: str, **more: object) -> object:
    page = browser.get(DUTIES)
    check(page)
    sent: dict[str, object] = {
        "once": key_of(page),
        "deputy": official(stands_in).pk,
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + dt.timedelta(days=4)).isoformat(),
        "reason": "leave",
    }
    return browser.post(DUTIES, sent | more)


class TestAbsences:
    def test_hand_the_inbox_to_the_deputy_and_back(self, browser_of: Browser) -> None:
        number = case("submitted")
        clerk, deputy = browser_of("clerk"), browser_of("administrator")

        answer = leave(clerk, "administrator")

        assert answer.status_code == 302  # type: ignore[attr-defined]
        assert number in check(deputy.get("/office/"))
        assert clerk.get("/office/").headers["Location"] == DUTIES
        assert "代理中" in check(clerk.get(DUTIES))
        absence = Absence.objects.get()

        clerk.post(f"/office/duties/absences/{absence.pk}/end")

        assert number in check(clerk.get("/office/"))
        assert number not in check(deputy.get("/office/"))

    def test_show_in_the_case_for_whom_somebody_acted(self, browser_of: Browser) -> None:
        number = case("submitted")
        leave(browser_of("clerk"), "bian.ruyi")

        fill_in(browser_of("bian.ruyi"), number, "accept", note="材料齐全")

        text = check(browser_of("bian.ruyi").get(f"/office/cases/{number}/"))
        assert "卞如翊（代王硕言）" in text

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"deputy": ""}, "请选择代理人"),
            ({"ends_on": "2026-02-30"}, "请填写真实存在的日期"),
            ({"ends_on": "2020-01-01"}, "截止日期不能早于开始日期"),
            ({"reason": ""}, "请选择离岗事由"),
        ],
    )
    def test_say_what_is_wrong_and_change_nothing(
        self, browser_of: Browser, wrong: dict[str, object], told: str
    ) -> None:
        answer = leave(browser_of("clerk"), "second_clerk", **wrong)

        assert told in check(answer, 422)  # type: ignore[arg-type]
        assert not Absence.objects.exists()

    def test_offer_colleagues_only_but_to_administrators_everybody(self, browser_of: Browser) -> None:
        assert "赵衡岳" not in check(browser_of("clerk").get(DUTIES))
        assert "赵衡岳" in check(browser_of("administrator").get(DUTIES))

    def test_are_registered_for_others_by_administrators_of_theirs_only(self, browser_of: Browser) -> None:
        administrator = browser_of("administrator")

        answer = leave(administrator, "second_clerk", official=official("clerk").pk)
        stranger = leave(administrator, "second_clerk", official=official("decider").pk)
        other = leave(browser_of("second_clerk"), "administrator", official=official("clerk").pk)

        assert answer.status_code == 302  # type: ignore[attr-defined]
        check(stranger, 404)  # type: ignore[arg-type]
        check(other, 404)  # type: ignore[arg-type]
        assert Absence.objects.get().official_id == official("clerk").pk

    def test_are_shut_to_applicants(self, browser_of: Browser) -> None:
        check(browser_of("applicant").get(DUTIES), 403)


class TestAuthorisations:
    @pytest.fixture
    def boss(self, browser_of: Browser) -> Client:
        """An administrator of the authority that owns the story's case."""
        decider = official("decider")
        Duty.objects.create(
            official=decider, kind="administrator", authority=decider.authority, starts_on=dt.date(2026, 1, 1)
        )
        Account.objects.filter(pk=decider.account_id).update(is_staff=True)
        return browser_of("decider")

    def give(self, boss: Client, **more: object) -> object:
        page = boss.get(LISTS)
        text = check(page)
        code = text.split('name="task_codes" value="')[1].split('"')[0]
        sent: dict[str, object] = {
            "once": key_of(page),
            "kind": "window",
            "to_authority": Authority.objects.get(key="zhengwu").pk,
            "window": "",
            "document_number": "示例授〔2026〕9号",
            "starts_on": TODAY.isoformat(),
            "ends_on": "",
            "task_codes": [code],
        }
        return boss.post(LISTS, sent | more)

    def test_are_given_listed_and_taken_back(self, boss: Client) -> None:
        answer = self.give(boss)

        given = Authorisation.objects.get(document_number="示例授〔2026〕9号")
        assert answer.status_code == 302  # type: ignore[attr-defined]
        assert (given.from_authority.key, given.to_authority.key) == ("chengguan", "zhengwu")
        assert "示例授〔2026〕9号" in check(boss.get(LISTS))

        boss.post(f"{LISTS}{given.pk}/revoke")

        assert "已收回" in check(boss.get(LISTS))
        given.refresh_from_db()
        assert given.revoked_at is not None

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"task_codes": []}, "请列明授权的事项"),
            ({"task_codes": ["unheard-of"]}, "不是本机构的事项"),
            ({"to_authority": ""}, "请选择另一个机构"),
            ({"kind": ""}, "请选择授权方式"),
            ({"document_number": ""}, "请填写授权书文号"),
            ({"starts_on": "x"}, "请填写真实存在的日期"),
        ],
    )
    def test_say_what_is_wrong_and_change_nothing(self, boss: Client, wrong: dict[str, object], told: str) -> None:
        before = Authorisation.objects.count()

        answer = self.give(boss, **wrong)

        assert told in check(answer, 422)  # type: ignore[arg-type]
        assert Authorisation.objects.count() == before

    def test_are_nobody_else_s_to_give_or_take_back(self, boss: Client, browser_of: Browser) -> None:
        given = Authorisation.objects.get(kind="window", from_authority__key="gongan")

        check(self.give(boss, authority=given.from_authority_id), 404)  # type: ignore[arg-type]
        check(boss.post(f"{LISTS}{given.pk}/revoke"), 404)
        check(browser_of("clerk").get(LISTS), 403)
        check(browser_of("clerk").post(f"{LISTS}{given.pk}/revoke"), 403)

        given.refresh_from_db()
        assert given.revoked_at is None


class TestTransfer:
    def test_gives_the_case_to_a_colleague(self, browser_of: Browser) -> None:
        number, decider = case("reviewing"), official("decider")

        answer = fill_in(
            browser_of("lead_reviewer"),
            number,
            "transfer",
            receiver=f"official:{decider.pk}",
            ground="workload",
            reason="请接办",
        )

        assert answer.headers["Location"] == f"/office/cases/{number}/"
        assert Matter.objects.get(number=number).holder_id == decider.pk
        assert "工作调配" in check(browser_of("lead_reviewer").get(f"/office/cases/{number}/"))

    def test_names_what_is_missing_and_changes_nothing(self, browser_of: Browser) -> None:
        number = case("reviewing")
        before = Matter.objects.get(number=number).version

        answer = fill_in(browser_of("lead_reviewer"), number, "transfer", receiver="", ground="", reason="")

        text = check(answer, 422)
        assert all(told in text for told in ("请选择移送事由", "请写明移送的理由", "请选择一位接办人员"))
        assert Matter.objects.get(number=number).version == before


class TestPowers:
    def test_are_counted_for_supervisors(self, browser_of: Browser) -> None:
        case("granted")

        text = check(browser_of("supervisor").get("/office/powers/"))

        assert "贵阳市综合行政执法局" in text

    @pytest.mark.parametrize("role", ["clerk", "applicant", "administrator"])
    def test_are_shut_to_others(self, browser_of: Browser, role: str) -> None:
        check(browser_of(role).get("/office/powers/"), 403)
