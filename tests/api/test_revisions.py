"""Changes to the catalogue over the API: the same way, the same refusals, each write once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.client import Api, api_of
from tests.cases.factory import road_code
from tests.catalogue.revisions.flow import content_in_force, reasoned
from tongban.catalogue.models import Version
from tongban.matters.models import Matter


@pytest.fixture
def steward() -> Api:
    return api_of("steward")


@pytest.fixture
def reviewer() -> Api:
    return api_of("item_reviewer")


@pytest.fixture
def publisher() -> Api:
    return api_of("publisher")


def begun(steward: Api, **changes: Any) -> str:
    """Begin a change of the road permit and write it over the API; return its number."""
    answer = steward.post("revisions", {"task_code": road_code(), "reason": "压缩时限"})
    assert answer.status_code == 201, answer.content.decode()
    number = str(answer.json()["number"])
    (draft,) = steward.get(f"revisions/{number}").json()["drafts"]
    content = {**draft["content"], **(changes or {"aliases": ["破路修管"]})}
    written = steward.put(f"revisions/{number}/drafts/{draft['version_id']}", {"content": content})
    assert written.status_code == 200, written.content.decode()
    reasoned(number)
    return number


class TestRevisions:
    def test_keep_the_day_that_was_proposed_unless_another_is_said(self, steward: Api) -> None:
        asked = {"task_codes": [road_code()], "standing": "suspended", "why": "道路改造", "effective_on": "2099-03-01"}
        number = steward.post("revisions/standing", asked).json()["number"]

        assert steward.post(f"revisions/{number}/send_to_review").status_code == 200

        assert steward.get(f"revisions/{number}").json()["effective_on"] == "2099-03-01"

    def test_never_undo_what_somebody_else_wrote_in_between(self, steward: Api) -> None:
        number = begun(steward)
        (draft,) = steward.get(f"revisions/{number}").json()["drafts"]
        place = f"revisions/{number}/drafts/{draft['version_id']}"
        steward.put(place, {"content": {**draft["content"], "phone": "0851-12345678"}})

        late = steward.put(place, {"content": draft["content"], "seen": draft["print"]})

        assert late.status_code == 409
        (kept,) = steward.get(f"revisions/{number}").json()["drafts"]
        assert kept["content"]["phone"] == "0851-12345678"
        assert steward.put(place, {"content": draft["content"], "seen": kept["print"]}).status_code == 200

    def test_go_from_a_draft_into_force_by_three_callers(self, steward: Api, reviewer: Api, publisher: Api) -> None:
        number = begun(steward)

        sent = steward.post(f"revisions/{number}/send_to_review", {"effective_on": None})
        passed = reviewer.post(f"revisions/{number}/pass_review")
        published = publisher.post(f"revisions/{number}/publish")

        assert [each.status_code for each in (sent, passed, published)] == [200, 200, 200]
        assert published.json()["state"] == "in_force"
        told = steward.get(f"revisions/{number}").json()
        assert (told["state"], told["author"] != told["reviewer"] != told["publisher"]) == ("in_force", True)
        assert "日常用语增加“破路修管”。" in told["drafts"][0]["changes"]
        assert [entry["verb"] for entry in told["entries"]] == [
            "begin",
            "edit",
            "send_to_review",
            "pass_review",
            "publish",
        ]
        assert "破路修管" in steward.get(f"items/{road_code()}").json()["aliases"]

    def test_tell_the_verbs_that_are_the_callers_now(self, steward: Api, reviewer: Api) -> None:
        number = begun(steward)

        assert steward.get(f"revisions/{number}").json()["verbs"] == ["edit", "send_to_review", "abandon"]
        assert reviewer.get(f"revisions/{number}").json()["verbs"] == []

    def test_name_each_field_that_keeps_a_draft(self, steward: Api) -> None:
        number = begun(steward, name="", phone="1")

        told = steward.get(f"revisions/{number}").json()["drafts"][0]["problems"]
        refused = steward.post(f"revisions/{number}/send_to_review", {})

        assert {each["field"] for each in told} == {"name"}
        assert refused.status_code == 422
        assert [each["field"] for each in refused.json()["errors"]] == ["name"]
        assert Matter.objects.get(number=number).state == "drafting"

    def test_say_what_is_wrong_in_english(self) -> None:
        steward = api_of("steward", language="en")
        number = begun(steward, name="")

        refused = steward.post(f"revisions/{number}/send_to_review", {})

        assert [each["detail"] for each in refused.json()["errors"]] == ["It cannot be empty. Please fill it in."]

    def test_are_done_once_for_a_key(self, steward: Api) -> None:
        body = {"task_code": road_code(), "reason": "压缩时限"}

        first = steward.post("revisions", body, key="begin-it-once")
        again = steward.post("revisions", body, key="begin-it-once")

        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        assert Version.objects.filter(state="draft").count() == 1

    def test_refuse_a_second_draft_and_name_the_first(self, steward: Api) -> None:
        number = begun(steward)

        refused = steward.post("revisions", {"task_code": road_code(), "reason": "再改"})

        assert refused.status_code == 409
        assert number in refused.json()["detail"]

    def test_begin_a_new_item_and_give_it_up(self, steward: Api) -> None:
        content = {
            "catalog_code": "520117990000",
            "name": "临时占用城市桥梁审批",
            "type": "01",
            "level": "3",
            "authority": "chengguan",
        }

        begun_item = steward.post("revisions/items", {"content": content, "reason": "新设"})
        wrong = steward.post("revisions/items", {"content": {"name": "x"}, "reason": "新设"})

        assert begun_item.status_code == 201
        assert {each["field"] for each in wrong.json()["errors"]} == {"catalog_code", "type", "level", "authority"}
        number = begun_item.json()["number"]
        assert steward.post(f"revisions/{number}/abandon", {"reason": "不设了"}).json()["state"] == "abandoned"

    def test_do_not_drop_the_last_draft(self, steward: Api) -> None:
        number = begun(steward)
        (draft,) = steward.get(f"revisions/{number}").json()["drafts"]

        refused = steward.post(f"revisions/{number}/drafts/{draft['version_id']}/drop")

        assert refused.status_code == 409
        assert len(steward.get(f"revisions/{number}").json()["drafts"]) == 1

    def test_suspend_an_item(self, steward: Api, reviewer: Api, publisher: Api, visitor: Api) -> None:
        code = road_code()
        body = {"task_codes": [code], "standing": "suspended", "why": "道路改造"}

        number = steward.post("revisions/standing", body).json()["number"]
        steward.post(f"revisions/{number}/send_to_review", {})
        reviewer.post(f"revisions/{number}/pass_review")
        publisher.post(f"revisions/{number}/publish", {})

        assert visitor.get(f"items/{code}").status_code == 404
        told = visitor.get(f"items/{code}/versions").json()["versions"]
        assert [(each["number"], each["standing"]) for each in told] == [(2, "suspended"), (1, "in_use")]

    @pytest.mark.parametrize("verb", ["send_to_review", "pass_review", "publish"])
    def test_are_not_found_by_others(self, steward: Api, stranger: Api, clerk: Api, verb: str) -> None:
        number = begun(steward)

        for other in (stranger, clerk):
            assert other.get(f"revisions/{number}").status_code == 404
            assert other.post(f"revisions/{number}/{verb}").status_code == 404
        assert stranger.get("revisions").json()["count"] == 0

    def test_are_not_for_visitors(self, visitor: Api) -> None:
        assert visitor.get("revisions").status_code == 401
        assert visitor.post("revisions", {"task_code": road_code(), "reason": "x"}).status_code == 401

    def test_refuse_the_wrong_duty(self, steward: Api, publisher: Api) -> None:
        number = begun(steward)
        steward.post(f"revisions/{number}/send_to_review", {})

        assert publisher.post(f"revisions/{number}/pass_review").status_code == 403
        assert steward.post(f"revisions/{number}/pass_review").status_code == 403
        assert Matter.objects.get(number=number).state == "reviewing"

    def test_are_listed_for_whom_they_wait(self, steward: Api, reviewer: Api) -> None:
        number = begun(steward)

        assert [each["number"] for each in steward.get("revisions", {"state": "waiting"}).json()["results"]] == [number]
        assert reviewer.get("revisions", {"state": "waiting"}).json()["count"] == 0
        assert reviewer.get("revisions", {"state": "open"}).json()["count"] == 1


class TestItemVersions:
    def test_tell_the_public_what_changed_in_words(
        self, steward: Api, reviewer: Api, publisher: Api, visitor: Api
    ) -> None:
        number = begun(steward, aliases=[*content_in_force()["aliases"], "破路修管"])
        steward.post(f"revisions/{number}/send_to_review", {})
        reviewer.post(f"revisions/{number}/pass_review")
        publisher.post(f"revisions/{number}/publish")

        told = visitor.get(f"items/{road_code()}/versions")

        assert told.status_code == 200
        newest, first = told.json()["versions"]
        assert (newest["number"], newest["changes"]) == (2, ["日常用语增加“破路修管”。"])
        assert (first["number"], first["superseded_at"] is not None) == (1, True)

    def test_do_not_show_what_is_still_a_draft(self, steward: Api, visitor: Api) -> None:
        begun(steward)

        assert len(visitor.get(f"items/{road_code()}/versions").json()["versions"]) == 1

    def test_are_not_there_for_no_item(self, visitor: Api) -> None:
        assert visitor.get("items/nothing/versions").status_code == 404
