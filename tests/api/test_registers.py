"""Registers over the API: departments' systems look up for a case, providers send rows, people read who did."""

import pytest

from tests.api.client import Api, api_of
from tests.cases.factory import case
from tests.city import DAY, MONDAY, actor, company
from tongban.parties.actions import issue_token
from tongban.parties.models import Authority, ClientSystem
from tongban.parties.queries import organisation
from tongban.parties.rules.actor import Actor, DutyKind, Held
from tongban.sharing.models import LegalPersonRecord, LookUp


def system(authority: str) -> Api:
    """Return a system of the authority with a token that may read and act."""
    at = Authority.objects.get(key=authority)
    client = ClientSystem.objects.create(key=f"{authority}-system", name="业务系统", authority=at)
    keeper = Actor(name="管理", duties=frozenset({Held(DutyKind.ADMINISTRATOR, at.pk)}))
    issued = issue_token(
        name="t",
        scopes=["read", "act"],
        expires_at=MONDAY + 30 * DAY,
        actor=keeper,
        at=MONDAY,
        client_system_key=client.key,
    )
    return Api(issued.raw)


@pytest.fixture
def uscc() -> str:
    return organisation(company(actor("applicant"))).code


class TestLookUps:
    def body(self, uscc: str, **more: object) -> dict[str, object]:
        return {"subject": uscc, "elements": ["org.name", "org.phone"], "purpose": "核对申请单位"} | more

    def test_gives_a_department_what_its_case_needs(self, uscc: str) -> None:
        number = case("accepted")

        answer = system("chengguan").post(
            "registers/look-ups", self.body(uscc, elements=["org.name"], case_number=number)
        )

        assert answer.status_code == 200, answer.content
        (known,) = answer.json()["known"]
        assert known["register_key"] == "legal-persons"
        log = LookUp.objects.latest("pk")
        assert (log.outcome, log.case_number, log.organisation_name) == (
            "answered",
            number,
            Authority.objects.get(key="chengguan").name,
        )

    def test_refuses_browsing_and_logs_that_it_was_tried(self, uscc: str, clerk: Api) -> None:
        number = case("accepted")
        theirs, others = system("chengguan"), system("shichang")
        tried = [
            theirs.post("registers/look-ups", self.body(uscc)),
            others.post("registers/look-ups", self.body(uscc, case_number=number)),
            theirs.post("registers/look-ups", self.body("91529900TB0002031X", case_number=number)),
            theirs.post("registers/look-ups", self.body(uscc, case_number=number, elements=["person.marital_status"])),
            clerk.post("registers/look-ups", self.body(uscc)),
        ]

        assert [each.status_code for each in tried] == [409] * 5
        assert LookUp.objects.filter(outcome="refused").count() == 5

    def test_is_nothing_for_strangers(self, uscc: str, stranger: Api, visitor: Api) -> None:
        assert stranger.post("registers/look-ups", self.body(uscc)).status_code == 404
        assert visitor.post("registers/look-ups", self.body(uscc)).status_code == 401


class TestProviders:
    ROW = {"subject": "91529900TB0002031X", "row_guid": "g-1", "values": {"org.phone": "0851-99030199"}}

    def test_put_rows_with_a_verdict_for_each_once(self) -> None:
        client = system("shichang")
        body = {"rows": [{**self.ROW, "as_of": "2026-03-01"}, {**self.ROW, "subject": "1"}]}

        answers = [client.put("registers/legal-persons/records", body, key="put-twice-1") for _ in range(2)]

        assert [each.status_code for each in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
        assert [each["outcome"] for each in answers[0].json()["results"]] == ["changed", "refused"]
        assert LegalPersonRecord.objects.get(subject_code=self.ROW["subject"]).phone == "0851-99030199"

    def test_take_a_file_in_and_look_at_what_they_hold(self) -> None:
        steward = api_of("data_steward")
        table = "subject,org.name\n91529900TB0002031X,甲\n".encode()

        preview = steward.upload("registers/legal-persons/imports?preview=true", "a.csv", table)
        held = steward.post("registers/legal-persons/searches", {"subject": "91529900TB0002031X", "purpose": "核对"})

        assert preview.json() == {"preview": True, "created": 0, "changed": 1, "unchanged": 0}
        lines = {line["element"]: line["value"] for line in held.json()["results"][0]["lines"]}
        assert lines["org.name"] == "贵阳黔衡岭建设工程有限公司（示例）"
        kept = steward.get("registers/kept").json()["results"]
        assert "legal-persons" in {each["key"] for each in kept}
        assert "population" not in {each["key"] for each in kept}

    def test_is_nothing_for_others(self, applicant: Api) -> None:
        body = {"rows": [self.ROW]}
        for caller in (applicant, system("chengguan"), api_of("administrator")):
            assert caller.put("registers/legal-persons/records", body).status_code == 404
            search = {"subject": "91529900TB0002031X", "purpose": "看看"}
            assert caller.post("registers/legal-persons/searches", search).status_code == 404

        assert not LookUp.objects.filter(act="search").exists()


class TestMyData:
    def test_tells_who_used_it_and_takes_what_is_wrong(self, applicant: Api, stranger: Api) -> None:
        case("draft")
        uses = applicant.get("me/data-uses", {"year": MONDAY.year}).json()["results"]
        assert any("法人基础信息库" in use["registers"] for use in uses)
        log = LookUp.objects.filter(rows__len__gt=0, elements__contains=["org.address"]).latest("pk")
        row = next(row for row in log.rows if row.startswith("legal-persons/"))
        body = {"register_key": "legal-persons", "row": row, "element": "org.address", "held": "旧址", "given": "新址"}

        made = applicant.post("data-corrections", body)

        assert made.status_code == 201, made.content
        number = made.json()["number"]
        assert stranger.get(f"data-corrections/{number}").status_code == 404
        assert stranger.post("data-corrections", body).status_code == 404
        steward = api_of("data_steward")
        assert steward.get("data-corrections").json()["results"][0]["number"] == number
        done = steward.post(f"data-corrections/{number}/correct", {"value": "贵阳市示例新址 1 号"})
        assert (done.json()["state"], done.json()["corrected"]) == ("corrected", "贵阳市示例新址 1 号")
        assert applicant.post(f"data-corrections/{number}/withdraw").status_code == 409
        acts = {each["act"] for each in applicant.get("me/data-uses").json()["results"]}
        assert acts == {"look_up", "correction"}
