"""What authorities let each other do, as programs read it; and who could take a case over."""

import datetime as dt

import pytest

from tests.api.client import Api, api_of
from tests.cases.factory import case
from tests.city import MONDAY
from tongban.matters.models import Matter
from tongban.parties.models import Authorisation, Duty


class TestListAuthorisations:
    def test_is_open_to_everybody_and_names_items_and_dates(self, visitor: Api) -> None:
        listed = visitor.get("authorisations", {"kind": "window"}).json()["results"]
        found = next(each for each in listed if each["from_key"] == "gongan")

        assert found == {
            "kind": "window",
            "document_number": "示例公授〔2026〕2号",
            "from_key": "gongan",
            "from_name": "贵阳市公安局",
            "to_key": "zhengwu",
            "to_name": "贵阳市政务服务管理局",
            "window": found["window"],
            "task_codes": ["11520100TB0001063F3520709003000", "11520100TB0001063F3520709004000"],
            "starts_on": "2026-01-01",
            "ends_on": "2028-12-31",
        }
        assert found["window"].endswith(" D04")

    def test_leaves_out_what_is_not_in_force_today(self, visitor: Api) -> None:
        assert len(visitor.get("authorisations").json()["results"]) == Authorisation.objects.count()
        Authorisation.objects.filter(kind="window").update(ends_on=MONDAY.date() - dt.timedelta(days=1))
        Authorisation.objects.filter(kind="centralised").update(revoked_at=MONDAY)

        assert visitor.get("authorisations").json() == {"results": []}

    def test_refuses_a_kind_that_is_none(self, visitor: Api) -> None:
        assert visitor.get("authorisations", {"kind": "gift"}).status_code == 422


class TestTransfer:
    def test_takes_an_id_that_the_receivers_name(self) -> None:
        number, lead = case("reviewing"), api_of("lead_reviewer")
        able = lead.get(f"cases/{number}/receivers").json()
        decider = Duty.objects.get(kind="decider", authority__key="chengguan").official

        assert {"id": decider.pk, "name": decider.name} in able["officials"]
        assert able["authorities"] == []
        answer = lead.post(
            f"cases/{number}/transfer", {"ground": "workload", "reason": "接办", "official_id": decider.pk}
        )

        assert (answer.status_code, answer.json()["state"]) == (200, "reviewing")
        assert Matter.objects.get(number=number).holder_id == decider.pk

    @pytest.mark.parametrize("role", ["applicant", "supervisor", "joint_reviewer"])
    def test_names_nobody_to_who_may_not_transfer(self, role: str) -> None:
        number = case("reviewing")

        assert api_of(role).get(f"cases/{number}/receivers").json() == {"officials": [], "authorities": []}

    def test_hides_the_case_from_strangers(self, stranger: Api, visitor: Api) -> None:
        number = case("reviewing")

        assert stranger.get(f"cases/{number}/receivers").status_code == 404
        assert visitor.get(f"cases/{number}/receivers").status_code == 401
